"""
Who may do what on Redis: one login per role, and on each key only the commands that the role sends.

The tokens are those of Redis 7.0, the oldest server that is supported: one token that a server does not know makes it
refuse the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from shared.contracts import streams

ROLES: Final = ("publisher", "ingest", "enrich", "store", "ops", "exporter")
"""Who logs in: those who publish, the three services, the command line, and what collects metrics and probes health."""

DEFAULT: Final = "user default off resetpass ~* &* +@all"
"""
Login stays impossible, but its permissions are kept: replaying the append-only file, some servers check each transaction
in it against the default user, and drop what it may not do (redis/redis#14156).
"""

_CONNECT: Final = "+ping +hello +auth +client|setname +client|id"
_TRANSACTION: Final = "+multi +exec +discard +unwatch +time"
_READ: Final = "+xreadgroup +xack +xpending +xclaim +xlen +xinfo|groups +xinfo|consumers +xgroup|create +xgroup|delconsumer"
_DELAYED: Final = "+watch +zadd +zrange +zrem +zcard"
_CENSUS: Final = "+xinfo|stream +xinfo|groups +xinfo|consumers +xpending +xlen +zcard"
_WRITES_TO: Final = {"ingest": (streams.INGESTED,), "enrich": (streams.ENRICHED, streams.ENRICHED_BULK), "store": ()}


def acl_file(digests: Mapping[str, str]) -> str:
    """Return the ACL file for the roles' passwords, each given as its SHA-256 in hexadecimal."""
    users = [f"user {role} on #{digests[role]} resetkeys resetchannels -@all {rules(role)}" for role in ROLES]
    return "\n".join((DEFAULT, *users, ""))


def rules(role: str) -> str:
    """
    Return what `role` may do, as the rest of its ACL line.

    A selector in brackets stands for itself: its commands work on its keys, and on no others.

    >>> rules("publisher").partition(" (")[0]
    '+ping +hello +auth +client|setname +client|id'
    """
    match role:
        case "publisher":
            return " ".join((_CONNECT, *_publisher()))
        case "ops":
            return " ".join((_CONNECT, _TRANSACTION, "+info +config|get +script|load", *_ops()))
        case "exporter":
            return " ".join((_CONNECT, "+info +time", *_exporter()))
        case "ingest":
            return " ".join((_CONNECT, _TRANSACTION, "+info", *_ingest(), *_service(role)))
        case _:
            return " ".join((_CONNECT, _TRANSACTION, *_service(role)))


def _publisher() -> Iterator[str]:
    yield f"(%W~{streams.SUBMITTED} -@all +xadd)"
    yield f"(%R~{streams.SUBMITTED} -@all +xlen)"
    yield f"(%R~{streams.INTAKE} -@all +get)"
    yield f"(%R~{streams.SETTLED} -@all +xread +xrange +xrevrange +xlen)"


def _ops() -> Iterator[str]:
    yield "(~article.* ~dateline:* -@all +@stream -xsetid +zadd +zrange +zrem +zcard +zscore +watch"
    yield "+get +set +del +incrby +exists +expire +ttl +type +memory|usage +eval +evalsha)"


def _exporter() -> Iterator[str]:
    yield f"(%R~article.* -@all {_CENSUS} +type +memory|usage)"
    yield f"(%R~{streams.INTAKE} -@all +get)"


def _ingest() -> Iterator[str]:
    yield f"(~{streams.INTAKE} ~{streams.CLOSED} -@all +mset +rename)"  # the only one that speaks to publishers
    yield f"(~{streams.RESERVE} -@all +setrange +del)"
    yield "(~dateline:host:* -@all +watch +get +set +del +hmget +hset +pexpireat)"  # turns at hosts, and their robots.txt
    yield "(~dateline:page:* -@all +get +set)"  # pages that may be asked for conditionally


def _service(name: str) -> Iterator[str]:
    for stream, group in streams.READER_OF.items():
        if group == name:
            yield from _works_on(stream)
        if name == "store":  # it gives every dead letter its outcome, and leaves it where it is
            yield f"(~{streams.dead(stream)} -@all {_READ})"
            yield f"(~{streams.dead(streams.dead(stream))} -@all +xadd +xlen)"
    for stream in _WRITES_TO[name]:
        yield f"(~{stream} -@all +xadd +xlen)"
    if name == "store":
        yield f"(%W~{streams.SETTLED} -@all +xadd)"
        yield f"(~{streams.REMOVED} -@all +zrange +zrem)"


def _works_on(stream: str) -> Iterator[str]:
    """Read a stream as its group, settle, delay and bury what is on it, and count."""
    yield f"(~{stream} -@all {_READ} +xdel +xadd)"
    yield f"(~{streams.delayed(stream)} -@all {_DELAYED})"
    yield f"(~{streams.readded(stream)} -@all +incrby)"
    yield f"(~{streams.dead(stream)} -@all +xadd +xlen)"
