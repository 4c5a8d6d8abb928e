"""Outcomes for publishers: the one stream that is trimmed, by age, whatever groups read it."""

from __future__ import annotations

from collections.abc import Sequence

from redis.asyncio import Redis

from shared.bus.broker import server_time_ms
from shared.bus.wire import CORRELATION_ID, write
from shared.contracts import streams
from shared.contracts.events import ArticleSettled

KEPT_MS = 24 * 3_600_000


async def announce(client: Redis, outcomes: Sequence[ArticleSettled]) -> None:
    """Put outcomes on `article.settled.v1`, and drop there what is older than 24 hours. Raises RedisError."""
    oldest_ms = await server_time_ms(client) - KEPT_MS
    async with client.pipeline(transaction=False) as pipe:
        for outcome in outcomes:
            headers = {CORRELATION_ID: outcome.correlation_id.encode()} if outcome.correlation_id else {}
            pipe.xadd(streams.SETTLED, write(outcome, headers), minid=oldest_ms)  # type: ignore[arg-type]
        await pipe.execute()
