"""What all replicas know of the hosts that are fetched from, on Redis."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import fields
from typing import Final, TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError, WatchError

from services.ingest.core.host_turns import Booked, Granted, HostQueue, ask, leave
from services.ingest.ports import Visit
from services.ingest.settings import IngestSettings
from shared.bus.broker import lacking, server_time_ms, text
from shared.errors import DependencyError, PostponedError

KEYS: Final = "dateline:host:"
"""What every key here begins with."""

_FIELDS: Final = [field.name for field in fields(HostQueue)]
_FORGOTTEN_MS: Final = 3_600_000  # after the last time that is known of a host
_RULES_KEPT_S: Final = 24 * 3600  # RFC 9309: no longer
_LONG_RULES, _LONG_RULES_KEPT_S = 16 * 1024, 3600
_SPARE_S: Final = 5.0
T = TypeVar("T")


class RedisHosts:
    """
    Turns at hosts, and the rules of origins; it is a `HostTurn` and a `RobotsMemory`.

    A turn whose replica dies in it ends by itself, and every key expires. DependencyError: Redis is down, or full.
    """

    def __init__(self, client: Redis, settings: IngestSettings) -> None:
        self._client, self._settings = client, settings
        self._longest_visit_ms = _milliseconds(2 * settings.fetch_deadline_s + _SPARE_S)
        self._door = asyncio.Lock()  # within a process nobody has to try twice

    @asynccontextmanager
    async def __call__(self, host: str, url: str) -> AsyncIterator[Visit]:
        """Take the turn at `host`; PostponedError with a time to come back at if it is another's."""
        granted, wait_s = await self._take(host, url)
        visit = Visit()
        try:
            await asyncio.sleep(wait_s)  # for the rest of the pause, in a turn that nobody else can take
            yield visit
        finally:
            with suppress(DependencyError):  # then it ends by itself
                await self._leave(host, granted, visit)

    async def recall(self, origin: str) -> str | None:
        """Return the rules of `origin`, None if they have to be fetched."""
        with _translating():
            rules = await self._client.get(f"{KEYS}rules:{origin}")
        return None if rules is None else text(rules)

    async def keep(self, origin: str, rules: str) -> None:
        """Keep the rules of `origin` for a day, for an hour if they are long: whoever can publish can name many origins."""
        seconds = _RULES_KEPT_S if len(rules) <= _LONG_RULES else _LONG_RULES_KEPT_S
        with _translating():
            await self._client.set(f"{KEYS}rules:{origin}", rules.encode(), ex=seconds)

    async def _take(self, host: str, url: str) -> tuple[Granted, float]:
        """Return the turn, and the seconds until its visit may begin."""
        booking = f"{KEYS}booking:{host}:{hashlib.sha256(url.encode()).hexdigest()[:32]}"
        with _translating():
            booked_for = int(await self._client.get(booking) or 0) or None
            answer, now = await self._change(
                host,
                lambda queue, now: ask(
                    queue,
                    now,
                    booked_for=booked_for,
                    least_pause=_milliseconds(self._settings.host_delay_s),
                    longest_visit=self._longest_visit_ms,
                ),
            )
            if isinstance(answer, Booked):
                await self._client.set(booking, answer.at, pxat=answer.at + _FORGOTTEN_MS)
                raise PostponedError((answer.at - now) / 1000)
            await self._client.delete(booking)
            return answer, (answer.starts_at - now) / 1000

    async def _leave(self, host: str, granted: Granted, visit: Visit) -> None:
        crawl_delay_s = min(visit.crawl_delay_s, self._settings.longest_crawl_delay_s)
        pause = _milliseconds(max(self._settings.host_delay_s, crawl_delay_s))
        quiet = _milliseconds(visit.quiet_s)
        with _translating():
            await self._change(host, lambda queue, now: (None, leave(queue, now, granted, pause=pause, quiet=quiet)))

    async def _change(self, host: str, decide: Callable[[HostQueue, int], tuple[T, HostQueue]]) -> tuple[T, int]:
        """Change what is known of `host`, and return the answer and when it was given; of two replicas one tries again."""
        key = f"{KEYS}queue:{host}"
        async with self._door, self._client.pipeline() as pipe:
            while True:
                await pipe.watch(key)
                known = await pipe.hmget(key, _FIELDS)
                now = await server_time_ms(pipe)
                answer, queue = decide(HostQueue(*(int(value or 0) for value in known)), now)
                pipe.multi()  # type: ignore[no-untyped-call]
                pipe.hset(key, mapping={name: getattr(queue, name) for name in _FIELDS})
                pipe.pexpireat(key, max(now, queue.free_at, queue.held_until, queue.last_booked) + _FORGOTTEN_MS)
                with suppress(WatchError):
                    await pipe.execute()
                    return answer, now


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise DependencyError(lacking(error), type(error).__name__) from error


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
