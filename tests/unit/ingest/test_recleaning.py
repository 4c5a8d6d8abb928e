"""Articles of older rules, cleaned again by today's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.core.clean import RULES_VERSION
from services.ingest.core.recleaning import clean_again
from shared.contracts.events import ArticleIngested
from tests.unit.ingest.submissions import NOW, STORY, ingest_text
from tests.unit.ingest.test_clean import DATELINES

NOISY = f"LISBON (AP) - {STORY}\n\nAlso Read | The bridge is late again\n\n(AP)"


def by_no_rules(article: ArticleIngested) -> ArticleIngested:
    """What rules that knew nothing would have made of the same document."""
    return article.model_copy(
        update={
            "text": article.extracted_text,
            "removed": (),
            "dateline": None,
            "agency": None,
            "related": (),
            "rules_version": "2020.1.0+00000000",
            "content_hash": "0" * 64,
        }
    )


@pytest.mark.parametrize("facts", [{}, {"published_at": NOW}, {"title": "Bridge", "byline": "Ana Duarte", "language": "en"}])
@pytest.mark.parametrize("text", [NOISY, f" date 2026-01-20 {NOISY}", STORY])
async def test_an_article_becomes_what_it_would_be_if_it_came_today(text: str, facts: dict[str, object]) -> None:
    today = await ingest_text(text=text, **facts)

    again = clean_again(by_no_rules(today))

    assert again == (None if text == STORY else today)


@given(st.sampled_from([lead + STORY for lead, *_ in DATELINES]))
async def test_what_todays_rules_have_cleaned_stays_as_it_is(text: str) -> None:
    today = await ingest_text(text=text)
    stored = today.dateline and today.dateline.model_copy(update={"agency": None})  # it is kept with the article

    assert today.rules_version == RULES_VERSION
    assert clean_again(today) is None
    assert clean_again(today.model_copy(update={"dateline": stored})) is None


async def test_an_article_of_which_nothing_would_be_left_stays_as_it_is() -> None:
    article = by_no_rules(await ingest_text(text=NOISY))
    noise = "Also Read | The bridge is late again"

    assert clean_again(article.model_copy(update={"text": noise, "extracted_text": noise})) is None
