"""What the store makes of stored articles that went through enrich again, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from shared.contracts.events import ArticleEnriched
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
