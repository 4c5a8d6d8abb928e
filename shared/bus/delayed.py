"""Documents that wait for their next attempt, and the mover that puts them back when they are due."""

from __future__ import annotations

from redis.asyncio import Redis
from redis.exceptions import WatchError

from shared.bus.broker import server_time_ms
from shared.bus.wire import unpack
from shared.contracts import streams

_AT_ONCE = 100


async def move_due(client: Redis, stream: str) -> int:
    """
    Put the documents that are due back on `stream`, and return how many.

    Removing and adding is one MULTI under WATCH: of two movers one wins, and the other finds nothing. Raises RedisError.
    """
    key = streams.delayed(stream)
    if not await client.zcard(key):
        return 0
    now_ms = await server_time_ms(client)
    async with client.pipeline(transaction=True) as pipe:
        await pipe.watch(key)
        due = await pipe.zrange(key, "-inf", now_ms, byscore=True, offset=0, num=_AT_ONCE)
        if not due:
            return 0
        pipe.multi()  # type: ignore[no-untyped-call]
        for member in due:
            pipe.xadd(stream, unpack(member))  # type: ignore[arg-type]
        pipe.zrem(key, *due)
        pipe.incrby(streams.readded(stream), len(due))
        try:
            await pipe.execute()
        except WatchError:  # somebody delayed or moved a document just now: the next turn sees it
            return 0
    return len(due)


def delay_s(attempt: int, base_s: float, after_s: float | None) -> float:
    """
    Return how long to wait after `attempt` failed: doubling from `base_s` up to an hour, or what the other side asked for.

    >>> [delay_s(n, 15, None) for n in (1, 2, 3)]
    [15, 30, 60]
    >>> delay_s(1, 15, 120.0)
    120.0
    """
    doubled: float = base_s * 2 ** (attempt - 1)
    return min(max(doubled, after_s or 0), 3600)
