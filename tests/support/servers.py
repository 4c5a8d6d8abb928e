"""
Real servers for tests.

In this order: those of TEST_REDIS_URL and TEST_DATABASE_URL, containers if STACK=docker, else embedded ones.

The embedded ones are always there, so no test is ever skipped for want of a server.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

import psycopg
from psycopg import sql

from deploy.embedded.backing import servers

_DATABASES_OF_A_REDIS = 16


@dataclass(frozen=True)
class Addresses:
    """Where a test session's servers are."""

    redis_url: str
    database_url: str


@contextmanager
def backing_servers() -> Iterator[Addresses]:
    """Give a Redis and a PostgreSQL for one test process."""
    given = os.environ.get("TEST_REDIS_URL"), os.environ.get("TEST_DATABASE_URL")
    if any(given):
        assert given[0], "TEST_REDIS_URL and TEST_DATABASE_URL are set together"
        assert given[1], "TEST_REDIS_URL and TEST_DATABASE_URL are set together"
        yield Addresses(
            own_redis_database(given[0], int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))), given[1]
        )
    elif os.environ.get("STACK") == "docker":
        with _containers() as addresses:
            yield addresses
    else:
        assert os.environ.get("STACK", "embedded") == "embedded", "STACK is docker or embedded"
        with servers() as embedded:
            yield Addresses(embedded.redis_url, embedded.database_url)


@contextmanager
def empty_database(database_url: str) -> Iterator[str]:
    """Create a database for one test, and drop it afterwards, whoever is still connected."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(_for_psycopg(database_url), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield with_database(database_url, name)
    finally:
        with psycopg.connect(_for_psycopg(database_url), autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _containers() -> Iterator[Addresses]:
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415 -- only where there is a Docker
    from testcontainers.core.wait_strategies import ExecWaitStrategy  # noqa: PLC0415

    redis = DockerContainer("redis:8").with_exposed_ports(6379)
    redis = redis.with_command("redis-server --appendonly yes --appendfsync no --maxmemory-policy noeviction")
    postgres = DockerContainer("postgres:17").with_exposed_ports(5432).with_env("POSTGRES_HOST_AUTH_METHOD", "trust")
    postgres = postgres.with_command("postgres -c fsync=off -c full_page_writes=off")
    with ExitStack() as running:
        running.enter_context(redis.waiting_for(ExecWaitStrategy(["redis-cli", "ping"])))
        # over TCP: the image's first server, which only initialises, answers on its socket alone
        running.enter_context(postgres.waiting_for(ExecWaitStrategy(["pg_isready", "-h", "127.0.0.1"])))
        host = redis.get_container_host_ip()
        yield Addresses(
            f"redis://{host}:{redis.get_exposed_port(6379)}/0",
            f"postgresql+psycopg://postgres@{host}:{postgres.get_exposed_port(5432)}/postgres",
        )


def own_redis_database(url: str, worker: int) -> str:
    """Keep parallel test processes apart on one Redis: each has a database number, counted from the URL's own."""
    scheme, _, rest = url.partition("://")
    address, _, query = rest.partition("?")
    settings = dict(parse_qsl(query))
    in_path = "" if scheme == "unix" else address.partition("/")[2]
    given = int(settings.pop("db", in_path) or 0)
    number = (given + worker) % _DATABASES_OF_A_REDIS
    return f"{scheme}://{address.removesuffix(f'/{in_path}')}?{urlencode({**settings, 'db': number})}"


def with_database(database_url: str, name: str) -> str:
    """Name another database on the same PostgreSQL."""
    address, separator, query = database_url.partition("?")
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/{name}{separator}{query}"


def _for_psycopg(database_url: str) -> str:
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)
