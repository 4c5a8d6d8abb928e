"""Fixtures of every test: clean real servers, and no sockets in unit tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from redis import Redis as BlockingRedis
from redis.asyncio import Redis

from deploy.embedded.backing import Servers, servers
from tests.support.network_guard import no_network
from tests.support.servers import Addresses, backing_servers, empty_database

_UNIT = Path(__file__).parent / "unit"


@pytest.fixture(autouse=True)
def no_network_in_unit_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    with no_network() if request.path.is_relative_to(_UNIT) else nullcontext():
        yield


@pytest.fixture(scope="session")
def backing() -> Iterator[Addresses]:
    """The test process's own PostgreSQL and Redis."""
    with backing_servers() as addresses:
        yield addresses


@pytest.fixture
def redis_url(backing: Addresses) -> str:
    """A Redis with nothing in it."""
    with BlockingRedis.from_url(backing.redis_url) as client:
        client.flushdb()
    return backing.redis_url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """A client of an empty Redis; answers are bytes."""
    async with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def database_url(backing: Addresses) -> Iterator[str]:
    """An empty database of the test's own, as a SQLAlchemy URL."""
    with empty_database(backing.database_url) as url:
        yield url


@pytest.fixture
def own_servers() -> Iterator[Servers]:
    """A pair of embedded servers for one test, to kill, stop and start; they are always embedded, whatever STACK says."""
    with servers() as pair:
        yield pair
