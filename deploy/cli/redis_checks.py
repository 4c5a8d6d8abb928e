"""Whether Redis is one that loses nothing: its version, durability and memory, from what it says of itself."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from redis import Redis
from redis.exceptions import NoPermissionError, ResponseError

from deploy.cli.checkup import Check, check_clock, check_disk, fault, ok, warning

_OLDEST: Final = {"Redis": (7, 0), "Valkey": (8, 0)}
_FILLING, _FULL = 0.7, 0.85  # where publishers are asked to slow down, and to stop
_ASKED: Final = ("appendfsync", "dir")


def check_server(client: Redis) -> Iterator[Check]:
    """Look at the server. Raises redis.exceptions.RedisError where it does not answer."""
    try:
        info = client.info()
    except NoPermissionError:
        yield warning("redis", "this login may not ask for INFO: durability is not checked", "use the login 'ops'")
        return
    try:
        config = cast("dict[str, str]", client.config_get(*_ASKED))
    except ResponseError:  # no permission, or a hosted server that has no CONFIG
        config = {}
    before = time.time()
    seconds, micros = client.time()
    yield check_clock("redis clock", seconds + micros / 1e6 - (before + time.time()) / 2)
    yield from check_info(info, config)
    is_here = "path" in client.connection_pool.connection_kwargs  # a socket
    if is_here and "dir" in config:
        yield from check_disk("redis disk", Path(config["dir"]))


def check_info(info: Mapping[str, Any], config: Mapping[str, str]) -> Iterator[Check]:
    """Judge what INFO and CONFIG GET say; a hosted server may answer the first alone."""
    yield _version(info)
    if info.get("role") != "master" or info.get("cluster_enabled"):
        kind = "a cluster" if info.get("cluster_enabled") else "a replica"
        yield fault("redis kind", f"{kind}: a stage hands over in one MULTI", "give DATELINE_REDIS_URL a single primary")
    yield from _durability(info, config)
    yield from _memory(info)


def _version(info: Mapping[str, Any]) -> Check:
    name = "Valkey" if "valkey_version" in info else "Redis"
    version = str(info.get("valkey_version") or info["redis_version"])
    oldest = _OLDEST[name]
    if tuple(int(part) for part in version.split(".")[:2]) >= oldest:
        return ok("redis version", f"{name} {version}")
    return fault("redis version", f"{name} {version}", f"upgrade it to {'.'.join(map(str, oldest))} or newer")


def _durability(info: Mapping[str, Any], config: Mapping[str, str]) -> Iterator[Check]:
    fsync = config.get("appendfsync")
    if not info.get("aof_enabled"):
        advice = "CONFIG SET appendonly yes, and in its configuration: deploy/redis/redis.conf"
        yield fault("redis durability", "no append-only file: a restart loses documents", advice)
    elif info.get("aof_last_write_status") != "ok" or info.get("aof_last_bgrewrite_status") != "ok":
        yield fault("redis durability", "the append-only file can not be written", "look at its disk, and at its log")
    elif fsync == "no":
        advice = "CONFIG SET appendfsync everysec, and in its configuration: deploy/redis/redis.conf"
        yield fault("redis durability", "appendfsync is no: a power cut loses what the kernel had not written", advice)
    elif fsync is None:
        yield warning("redis durability", "append-only file; appendfsync can not be seen", "it must be everysec or always")
    else:
        yield ok("redis durability", f"append-only file, appendfsync {fsync}")


def _memory(info: Mapping[str, Any]) -> Iterator[Check]:
    policy, limit = info.get("maxmemory_policy"), int(info.get("maxmemory", 0))
    if policy != "noeviction":
        advice = "CONFIG SET maxmemory-policy noeviction, and in its configuration: deploy/redis/redis.conf"
        yield fault("redis eviction", f"maxmemory-policy is {policy}: a full Redis forgets documents", advice)
    elif info.get("evicted_keys"):
        yield warning(
            "redis eviction", f"{info['evicted_keys']} keys were evicted before", "compare the balance: dateline status"
        )
    else:
        yield ok("redis eviction", "noeviction")
    if not limit:
        advice = "set maxmemory to at most half of what the machine or container has"
        yield warning("redis memory", "no maxmemory: publishers are not slowed, and the kernel ends a full Redis", advice)
        return
    share = info["used_memory"] / limit
    found = f"{share:.0%} of {limit / 2**20:,.0f} MiB used"
    if limit * 2 > int(info.get("total_system_memory", 0)) > 0:
        advice = "lower maxmemory, or give it a machine with twice as much"
        yield warning("redis memory", f"{found}; the machine has less than twice that, which a rewrite may need", advice)
    elif share >= _FILLING:
        say = fault if share >= _FULL else warning
        yield say("redis memory", found, "see 'dateline status' for what has piled up, and docs/runbook.md#redis-is-full")
    else:
        yield ok("redis memory", found)
