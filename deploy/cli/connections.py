"""Where the servers are, and what a user reads when they are not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError
from redis.retry import Retry

from deploy.cli.errors import CommandError, Status
from services.store.settings import StoreSettings
from shared.settings import BusSettings, load

_TIMEOUT_S: Final = 10


def redis_client() -> Redis:
    """
    Build a client of DATELINE_REDIS_URL.

    It connects with its first command, and repeats none by itself.

    Answers are bytes: what publishers put on a stream may be anything.
    """
    settings = load(BusSettings)
    return Redis.from_url(
        settings.redis_url.get_secret_value(),
        socket_timeout=_TIMEOUT_S,
        socket_connect_timeout=_TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )


def database_url() -> str:
    """Return DATELINE_DATABASE_URL as SQLAlchemy takes it."""
    return load(StoreSettings).database_url.get_secret_value()


@contextmanager
def reaching_redis() -> Iterator[None]:
    """Turn what goes wrong with Redis into what a user can act on."""
    try:
        yield
    except (AuthenticationError, NoPermissionError) as error:
        raise CommandError(Status.UNREACHABLE, f"Redis (DATELINE_REDIS_URL) refuses us: {error}") from error
    except RedisError as error:
        message = f"Redis (DATELINE_REDIS_URL) does not answer: {error or type(error).__name__}: is it running?"
        raise CommandError(Status.UNREACHABLE, message) from error
