"""What passes by itself is waited for, what the database refuses fails alone, and nobody else pays for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import psycopg
import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.store.adapters.articles import save
from services.store.adapters.database import open_database
from services.store.adapters.transactions import UnfitError, in_transaction
from services.store.settings import StoreSettings
from shared.errors import DependencyError, RejectedError, RetryableError
from tests.integration.store_fixtures.articles import an_article
from tests.integration.store_fixtures.database import a_store, one, rows

CUT_WHOEVER_WAITS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url) as engine:
        yield engine


@pytest.mark.parametrize(
    "unfit",
    [
        {"title": "NUL \x00 inside"},
        {"metadata": {"desk": "a\x00b"}},
        {"version": 2**63},
        {"language_confidence": float("nan")},
    ],
    ids=lambda unfit: next(iter(unfit)),
)
async def test_a_row_that_cannot_be_stored_fails_alone(store: AsyncEngine, unfit: dict[str, object]) -> None:
    batch = [an_article(f"d{n}", entry=f"{n}-0") for n in range(20)]
    batch[7] = an_article("d7", entry="7-0", **unfit)

    results = await save(store, batch)

    rejection = results.pop(7)
    assert isinstance(rejection, RejectedError)
    assert rejection.reason == "bad-schema"
    assert "inside" not in rejection.detail
    assert results == ["created"] * 19
    assert await one(store, "SELECT count(*) FROM news.articles") == 19
    assert await one(store, "SELECT count(*) FROM news.outcomes") == 19
    assert await one(store, "SELECT count(*) FROM news.changes") == 19


async def test_a_lone_surrogate_fails_alone(store: AsyncEngine) -> None:
    broken = an_article("b", entry="2-0").model_copy(update={"title": "half \ud800"})

    results = await save(store, [an_article("a", entry="1-0"), broken])

    assert results[0] == "created"
    assert isinstance(results[1], RejectedError)


@pytest.mark.parametrize("sqlstate", ["40001", "40P01", "55P03", "57014"])
async def test_what_passes_by_itself_is_tried_again(store: AsyncEngine, sqlstate: str) -> None:
    tries = []

    async def fail_twice(connection: AsyncConnection) -> str:
        tries.append(1)
        if len(tries) < 3:
            await _raise(connection, sqlstate)
        return "done"

    assert await in_transaction(store, fail_twice) == "done"


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [
        ("40P01", DependencyError),
        ("55P03", DependencyError),
        ("57014", RetryableError),
        ("57P01", DependencyError),
        ("08006", DependencyError),
        ("53300", DependencyError),
        ("42P01", DependencyError),
        ("42501", DependencyError),
        ("XX000", DependencyError),
        ("22003", UnfitError),
        ("23503", UnfitError),
        ("54000", UnfitError),
    ],
)
async def test_each_failure_is_told_by_its_sqlstate(store: AsyncEngine, sqlstate: str, kind: type[Exception]) -> None:
    async def fail(connection: AsyncConnection) -> None:
        await _raise(connection, sqlstate)

    with pytest.raises(kind):
        await in_transaction(store, fail)


async def _raise(connection: AsyncConnection, sqlstate: str) -> None:
    await connection.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'planned' USING ERRCODE = '{sqlstate}'; END $$"))


async def test_a_held_lock_is_a_dependency_that_is_down_and_the_batch_succeeds_afterwards(database_url: str) -> None:
    async with a_store(database_url, store_lock_timeout_ms=50) as store:
        await save(store, [an_article(entry="1-0")])
        async with store.begin() as other:
            await other.execute(text("LOCK TABLE news.articles"))

            with pytest.raises(DependencyError, match="55P03"):
                await save(store, [an_article(entry="2-0", version=1)])

        assert await save(store, [an_article(entry="2-0", version=1)]) == ["updated"]


async def test_every_connection_runs_under_the_timeouts(store: AsyncEngine) -> None:
    limits = [
        await one(store, f"SELECT current_setting('{name}')")
        for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "TimeZone")
    ]

    assert limits == ["10s", "3s", "30s", "UTC"]


async def test_a_database_without_the_schema_is_a_dependency_that_is_down(database_url: str) -> None:
    engine = open_database(StoreSettings(database_url=SecretStr(database_url)))

    with pytest.raises(DependencyError, match="postgres"):
        await save(engine, [an_article()])

    await engine.dispose()


async def test_no_server_is_a_dependency_that_is_down() -> None:
    engine = open_database(StoreSettings(database_url=SecretStr("postgresql://nobody@127.0.0.1:1/none")))

    with pytest.raises(DependencyError, match="postgres"):
        await save(engine, [an_article()])

    await engine.dispose()


async def test_no_free_connection_is_a_dependency_that_is_down(database_url: str) -> None:
    async with (
        a_store(database_url, store_pool_size=1, store_pool_timeout_s=0.05) as store,
        store.connect(),
    ):
        with pytest.raises(DependencyError, match="no free connection"):
            await save(store, [an_article()])


async def test_a_connection_cut_in_the_middle_leaves_nothing_and_the_repeat_succeeds(
    store: AsyncEngine, database_url: str
) -> None:
    batch = [an_article(f"d{n}", entry=f"{n}-0") for n in range(5)]
    async with AsyncExitStack() as held:
        blocker = await held.enter_async_context(store.begin())
        await blocker.execute(text("LOCK TABLE news.outcomes"))
        saving = asyncio.create_task(save(store, batch))
        with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
            while admin.execute(CUT_WHOEVER_WAITS).rowcount == 0:
                await asyncio.sleep(0.01)

        with pytest.raises(DependencyError):
            await saving

    assert await rows(store, "SELECT id FROM news.articles") == []
    assert await save(store, batch) == ["created"] * 5
