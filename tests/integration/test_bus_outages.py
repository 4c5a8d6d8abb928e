"""Redis dies, or is full: the bus waits, loses nothing and forwards nothing twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from redis.asyncio import Redis

from deploy.embedded.backing import Servers
from shared.bus.stage import Stage
from shared.bus.upkeep import ensure_group
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested, Event
from shared.contracts.submission import ArticleSubmitted
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


async def _forwarded(redis: Redis, count: int) -> bool:
    try:
        return await redis.xlen(streams.INGESTED) >= count
    except OSError:
        return False


async def _settled(redis: Redis) -> bool:
    return await redis.xlen(STREAM) == 0
