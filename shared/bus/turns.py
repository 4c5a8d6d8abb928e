"""Whose turn it is: live documents first, and bulk work in what they leave, but never in less than a share of the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from shared.bus.status import Status

SHARE: Final = 0.05
"""The part of a process' time that bulk work gets at least, however much live work there is."""

_LOOK_AGAIN_S: Final = 0.2
_LONGEST_WAIT_S: Final = 120.0

Turn = Callable[[], AbstractAsyncContextManager[None]]
"""Waits for a run's turn, and holds it for as long as the run lasts."""


class Turns:
    """
    The turns of one live and one bulk stage in a process, which run one at a time.

    A bulk run starts while the live stage is idle. Otherwise it waits until the time since the last bulk run is so long
    that the run was no more than its share of it: nothing is saved up, neither while one nor while the other has no work.
    """

    def __init__(self, status: Status) -> None:
        self._status = status
        self._door = asyncio.Lock()  # first come, first served: a run that is due comes after the present one
        self._due = 0.0

    @asynccontextmanager
    async def live(self) -> AsyncIterator[None]:
        """Run live work."""
        async with self._door:
            yield

    @asynccontextmanager
    async def bulk(self, is_idle: Callable[[], Awaitable[bool]]) -> AsyncIterator[None]:
        """Run bulk work when it may, which `is_idle` says of the live stage; StoppingError at shutdown."""
        while time.monotonic() < self._due and not await is_idle():
            await self._status.pause(_LOOK_AGAIN_S)
        async with self._door:
            started = time.monotonic()
            try:
                yield
            finally:
                ended = time.monotonic()
                # Capped, because a run may have waited for Postgres: an hour's outage must not hold bulk work up for a day.
                self._due = ended + min((ended - started) * (1 / SHARE - 1), _LONGEST_WAIT_S)
