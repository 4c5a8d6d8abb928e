"""Settling, insistently: what is still ours, together with whatever else has finished meanwhile, until Redis has done it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.bus.broker import lacking
from shared.bus.leases import Leases
from shared.bus.settle import Result, settle
from shared.bus.status import Status, StoppingError
from shared.bus.wire import Entry

_log = structlog.get_logger()

Settled = Sequence[tuple[Entry, Result]]


@dataclass(slots=True)
class _Turn:
    """What is settled together."""

    results: list[tuple[Entry, Result]]
    over: asyncio.Event = field(default_factory=asyncio.Event)
    is_settled: bool = False


class Settling:
    """
    The one place where a stage's results leave it.

    What finishes while an earlier MULTI is on its way, or in the same turn of the event loop, goes together in the next one:
    a window of documents that finish one by one costs hardly more than a batch, and none waits for another's page.
    """

    def __init__(self, client: Redis, leases: Leases, status: Status, group: str, *, delete: bool) -> None:
        self._client, self._leases, self._status = client, leases, status
        self._group, self._delete = group, delete
        self._next: _Turn | None = None
        self._lock = asyncio.Lock()

    async def settle(self, results: Settled) -> None:
        """Return when `results` are settled or found to be another replica's; StoppingError at shutdown."""
        if self._next is None:
            self._next = _Turn(list(results))
            await self._lead(self._next)
        else:
            turn = self._next
            turn.results += results
            await turn.over.wait()
            if not turn.is_settled:
                raise StoppingError

    async def _lead(self, turn: _Turn) -> None:
        try:
            async with self._lock:
                await asyncio.sleep(0)  # runs that need nothing from outside are all about to finish
                self._next = None
                await self._insist(turn.results)
            turn.is_settled = True
        finally:
            if self._next is turn:  # cancelled before its turn came
                self._next = None
            turn.over.set()

    async def _insist(self, results: Settled) -> None:
        """
        Try again while Redis is down or full: only when it answers is it known what was settled.

        A MULTI needs room for all that it writes before it gives any back, so that a full Redis gets one result at a time.
        """
        wait_s, at_once = 0.1, len(results)
        with self._status.waits() as wait_for:
            while results:
                try:
                    await self._attempt(results[:at_once])
                except RedisError as error:
                    wait_for(lack := lacking(error))
                    if lack == "redis-memory":
                        at_once = 1
                    await self._status.pause(wait_s)
                    wait_s = min(wait_s * 2, 2.0)
                else:
                    results = results[at_once:]

    async def _attempt(self, results: Settled) -> None:
        owned = await self._leases.owned([entry for entry, _ in results])
        ours = [(entry, result) for entry, result in results if entry.id in owned]
        await settle(self._client, self._group, ours, delete=self._delete)
        for entry, result in ours:
            _log.info(
                "document_settled",
                stage=self._group,
                stream=entry.stream,
                entry_id=entry.id,
                submission_id=entry.submission_id,
                result=type(result).__name__.lower(),
                reason=getattr(result, "reason", None),
            )
