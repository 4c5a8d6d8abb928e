"""Live documents first; bulk work in what they leave, and in a share of the time however many there are."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from redis.asyncio import Redis

from shared.bus.stage import Stage
from shared.bus.turns import SHARE
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import ArticleSubmitted
from tests.support.bus import forwarding, ingesting, running, settings, until

BULK = streams.INGESTED_BULK
"""Any stream but the live one would do for bulk submissions."""


@dataclass
class Worker:
    """One worker that both stages share: a document takes it 10 ms, and it does one thing at a time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    done: list[str] = field(default_factory=list)

    async def __call__(self, batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        async with self.lock:
            await asyncio.sleep(0.01 * len(batch))
        self.done += [str(received.message.text) for received in batch]
        return [forwarding(received) for received in batch]


def stages(worker: Worker) -> tuple[Stage[ArticleSubmitted], Stage[ArticleSubmitted]]:
    live = ingesting(worker, batch=4)
    return live, Stage("ingest", BULK, live.read, worker, output=streams.INGESTED, batch=4, deadline_s=1.0)


async def submit(redis: Redis, stream: str, text: str, count: int) -> None:
    for _ in range(count):
        await redis.xadd(stream, {"data": json.dumps({"text": text})})


async def share_of_bulk(redis: Redis, redis_url: str, *, in_turn: bool) -> float:
    """Keep the live stream full for a while, and return bulk's part of all that is done meanwhile."""
    worker = Worker()
    live, bulk = stages(worker)
    await submit(redis, BULK, "bulk", 200)
    await submit(redis, streams.SUBMITTED, "live", 20)

    enough = asyncio.Event()  # a task that talks to Redis may lose its cancellation: redis-py takes it for a timeout

    async def supply() -> None:
        while not enough.is_set():
            if await redis.xlen(streams.SUBMITTED) < 20:
                await submit(redis, streams.SUBMITTED, "live", 10)
            await asyncio.sleep(0.005)

    async with running(live, settings(redis_url), bulk=bulk, in_turn=in_turn):
        await until(lambda: "live" in worker.done)
        supplying = asyncio.create_task(supply())
        await until(lambda: len(worker.done) >= 250 and worker.done.count("bulk") >= 8)
        seen = list(worker.done)
        enough.set()
        await supplying
    return seen.count("bulk") / len(seen)


async def test_constant_live_load_leaves_bulk_work_its_share_and_not_much_more(redis: Redis, redis_url: str) -> None:
    share = await share_of_bulk(redis, redis_url, in_turn=True)

    assert SHARE * 0.4 < share < SHARE * 2.5


async def test_without_turns_bulk_work_takes_half_of_the_time(redis: Redis, redis_url: str) -> None:
    share = await share_of_bulk(redis, redis_url, in_turn=False)

    assert share > 0.3


async def test_bulk_work_goes_on_at_once_while_there_is_no_other(redis: Redis, redis_url: str) -> None:
    worker = Worker()
    live, bulk = stages(worker)
    await submit(redis, BULK, "bulk", 100)

    async with running(live, settings(redis_url), bulk=bulk) as one:
        started = time.monotonic()
        await until(lambda: len(worker.done) == 100)

    assert one.status.documents.labels("ingest (bulk)", "done")._value.get() == 100
    assert time.monotonic() - started < 100 * 0.01 * 10  # at a share it would take twenty times as long as alone


async def test_a_live_document_waits_for_one_bulk_run_at_most(redis: Redis, redis_url: str) -> None:
    worker = Worker()
    live, bulk = stages(worker)
    await submit(redis, BULK, "bulk", 100)

    async with running(live, settings(redis_url), bulk=bulk):
        await until(lambda: len(worker.done) >= 20)
        before = len(worker.done)
        await submit(redis, streams.SUBMITTED, "live", 1)
        await until(lambda: "live" in worker.done)

    assert worker.done.index("live") - before <= 2 * bulk.batch


async def test_bulk_work_that_waits_longer_than_its_deadline_is_not_late(redis: Redis, redis_url: str) -> None:
    """Entries that were read wait for their turn: the deadline, at which the process would end, is for work."""
    worker = Worker()
    live, bulk = stages(worker)
    await submit(redis, streams.SUBMITTED, "live", 300)
    await submit(redis, BULK, "bulk", 8)

    async with running(live, settings(redis_url), bulk=replace(bulk, deadline_s=0.3)):
        await until(lambda: worker.done.count("bulk") == 4)
        started = time.monotonic()
        await until(lambda: worker.done.count("bulk") == 8)

    assert time.monotonic() - started > 0.5
    assert await redis.xlen(BULK) == 0
