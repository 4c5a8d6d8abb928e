"""What one process knows of the hosts that it fetches from, where there is no Redis to ask and no delayed set to wait in."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.ingest.ports import Visit
from services.ingest.settings import IngestSettings
from shared.errors import RetryableError


class LocalHosts:
    """Turns at hosts, and the rules of origins, for a dry run: who has to wait waits; a `HostTurn` and a `RobotsMemory`."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._doors: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: defaultdict[str, float] = defaultdict(float)
        self._quiet_until: defaultdict[str, float] = defaultdict(float)
        self._rules: dict[str, str] = {}

    @asynccontextmanager
    async def __call__(self, host: str, url: str) -> AsyncIterator[Visit]:  # noqa: ARG002 (the port's argument)
        """Wait for the turn at `host`; RetryableError while it wants to be left alone, which may be an hour."""
        now = asyncio.get_running_loop().time
        visit = Visit()
        async with self._doors[host]:
            if (quiet_s := self._quiet_until[host] - now()) > 0:
                raise RetryableError("fetch-failed", f"its host wants to be left alone for {quiet_s:.0f} s", quiet_s)
            await asyncio.sleep(max(0.0, self._free_at[host] - now()))
            try:
                yield visit
            finally:
                crawl_delay_s = min(visit.crawl_delay_s, self._settings.longest_crawl_delay_s)
                self._free_at[host] = now() + max(self._settings.host_delay_s, crawl_delay_s)
                self._quiet_until[host] = now() + visit.quiet_s

    async def recall(self, origin: str) -> str | None:
        """Return the rules of `origin`, None if they have to be fetched."""
        return self._rules.get(origin)

    async def keep(self, origin: str, rules: str) -> None:
        """Keep the rules of `origin` until the process ends."""
        self._rules[origin] = rules
