"""robots.txt is fetched once for all replicas, and obeyed."""

from __future__ import annotations

import asyncio

import pytest
from redis.asyncio import Redis

from services.ingest.adapters.http_pages import HttpPages
from services.ingest.adapters.redis_hosts import KEYS, RedisHosts
from services.ingest.settings import IngestSettings
from shared.errors import PostponedError, RejectedError, RetryableError
from tests.support.counting_host import CountingHost

NOTHING_FOR_US = "User-agent: *\nDisallow: /\n"


def ingest_settings(*hosts: CountingHost, **given: object) -> IngestSettings:
    names = ",".join(host.name for host in hosts)
    return IngestSettings.model_validate({"allow_private_hosts": names, "host_delay_s": 0} | given)


async def fetch(client: Redis, given: IngestSettings, url: str) -> bytes:
    """Fetch as a replica that has just started does."""
    hosts = RedisHosts(client, given)
    async with HttpPages(given, turn=hosts, memory=hosts) as pages:
        return (await pages(url)).body


@pytest.mark.parametrize("path", ["/private/1", "/private/2?page=1"])
async def test_disallowed_page_is_refused_and_not_fetched(site: CountingHost, client: Redis, path: str) -> None:
    site.says("/robots.txt", "User-agent: Other\nDisallow:\n\nUser-agent: *\nDisallow: /private\n")

    with pytest.raises(RejectedError, match=r"robots\.txt disallows it") as refused:
        await fetch(client, ingest_settings(site), site.url(path))

    assert refused.value.reason == "fetch-refused"
    assert site.paths == ["/robots.txt"]


async def test_our_own_group_counts_more_than_that_for_all(site: CountingHost, client: Redis) -> None:
    site.says("/robots.txt", f"{NOTHING_FOR_US}\nUser-agent: tidings\nAllow: /open\nDisallow: /\n")
    given = ingest_settings(site, user_agent="Tidings/2.0 (+https://tidings.example)")

    assert await fetch(client, given, site.url("/open/1"))
    with pytest.raises(RejectedError):
        await fetch(client, given, site.url("/closed"))


async def test_replicas_ask_once_for_all(site: CountingHost, client: Redis) -> None:
    site.says("/robots.txt", "User-agent: *\nDisallow: /private\n")
    given = ingest_settings(site)

    await fetch(client, given, site.url("/1"))
    await fetch(client, given, site.url("/2"))
    with pytest.raises(RejectedError):
        await fetch(client, given, site.url("/private"))

    assert site.paths == ["/robots.txt", "/1", "/2"]


async def test_replicas_that_come_together_ask_once(site: CountingHost, client: Redis) -> None:
    given = ingest_settings(site)

    async def come() -> None:
        while True:
            try:
                await fetch(client, given, site.url("/"))
            except PostponedError as postponed:
                await asyncio.sleep(postponed.after_s)
            else:
                return

    await asyncio.gather(*(come() for _ in range(8)))

    assert site.paths == ["/robots.txt"] + ["/"] * 8


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "403 Forbidden", "410 Gone"])
async def test_site_without_rules_allows_everything(site: CountingHost, client: Redis, status: str) -> None:
    site.says("/robots.txt", NOTHING_FOR_US, status=status)

    assert await fetch(client, ingest_settings(site), site.url("/"))


@pytest.mark.parametrize(
    ("status", "headers", "after_s"),
    [
        ("500 Internal Server Error", {}, None),
        ("503 Service Unavailable", {"Retry_After": "90"}, 90),
        ("429 Too Many Requests", {"Retry_After": "30"}, 30),
    ],
)
async def test_site_that_cannot_tell_its_rules_allows_nothing_for_now(
    site: CountingHost, client: Redis, status: str, headers: dict[str, str], after_s: float | None
) -> None:
    site.says("/robots.txt", status=status, **headers)
    given = ingest_settings(site)

    with pytest.raises(RetryableError, match=r"robots\.txt: status") as failed:
        await fetch(client, given, site.url("/"))

    assert failed.value.after_s == after_s
    assert site.paths == ["/robots.txt"]
    assert not await client.keys(f"{KEYS}rules:*")


async def test_rules_of_a_site_that_was_down_are_asked_for_again(site: CountingHost, client: Redis) -> None:
    given = ingest_settings(site)
    site.says("/robots.txt", status="500 Internal Server Error")
    with pytest.raises(RetryableError):
        await fetch(client, given, site.url("/"))
    site.says("/robots.txt", "User-agent: *\nDisallow:\n")

    assert await fetch(client, given, site.url("/"))


async def test_rules_are_followed_to_where_they_were_moved(
    site: CountingHost, elsewhere: CountingHost, client: Redis
) -> None:
    site.says("/robots.txt", status="301 Moved Permanently", Location=elsewhere.url("/rules"))
    elsewhere.says("/rules", NOTHING_FOR_US)

    with pytest.raises(RejectedError, match=r"robots\.txt"):
        await fetch(client, ingest_settings(site, elsewhere), site.url("/"))


async def test_rules_that_lead_to_a_private_address_are_not_followed(
    site: CountingHost, elsewhere: CountingHost, client: Redis
) -> None:
    site.says("/robots.txt", status="302 Found", Location=elsewhere.url("/rules"))

    assert await fetch(client, ingest_settings(site), site.url("/"))
    assert elsewhere.paths == []


async def test_rules_that_move_for_ever_are_none(site: CountingHost, client: Redis) -> None:
    site.says("/robots.txt", status="302 Found", Location="/robots.txt")

    assert await fetch(client, ingest_settings(site), site.url("/"))
    assert site.paths == ["/robots.txt"] * 6 + ["/"]


async def test_what_comes_after_500_kib_is_not_read(site: CountingHost, client: Redis) -> None:
    filler = "# nothing\n" * (500 * 1024 // 10)
    site.says("/robots.txt", f"User-agent: *\nDisallow: /early\n{filler}\nDisallow: /late\n")
    given = ingest_settings(site)

    assert await fetch(client, given, site.url("/late"))
    with pytest.raises(RejectedError):
        await fetch(client, given, site.url("/early"))


async def test_redirect_of_a_page_is_held_to_the_rules_of_where_it_leads(
    site: CountingHost, elsewhere: CountingHost, client: Redis
) -> None:
    site.says("/short", status="302 Found", Location=elsewhere.url("/long"))
    elsewhere.says("/robots.txt", NOTHING_FOR_US)

    with pytest.raises(RejectedError, match=r"127\.0\.0\.3.*robots\.txt disallows it"):
        await fetch(client, ingest_settings(site, elsewhere), site.url("/short"))

    assert elsewhere.paths == ["/robots.txt"]


@pytest.mark.parametrize(("asked", "most", "pause_s"), [("20", 30, 20), ("86400", 30, 30), ("0.1", 30, 1)])
async def test_crawl_delay_is_kept_up_to_a_limit(
    site: CountingHost, client: Redis, asked: str, most: float, pause_s: float
) -> None:
    site.says("/robots.txt", f"User-agent: *\nCrawl-delay: {asked}\nDisallow: /private\n")
    given = ingest_settings(site, host_delay_s=1, longest_crawl_delay_s=most)

    await fetch(client, given, site.url("/1"))
    with pytest.raises(PostponedError) as postponed:
        await fetch(client, given, site.url("/2"))

    assert postponed.value.after_s == pytest.approx(pause_s, abs=0.9)


async def test_robots_txt_is_not_asked_for_where_that_is_turned_off(site: CountingHost, client: Redis) -> None:
    site.says("/robots.txt", NOTHING_FOR_US)

    assert await fetch(client, ingest_settings(site, robots=False), site.url("/"))
    assert site.paths == ["/"]
