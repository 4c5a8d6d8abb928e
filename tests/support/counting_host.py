"""A web server on a loopback address of its own that notes who came when, and how many were there at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise

PAGE = (
    b"<html><body><article><p>The ferry to Corran Island will sail again from Monday, the harbour authority said in a"
    b" statement, after two winters in which islanders had to fly to the mainland.</p></article></body></html>"
)


@dataclass
class CountingHost:
    """
    What it answers, by path (200 and a page unless told otherwise), after `takes_s`, and what it has seen.

    Who asks whether a page has changed is told 304 as long as it says the same ETag or Last-Modified.
    """

    address: str
    takes_s: float = 0.0
    answers: dict[str, bytes] = field(default_factory=dict)
    port: int = 0
    unchanged: dict[str, list[str]] = field(default_factory=dict)
    visits: list[tuple[str, float, float]] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)
    present: int = 0
    most_at_once: int = 0

    @property
    def name(self) -> str:
        return f"{self.address}:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.visits]

    @property
    def pauses(self) -> list[float]:
        """Seconds between visits, from the end of one to the beginning of the next; robots.txt belongs to the page's."""
        pages = sorted((began, ended) for path, began, ended in self.visits if path != "/robots.txt")
        return [began - ended for (_, ended), (began, _) in pairwise(pages)]

    def url(self, path: str) -> str:
        return f"http://{self.name}{path}"

    def says(self, path: str, body: str = "", status: str = "200 OK", **headers: str) -> None:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        head = [f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(body)}", *lines]
        self.answers[path] = "\r\n".join([*head, "", body]).encode()
        asked = {"ETag": "If-None-Match", "Last_Modified": "If-Modified-Since"}
        self.unchanged[path] = [f"{asked[name]}: {value}\r\n" for name, value in headers.items() if name in asked]

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.present += 1
        self.most_at_once = max(self.most_at_once, self.present)
        began = time.monotonic()
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = request.split(" ")[1]
            await asyncio.sleep(self.takes_s)  # the slowness that is tested, not a guess
            page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + PAGE
            nothing = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            self.present -= 1  # before the answer: whoever has it may already be gone when we come back
            self.visits.append((path, began, time.monotonic()))
            answer = self.answers.get(path, nothing if path == "/robots.txt" else page)
            if any(line in request for line in self.unchanged.get(path, ())):
                self.spared.append(path)
                answer = b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"
            writer.write(answer)
            await writer.drain()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def counting_host(address: str, takes_s: float = 0.0) -> AsyncIterator[CountingHost]:
    """Listen on `address` until the end of the block."""
    host = CountingHost(address, takes_s)
    server = await asyncio.start_server(host.converse, address, 0)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host
