"""Whether somebody reads each stream, and what this login may do on Redis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from redis import Redis
from redis.exceptions import NoPermissionError, ResponseError

from deploy.cli.census import STAGES, take_census
from deploy.cli.checkup import Check, fault, ok, warning
from shared.contracts import streams

_RECORDER: Final = "store"
_DEAD: Final = streams.dead(streams.SUBMITTED)
_NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "publish": (
        ("XADD", streams.SUBMITTED, "*", "data", "{}"),
        ("GET", streams.INTAKE),
        ("XREVRANGE", streams.SETTLED, "+", "-"),
    ),
    "status": (("XINFO", "STREAM", streams.SUBMITTED), ("ZCARD", streams.delayed(streams.SUBMITTED)), ("INFO", "memory")),
    "trace": (("XRANGE", streams.ENRICHED, "-", "+"), ("ZRANGE", streams.delayed(streams.SUBMITTED), "0", "1")),
    "dead": (("EVAL", "return 1", "1", _DEAD), ("XDEL", _DEAD, "0-1"), ("INCRBY", streams.readded(streams.SUBMITTED), "1")),
}
"""Of each verb, the commands that a login with fewer permissions lacks."""


def check_stages(client: Redis, gone_after_s: float) -> Iterator[Check]:
    """Look for each service's replicas, and for its groups. Raises redis.exceptions.RedisError."""
    try:
        seen = {STAGES[stage.name]: stage.replicas for stage in take_census(client, gone_after_s).stages}
    except NoPermissionError:
        yield warning("services", "this login may not look at the streams", "use the login 'ops'")
        return
    for service in dict.fromkeys(streams.READER_OF.values()):
        replicas = max(seen[stream] for stream, reader in streams.READER_OF.items() if reader == service)
        if replicas:
            yield ok(service, f"{replicas} {'replica reads' if replicas == 1 else 'replicas read'}")
        else:
            found = f"nobody has asked for work in {gone_after_s:g} s"
            yield fault(service, found, f"start {service}; its log says why it ended")
    readers = streams.READER_OF | {streams.dead(stream): _RECORDER for stream in streams.READER_OF}
    odd = [check for stream, group in readers.items() for check in _check_groups(client, stream, group)]
    yield from odd or [ok("groups", "each stream has its group, and no other")]


def check_permissions(client: Redis) -> Check:
    """Say which verbs this login can not run: what they send is queued in a MULTI, and discarded."""
    lacks: dict[str, list[str]] = {}
    connection = client.connection_pool.get_connection()
    try:
        for verb, commands in (("", [("MULTI",)]), *_NEEDED.items()):
            for command in commands:
                connection.send_command(*command)  # type: ignore[no-untyped-call]
                try:
                    connection.read_response()
                except NoPermissionError:
                    lacks.setdefault(verb, []).append(command[0])
                except ResponseError:  # it is full, say: that is no matter of permissions
                    continue
    finally:
        connection.disconnect()  # type: ignore[no-untyped-call] # which discards
        client.connection_pool.release(connection)
    if "" in lacks:
        return warning("redis login", "may not use MULTI: what else it may do is not checked", "use the login 'ops'")
    if not lacks:
        return ok("redis login", f"may run {', '.join(_NEEDED)}")
    names = "; ".join(f"{verb} ({', '.join(commands)})" for verb, commands in lacks.items())
    return warning("redis login", f"may not run {names}", "use the login 'ops'")


def _check_groups(client: Redis, stream: str, group: str) -> Iterator[Check]:
    try:
        groups = client.xinfo_groups(stream)
    except ResponseError:  # no such stream: nothing was ever put on it
        return
    names = [one["name"].decode("utf-8", "replace") for one in groups]
    if group not in names and client.xlen(stream):
        found = f"{stream} has documents and no group {group}"
        yield fault("groups", found, f"start {group}: it makes its group, and reads all")
    for other in names:
        if other != group:
            advice = f"read {streams.SETTLED} or Postgres; XGROUP DESTROY {stream} removes the group"
            yield warning("groups", f"{stream} has a second group, which misses what {group} has settled", advice)
