"""Word to publishers: may they send, should they slow down, or stop?"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import structlog
from prometheus_client import CollectorRegistry, Gauge
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError, ResponseError

from shared.contracts import streams
from shared.errors import DependencyError
from shared.settings import BusSettings

_SLOW_MEMORY, _CLOSED_MEMORY = 0.7, 0.85  # Redis refuses writes at 1.0: publishers must have stopped before
_RESERVED_PART, _RESERVED_MOST = 50, 32 * 1024 * 1024  # of all memory, and in bytes
_WORDS: Final = ("open", "slow", "closed")
_log = structlog.get_logger()


class Intake:
    """
    Keeps `dateline:intake` true, and shows it as a metric, with the part of Redis' memory that is used.

    A full Redis refuses the SET of just the word that would help it, and every hand-over: where it has filled faster than
    publishers could be told, nothing may be left that drains by itself. So both are laid by in good time: the word, and
    memory, which is given back when it is needed.
    """

    def __init__(self, client: Redis, settings: BusSettings, registry: CollectorRegistry) -> None:
        self._client, self._settings = client, settings
        self._word = Gauge("dateline_intake", "What publishers are told: 0 open, 1 slow, 2 closed", registry=registry)
        self._memory = Gauge(
            "dateline_redis_memory_ratio", "Part of Redis' maxmemory that is used; 0 where it has none", registry=registry
        )

    async def tell(self) -> str:
        """
        Set and return open, slow or closed, by the backlog of submissions and the memory of Redis.

        Raises DependencyError where it is closed for lack of memory, and RedisError.
        """
        backlog = await self._client.xlen(streams.SUBMITTED)
        memory = await self._client.info("memory")
        limit = int(memory.get("maxmemory", 0))
        used = int(memory["used_memory"]) / limit if limit else 0.0
        self._memory.set(used)
        word = self._fitting(backlog, used)
        is_full = not await self._set(word, reserve=_reserve(limit) if used < _SLOW_MEMORY else 0)
        self._word.set(_WORDS.index("closed" if is_full else word))
        if is_full or used >= _CLOSED_MEMORY:
            raise DependencyError("redis-memory", f"{used:.0%} of its maxmemory are used: publishers are told to stop")
        return word

    def _fitting(self, backlog: int, used: float) -> str:
        if backlog >= self._settings.intake_closed or used >= _CLOSED_MEMORY:
            return "closed"
        if backlog >= self._settings.intake_slow or used >= _SLOW_MEMORY:
            return "slow"
        return "open"

    async def _set(self, word: str, reserve: int) -> bool:
        """Return False where Redis is full; it says ``closed`` then, whatever `word` is."""
        try:
            await self._client.mset({streams.INTAKE: word, streams.CLOSED: "closed"})
            if reserve:
                await self._client.setrange(streams.RESERVE, reserve, "x")
        except OutOfMemoryError:
            with suppress(ResponseError):  # it is in place already
                await self._client.rename(streams.CLOSED, streams.INTAKE)
            if await self._client.delete(streams.RESERVE):
                _log.warning("memory_reserve_given_back")
            return False
        return True


def _reserve(limit: int) -> int:
    return min(limit // _RESERVED_PART, _RESERVED_MOST)
