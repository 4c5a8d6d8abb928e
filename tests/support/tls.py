"""TLS in front of a server that has none: what a client accepts as its server is the client's business, and tested so."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

_SSL_REQUEST = bytes.fromhex("0000000804d2162f")  # PostgreSQL's: its clients ask for TLS in plain


@asynccontextmanager
async def tls_in_front_of(socket: Path, certificate: Path, *, postgres: bool = False) -> AsyncIterator[int]:
    """Give the port of loopback that speaks TLS with `certificate` (its key lies beside it), and passes on to `socket`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))

    serving: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        from_server: asyncio.StreamWriter | None = None
        try:
            with suppress(OSError, asyncio.IncompleteReadError):  # a client that refuses us hangs up
                if postgres:
                    assert await reader.readexactly(8) == _SSL_REQUEST
                    writer.write(b"S")
                await writer.start_tls(context)
                to_server, from_server = await asyncio.open_unix_connection(str(socket))
                await asyncio.gather(_pass_on(reader, from_server), _pass_on(to_server, writer))
        finally:
            writer.transport.abort()  # closing would wait for a client that has hung up
            if from_server is not None:
                from_server.transport.abort()
            await asyncio.sleep(0)  # in which both are closed

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:  # the loop of the test must not end before they have
            for task in filter(None, serving):
                task.cancel()
            await asyncio.gather(*filter(None, serving), return_exceptions=True)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()
