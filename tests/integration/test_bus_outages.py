"""Redis dies, or is full: the bus waits, loses nothing and forwards nothing twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import pytest
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from deploy.embedded.backing import Servers
from shared.bus.intake import Intake
from shared.bus.stage import Stage
from shared.bus.upkeep import ensure_group
from shared.bus.wire import reading_events
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested, Event
from shared.contracts.submission import ArticleSubmitted
from shared.errors import DependencyError
from tests.support.bus import each, forwarding, ingesting, running, settings, until

STREAM = streams.SUBMITTED


async def test_a_redis_that_is_killed_in_the_middle_of_work_loses_and_doubles_nothing(own_servers: Servers) -> None:
    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        await asyncio.sleep(0.02)
        return [forwarding(received) for received in batch]

    async with Redis.from_url(own_servers.redis_url) as redis:
        for number in range(400):
            await redis.xadd(STREAM, {"data": json.dumps({"text": str(number)})})

        async with running(ingesting(handler, batch=10), settings(own_servers.redis_url)) as stage:
            await until(lambda: _forwarded(redis, 50))
            await asyncio.to_thread(own_servers.redis.kill)
            await until(lambda: "redis" in stage.status.waiting_for)
            await asyncio.to_thread(own_servers.redis.start)
            await until(lambda: _forwarded(redis, 400), seconds=40)
            await until(lambda: _settled(redis))

        entries = await redis.xrange(streams.INGESTED)
        texts = [ArticleIngested.model_validate_json(fields[b"data"]).text for _, fields in entries]
        assert sorted(texts, key=int) == [str(number) for number in range(400)]
        assert await redis.xlen(streams.dead(STREAM)) == 0


async def test_a_full_redis_drains_by_itself_once_there_is_room(own_servers: Servers) -> None:
    async with Redis.from_url(own_servers.redis_url) as redis:
        for number in range(50):
            await redis.xadd(STREAM, {"data": json.dumps({"text": f"{number} " + "x" * 5000})})
        await ensure_group(redis, STREAM, "ingest")
        await redis.config_set("maxmemory", 1)

        async with running(ingesting(each(forwarding)), settings(own_servers.redis_url)) as stage:
            await until(lambda: stage.status.waiting_for == ["redis-memory"])
            assert await redis.xlen(streams.INGESTED) == 0
            await redis.config_set("maxmemory", 0)
            await until(lambda: _settled(redis))

        assert await redis.xlen(streams.INGESTED) == 50
        assert await redis.xlen(streams.dead(STREAM)) == 0


async def test_publishers_of_a_full_redis_are_told_to_stop_although_it_takes_no_new_value(own_servers: Servers) -> None:
    given, registry = settings(own_servers.redis_url), CollectorRegistry()
    async with Redis.from_url(own_servers.redis_url) as redis:
        intake = Intake(redis, given, registry)
        assert await intake.tell() == "open"
        await redis.config_set("maxmemory", 1)
        with pytest.raises(OutOfMemoryError):
            await redis.set(streams.INTAKE, "closed")

        for _ in range(2):
            with pytest.raises(DependencyError, match="redis-memory"):
                await intake.tell()

        assert await redis.get(streams.INTAKE) == b"closed"
        assert registry.get_sample_value("dateline_intake") == 2
        assert (registry.get_sample_value("dateline_redis_memory_ratio") or 0) > 1
        await redis.config_set("maxmemory", 0)
        assert await intake.tell() == "open"
        assert await redis.get(streams.INTAKE) == b"open"
        assert registry.get_sample_value("dateline_intake") == registry.get_sample_value("dateline_redis_memory_ratio") == 0


@pytest.mark.parametrize("reserved", [True, False])
async def test_a_redis_that_was_filled_before_anything_could_be_told_drains_by_itself(
    own_servers: Servers, *, reserved: bool
) -> None:
    """All of it is unread submissions, and their hand-over needs memory; without the reserve nothing moves: the control."""

    async def effect(batch: Sequence[Received[ArticleIngested]]) -> list[None]:
        return [None for _ in batch]

    last: Stage[ArticleIngested] = Stage(
        "enrich", streams.INGESTED, reading_events(ArticleIngested), effect, output=None, batch=8, deadline_s=60.0
    )
    given = settings(own_servers.redis_url)
    async with Redis.from_url(own_servers.redis_url) as redis:
        for stream, group in ((STREAM, "ingest"), (streams.INGESTED, "enrich")):
            await ensure_group(redis, stream, group)
        await redis.config_set("maxmemory", int((await redis.info("memory"))["used_memory"]) + 20_000_000)
        intake = Intake(redis, given, CollectorRegistry())
        assert await intake.tell() == "open"
        if not reserved:
            await redis.delete(streams.RESERVE)
        with pytest.raises(OutOfMemoryError):
            await _fill(redis)
        waiting = await redis.xlen(STREAM)

        async with running(ingesting(each(forwarding), batch=32), given) as stage, running(last, given):
            await until(lambda: "redis-memory" in stage.status.waiting_for)
            with pytest.raises(DependencyError, match="redis-memory"):
                await intake.tell()
            if reserved:
                await until(lambda: _settled(redis), seconds=40)
            else:
                await asyncio.sleep(3)
                assert await redis.xlen(STREAM) > waiting - 100
            await redis.config_set("maxmemory", 0)


async def test_the_last_stage_settles_in_a_full_redis(own_servers: Servers) -> None:
    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[Event | None]:
        return [None for _ in batch]

    last: Stage[ArticleSubmitted] = ingesting(handler, output=None)
    async with Redis.from_url(own_servers.redis_url) as redis:
        for number in range(50):
            await redis.xadd(STREAM, {"data": json.dumps({"text": str(number)})})
        await ensure_group(redis, STREAM, "ingest")
        await redis.config_set("maxmemory", 1)

        async with running(last, settings(own_servers.redis_url)):
            await until(lambda: _settled(redis))

        await redis.config_set("maxmemory", 0)


async def _fill(redis: Redis) -> None:
    while True:
        await redis.xadd(STREAM, {"data": json.dumps({"text": "x" * 20_000})})


async def _forwarded(redis: Redis, count: int) -> bool:
    try:
        return await redis.xlen(streams.INGESTED) >= count
    except OSError:
        return False


async def _settled(redis: Redis) -> bool:
    return await redis.xlen(STREAM) == 0
