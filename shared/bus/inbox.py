"""A stream as one consumer of a group reads it: FastStream reads, this hands to the handler, settles and keeps alive."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext, suppress
from typing import Any, Final, Generic, TypeVar

import structlog
from faststream.redis import RedisBroker, StreamSub
from faststream.redis.annotations import RedisBatchStreamMessage
from faststream.redis.message import BatchStreamMessage
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.bus import upkeep
from shared.bus.broker import POLL_MS, lacking, text
from shared.bus.claims import Claims
from shared.bus.handling import Handling
from shared.bus.leases import Leases
from shared.bus.settling import Settling
from shared.bus.stage import Stage
from shared.bus.status import Status, StoppingError
from shared.bus.turns import Turn
from shared.bus.wire import Entry
from shared.settings import BusSettings

M = TypeVar("M")

EXIT_DEADLINE = 70
"""Exit status of a process whose handler overran its deadline (EX_SOFTWARE)."""

_MANY_READ_FAILURES = 50
_CLAIMED: Final = "delivery_counts"
"""
FastStream's own key for a claimed batch; what it read itself has none.

The counts would not tell: a document that a shutdown handed over comes back with a count of 1, for that was no crash.
"""

_log = structlog.get_logger()


class Inbox(Generic[M]):
    """One stage's reading end."""

    def __init__(
        self,
        stage: Stage[M],
        broker: RedisBroker,
        client: Redis,
        settings: BusSettings,
        status: Status,
        replica: str,
        turn: Turn = nullcontext,
    ) -> None:
        self.stage = stage
        self._turn = turn
        self._client, self._settings, self._status = client, settings, status
        self._handling = Handling(stage, settings, status, replica)
        self._leases = Leases(client, stage.stream, stage.name, replica)
        self._claims = Claims(
            client, self._leases, status, settings, stream=stage.stream, group=stage.name, consumer=replica
        )
        self._settling = Settling(client, self._leases, status, stage.name, delete=not stage.keep)
        self._slots = asyncio.Semaphore(stage.window)
        self._door = asyncio.Lock()
        self._runs: set[asyncio.Task[None]] = set()
        self._subscriber = broker.subscriber(
            stream=StreamSub(
                stage.stream,
                group=stage.name,
                consumer=replica,
                batch=True,
                max_records=stage.batch,
                polling_interval=POLL_MS,
            ),
            parser=_keep_entries,
            no_reply=True,  # a publisher's reply_to header must not make us publish anywhere
            title=f"{stage.stream}:{stage.name}",
        )
        self._subscriber(self._on_entries)

    @property
    def is_reading(self) -> bool:
        """Whether FastStream's reader is alive; it restarts itself for ever on errors like NOPERM, one task a turn."""
        return self._subscriber.running and len(self._subscriber.tasks) < _MANY_READ_FAILURES

    async def is_idle(self) -> bool:
        """Say whether nothing is in work here and nothing is left to read; no while Redis does not answer."""
        if self._leases.ids:
            return False
        with suppress(RedisError):
            return not await upkeep.unread(self._client, self.stage.stream, self.stage.name)
        return False

    async def claim(self) -> None:
        """Take over from dead replicas, until shutdown."""
        await self._claims.keep(self._run_claimed, self._bury)

    async def stay_alive(self) -> None:
        """Beat, until shutdown, and show when Redis does not answer: a stage with nothing to settle would not notice."""
        with self._status.waits() as wait_for:
            while not self._status.stopping.is_set():
                try:
                    await self.beat()
                except RedisError as error:
                    wait_for(lacking(error))
                else:
                    wait_for(None)
                await self._status.rest(self._settings.heartbeat_s)

    async def beat(self) -> None:
        """Renew the leases. Past the stage's deadline end the process instead: no timeout can stop a thread at work."""
        if (worked_s := self._leases.oldest_s()) > self.stage.deadline_s:
            _log.critical("deadline_passed", stage=self.stage.name, worked_s=round(worked_s))
            os._exit(EXIT_DEADLINE)
        await self._leases.renew()
        self._status.beat = time.monotonic()

    async def drain(self, grace_s: float) -> None:
        """Stop reading, let what is in work finish for `grace_s`, and hand over the rest."""
        await self._subscriber.stop()
        if self._runs:
            await asyncio.wait(self._runs, timeout=grace_s)
        for run in self._runs:
            run.cancel()
        with suppress(RedisError):
            handed_over = await self._leases.hand_over(int(self._settings.claim_after_s * 1000))
            _log.info("stage_stopped", stage=self.stage.name, stream=self.stage.stream, handed_over=handed_over)

    async def _on_entries(self, message: RedisBatchStreamMessage) -> None:
        """Take what was read. Returning lets FastStream read on, so this is also where back-pressure holds it."""
        if self._status.stopping.is_set():
            return
        entries = list(_entries(self.stage.stream, message.raw_message))
        if _CLAIMED in message.raw_message:  # `_run_claimed` has cleared the floor for it
            await self._run(entries)
        else:
            with suppress(StoppingError):
                await self._take(entries)

    async def _take(self, entries: Sequence[Entry]) -> None:
        with self._leases.hold(entries) as waiting, waiting.paused():
            for part in self._parts(entries):
                async with self._door:
                    await self._slots.acquire()
                run = asyncio.create_task(self._run(part))
                self._runs.add(run)
                run.add_done_callback(self._ended)
            if self.stage.window == 1:
                await asyncio.gather(*self._runs)
            await self._wait_for_room()

    def _parts(self, entries: Sequence[Entry]) -> Iterator[list[Entry]]:
        """Cut a batch into runs: single documents in a window, else at most `run_bytes` together."""
        part: list[Entry] = []
        size = 0
        for entry in entries:
            if part and (self.stage.window > 1 or size + entry.size > self.stage.run_bytes):
                yield part
                part, size = [], 0
            part.append(entry)
            size += entry.size
        if part:
            yield part

    def _ended(self, run: asyncio.Task[None]) -> None:
        self._runs.discard(run)
        self._slots.release()
        if not run.cancelled() and (error := run.exception()) is not None:
            # Its entries stay pending, and are claimed and run alone.
            _log.error("run_failed", stage=self.stage.name, exc_info=error)

    async def _run(self, entries: Sequence[Entry]) -> None:
        with self._leases.hold(entries) as lease, suppress(StoppingError):
            async with AsyncExitStack() as stack:
                with lease.paused():
                    await stack.enter_async_context(self._turn())
                results = await self._handling.results(entries, lease)
            with lease.paused():
                await self._settling.settle(results)

    async def _run_claimed(self, entry: Entry) -> None:
        """Run a claimed entry through FastStream as if read, and alone: it may be what killed its last process."""
        async with self._alone():
            batch = BatchStreamMessage(
                type="bstream", channel=self.stage.stream, data=[dict(entry.fields)], message_ids=[entry.id.encode()]
            )
            batch[_CLAIMED] = [entry.deliveries]
            await self._subscriber.consume(batch)

    async def _bury(self, entry: Entry) -> None:
        with self._leases.hold([entry]) as lease, lease.paused():
            await self._settling.settle([(entry, self._handling.crashed(entry))])

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Hold every slot: nothing else is in work meanwhile."""
        async with self._door:
            for _ in range(self.stage.window):
                await self._slots.acquire()
            try:
                yield
            finally:
                for _ in range(self.stage.window):
                    self._slots.release()

    async def _wait_for_room(self) -> None:
        if self.stage.output is None:
            return
        with suppress(RedisError), self._status.waits() as wait_for:
            while await self._client.xlen(self.stage.output) >= self._settings.output_limit:
                wait_for("room")
                await self._status.pause(0.5)


async def _keep_entries(raw: dict[str, Any], original: Callable[[dict[str, Any]], Awaitable[Any]]) -> Any:
    """Let FastStream make its message of an empty batch: its own reading fails a whole batch for one bad entry."""
    message = await original({**raw, "data": []})
    message.raw_message = raw
    return message


def _entries(stream: str, raw: Any) -> Iterator[Entry]:
    counts = raw.get(_CLAIMED) or [1] * len(raw["message_ids"])
    for entry_id, fields, deliveries in zip(raw["message_ids"], raw["data"], counts, strict=True):
        yield Entry(stream, text(entry_id), fields, deliveries)
