"""What has to be done on Redis now and then: groups that exist, consumers that are gone, counts, and word to publishers."""

from __future__ import annotations

from contextlib import suppress

import structlog
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError, ResponseError

from shared.bus.broker import text
from shared.bus.status import Status
from shared.contracts import streams
from shared.settings import BusSettings

_GONE_MS = 3_600_000
_SLOW_MEMORY, _CLOSED_MEMORY = 0.7, 0.85  # Redis refuses writes at 1.0: publishers must have stopped before
_RESERVED_PART, _RESERVED_MOST = 50, 32 * 1024 * 1024  # of all memory, and in bytes
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


async def tell_publishers(client: Redis, settings: BusSettings) -> str:
    """
    Set and return `dateline:intake`, from the backlog of submissions and the memory of Redis: open, slow or closed.

    A full Redis refuses the SET of just the word that would help it, and every hand-over: where it has filled faster than
    publishers could be told, nothing may be left that drains by itself. So both are laid by in good time: the word, and
    memory, which is given back when it is needed.
    """
    backlog = await client.xlen(streams.SUBMITTED)
    memory = await client.info("memory")
    limit = int(memory.get("maxmemory", 0))
    used = int(memory["used_memory"]) / limit if limit else 0.0
    if backlog >= settings.intake_closed or used >= _CLOSED_MEMORY:
        intake = "closed"
    elif backlog >= settings.intake_slow or used >= _SLOW_MEMORY:
        intake = "slow"
    else:
        intake = "open"
    try:
        await client.mset({streams.INTAKE: intake, streams.CLOSED: "closed"})
        if limit and used < _SLOW_MEMORY:
            await client.setrange(streams.RESERVE, min(limit // _RESERVED_PART, _RESERVED_MOST), "x")
    except OutOfMemoryError:
        intake = "closed"
        with suppress(ResponseError):  # it is in place already
            await client.rename(streams.CLOSED, streams.INTAKE)
        if await client.delete(streams.RESERVE):
            _log.warning("memory_reserve_given_back")
    return intake
