"""Fetching from a server that does its worst, with a canary beside it that must never be reached."""

from __future__ import annotations

import tracemalloc
from collections.abc import AsyncIterator

import pytest

from services.ingest.adapters.address_guard import AddressGuard
from services.ingest.adapters.http_pages import HttpPages
from services.ingest.core.page import Page
from shared.errors import RejectedError, RetryableError
from tests.support.hostile_site import HURRIED, PATIENT, HostileSite, hostile_site


@pytest.fixture
async def site() -> AsyncIterator[HostileSite]:
    async with hostile_site() as site:
        yield site


@pytest.mark.parametrize(
    "path", ["/ok", "/to?/ok", "/to?http://news.test:{port}/ok", "/cookie", "/chunked", "/xhtml", "/to?/to?/ok"]
)
async def test_honest_page_is_fetched(site: HostileSite, path: str) -> None:
    page = await site.fetch(site.url(path.format(port=site.port)))

    assert page.body == b"<p>The ferry is back.</p>"


async def test_page_knows_where_it_came_from_and_what_it_is(site: HostileSite) -> None:
    page = await site.fetch(site.url("/to?/latin"))

    assert page == Page("Fähre".encode("latin-1"), site.url("/latin"), "text/html", "ISO-8859-1")


async def test_label_that_can_name_no_encoding_is_dropped(site: HostileSite) -> None:
    assert (await site.fetch(site.url("/odd-label"))).charset is None


async def test_plain_text_is_told_from_html(site: HostileSite) -> None:
    assert (await site.fetch(site.url("/plain"))).content_type == "text/plain"


async def test_compressed_page_is_decompressed(site: HostileSite) -> None:
    page = await site.fetch(site.url("/gzip"))

    assert page.body == b"<p>The ferry is back.</p>" * 400


async def test_name_is_looked_up_once_for_each_request(site: HostileSite) -> None:
    await site.fetch(site.url("/ok"))

    assert site.look_ups == ["news.test"]


REFUSED_BODIES = """
    /bomb /brotli /zstd /deflate /gzip-twice /gzip-and-more /gzip-two-members /gzip-cut /gzip-not /endless /announced
    /huge-chunk /pdf /json /untyped
"""


@pytest.mark.parametrize("path", REFUSED_BODIES.split())
async def test_body_out_of_bounds_is_refused(site: HostileSite, path: str) -> None:
    with pytest.raises(RejectedError) as refused:
        await site.fetch(site.url(path))

    assert refused.value.reason == "fetch-refused"


async def test_bomb_costs_no_more_memory_than_a_page(site: HostileSite) -> None:
    with pytest.raises(RejectedError):
        await site.fetch(site.url("/bomb"))  # once before, so that the bomb itself is built
    tracemalloc.start()

    with pytest.raises(RejectedError, match="longer than 524288 bytes"):
        await site.fetch(site.url("/bomb"))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * PATIENT.max_body_bytes


@pytest.mark.parametrize("path", ["/drip", "/drip-gzip"])
async def test_body_that_never_ends_is_rejected_at_the_deadline(site: HostileSite, path: str) -> None:
    with pytest.raises(RejectedError, match="did not end within") as rejected:
        await site.fetch(site.url(path), HURRIED)

    assert rejected.value.reason == "timeout"


@pytest.mark.parametrize("path", ["/drip-head", "/silent", "/mute"])
async def test_server_that_falls_silent_is_tried_again_later(site: HostileSite, path: str) -> None:
    with pytest.raises(RetryableError) as failed:
        await site.fetch(site.url(path), HURRIED)

    assert failed.value.reason == "timeout"


@pytest.mark.parametrize(
    "path",
    [
        "/no-http",
        "/long-header",
        "/many-headers",
        "/bad-chunk",
        "/gone",
        "/missing",
        "/forbidden",
        "/partial",
        "/empty",
        "/unmodified",
        "/nowhere",
    ],
)
async def test_answer_that_can_never_be_a_page_is_rejected(site: HostileSite, path: str) -> None:
    with pytest.raises(RejectedError) as rejected:
        await site.fetch(site.url(path))

    assert rejected.value.reason == "fetch-failed"


@pytest.mark.parametrize(
    ("path", "after_s"),
    [
        ("/broken", None),
        ("/busy", 120),
        ("/later", 3600),
        ("/someday", None),
        ("/past", 0),
        ("/cut", None),
        ("/hang-up", None),
    ],
)
async def test_failure_that_may_pass_is_tried_again_when_the_server_says(
    site: HostileSite, path: str, after_s: float | None
) -> None:
    with pytest.raises(RetryableError) as failed:
        await site.fetch(site.url(path))

    assert (failed.value.reason, failed.value.after_s) == ("fetch-failed", after_s)


async def test_closed_port_is_tried_again_later(site: HostileSite) -> None:
    site.names["closed.test"] = ["127.0.0.3"]
    guard = AddressGuard(public=lambda _: True, ports=frozenset({site.port}), look_up=site.look_up)

    async with HttpPages(PATIENT, guard) as fetch_page:
        with pytest.raises(RetryableError) as failed:
            await fetch_page(site.url("/", "closed.test"))

    assert failed.value.reason == "fetch-failed"


async def test_name_that_does_not_exist_is_tried_again_later(site: HostileSite) -> None:
    with pytest.raises(RetryableError) as failed:
        await site.fetch(site.url("/", "nobody.test"))

    assert failed.value.reason == "fetch-failed"


async def test_what_went_wrong_is_told_without_the_addresss_secrets(site: HostileSite) -> None:
    with pytest.raises(RejectedError) as failed:
        await site.fetch(site.url("/missing?token=hunter2#hunter3"))

    assert "hunter" not in str(failed.value)
    assert f"http://news.test:{site.port}/missing" in str(failed.value)
