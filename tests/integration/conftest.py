"""Two hosts on loopback that count their visits, and a client of Redis as the services make it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from shared.bus.broker import connect
from tests.support.bus import settings as bus_settings
from tests.support.counting_host import CountingHost, counting_host


@pytest.fixture
async def site() -> AsyncIterator[CountingHost]:
    async with counting_host("127.0.0.2") as host:
        yield host


@pytest.fixture
async def elsewhere() -> AsyncIterator[CountingHost]:
    async with counting_host("127.0.0.3") as host:
        yield host


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    client = connect(bus_settings(redis_url))
    yield client
    await client.aclose()
