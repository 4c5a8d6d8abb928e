"""
Which entries this process has in work, and proof of life for them.

An entry whose lease is not renewed is claimed by another replica. A replica that comes back late finds out here what it
no longer owns.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from shared.bus.broker import text
from shared.bus.wire import Entry

_MANY = 100_000


@dataclass(slots=True)
class Lease:
    """Entries in work together, and how long the handler has worked on them: waiting for a dependency does not count."""

    ids: frozenset[str]
    worked_s: float = 0.0
    _since: float | None = field(default_factory=time.monotonic)

    @property
    def age_s(self) -> float:
        """Seconds of work so far."""
        return self.worked_s + (time.monotonic() - self._since if self._since is not None else 0.0)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Stop the clock while the stage waits for something that is not the document's fault."""
        self.worked_s, self._since = self.age_s, None
        try:
            yield
        finally:
            self._since = time.monotonic()

    def restart(self) -> None:
        """Begin a new run: a batch run again one by one gets the full deadline for each."""
        self.worked_s, self._since = 0.0, time.monotonic()


class Leases:
    """The leases of one consumer on one stream."""

    def __init__(self, client: Redis, stream: str, group: str, consumer: str) -> None:
        self._client = client
        self._stream, self._group, self._consumer = stream, group, consumer
        self._held: list[Lease] = []

    @contextlib.contextmanager
    def hold(self, entries: Iterable[Entry]) -> Iterator[Lease]:
        """Keep `entries` alive until the end of the block."""
        lease = Lease(frozenset(entry.id for entry in entries))
        self._held.append(lease)
        try:
            yield lease
        finally:
            self._held.remove(lease)

    @property
    def ids(self) -> set[str]:
        """The ids of all entries in work."""
        return {entry_id for lease in self._held for entry_id in lease.ids}

    def oldest_s(self) -> float:
        """Seconds of work of the oldest lease; 0 where there is none."""
        return max((lease.age_s for lease in self._held), default=0.0)

    async def renew(self) -> None:
        """Reset the idle clocks of what is in work and still ours: XCLAIM alone would steal back what another has taken."""
        if not (ids := self.ids):
            await self._client.ping()
        elif held := list[Any](ids & await self._pending()):
            await self._client.xclaim(self._stream, self._group, self._consumer, 0, held, justid=True)

    async def owned(self, entries: Sequence[Entry]) -> set[str]:
        """Return the ids of those `entries` that are pending and ours at this moment."""
        return {entry.id for entry in entries} & await self._pending()

    async def hand_over(self, idle_ms: int) -> int:
        """
        Offer everything that is pending here to other replicas at once, and return how much.

        The delivery counter is set back: a shutdown is no crash. A consumer that leaves nothing behind is removed.
        """
        rows = await self._rows()
        for row in rows:
            await self._client.xclaim(
                self._stream,
                self._group,
                self._consumer,
                0,
                [row["message_id"]],
                idle=idle_ms,
                retrycount=max(0, row["times_delivered"] - 1),
                justid=True,
            )
        if not rows:
            await self._client.xgroup_delconsumer(self._stream, self._group, self._consumer)
        return len(rows)

    async def _pending(self) -> set[str]:
        return {text(row["message_id"]) for row in await self._rows()}

    async def _rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await self._client.xpending_range(
            self._stream, self._group, "-", "+", _MANY, consumername=self._consumer
        )
        return rows
