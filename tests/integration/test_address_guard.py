"""Where ingest may connect to, seen from a canary that must never be reached."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from urllib.parse import quote

import aiohttp
import pytest

from services.ingest.adapters.address_guard import AddressGuard
from services.ingest.adapters.http_pages import HttpPages
from shared.errors import DependencyError, RejectedError, RetryableError
from tests.support.hostile_site import PATIENT, PRIVATE, PUBLIC, HostileSite, hostile_site


@pytest.fixture
async def site() -> AsyncIterator[HostileSite]:
    async with hostile_site() as site:
        yield site


REFUSED_ADDRESSES = """
    http://127.0.0.1:{port}/ http://127.0.0.1/ https://127.0.0.1/ http://127.1.2.3:{port}/ http://2130706433:{port}/
    http://0x7f000001:{port}/ http://017700000001:{port}/ http://0x7f.1:{port}/ http://127.1:{port}/
    http://0177.0.0.1:{port}/ http://0:{port}/ http://0.0.0.0:{port}/ http://[::1]:{port}/ http://[::]:{port}/
    http://[::ffff:127.0.0.1]:{port}/ http://[::ffff:7f00:1]:{port}/ http://[::127.0.0.1]:{port}/
    http://[64:ff9b::7f00:1]:{port}/ http://[64:ff9b:1::7f00:1]:{port}/ http://[2002:7f00:1::]:{port}/
    http://[2001:0:7f00:1::]:{port}/ http://[2001:db8::1]/ http://[3fff::1]/ http://[fe80::1]/ http://[fe80::1%25lo]/
    http://[fc00::1]/ http://[fd00:ec2::254]/ http://[ff02::1]/ http://169.254.169.254/latest/meta-data/
    http://[::ffff:169.254.169.254]/ http://100.100.100.200/ http://168.63.129.16/ http://10.0.0.1/ http://172.16.0.1/
    http://172.31.255.255/ http://192.168.1.1/ http://100.64.0.1/ http://198.18.0.1/ http://192.0.2.1/
    http://198.51.100.1/ http://203.0.113.1/ http://224.0.0.1/ http://240.0.0.1/ http://255.255.255.255/
    http://192.0.0.192/ http://192.88.99.1/ http://①②⑦.⓪.⓪.①:{port}/ http://127。0。0。1:{port}/ http://１２７.0.0.1:{port}/
    http://localhost:{port}/ http://LOCALHOST.:{port}/ http://a.localhost:{port}/ http://printer.local:{port}/
    http://metadata.google.internal/ http://shop.onion/ http://router.home.arpa/ http://user:word@news.test:{port}/ok
    http://news.test:{port}@127.0.0.1:{port}/ http://127.0.0.1:{port}#@news.test/ http://127.0.0.1%2f@news.test/
    http://news.test%00.evil.test/ http://news.test%2eevil.test/ http://news.test\\@127.0.0.1:{port}/
    http://news.test:22/ http://news.test:6379/ http://news.test:99999/ http://news.test:-1/ http://news.test:8o/
    https://news.test:5432/ file:///etc/passwd gopher://127.0.0.1:6379/_FLUSHALL ftp://news.test/
    dict://127.0.0.1:11211/ data:text/html,hi javascript:alert(1) ws://news.test:{port}/ //news.test:{port}/ok
    http:///ok http:// https: http:news.test news.test/ok http://private.test:{port}/ http://mixed.test:{port}/
    http://mapped.test:{port}/ http://translated.test:{port}/ http://link.test:{port}/ http://cloud.test/latest/
    http://xn--.test:{port}/ http://{long}.test/
""".split()


@pytest.mark.parametrize(
    "address",
    [
        *REFUSED_ADDRESSES,
        "",
        " http://127.0.0.1/",
        "http://news.test:{port}/a b",
        "http://news.test:{port}/\r\nX: y",
        "http://news.test/\x00",
        "http://news.test:{port}/{long}{long}{long}",
    ],
)
async def test_address_that_is_not_of_the_public_web_is_refused(site: HostileSite, address: str) -> None:
    with pytest.raises(RejectedError) as refused:
        await site.fetch(address.replace("{port}", str(site.port)).replace("{long}", "a" * 800))

    assert refused.value.reason == "fetch-refused"
    assert (site.visits, site.canary_visits) == ([], [])


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/", "http://private.test:{port}/", "http://mixed.test:{port}/", "http://2130706433:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "//127.0.0.1:{port}/", "http://169.254.169.254/", "http://[::1]:{port}/", "file:///etc/passwd",
        "/to?http://127.0.0.1:{port}/", "/to?/to?//127.0.0.1:{port}/", "http://user:word@news.test:{port}/ok", "http://news.test:6379/",
        "ftp://news.test/", "http://localhost:{port}/", "\\\\127.0.0.1:{port}/", "http://[", "/loop",
    ],
)  # fmt: skip
async def test_redirect_is_checked_like_the_first_address(site: HostileSite, target: str) -> None:
    with pytest.raises(RejectedError) as refused:
        await site.fetch(site.url("/to?" + quote(target.format(port=site.port), safe="")))

    assert refused.value.reason == "fetch-refused"
    assert site.visits
    assert site.canary_visits == []


async def test_name_that_changes_its_address_between_two_requests_is_refused(site: HostileSite) -> None:
    with pytest.raises(RejectedError) as refused:
        await site.fetch(site.url("/to?" + site.url("/ok", "rebound.test"), "rebound.test"))

    assert refused.value.reason == "fetch-refused"
    assert site.look_ups == ["rebound.test", "rebound.test"]
    assert site.canary_visits == []


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f000001", "[::ffff:127.0.0.1]", "127.1"])
async def test_client_without_the_guard_reaches_the_canary(site: HostileSite, host: str) -> None:
    address = socket.gethostbyname(host) if host[0] != "[" else host

    async with aiohttp.ClientSession() as session, session.get(f"http://{address}:{site.port}/") as response:
        await response.read()

    assert site.canary_visits == ["/"]


async def test_at_most_five_redirects_are_followed(site: HostileSite) -> None:
    with pytest.raises(RejectedError, match="more than 5 redirects"):
        await site.fetch(site.url("/loop"))

    assert len(site.visits) == 6


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.1:{port}", "pages.test", "pages.test:{port}"])
async def test_host_that_a_test_allows_is_fetched_although_private(site: HostileSite, entry: str) -> None:
    site.names["pages.test"] = [PRIVATE]
    entry = entry.format(port=site.port)
    guard = AddressGuard(exempt=frozenset({entry}), look_up=site.look_up)

    async with HttpPages(PATIENT, guard) as fetch_page:
        page = await fetch_page(site.url("/ok", entry.partition(":")[0]))

    assert page.body == b"<p>The ferry is back.</p>"
    assert site.canary_visits == ["/ok"]


async def test_allowing_one_host_allows_no_other(site: HostileSite) -> None:
    guard = AddressGuard(exempt=frozenset({f"pages.test:{site.port}"}), look_up=site.look_up)

    async with HttpPages(PATIENT, guard) as fetch_page:
        with pytest.raises(RejectedError):
            await fetch_page(site.url("/ok", PRIVATE))

    assert site.canary_visits == []


@pytest.mark.parametrize(("probe_fails", "expected"), [(True, DependencyError), (False, RetryableError)])
async def test_names_that_cannot_be_asked_for_are_not_the_documents_fault(
    *, probe_fails: bool, expected: type[Exception]
) -> None:
    async def look_up(host: str, port: int) -> list[tuple[int, int, int, str, tuple[object, ...]]]:
        if host == "probe.test" and not probe_fails:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, port))]
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    async with HttpPages(PATIENT, AddressGuard(dns_probe="probe.test", look_up=look_up)) as fetch_page:
        with pytest.raises(expected):
            await fetch_page("http://news.test/")
