"""A copy costs no second run of the model, and is annotated as if it were the first."""

from __future__ import annotations

from datetime import UTC, datetime

from services.enrich.adapters.spacy_annotator import SpacyAnnotator
from services.enrich.settings import EnrichSettings
from tests.unit.enrich.articles import an_article

_TEXT = "Mirela Oduya told the council of Port Ansel on Tuesday that the ferry will sail again. Oduya thanked the crew."


def test_a_copy_with_another_title_and_date_is_annotated_as_if_it_were_alone() -> None:
    first = an_article(text=_TEXT, title="Ferry returns", published_at=datetime(2026, 3, 11, tzinfo=UTC))
    copy = an_article(text=_TEXT, title="Oduya: ferry to sail", published_at=datetime(2026, 3, 18, tzinfo=UTC), agency="HWN")

    with SpacyAnnotator(EnrichSettings()) as remembering, SpacyAnnotator(EnrichSettings(remembered_texts=0)) as forgetting:
        together = [*remembering.annotate([first]), *remembering.annotate([copy])]
        alone = [*forgetting.annotate([first]), *forgetting.annotate([copy])]

    assert together == alone
    assert [date.value for found in together if found for date in found.dates] == ["2026-03-10", "2026-03-17"]
    assert all(_TEXT[one.start : one.end] == one.text for found in together if found for one in found.mentions)
