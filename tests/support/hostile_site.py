"""A web server on loopback that misbehaves on request, beside a canary that nobody may ever reach."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from services.ingest.adapters.address_guard import AddressGuard, AddressInfo, is_public

PUBLIC = "127.0.0.2"  # plays an address of the internet
PRIVATE = "127.0.0.1"  # the canary's
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class HostileSite:
    """Where it listens, who came (`visits` as "host path"), and what names resolve to, look-up by look-up."""

    port: int
    visits: list[str] = field(default_factory=list)
    canary_visits: list[str] = field(default_factory=list)
    names: dict[str, Iterator[Sequence[str]] | Sequence[str]] = field(default_factory=dict)
    look_ups: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "news.test") -> str:
        return f"http://{host}:{self.port}{path}"

    def guard(self) -> AddressGuard:
        """Make the real guard, for which one loopback address is public and one more port is the web's."""
        return AddressGuard(
            public=lambda address: address == PUBLIC or is_public(address),
            ports=frozenset({80, 443, self.port}),
            look_up=self.look_up,
        )

    async def look_up(self, host: str, port: int) -> Sequence[AddressInfo]:
        self.look_ups.append(host)
        known = self.names.get(host)
        if known is None:  # a number in one of its many spellings, or nothing
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [(*info[:4], tuple(info[4])) for info in infos]
        return [_info(address, port) for address in (next(known) if isinstance(known, Iterator) else known)]


def _info(address: str, port: int) -> AddressInfo:
    if ":" in address:
        return (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))
    return (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))


@asynccontextmanager
async def hostile_site() -> AsyncIterator[HostileSite]:
    """Listen on the public and the private address, at the same port."""
    async with AsyncExitStack() as stack:
        site = HostileSite(port=0)

        async def public(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _serve(reader, writer, site.visits, ANSWERS)

        async def canary(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _serve(reader, writer, site.canary_visits, {})

        server = await stack.enter_async_context(await asyncio.start_server(public, PUBLIC, 0))
        site.port = server.sockets[0].getsockname()[1]
        await stack.enter_async_context(await asyncio.start_server(canary, PRIVATE, site.port))
        site.names["news.test"] = [PUBLIC]
        yield site


async def _serve(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, visits: list[str], answers: Mapping[str, Answer]
) -> None:
    try:
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = request.split(" ")[1]
        visits.append(path)
        await answers.get(path.partition("?")[0], _page(b"<p>secret</p>"))(_Addressed(writer, path))
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        return  # the client has had enough, which is what it should
    finally:
        writer.close()


class _Addressed(asyncio.StreamWriter):
    """A writer that knows what was asked for."""

    def __init__(self, writer: asyncio.StreamWriter, path: str) -> None:
        super().__init__(writer.transport, writer.transport.get_protocol(), None, asyncio.get_running_loop())
        self.path = path
