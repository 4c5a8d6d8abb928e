"""What has to be done on Redis now and then: groups that exist, consumers that are gone, and counts."""

from __future__ import annotations

from contextlib import suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import ResponseError

from shared.bus.broker import text
from shared.bus.status import Status
from shared.contracts import streams

_GONE_MS = 3_600_000
_log = structlog.get_logger()


async def ensure_group(client: Redis, stream: str, group: str) -> None:
    """
    Create the group at 0, so that what was published before the first start is delivered.

    FastStream creates it at ``$``, which loses that. An existing group is left as it is, and is looked for first: a full
    Redis lists groups, but creates none. Raises RedisError.
    """
    with suppress(ResponseError):  # no such stream yet
        if any(text(existing["name"]) == group for existing in await client.xinfo_groups(stream)):
            return
    try:
        await client.xgroup_create(stream, group, id="0", mkstream=True)
    except ResponseError as error:
        if "BUSYGROUP" not in str(error):  # else another replica was faster
            raise


async def remove_gone_consumers(client: Redis, stream: str, group: str) -> int:
    """Remove consumers that own nothing and have not asked for an hour: a live one asks every second. Return how many."""
    removed = 0
    for consumer in await client.xinfo_consumers(stream, group):
        if consumer["pending"] == 0 and consumer["idle"] > _GONE_MS:
            await client.xgroup_delconsumer(stream, group, consumer["name"])
            removed += 1
            _log.info("consumer_removed", stream=stream, consumer=text(consumer["name"]))
    return removed


async def unread(client: Redis, stream: str, group: str) -> int:
    """Count what no replica has read: settled entries are deleted, so it is the length less what is pending."""
    async with client.pipeline(transaction=False) as pipe:
        pipe.xlen(stream)
        pipe.xpending(stream, group)
        length, pending = await pipe.execute()
    return max(0, int(length) - int(pending["pending"]))


async def count_entries(client: Redis, stream: str, group: str, title: str, status: Status) -> None:
    """Set the gauges of one stage."""
    async with client.pipeline(transaction=False) as pipe:
        pipe.xlen(stream)
        pipe.xpending(stream, group)
        pipe.zcard(streams.delayed(stream))
        pipe.xlen(streams.dead(stream))
        length, pending, delayed, dead = await pipe.execute()
    in_work = int(pending["pending"])
    counts = {"unread": max(0, length - in_work), "in_work": in_work, "delayed": delayed, "dead": dead}
    for state, count in counts.items():
        status.entries.labels(title, state).set(count)
