"""A stage at work in the test's own event loop, on a real Redis: what `shared.bus.service` does, without the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from prometheus_client import CollectorRegistry
from redis.asyncio import Redis

from shared.bus import delayed, upkeep
from shared.bus.broker import connect, connect_reader, make_broker
from shared.bus.inbox import Inbox
from shared.bus.stage import Answer, Handler, Stage
from shared.bus.status import Status
from shared.bus.turns import Turns
from shared.bus.wire import reading
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested, Submission
from shared.contracts.submission import ArticleSubmitted, read_submission
from shared.settings import BusSettings

HASH = "0" * 64


@dataclass
class Running:
    """A running stage."""

    inbox: Inbox[Any]
    status: Status
    client: Redis


def settings(redis_url: str, **given: Any) -> BusSettings:
    """Settings with the patience of a test."""
    quick = {"heartbeat_s": 0.2, "claim_after_s": 1.0, "retry_after_s": 0.1, "attempt_limit": 3}
    return BusSettings.model_validate({"redis_url": redis_url} | quick | given)


def ingesting(handler: Handler[ArticleSubmitted], **given: Any) -> Stage[ArticleSubmitted]:
    """The ingest stage with another handler."""
    defaults: dict[str, Any] = {"batch": 16, "deadline_s": 60.0, "output": streams.INGESTED}
    return Stage("ingest", streams.SUBMITTED, reading(read_submission), handler, **(defaults | given))


def forwarding(received: Received[ArticleSubmitted]) -> ArticleIngested:
    """The plainest event that can follow a submission."""
    submitted = received.message
    return ArticleIngested.first(
        submitted.article_id,
        Submission(entry_id=received.submission_id, version=submitted.version),
        received.step,
        content_hash=HASH,
        extracted_text=submitted.text or "",
        text=submitted.text or "",
        rules_version="test",
    )


def each(answer: Callable[[Received[ArticleSubmitted]], Answer]) -> Handler[ArticleSubmitted]:
    """Make a batch handler of a function of one message; what it raises, the handler raises."""

    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[Answer]:
        return [answer(received) for received in batch]

    return handler


@asynccontextmanager
async def running(
    stage: Stage[Any], given: BusSettings, replica: str = "a", bulk: Stage[Any] | None = None, *, in_turn: bool = True
) -> AsyncIterator[Running]:
    """Read, claim and beat until the end of the block; then drain. Live and bulk work run in turn unless told otherwise."""
    registry = CollectorRegistry()
    status, client = Status(stage.name, registry), connect(given)
    broker = make_broker(given, stage.name, registry, 2.0)
    turns = Turns(status)
    inbox = Inbox(stage, broker, client, given, status, replica, turns.live if bulk and in_turn else nullcontext)
    bulk_turn = partial(turns.bulk, inbox.is_idle) if in_turn else nullcontext
    inboxes = [inbox, *([Inbox(bulk, broker, client, given, status, replica, bulk_turn)] if bulk else ())]
    for one in inboxes:
        await upkeep.ensure_group(client, one.stage.stream, one.stage.name)
    await connect_reader(broker)

    async def moving() -> None:
        while not await status.rest(0.05):
            for one in inboxes:
                await delayed.move_due(client, one.stage.stream)

    await broker.start()
    tasks = [
        asyncio.create_task(task) for task in (*(loop() for i in inboxes for loop in (i.claim, i.stay_alive)), moving())
    ]
    try:
        yield Running(inbox, status, client)
    finally:
        status.stopping.set()
        await asyncio.gather(*(one.drain(2.0) for one in inboxes))
        await asyncio.gather(*tasks, return_exceptions=True)
        await broker.stop()
        await client.aclose()


async def until(holds: Callable[[], Any], seconds: float = 15.0) -> None:
    """Wait until `holds` (awaited if need be) is true; fail after `seconds`."""
    async with asyncio.timeout(seconds):
        while True:
            answer = holds()
            if await answer if asyncio.iscoroutine(answer) else answer:
                return
            await asyncio.sleep(0.02)
