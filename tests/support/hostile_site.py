"""A web server on loopback that misbehaves on request, beside a canary that nobody may ever reach."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, repeat
from urllib.parse import unquote

from services.ingest.adapters.address_guard import AddressGuard, AddressInfo, is_public
from services.ingest.adapters.http_pages import HttpPages
from services.ingest.core.page import Page
from services.ingest.settings import IngestSettings

PUBLIC = "127.0.0.2"  # plays an address of the internet
PRIVATE = "127.0.0.1"  # the canary's
PATIENT = IngestSettings(idle_timeout_s=1, max_wire_bytes=256 * 1024, max_body_bytes=512 * 1024)
HURRIED = PATIENT.model_copy(update={"fetch_deadline_s": 1.0, "idle_timeout_s": 0.5})
BOMB_BYTES = 100 * 1024 * 1024


@dataclass
class HostileSite:
    """Where it listens, who came (paths), and what names resolve to, look-up by look-up."""

    port: int
    visits: list[str] = field(default_factory=list)
    canary_visits: list[str] = field(default_factory=list)
    names: dict[str, Iterator[Sequence[str]] | Sequence[str]] = field(default_factory=dict)
    look_ups: list[str] = field(default_factory=list)
    conversations: set[asyncio.Task[None]] = field(default_factory=set)

    def url(self, path: str, host: str = "news.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def guard(self) -> AddressGuard:
        """Make the real guard, for which one loopback address is public and one more port is the web's."""
        return AddressGuard(
            public=lambda address: address == PUBLIC or is_public(address),
            ports=frozenset({80, 443, self.port}),
            look_up=self.look_up,
        )

    async def fetch(self, url: str, settings: IngestSettings = PATIENT) -> Page:
        """Fetch `url` as ingest does, only with less patience for size."""
        async with HttpPages(settings, self.guard()) as fetch:
            return await fetch(url)

    async def look_up(self, host: str, port: int) -> Sequence[AddressInfo]:
        self.look_ups.append(host)
        known = self.names.get(host)
        if known is None:  # a number in one of its many spellings, or nothing
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [(*info[:4], tuple(info[4])) for info in infos]
        return [_info(address, port) for address in (next(known) if isinstance(known, Iterator) else known)]

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, visits: list[str]) -> None:
        """Answer one request, as badly as its path asks for."""
        task = asyncio.current_task()
        assert task is not None
        self.conversations.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):  # it may have had enough of us
            request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = request.split(" ")[1]
            visits.append(path)
            await _answer(path, writer)
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    async def hang_up(self) -> None:
        """End every conversation that would go on for ever."""
        for conversation in self.conversations:
            conversation.cancel()
        await asyncio.gather(*self.conversations, return_exceptions=True)


def _info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


@asynccontextmanager
async def hostile_site() -> AsyncIterator[HostileSite]:
    """Listen on the public and the private address, at the same port."""
    _bomb()  # built before anybody waits for it
    async with AsyncExitStack() as stack:
        site = HostileSite(port=0)

        stack.push_async_callback(site.hang_up)

        async def public(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await site.converse(reader, writer, site.visits)

        async def canary(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await site.converse(reader, writer, site.canary_visits)

        while not site.port:
            server = await asyncio.start_server(public, PUBLIC, 0)
            port = server.sockets[0].getsockname()[1]
            with suppress(OSError):  # somebody else's: take another pair
                await stack.enter_async_context(await asyncio.start_server(canary, PRIVATE, port))
                site.port = port
            await stack.enter_async_context(server)
        site.names |= {
            "news.test": [PUBLIC],
            "private.test": [PRIVATE],
            "mixed.test": [PUBLIC, PRIVATE],
            "mapped.test": [f"::ffff:{PRIVATE}"],
            "translated.test": ["64:ff9b::7f00:1"],
            "link.test": ["fe80::1"],
            "cloud.test": ["169.254.169.254"],
            "rebound.test": chain([[PUBLIC]], repeat([PRIVATE])),
        }
        yield site


async def _answer(path: str, writer: asyncio.StreamWriter) -> None:
    route, _, query = path.partition("?")
    if route == "/to":
        writer.write(_head("302 Found", Location=unquote(query)))
    elif route in _ENDLESS:
        head, piece, pause_s = _ENDLESS[route]
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
    elif route == "/bomb":
        writer.write(_head(Content_Encoding="gzip") + _bomb())
    else:
        writer.write(_ANSWERS.get(route, _ANSWERS["/ok"]))


def _head(status: str = "200 OK", **headers: str) -> bytes:
    given = {"Content_Type": "text/html", "Connection": "close"} | headers
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


@cache
def _bomb() -> bytes:
    deflate = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(deflate.compress(bytes(1024 * 1024)) for _ in range(BOMB_BYTES // 1024**2)) + deflate.flush()


_PAGE = b"<p>The ferry is back.</p>"
_GZIP = gzip.compress(_PAGE * 400)
_ENDLESS = {
    "/endless": (_head(), b"x" * 65_536, 0.0),
    "/drip": (_head(), b"x", 0.1),
    "/drip-gzip": (_head(Content_Encoding="gzip") + _GZIP[:10], b"\x00\x00\x00\xff\xff", 0.1),
    "/drip-head": (b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n", 0.1),
    "/silent": (_head(), b"", 0.1),
    "/mute": (b"", b"", 0.1),
}
_MANY = 100_000
_ANSWERS = {
    "/attributes": _head() + b"<p " + b" ".join(b"a%d=1" % number for number in range(_MANY)) + b">" + _PAGE,
    "/hidden-attributes": _head() + b"<p " + b" ".join(b"a%d='>'" % number for number in range(_MANY)) + b">" + _PAGE,
    "/ok": _head() + _PAGE,
    "/latin": _head(Content_Type="text/html; charset=ISO-8859-1") + "Fähre".encode("latin-1"),
    "/odd-label": _head(Content_Type="text/html; charset=\xff\xfe") + _PAGE,
    "/plain": _head(Content_Type="text/plain;charset=utf-8") + _PAGE,
    "/xhtml": _head(Content_Type="application/xhtml+xml") + _PAGE,
    "/gzip": _head(Content_Encoding="gzip") + _GZIP,
    "/chunked": _head(Transfer_Encoding="chunked") + b"19\r\n" + _PAGE + b"\r\n0\r\n\r\n",
    "/cookie": _head("302 Found", Set_Cookie="a=b", Location="/ok"),
    "/loop": _head("302 Found", Location="/loop"),
    "/nowhere": _head("302 Found"),
    "/brotli": _head(Content_Encoding="br") + b"\x8b\x00\x80x\x03",
    "/zstd": _head(Content_Encoding="zstd") + b"\x28\xb5\x2f\xfd",
    "/deflate": _head(Content_Encoding="deflate") + zlib.compress(_PAGE),
    "/gzip-twice": _head(Content_Encoding="gzip, gzip") + gzip.compress(_GZIP),
    "/gzip-and-more": _head(Content_Encoding="gzip") + _GZIP + b"<p>more</p>",
    "/gzip-two-members": _head(Content_Encoding="gzip") + _GZIP + _GZIP,
    "/gzip-cut": _head(Content_Encoding="gzip") + _GZIP[:-9],
    "/gzip-not": _head(Content_Encoding="gzip") + _PAGE,
    "/announced": _head(Content_Length="99999999999") + b"x",
    "/pdf": _head(Content_Type="application/pdf") + b"%PDF-1.7",
    "/json": _head(Content_Type="application/json") + b"{}",
    "/untyped": _head(Content_Type="") + _PAGE,
    "/cut": _head(Content_Length="1000") + _PAGE,
    "/hang-up": b"",
    "/no-http": b"\x00\xff\xfe SSH-2.0\r\n\r\n",
    "/long-header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1024**2 + b"\r\n\r\n",
    "/many-headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % i for i in range(50_000)) + b"\r\n",
    "/bad-chunk": _head(Transfer_Encoding="chunked") + b"FFFFFFFFFFFFFFFFFF\r\nx",
    "/huge-chunk": _head(Transfer_Encoding="chunked") + b"7FFFFFFF\r\n" + b"x" * 1024**2,
    "/partial": _head("206 Partial Content") + _PAGE,
    "/empty": _head("204 No Content", Content_Type=""),
    "/gone": _head("410 Gone") + _PAGE,
    "/missing": _head("404 Not Found") + _PAGE,
    "/forbidden": _head("403 Forbidden") + _PAGE,
    "/unmodified": _head("304 Not Modified"),
    "/broken": _head("500 Internal Server Error"),
    "/busy": _head("503 Service Unavailable", Retry_After="120"),
    "/later": _head("429 Too Many Requests", Retry_After="999999"),
    "/someday": _head("503 Service Unavailable", Retry_After="soon"),
    "/past": _head("503 Service Unavailable", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
}
