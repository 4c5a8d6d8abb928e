"""
Entries whose replica died: found by their idle time, counted, and run alone.

XPENDING shows the delivery count before anything is claimed, and COUNT 1 keeps a document that kills its process from
taking neighbours with it. Reclaiming by page, as XAUTOCLAIM invites to, buries innocents.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.bus.broker import text
from shared.bus.leases import Leases
from shared.bus.status import Status, StoppingError
from shared.bus.wire import Entry
from shared.settings import BusSettings

_log = structlog.get_logger()

Take = Callable[[Entry], Awaitable[None]]


class Claims:
    """The claim loop of one consumer on one stream. `run` gets an entry to work on alone, `bury` one to give up."""

    def __init__(
        self, client: Redis, leases: Leases, status: Status, settings: BusSettings, *, stream: str, group: str, consumer: str
    ) -> None:
        self._client, self._leases, self._status, self._settings = client, leases, status, settings
        self._taken = status.claims.labels(group)  # at 0: an increase from nothing is none to Prometheus
        self._stream, self._group, self._consumer = stream, group, consumer
        self._idle_ms = int(settings.claim_after_s * 1000)

    async def keep(self, run: Take, bury: Take) -> None:
        """Sweep until shutdown. After an outage of Redis live owners first get the time to renew their leases."""
        rest_s = self._settings.claim_after_s / 4
        while not await self._status.rest(rest_s):
            rest_s = self._settings.claim_after_s / 4
            try:
                await self.sweep(run, bury)
            except StoppingError:
                return
            except RedisError as error:
                _log.warning("claim_failed", stream=self._stream, error=type(error).__name__)
                rest_s = self._settings.claim_after_s

    async def sweep(self, run: Take, bury: Take) -> int:
        """Take over what is idle now, one after the other, and return how much."""
        taken = 0
        rows = await self._client.xpending_range(self._stream, self._group, "-", "+", 1000, idle=self._idle_ms)
        for row in rows:
            entry_id = text(row["message_id"])
            if self._status.stopping.is_set():
                break
            if entry_id in self._leases.ids:
                continue
            crashed = int(row["times_delivered"]) >= self._settings.crash_limit
            if (entry := await self._claim(entry_id, crashed=crashed, deliveries=int(row["times_delivered"]))) is None:
                continue
            taken += 1
            self._taken.inc()
            _log.info("entry_claimed", stream=self._stream, entry_id=entry_id, delivery=entry.deliveries, crashed=crashed)
            await (bury if crashed else run)(entry)
        return taken

    async def _claim(self, entry_id: str, *, crashed: bool, deliveries: int) -> Entry | None:
        """Take one entry over; None where another replica was faster or the entry is gone."""
        claimed: list[tuple[bytes, dict[bytes, bytes] | None]] = await self._client.xclaim(  # type: ignore[assignment]
            self._stream, self._group, self._consumer, self._idle_ms, [entry_id]
        )
        for claimed_id, fields in claimed:
            if fields is not None:
                return Entry(self._stream, text(claimed_id), fields, deliveries if crashed else deliveries + 1)
        return None
