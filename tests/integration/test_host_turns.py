"""One visit at a time and a pause after it, whichever replica comes; who has to wait holds up nobody and pays nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from deploy.embedded.runner import ServiceProcess
from services.ingest.adapters.http_pages import HttpPages
from services.ingest.adapters.redis_hosts import KEYS, RedisHosts
from services.ingest.settings import IngestSettings
from shared.bus.broker import connect
from shared.contracts import streams
from shared.contracts.events import ArticleIngested
from shared.errors import DependencyError, PostponedError, RetryableError
from tests.support.bus import settings as bus_settings
from tests.support.bus import until
from tests.support.counting_host import CountingHost, counting_host

_ROOT = Path(__file__).parents[2]
PAUSE_S = 0.6


@pytest.fixture
async def slow() -> AsyncIterator[CountingHost]:
    async with counting_host("127.0.0.2", takes_s=0.3) as host:
        yield host


@pytest.fixture
async def quick() -> AsyncIterator[CountingHost]:
    async with counting_host("127.0.0.3") as host:
        yield host


def ingest_settings(*hosts: CountingHost, **given: object) -> IngestSettings:
    names = ",".join(host.name for host in hosts)
    return IngestSettings.model_validate({"allow_private_hosts": names, "host_delay_s": PAUSE_S} | given)


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    client = connect(bus_settings(redis_url))
    yield client
    await client.aclose()


@contextmanager
def replicas(count: int, redis_url: str, folder: Path, *hosts: CountingHost) -> Iterator[None]:
    """Run ingest as so many processes, with room for two documents each."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(_ROOT),
        "DATELINE_REDIS_URL": redis_url,
        "DATELINE_PROBE_PORT": "0",
        "DATELINE_INGEST_ALLOW_PRIVATE_HOSTS": ",".join(host.name for host in hosts),
        "DATELINE_INGEST_HOST_DELAY_S": str(PAUSE_S),
        "DATELINE_INGEST_WINDOW": "2",
    }
    processes = [ServiceProcess("ingest", environment, folder / f"{number}.log") for number in range(count)]
    try:
        for process in processes:
            process.start()
        yield
    finally:
        for process in processes:
            process.end(signal.SIGTERM)
        for process in processes:
            process.wait(20)


async def submit(redis: Redis, **submission: str) -> None:
    await redis.xadd(streams.SUBMITTED, {"data": json.dumps(submission)})


async def ingested(redis: Redis) -> list[ArticleIngested]:
    return [ArticleIngested.model_validate_json(fields[b"data"]) for _, fields in await redis.xrange(streams.INGESTED)]


async def test_two_replicas_visit_a_slow_host_one_at_a_time_and_other_documents_overtake(
    slow: CountingHost, quick: CountingHost, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    pages = 8
    for number in range(pages):
        await submit(redis, url=slow.url(f"/{number}"))
    await submit(redis, url=quick.url("/overtakes"))
    await submit(redis, text="The mayor opened the bridge on Friday.")

    async def all_arrived() -> bool:
        return await redis.xlen(streams.INGESTED) == pages + 2

    with replicas(2, redis_url, tmp_path, slow, quick):
        await until(all_arrived, 60)

    assert slow.most_at_once == 1
    assert min(slow.pauses) >= PAUSE_S
    assert sorted(slow.paths) == sorted([*(f"/{number}" for number in range(pages)), "/robots.txt"])
    last_slow = max(began for _, began, _ in slow.visits)
    assert all(ended < last_slow for _, _, ended in quick.visits)
    articles = await ingested(redis)
    assert {article.url for article in articles[:4]} >= {None, quick.url("/overtakes")}
    assert {article.history[0].attempts for article in articles} == {1}
    assert not await redis.xlen(streams.dead(streams.SUBMITTED))


async def test_without_turns_two_replicas_come_all_at_once(slow: CountingHost) -> None:
    given = ingest_settings(slow)

    async with HttpPages(given) as one, HttpPages(given) as other:
        await asyncio.gather(*(fetch(slow.url(f"/{number}")) for number, fetch in enumerate([one, other] * 4)))

    assert slow.most_at_once > 1
    assert min(slow.pauses) < PAUSE_S


async def test_who_comes_during_a_visit_gets_a_time_to_come_back_at(slow: CountingHost, client: Redis) -> None:
    given = ingest_settings(slow)
    one, other = RedisHosts(client, given), RedisHosts(client, given)

    async with one(slow.name, slow.url("/1")):
        waits = []
        for number in range(3):
            with pytest.raises(PostponedError) as postponed:
                await other(slow.name, slow.url(f"/{number}")).__aenter__()
            waits.append(postponed.value.after_s)

    assert [round(wait_s / PAUSE_S) for wait_s in waits] == [1, 2, 3]


async def test_everything_that_is_kept_of_hosts_is_forgotten_some_day(slow: CountingHost, client: Redis) -> None:
    given = ingest_settings(slow)
    hosts = RedisHosts(client, given)

    async with HttpPages(given, turn=hosts, memory=hosts) as fetch:
        await fetch(slow.url("/1"))
        with pytest.raises(PostponedError):
            await fetch(slow.url("/2"))

    keys = await client.keys(f"{KEYS}*")
    assert len(keys) == 3
    assert all([0 < await client.ttl(key) <= 24 * 3600 for key in keys])


async def test_host_that_asks_for_quiet_is_left_alone_by_everybody(
    slow: CountingHost, quick: CountingHost, client: Redis
) -> None:
    given = ingest_settings(slow, quick)
    slow.says("/busy", status="429 Too Many Requests", Retry_After="120")
    hosts = RedisHosts(client, given)

    async with HttpPages(given, turn=hosts) as fetch:
        with pytest.raises(RetryableError) as failed:
            await fetch(slow.url("/busy"))
        with pytest.raises(PostponedError) as postponed:
            await fetch(slow.url("/other"))
        await fetch(quick.url("/"))

    assert failed.value.after_s == 120
    assert 110 < postponed.value.after_s <= 120
    assert slow.paths == ["/busy"]


async def test_redirect_to_another_host_waits_for_its_turn_there(
    slow: CountingHost, quick: CountingHost, client: Redis
) -> None:
    given = ingest_settings(slow, quick)
    slow.says("/short", status="302 Found", Location=quick.url("/long"))
    hosts = RedisHosts(client, given)

    async with HttpPages(given, turn=hosts) as fetch, hosts(quick.name, "somebody else's"):
        with pytest.raises(PostponedError):
            await fetch(slow.url("/short"))

    assert slow.paths == ["/short"]
    assert quick.paths == []


async def test_redirects_within_a_host_are_one_visit(slow: CountingHost, client: Redis) -> None:
    given = ingest_settings(slow)
    slow.says("/old", status="301 Moved Permanently", Location="/new")
    hosts = RedisHosts(client, given)

    async with HttpPages(given, turn=hosts) as fetch:
        page = await fetch(slow.url("/old"))

    assert page.url == slow.url("/new")


async def test_failed_visit_ends_its_turn(slow: CountingHost, client: Redis) -> None:
    given = ingest_settings(slow, host_delay_s=0)
    slow.says("/broken", status="500 Internal Server Error")
    hosts = RedisHosts(client, given)

    async with HttpPages(given, turn=hosts) as fetch:
        with pytest.raises(RetryableError):
            await fetch(slow.url("/broken"))
        page = await fetch(slow.url("/fine"))

    assert page.body


async def test_without_redis_nothing_is_fetched_and_no_document_pays(slow: CountingHost, tmp_path: Path) -> None:
    given = ingest_settings(slow)
    nowhere = connect(bus_settings(f"unix://{tmp_path}/none.sock"))
    hosts = RedisHosts(nowhere, given)

    async with HttpPages(given, turn=hosts, memory=hosts) as fetch:
        with pytest.raises(DependencyError, match="redis"):
            await fetch(slow.url("/"))

    assert slow.paths == []
    await nowhere.aclose()
