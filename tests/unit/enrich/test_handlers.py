"""Every article that comes in goes out; only usable English is annotated."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from services.enrich.handlers import enrich_articles
from shared.contracts.events import Annotations, ArticleIngested, Model
from tests.unit.enrich.articles import an_article, received

_FOUND = Annotations(model=Model(name="fake", version="1", config_hash="0"))


class _Annotator:
    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    async def __call__(self, articles: Sequence[ArticleIngested], /) -> Sequence[Annotations | None]:
        self.calls.append([article.text for article in articles])
        return [_FOUND] * len(articles)


async def test_batch_is_annotated_in_one_call_and_keeps_its_order() -> None:
    annotator = _Annotator()
    batch = [received(an_article(text)) for text in ("First report.", "Second report.")]

    enriched = await enrich_articles(batch, annotator)

    assert annotator.calls == [["First report.", "Second report."]]
    assert [event.text for event in enriched] == ["First report.", "Second report."]
    assert [event.annotations for event in enriched] == [_FOUND, _FOUND]


@pytest.mark.parametrize(
    "facts",
    [
        {"language": "fr"},
        {"language": "zh-Hans"},
        {"status": "withdrawn", "language": "en"},
        {"language": None, "text": "Министр сообщил о новых мерах."},
    ],
)
async def test_what_is_not_usable_english_goes_on_without_annotations(facts: dict[str, object]) -> None:
    annotator = _Annotator()
    batch = [received(an_article(**facts)), received(an_article("An English report."))]

    enriched = await enrich_articles(batch, annotator)

    assert [event.annotations for event in enriched] == [None, _FOUND]
    assert annotator.calls == [["An English report."]]


@pytest.mark.parametrize("language", ["en", "en-GB", "EN_us", None])
async def test_english_of_any_region_and_untagged_latin_text_is_annotated(language: str | None) -> None:
    enriched = await enrich_articles([received(an_article("A short report.", language=language))], _Annotator())

    assert enriched[0].annotations == _FOUND


async def test_nothing_is_asked_of_the_model_when_nothing_is_to_annotate() -> None:
    annotator = _Annotator()

    enriched = await enrich_articles([received(an_article(language="de"))], annotator)

    assert annotator.calls == []
    assert len(enriched) == 1


async def test_enriched_event_carries_every_fact_of_the_article() -> None:
    article = an_article("A report.", title="Title", metadata={"desk": "world"}, outlet="example.org")

    enriched = (await enrich_articles([received(article)], _Annotator()))[0]

    facts = set(ArticleIngested.model_fields) - {"event_id", "occurred_at", "history"}
    assert {name: getattr(enriched, name) for name in facts} == {name: getattr(article, name) for name in facts}
    assert [step.stage for step in enriched.history] == ["enrich"]
