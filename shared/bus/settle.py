"""The end of a delivery: next events, dead letters and delays are written, and the inputs settled, in one MULTI."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from redis.asyncio import Redis

from shared.bus.broker import server_time_ms
from shared.bus.wire import SUBMISSION_ID, Entry, pack, write
from shared.contracts import streams
from shared.contracts.events import Event
from shared.errors import RejectedError


@dataclass(frozen=True, slots=True)
class Done:
    """The effect is complete; nothing follows on the bus."""


@dataclass(frozen=True, slots=True)
class Forward:
    """The next stage's event."""

    stream: str
    event: Event


@dataclass(frozen=True, slots=True)
class Dead:
    """The document can not be processed: it is kept, with the reason, on the dead-letter stream."""

    stage: str
    cause: RejectedError | None
    reason: str
    error: str
    at: str


@dataclass(frozen=True, slots=True)
class Later:
    """The document is tried again after a while, as the attempt with this number."""

    wait_s: float
    attempt: int


Result = Done | Forward | Dead | Later


async def settle(client: Redis, group: str, results: Sequence[tuple[Entry, Result]], *, delete: bool = True) -> None:
    """
    Hand over: all of it or nothing.

    Where nothing is to be written the commands go without MULTI: they need no memory, so that a Redis that is full drains.
    Raises redis.exceptions.RedisError; the caller then checks what it still owns, for the reply may just have been lost.
    """
    if not results:
        return
    writes = any(not isinstance(result, Done) for _, result in results)
    delays = any(isinstance(result, Later) for _, result in results)
    now_ms = await server_time_ms(client) if delays else 0
    async with client.pipeline(transaction=writes) as pipe:
        for entry, result in results:
            _write(pipe, entry, result, now_ms)
        stream = results[0][0].stream
        ids = [entry.id for entry, _ in results]
        pipe.xack(stream, group, *ids)
        if delete:
            pipe.xdel(stream, *ids)
        await pipe.execute()


def _write(pipe: Redis, entry: Entry, result: Result, now_ms: int) -> None:
    # A pipeline queues commands: what redis-py types as awaitables are not awaited here.
    match result:
        case Forward(stream, event):
            pipe.xadd(stream, write(event, entry.headers))  # type: ignore[arg-type]
        case Dead():
            pipe.xadd(streams.dead(entry.stream), _dead_fields(entry, result))  # type: ignore[arg-type]
        case Later(wait_s, attempt):
            pipe.zadd(streams.delayed(entry.stream), {pack(entry, attempt): now_ms + int(wait_s * 1000)})
        case Done():
            pass


def _dead_fields(entry: Entry, dead: Dead) -> dict[bytes, bytes | str | int]:
    faults = dead.cause.faults if dead.cause else ()
    return {
        **{name: value for name, value in entry.fields.items() if not name.startswith(b"dead_")},
        SUBMISSION_ID: entry.submission_id,
        b"dead_reason": dead.reason,
        b"dead_error": dead.error[:1000],
        b"dead_faults": json.dumps([[fault.path, fault.code] for fault in faults[:50]]),
        b"dead_attempts": entry.attempt if dead.reason != "crash" else entry.deliveries,
        b"dead_stage": dead.stage,
        b"dead_entry_id": entry.id,
        b"dead_at": dead.at,
    }
