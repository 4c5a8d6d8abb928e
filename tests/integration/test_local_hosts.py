"""A dry run is as polite as the service, within its one process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.ingest.adapters.http_pages import HttpPages
from services.ingest.adapters.local_hosts import LocalHosts
from services.ingest.settings import IngestSettings
from shared.errors import RejectedError, RetryableError
from tests.support.counting_host import CountingHost, counting_host

PAUSE_S = 0.2


@pytest.fixture
async def site() -> AsyncIterator[CountingHost]:
    async with counting_host("127.0.0.2", takes_s=0.05) as host:
        yield host


@pytest.fixture
async def pages(site: CountingHost) -> AsyncIterator[HttpPages]:
    given = IngestSettings(allow_private_hosts=frozenset({site.name}), host_delay_s=PAUSE_S)
    hosts = LocalHosts(given)
    async with HttpPages(given, turn=hosts, memory=hosts) as pages:
        yield pages


async def test_pages_that_are_asked_for_together_are_fetched_one_after_the_other(
    site: CountingHost, pages: HttpPages
) -> None:
    await asyncio.gather(*(pages(site.url(f"/{number}")) for number in range(4)))

    assert site.most_at_once == 1
    assert min(site.pauses) >= PAUSE_S
    assert site.paths.count("/robots.txt") == 1


async def test_rules_are_obeyed(site: CountingHost, pages: HttpPages) -> None:
    site.says("/robots.txt", "User-agent: *\nDisallow: /private\n")

    with pytest.raises(RejectedError, match=r"robots\.txt disallows it"):
        await pages(site.url("/private"))


async def test_host_that_asks_for_quiet_is_not_waited_for(site: CountingHost, pages: HttpPages) -> None:
    site.says("/busy", status="503 Service Unavailable", Retry_After="600")

    for path in ("/busy", "/other"):
        with pytest.raises(RetryableError):
            await pages(site.url(path))

    assert site.paths == ["/robots.txt", "/busy"]
