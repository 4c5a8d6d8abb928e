"""Each service may do on Redis what it needs, under its own login: the deployed configuration on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from services.ingest.adapters.redis_hosts import RedisHosts
from services.ingest.adapters.redis_pages import RedisPages
from services.ingest.core.page import KeptPage, Page
from services.ingest.settings import IngestSettings
from shared.bus import announce, upkeep
from shared.bus.broker import connect
from shared.bus.intake import Intake
from shared.bus.stage import Stage
from shared.bus.wire import reading
from shared.contracts import streams
from shared.contracts.submission import read_submission
from shared.errors import PostponedError, RetryableError
from tests.support.bus import each, forwarding, ingesting, running, settings, until
from tests.support.protected_redis import SUBMISSION, Protected, protected_redis, submit


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Protected]:
    with protected_redis(tmp_path) as server:
        yield server


async def count(server: Protected, stream: str) -> int:
    with server.client("exporter") as exporter:
        return int(exporter.xlen(stream))


async def test_a_stage_forwards_delays_and_buries_under_its_own_login(protected: Protected) -> None:
    turns = iter(["forward", "fail", "fail", "fail"])

    def answer(received: Any) -> Any:
        return forwarding(received) if next(turns) == "forward" else RetryableError("fetch-failed", "it is down")

    submit(protected, 2)
    async with running(ingesting(each(answer)), settings(protected.url("ingest"))):
        await until(lambda: reached(protected, streams.dead(streams.SUBMITTED), 1))

    assert await count(protected, streams.INGESTED) == 1
    assert await count(protected, streams.SUBMITTED) == 0
    assert protected.denials() == set()


async def test_a_stage_takes_over_what_a_dead_replica_held(protected: Protected) -> None:
    submit(protected)
    with protected.client("ingest") as gone:
        gone.xgroup_create(streams.SUBMITTED, "ingest", id="0")
        gone.xreadgroup("ingest", "gone", {streams.SUBMITTED: ">"})

    async with running(ingesting(each(forwarding)), settings(protected.url("ingest"), claim_after_s=0.1)):
        await until(lambda: reached(protected, streams.INGESTED, 1))

    assert protected.denials() == set()


async def test_the_store_reads_dead_letters_and_announces_under_its_own_login(protected: Protected) -> None:
    def answer(_: Any) -> None:
        return None

    dead = streams.dead(streams.SUBMITTED)
    with protected.client("ingest") as ingest:
        ingest.xadd(dead, SUBMISSION)
    stage = Stage("store", dead, reading(read_submission), each(answer), output=None, batch=8, deadline_s=60.0, keep=True)

    async with running(stage, settings(protected.url("store"))) as store:
        await until(lambda: recorded(protected, dead))
        await announce.announce(store.client, [])
        await store.client.xadd(streams.SETTLED, {"data": "{}"}, minid=1)

    assert await count(protected, dead) == 1
    assert protected.denials() == set()


async def test_the_store_hears_of_removed_letters_under_its_own_login(protected: Protected) -> None:
    with protected.client("ops") as ops:
        ops.zadd(streams.REMOVED, {"a 1-0": 0})

    async with connect(settings(protected.url("store"))) as store:
        assert await store.zrange(streams.REMOVED, 0, 9) == [b"a 1-0"]
        assert await store.zrem(streams.REMOVED, b"a 1-0") == 1

    assert protected.denials() == set()


async def reached(server: Protected, stream: str, length: int) -> bool:
    return await count(server, stream) >= length


async def recorded(server: Protected, stream: str) -> bool:
    with server.client("exporter") as exporter:
        return any(group["entries-read"] == 1 and group["pending"] == 0 for group in exporter.xinfo_groups(stream))


@pytest.fixture
async def ingest(protected: Protected) -> AsyncIterator[Any]:
    async with connect(settings(protected.url("ingest"))) as client:
        yield client


async def test_turns_at_hosts_are_taken_under_the_login_of_ingest(protected: Protected, ingest: Any) -> None:
    hosts = RedisHosts(ingest, IngestSettings())

    async with hosts("news.example", "https://news.example/a"):
        with pytest.raises(PostponedError):
            async with hosts("news.example", "https://news.example/b"):
                pass
    await hosts.keep("https://news.example", "User-agent: *")

    assert await hosts.recall("https://news.example") == "User-agent: *"
    assert protected.denials() == set()


async def test_pages_are_kept_under_the_login_of_ingest(protected: Protected, ingest: Any) -> None:
    pages = RedisPages(ingest, IngestSettings())
    kept = KeptPage(Page(b"<p>The ferry is back.</p>", "https://news.example/a"), '"1"', None)

    await pages.keep("https://news.example/a", kept)

    assert await pages.recall("https://news.example/a") == kept
    assert protected.denials() == set()


async def test_upkeep_works_under_the_login_of_ingest(protected: Protected, ingest: Any) -> None:
    given = settings(protected.url("ingest"))

    await upkeep.ensure_group(ingest, streams.SUBMITTED, "ingest")
    await upkeep.remove_gone_consumers(ingest, streams.SUBMITTED, "ingest")
    intake = await Intake(ingest, given, CollectorRegistry()).tell()

    with protected.client("publisher") as publisher:
        assert publisher.get(streams.INTAKE) == intake.encode()
    assert protected.denials() == set()
