"""Several stores at once: no deadlock, no stale row, no change that a consumer misses."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from shared.contracts.events import ArticleEnriched, Entity
from tests.integration.store_fixtures.articles import TEXT, an_article, some_annotations
from tests.integration.store_fixtures.database import a_store, assert_daily_counts_are_right, one, rows

WRITERS = 4


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url, store_pool_size=WRITERS + 2) as engine:
        yield engine


async def deadlocks(store: AsyncEngine) -> object:
    async with store.begin() as connection:
        await connection.execute(text("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()"))
    return await one(store, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")


async def test_a_consumer_that_polls_while_four_writers_store_misses_no_change(store: AsyncEngine) -> None:
    articles = 1_000
    seen: list[int] = []
    done = asyncio.Event()

    async def write(writer: int) -> None:
        mine = [_with_shared_entities(n) for n in range(writer, articles, WRITERS)]
        for start in range(0, len(mine), 20):
            await save(store, mine[start : start + 20])

    async def poll() -> None:
        while True:
            last_round = done.is_set()
            found = await rows(
                store, "SELECT change_seq FROM news.v_changes WHERE change_seq > :last", last=max(seen, default=0)
            )
            seen.extend(int(str(seq)) for (seq,) in found)
            if last_round:
                return

    polling = asyncio.create_task(poll())
    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    done.set()
    await polling

    assert len(seen) == len(set(seen)) == articles
    assert await one(store, "SELECT count(*) FROM news.articles") == articles
    assert await deadlocks(store) == 0
    await assert_daily_counts_are_right(store)


def _with_shared_entities(n: int) -> ArticleEnriched:
    """Name some entities that every article names, and some that few do."""
    chosen = random.Random(n).sample(range(40), 6)
    entities = [
        Entity(key=f"place:{i}", name=f"Place {i}", label="GPE", aliases=(f"P{i} {n % 3}",), mentions=1 + n % 3)
        for i in (0, 1, *(i + 2 for i in chosen))
    ]
    return an_article(
        f"d{n}",
        entry=f"{n + 1}-0",
        text=f"{TEXT} {n}",
        outlet=f"o{n % 5}.example",
        annotations=some_annotations(entities=entities),
    )


async def test_one_document_from_four_writers_at_once_is_one_row_and_one_change(store: AsyncEngine) -> None:
    copies = [an_article(entry=f"{n}-0") for n in range(100)]

    results = await asyncio.gather(*(save(store, copies[start : start + 5]) for start in range(0, 100, 5)))

    assert sorted(str(outcome) for outcomes in results for outcome in outcomes) == ["created"] + ["duplicate"] * 99
    assert await rows(store, "SELECT kind FROM news.v_changes") == [("created",)]
    assert await one(store, "SELECT count(*) FROM news.articles") == 1


async def test_whatever_the_order_of_arrival_the_greatest_copy_stays(store: AsyncEngine) -> None:
    copies = {
        (name, version): an_article(
            f"d{name}", entry=f"{name * 10 + version}-0", version=version, text=f"{TEXT} {name}.{version}"
        )
        for name in range(20)
        for version in range(6)
    }

    async def write(seed: int) -> None:
        shuffler = random.Random(seed)
        for _ in range(6):
            await save(store, shuffler.sample(sorted(copies.values(), key=str), 30))
        await save(store, [copies[name, version] for name in range(20) for version in (5, 0)])

    await asyncio.gather(*(write(seed) for seed in range(WRITERS)))

    assert await rows(store, "SELECT DISTINCT version, right(text, 1) FROM news.v_articles") == [(5, "5")]
    assert await deadlocks(store) == 0
    await assert_daily_counts_are_right(store)
