"""What the store makes of stored articles that went through enrich again, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from shared.contracts.events import ArticleEnriched, Entity
from tests.integration.store_fixtures.articles import MODEL, TEXT, an_article, some_annotations
from tests.integration.store_fixtures.database import a_store, assert_daily_counts_are_right, contents, one, rows


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url) as engine:
        yield engine


SETS = "SELECT model_version, is_current FROM news.annotation_sets ORDER BY model_version"


def re_enriched(version: str, generation: int, **facts: object) -> ArticleEnriched:
    model = MODEL.model_copy(update={"version": version})
    found = some_annotations().model_copy(update={"model": model})
    return an_article(entry="1-0", generation=generation, annotations=found, **facts)


async def test_the_last_models_annotations_stay_beside_the_new_ones_until_the_next(store: AsyncEngine) -> None:
    seen = []
    for generation, version in enumerate(["1.0", "2.0", "3.0", "3.0"]):
        await save(store, [re_enriched(version, generation)])
        seen.append(await rows(store, SETS))

    assert seen == [
        [("1.0", True)],
        [("1.0", False), ("2.0", True)],
        [("2.0", False), ("3.0", True)],
        [("3.0", True)],
    ]
    assert await one(store, "SELECT count(DISTINCT model_version) FROM news.v_mentions") == 1
    await assert_daily_counts_are_right(store)


async def test_annotations_of_another_text_go(store: AsyncEngine) -> None:
    await save(store, [re_enriched("1.0", 0)])
    await save(store, [re_enriched("2.0", 1)])

    await save(store, [an_article(entry="2-0", version=1, title="Ferry sails", text=TEXT.replace("Monday", "Tuesday"))])

    assert await rows(store, SETS) == [("1.0", True)]


async def test_re_enrichment_that_was_overtaken_changes_nothing(store: AsyncEngine) -> None:
    await save(store, [re_enriched("1.0", 0)])
    await save(store, [an_article(entry="2-0", version=1, title="Ferry sails", text=TEXT.replace("Monday", "Tuesday"))])
    before = await contents(store)

    await save(store, [re_enriched("2.0", 1)])

    assert await contents(store) == before


async def test_an_entity_gets_its_country_when_a_model_first_knows_it_and_keeps_it(store: AsyncEngine) -> None:
    nairobi = Entity(key="gpe:nairobi", name="Nairobi", label="GPE")
    countries = []
    for number, country in enumerate([None, "KE", None]):
        found = some_annotations(entities=[nairobi.model_copy(update={"country": country})])
        await save(store, [an_article(str(number), entry=f"{number}-1", annotations=found)])
        countries.append(await one(store, "SELECT DISTINCT country FROM news.v_entities WHERE name = 'Nairobi'"))

    assert countries == [None, "KE", "KE"]


async def test_consumers_see_which_annotations_stop_before_the_end(store: AsyncEngine) -> None:
    whole, cut = some_annotations(), some_annotations().model_copy(update={"truncated": True})
    await save(store, [an_article("whole", entry="1-0", annotations=whole), an_article("cut", entry="2-0", annotations=cut)])

    assert await rows(
        store,
        "SELECT publisher_id, truncated, keywords FROM news.v_annotation_sets JOIN news.v_articles USING (article_id)"
        " ORDER BY 1",
    ) == [("cut", True, ["ferry", "harbour"]), ("whole", False, ["ferry", "harbour"])]
