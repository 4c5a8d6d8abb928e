"""Bugs that a service can be given: each is what people write, and the verdict on a run with one must be that it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from faststream.redis import RedisBroker
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.bus import broker, settling, upkeep
from shared.bus.claims import Claims
from shared.bus.handling import Handling
from shared.bus.inbox import Inbox
from shared.bus.leases import Lease, Leases
from shared.bus.wire import Entry

_SHORT: Final = 20


def framework_defaults() -> None:
    """Groups at ``$``, the default policy of acknowledgement, and nobody who takes over from the dead."""

    async def at_the_end(client: Redis, stream: str, group: str) -> None:
        try:
            await client.xgroup_create(stream, group, id="$", mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    async def nobody(*_: object) -> None:
        return

    def with_its_own_policy(*given: Any, ack_policy: object, **more: Any) -> RedisBroker:
        return RedisBroker(*given, **more)

    upkeep.ensure_group = at_the_end
    broker.RedisBroker = with_its_own_policy
    Claims.keep = nobody


def trim_by_length() -> None:
    """Streams are kept short by their length, unread or not."""
    real = settling.settle

    async def settle(client: Redis, group: str, results: Sequence[Any], *, delete: bool) -> None:
        await real(client, group, results, delete=delete)
        if results and delete:
            await client.xtrim(results[0][0].stream, maxlen=_SHORT, approximate=False)

    settling.settle = settle


def ack_before_effect() -> None:
    """Entries are acknowledged when they were read."""
    real = Handling.results

    async def results(self: Any, entries: Sequence[Entry], lease: Lease) -> Any:
        for entry in entries:
            await _client.xack(entry.stream, self._stage.name, entry.id)
            await _client.xdel(entry.stream, entry.id)
        return await real(self, entries, lease)

    async def owns_all(_: Leases, entries: Sequence[Entry]) -> set[str]:
        return {entry.id for entry in entries}

    connect = Leases.__init__

    def remember(self: Leases, client: Redis, *rest: Any) -> None:
        global _client  # noqa: PLW0603 (one a process)
        _client = client
        connect(self, client, *rest)

    Leases.__init__ = remember
    Leases.owned = owns_all
    Handling.results = results


_client: Redis


def no_precedence_guard() -> None:
    """Whatever arrives last is stored."""
    from services.store.core import precedence  # noqa: PLC0415 (only the store has it)

    precedence._compare = lambda event, _: precedence.Verdict(event, "updated", "updated")


def claim_by_page() -> None:
    """What is idle is claimed by the page, and a page that keeps killing its process is given up."""

    async def sweep(self: Any, _run: object, bury: Callable[[Entry], Any]) -> int:
        _, claimed, *_ = await self._client.xautoclaim(self._stream, self._group, self._consumer, self._idle_ms, count=100)
        if not claimed:
            return 0
        rows = await self._client.xpending_range(self._stream, self._group, "-", "+", 1000, consumername=self._consumer)
        counts = {row["message_id"]: int(row["times_delivered"]) for row in rows}
        page = [
            Entry(self._stream, claimed_id.decode(), fields, counts.get(claimed_id, 1)) for claimed_id, fields in claimed
        ]
        for entry in page:
            if entry.deliveries > self._settings.crash_limit:
                await bury(entry)
        await _inboxes[self._stream]._run([entry for entry in page if entry.deliveries <= self._settings.crash_limit])
        return len(page)

    made = Inbox.__init__

    def remember(self: Inbox[Any], stage: Any, *rest: Any) -> None:
        _inboxes[stage.stream] = self
        made(self, stage, *rest)

    Inbox.__init__ = remember
    Claims.sweep = sweep


_inboxes: dict[str, Inbox[Any]] = {}

MUTANTS: Final[dict[str, tuple[Callable[[], None], str]]] = {
    "framework-defaults": (framework_defaults, "lost"),
    "trim-by-length": (trim_by_length, "lost"),
    "ack-before-effect": (ack_before_effect, "lost"),
    "no-precedence-guard": (no_precedence_guard, "shows the wrong copy"),
    "claim-by-page": (claim_by_page, "ended wrongly"),
}
"""Each with what the verdict must find."""


def plant(name: str) -> None:
    """Give this process the bug of that name; none if it is empty."""
    if name:
        MUTANTS[name][0]()
