"""What the bus promises when replicas die, stall or are stopped. A dead replica is one that read and never settled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from redis.asyncio import Redis

from shared.bus.upkeep import ensure_group
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import ArticleSubmitted
from tests.support.bus import each, forwarding, ingesting, running, settings, until

STREAM, DEAD = streams.SUBMITTED, streams.dead(streams.SUBMITTED)


async def read_and_die(redis: Redis, count: int, times: int = 1) -> list[bytes]:
    """Read as a replica that dies with what it read, `times` over."""
    await ensure_group(redis, STREAM, "ingest")
    [(_, entries)] = await redis.xreadgroup("ingest", "dead", {STREAM: ">"}, count=count)
    for _ in range(times - 1):
        await redis.xclaim(STREAM, "ingest", "dead", 0, [entry_id for entry_id, _ in entries])
    return [entry_id for entry_id, _ in entries]


async def submit(redis: Redis, count: int) -> None:
    for number in range(count):
        await redis.xadd(STREAM, {"data": json.dumps({"text": str(number)})})


async def texts(redis: Redis) -> list[str]:
    entries = await redis.xrange(streams.INGESTED)
    return sorted((ArticleIngested.model_validate_json(fields[b"data"]).text for _, fields in entries), key=int)


async def empty(redis: Redis) -> bool:
    return await redis.xlen(STREAM) == 0


async def test_the_entries_of_a_dead_replica_are_taken_over(redis: Redis, redis_url: str) -> None:
    await submit(redis, 6)
    await read_and_die(redis, 4)

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(lambda: empty(redis))

    assert await texts(redis) == [str(n) for n in range(6)]


async def test_control_without_claims_the_entries_of_a_dead_replica_stay_behind(redis: Redis, redis_url: str) -> None:
    await submit(redis, 6)
    await read_and_die(redis, 4)

    async with running(ingesting(each(forwarding)), settings(redis_url, claim_after_s=600)):
        await until(lambda: _count(redis, 2))
        await asyncio.sleep(1.5)

    assert await texts(redis) == ["4", "5"]


async def test_a_document_that_killed_three_processes_dies_and_takes_no_neighbour_along(
    redis: Redis, redis_url: str
) -> None:
    await submit(redis, 5)
    first, *_ = await read_and_die(redis, 5)
    for _ in range(2):
        await redis.xclaim(STREAM, "ingest", "dead", 0, [first])

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(lambda: empty(redis))

    [(_, fields)] = await redis.xrange(DEAD)
    assert (fields[b"dead_reason"], fields[b"dead_entry_id"], fields[b"dead_attempts"]) == (b"crash", first, b"3")
    assert await texts(redis) == ["1", "2", "3", "4"]


async def test_claimed_entries_run_alone(redis: Redis, redis_url: str) -> None:
    batches: list[int] = []

    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        batches.append(len(batch))
        return [forwarding(received) for received in batch]

    await submit(redis, 8)
    await read_and_die(redis, 8)

    async with running(ingesting(handler), settings(redis_url)):
        await until(lambda: empty(redis))

    assert batches == [1] * 8


async def test_a_replica_that_comes_back_late_does_not_forward_twice(redis: Redis, redis_url: str) -> None:
    stalled, awake = asyncio.Event(), asyncio.Event()

    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        stalled.set()
        await awake.wait()
        return [forwarding(received) for received in batch]

    await submit(redis, 1)
    late = settings(redis_url, heartbeat_s=600)  # as a process that was stopped: it shows no life

    async with running(ingesting(handler), late, "late"):
        await stalled.wait()
        async with running(ingesting(each(forwarding)), settings(redis_url), "quick"):
            await until(lambda: empty(redis))
            awake.set()
        await asyncio.sleep(0.2)

    assert await texts(redis) == ["0"]


async def test_a_heartbeat_keeps_long_work_and_steals_nothing_back(redis: Redis, redis_url: str) -> None:
    release = asyncio.Event()

    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        await release.wait()
        return [forwarding(received) for received in batch]

    await submit(redis, 2)

    async with running(ingesting(handler), settings(redis_url), "slow") as slow:
        await until(lambda: _pending(redis, 2))
        [kept, taken] = await redis.xpending_range(STREAM, "ingest", "-", "+", 9)
        await redis.xclaim(STREAM, "ingest", "thief", 0, [taken["message_id"]])
        await asyncio.sleep(1.5)
        await slow.inbox.beat()
        rows = {row["message_id"]: row for row in await redis.xpending_range(STREAM, "ingest", "-", "+", 9)}
        release.set()

    assert rows[kept["message_id"]]["consumer"] == b"slow"
    assert rows[kept["message_id"]]["times_delivered"] == 1
    assert rows[taken["message_id"]]["consumer"] == b"thief"


async def test_shutdown_hands_over_what_is_in_work_and_it_is_no_crash(redis: Redis, redis_url: str) -> None:
    async def handler(_: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        await asyncio.sleep(3600)
        return []

    await submit(redis, 3)

    async with running(ingesting(handler), settings(redis_url, claim_after_s=30), "stopping"):
        await until(lambda: _pending(redis, 3))

    rows = await redis.xpending_range(STREAM, "ingest", "-", "+", 9)
    assert [row["times_delivered"] for row in rows] == [0, 0, 0]
    assert all(row["time_since_delivered"] >= 30_000 for row in rows)


async def test_what_a_shutdown_handed_over_is_taken_and_run(redis: Redis, redis_url: str) -> None:
    async def hang(_: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        await asyncio.sleep(3600)
        return []

    await submit(redis, 3)
    async with running(ingesting(hang), settings(redis_url), "stopping"):
        await until(lambda: _pending(redis, 3))

    async with running(ingesting(each(forwarding)), settings(redis_url), "next"):
        await until(lambda: empty(redis))

    assert await texts(redis) == ["0", "1", "2"]


async def test_a_stopped_replica_that_owns_nothing_leaves_no_name_behind(redis: Redis, redis_url: str) -> None:
    await submit(redis, 3)

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(lambda: empty(redis))

    assert await redis.xinfo_consumers(STREAM, "ingest") == []


async def _pending(redis: Redis, count: int) -> bool:
    return (await redis.xpending(STREAM, "ingest"))["pending"] == count


async def _count(redis: Redis, count: int) -> bool:
    return await redis.xlen(streams.INGESTED) == count
