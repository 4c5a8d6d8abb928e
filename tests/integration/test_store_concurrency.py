"""Several stores at once: no deadlock, no stale row, no change that a consumer misses."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters import change_feed
from services.store.adapters.articles import save
from services.store.adapters.findings import Differences
from services.store.core.precedence import judge
from shared.contracts.events import ArticleEnriched, Entity
from tests.integration.store_fixtures.articles import TEXT, an_article, some_annotations
from tests.integration.store_fixtures.database import a_store, assert_daily_counts_are_right, one, rows

WRITERS = 4
MANY = 1_500  # entities: enough for the writers' statements to overlap


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
    """Name entities that every article names and some that few do; half of the writers name none, and share no count."""
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
    ).model_copy(update={} if n % 2 else {"annotations": None})


async def test_a_later_change_is_not_seen_before_an_earlier_one(store: AsyncEngine) -> None:
    slow, fast = an_article("slow", entry="1-0"), an_article("fast", entry="2-0", annotated=False)
    (verdict,) = judge([slow], {})

    async with store.begin() as connection:
        await change_feed.append(connection, [verdict], Differences({}, {}))
        saving = asyncio.create_task(save(store, [fast]))
        await _wait_until_somebody_waits(store)
        seen_meanwhile = await rows(store, "SELECT change_seq FROM news.v_changes")
    await saving

    assert seen_meanwhile == []
    assert await rows(store, "SELECT article_id FROM news.v_changes ORDER BY change_seq") == [
        (slow.article_id,),
        (fast.article_id,),
    ]


async def test_a_copy_that_waits_for_another_writer_is_judged_by_what_that_one_wrote(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0")])

    async with store.begin() as other:
        await other.execute(text("UPDATE news.articles SET version = 9"))
        saving = asyncio.create_task(save(store, [an_article(entry="2-0", version=5)]))
        await _wait_until_somebody_waits(store)

    assert await saving == ["superseded"]
    assert await one(store, "SELECT version FROM news.v_articles") == 9


async def test_of_two_writers_of_a_new_article_the_overtaken_one_looks_again(store: AsyncEngine) -> None:
    async with store.begin() as blocker:
        await blocker.execute(text("LOCK TABLE news.outcomes"))
        newer = asyncio.create_task(save(store, [an_article(entry="2-0", version=2)]))
        await _wait_until_somebody_waits(store)
        older = asyncio.create_task(save(store, [an_article(entry="1-0", version=1)]))
        await _wait_until_somebody_waits(store, count=2)

    assert await asyncio.gather(newer, older) == [["created"], ["superseded"]]


async def _wait_until_somebody_waits(store: AsyncEngine, count: int = 1) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(20):
        while int(str(await one(store, waiting))) < count:
            await asyncio.sleep(0.01)


async def test_new_entities_in_any_order_from_several_writers_cause_no_deadlock(store: AsyncEngine) -> None:
    async def write(writer: int) -> None:
        for turn in range(3):
            keys = random.Random(writer).sample(range(MANY), MANY)
            entities = [Entity(key=f"{turn}:{key}", name=f"Name {key}", label="ORG", aliases=(f"{writer}",)) for key in keys]
            await save(store, [an_article(f"{writer}.{turn}", annotations=some_annotations(entities=entities))])

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))

    assert await deadlocks(store) == 0
    assert await one(store, "SELECT count(*) FROM news.entities WHERE cardinality(aliases) = 4") == 3 * MANY


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
        mine = random.Random(seed).sample(sorted(copies), len(copies))
        for start in range(0, len(mine), 15):
            await save(store, [copies[name] for name in mine[start : start + 15]])

    await asyncio.gather(*(write(seed) for seed in range(WRITERS)))

    assert await rows(store, "SELECT DISTINCT version, right(text, 1) FROM news.v_articles") == [(5, "5")]
    assert await deadlocks(store) == 0
    await assert_daily_counts_are_right(store)
