"""Where the servers are, and what a user reads when they are not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, OutOfMemoryError, RedisError
from redis.retry import Retry

from deploy.cli.errors import CommandError, Status
from deploy.embedded.backing import default_data_dir, running
from services.store.settings import StoreSettings
from shared.settings import BusSettings, load

_TIMEOUT_S: Final = 10


def redis_client(url: str | None = None) -> Redis:
    """
    Build a client of `url`, else of DATELINE_REDIS_URL, else of a running `dateline up`.

    It connects with its first command, and repeats none by itself. Answers are bytes: what publishers put on a stream may
    be anything.
    """
    return Redis.from_url(
        url or load(BusSettings, **_of_up()).redis_url.get_secret_value(),
        socket_timeout=_TIMEOUT_S,
        socket_connect_timeout=_TIMEOUT_S,
        retry=Retry(NoBackoff(), 0),
    )


def database_url() -> str:
    """Return DATELINE_DATABASE_URL, else that of a running `dateline up`, as SQLAlchemy takes it."""
    return load(StoreSettings, **_of_up()).database_url.get_secret_value()


def _of_up() -> dict[str, str]:
    """Find the servers of `dateline up`, unless the environment names any: then it decides alone."""
    if any(name.startswith(("DATELINE_REDIS_URL", "DATELINE_DATABASE_URL")) for name in os.environ):
        return {}
    urls = running(default_data_dir())
    return dict(zip(("redis_url", "database_url"), urls, strict=True)) if urls else {}


@contextmanager
def reaching_redis() -> Iterator[None]:
    """Turn what goes wrong with Redis into what a user can act on."""
    try:
        yield
    except (AuthenticationError, NoPermissionError) as error:
        raise CommandError(Status.UNREACHABLE, f"Redis (DATELINE_REDIS_URL) refuses us: {error}") from error
    except OutOfMemoryError as error:
        message = "Redis (DATELINE_REDIS_URL) is full and takes nothing until the services have made room"
        raise CommandError(Status.UNREACHABLE, message) from error
    except RedisError as error:
        message = f"Redis (DATELINE_REDIS_URL) does not answer: {error or type(error).__name__}: is it running?"
        raise CommandError(Status.UNREACHABLE, message) from error
