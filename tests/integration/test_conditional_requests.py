"""A page that has not changed is not sent again, and nobody downstream can tell."""

from __future__ import annotations

import random

import pytest
from redis.asyncio import Redis

from services.ingest.adapters.http_pages import HttpPages
from services.ingest.adapters.redis_pages import KEYS, LARGEST, RedisPages
from services.ingest.core.page import KeptPage, Page
from services.ingest.settings import IngestSettings
from shared.bus.broker import connect
from shared.errors import RejectedError
from tests.support.bus import settings as bus_settings
from tests.support.counting_host import CountingHost

HTML = {"Content_Type": "text/html; charset=utf-8"}
TAGGED = HTML | {"ETag": '"one"'}
STORY = "<p>The ferry is back.</p>"


async def fetch(client: Redis, url: str, *hosts: CountingHost, **given: object) -> Page:
    """Fetch as a replica that has just started does."""
    allowed = {"allow_private_hosts": ",".join(host.name for host in hosts)}
    settings = IngestSettings.model_validate(allowed | given)
    async with HttpPages(settings, kept=RedisPages(client, settings)) as pages:
        return await pages(url)


@pytest.mark.parametrize(
    "known_by",
    [
        {"ETag": '"one"'},
        {"ETag": 'W/"two"'},
        {"Last_Modified": "Tue, 03 Mar 2026 09:00:00 GMT"},
        {"ETag": "unquoted", "Last_Modified": "yesterday"},
    ],
)
async def test_unchanged_page_is_sent_once_for_all_replicas(
    site: CountingHost, client: Redis, known_by: dict[str, str]
) -> None:
    site.says("/story", STORY, **HTML, **known_by)

    first = await fetch(client, site.url("/story"), site)
    second = await fetch(client, site.url("/story"), site)

    assert first == second == Page(STORY.encode(), site.url("/story"), "text/html", "utf-8")
    assert site.spared == ["/story"]


async def test_changed_page_is_sent_and_kept_instead(site: CountingHost, client: Redis) -> None:
    bodies = []
    for body, tag in ((STORY, '"one"'), ("<p>It sank.</p>", '"two"'), ("<p>It sank.</p>", '"two"')):
        site.says("/story", body, **HTML, ETag=tag)
        bodies.append((await fetch(client, site.url("/story"), site)).body.decode())

    assert bodies == [STORY, "<p>It sank.</p>", "<p>It sank.</p>"]
    assert site.spared == ["/story"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"ETag": '"one"', "Cache_Control": "max-age=0, No-Store"},
        {"ETag": '"one"', "Vary": "Accept, *"},
        {"ETag": '"\u00e9"'},
        {"ETag": '"' + "x" * 1_000 + '"'},
    ],
)
async def test_page_that_cannot_or_must_not_be_kept_is_sent_again(
    site: CountingHost, client: Redis, headers: dict[str, str]
) -> None:
    site.says("/story", STORY, **HTML, **headers)

    bodies = [(await fetch(client, site.url("/story"), site)).body for _ in range(2)]

    assert bodies == [STORY.encode()] * 2
    assert site.spared == []
    assert not await client.keys(f"{KEYS}*")


async def test_redirect_is_followed_and_judged_anew_each_time(
    site: CountingHost, elsewhere: CountingHost, client: Redis
) -> None:
    site.says("/short", status="302 Found", Location=elsewhere.url("/long"), ETag='"hop"')
    elsewhere.says("/long", STORY, **TAGGED)
    await fetch(client, site.url("/short"), site, elsewhere)

    with pytest.raises(RejectedError, match="not one of the web's"):
        await fetch(client, site.url("/short"), site)
    again = await fetch(client, site.url("/short#part"), site, elsewhere)

    assert again.url == elsewhere.url("/long")
    assert elsewhere.spared == ["/long"]
    assert site.spared == []


async def test_304_to_a_server_that_was_not_asked_whether_is_no_page(site: CountingHost, client: Redis) -> None:
    site.says("/story", status="304 Not Modified")

    with pytest.raises(RejectedError, match="status 304"):
        await fetch(client, site.url("/story"), site)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"x\x9c\x03\x00\x00\x00\x00\x01"])
async def test_what_redis_has_lost_or_damaged_is_fetched_again(site: CountingHost, client: Redis, damage: bytes) -> None:
    site.says("/story", STORY, **TAGGED)
    await fetch(client, site.url("/story"), site)
    [key] = await client.keys(f"{KEYS}*")
    await client.set(key, damage)

    assert (await fetch(client, site.url("/story"), site)).body == STORY.encode()
    assert site.spared == []


async def test_full_redis_keeps_no_page_and_fails_none(site: CountingHost, client: Redis) -> None:
    site.says("/story", STORY, **TAGGED)
    await client.config_set("maxmemory", 1)
    try:
        bodies = [(await fetch(client, site.url("/story"), site)).body for _ in range(2)]
    finally:
        await client.config_set("maxmemory", 0)

    assert bodies == [STORY.encode()] * 2
    assert site.spared == []


async def test_redis_that_is_gone_fails_no_page(site: CountingHost) -> None:
    site.says("/story", STORY, **TAGGED)
    nowhere = connect(bus_settings("unix:///nowhere/redis.sock"))

    assert (await fetch(nowhere, site.url("/story"), site)).body == STORY.encode()


async def test_there_are_never_more_pages_than_places_and_each_is_forgotten(client: Redis) -> None:
    pages = RedisPages(client, IngestSettings(kept_pages=8))
    addresses = [f"https://a.example/{number}" for number in range(100)]

    for address in addresses:
        await pages.keep(address, KeptPage(Page(address.encode(), address), '"1"', None))

    keys = await client.keys(f"{KEYS}*")
    found = [kept for address in addresses if (kept := await pages.recall(address))]
    assert len(keys) == len(found) == 8
    assert all(kept.page.body.decode() == kept.page.url for kept in found)
    assert all([0 < await client.ttl(key) <= 24 * 3600 for key in keys])


async def test_page_that_is_too_large_even_compressed_is_not_kept(client: Redis) -> None:
    pages = RedisPages(client, IngestSettings())
    noise = random.Random(1).randbytes(LARGEST)

    await pages.keep("https://a.example/", KeptPage(Page(noise, "https://a.example/"), '"1"', None))

    assert await pages.recall("https://a.example/") is None
