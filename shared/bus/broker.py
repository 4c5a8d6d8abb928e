"""Connections to Redis: FastStream's broker for reading, a client of our own for everything that must be exact."""

from __future__ import annotations

from typing import Any, cast

from faststream import AckPolicy
from faststream.redis import RedisBroker
from faststream.redis.prometheus import RedisPrometheusMiddleware
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import OutOfMemoryError

from shared.settings import BusSettings

POLL_MS = 4000
"""
How long a read waits for something to arrive; what arrives ends the wait at once, so a longer one only saves idle turns.

It must stay below the socket's timeout, or every idle read is a connection error.
"""

_SOCKET_TIMEOUT_S = 10


def connect(settings: BusSettings) -> Redis:
    """
    Build a client that never sends a command twice.

    redis-py's own retries repeat a MULTI whose reply was lost, and so forward a document twice. Connections are made on
    first use; commands raise redis.exceptions.RedisError.
    """
    return Redis.from_url(
        settings.redis_url.get_secret_value(),
        socket_timeout=_SOCKET_TIMEOUT_S,
        socket_connect_timeout=_SOCKET_TIMEOUT_S,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
    )


def make_broker(settings: BusSettings, name: str, registry: CollectorRegistry, grace_s: float) -> RedisBroker:
    """Build the broker of the service `name`; its subscribers never acknowledge by themselves: settling does."""
    return RedisBroker(
        settings.redis_url.get_secret_value(),
        ack_policy=AckPolicy.MANUAL,
        graceful_timeout=grace_s,
        socket_timeout=_SOCKET_TIMEOUT_S,
        middlewares=[RedisPrometheusMiddleware(registry=registry, app_name=name, metrics_prefix="faststream")],
        logger=cast("Any", None),  # its lines repeat what structlog says, with tracebacks; None turns them off
    )


async def connect_reader(broker: RedisBroker) -> None:
    """
    Connect the broker, and keep it from creating the groups that `upkeep.ensure_group` has made sure of.

    FastStream sends XGROUP CREATE at every start, which a full Redis refuses even where the group exists: a stage that
    was restarted then could not start, and nothing would drain.
    """
    client = await broker.connect()

    async def exists(*_: object, **__: object) -> bool:
        return True

    client.xgroup_create = exists  # type: ignore[method-assign]


async def server_time_ms(client: Redis) -> int:
    """Return the server's clock in milliseconds: replicas must agree on when a delayed document is due."""
    seconds, micros = await client.time()
    return int(seconds) * 1000 + int(micros) // 1000


def lacking(error: Exception) -> str:
    """Name what a failed command lacks: ``redis-memory`` where Redis is full, else ``redis``."""
    return "redis-memory" if isinstance(error, OutOfMemoryError) or "maxmemory" in str(error) else "redis"


def text(value: Any) -> str:
    """Decode what Redis returns for ids and names."""
    return value.decode() if isinstance(value, bytes) else str(value)
