"""A TCP proxy between a client and a server, to break what a network breaks; each method is one fault."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

Direction = Literal["requests", "replies"]
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class _Pair:
    """The two halves of one connection."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    loses_the_reply: bool = False

    def reset(self) -> None:
        for writer in (self.client, self.server):
            with suppress(OSError):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            writer.transport.abort()


class Link:
    """The way from one client to one server. It is called from any thread, and works in the loop of its `Network`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, host: str, port: int) -> None:
        self._loop, self._server = loop, (host, port)
        self._pairs: set[_Pair] = set()
        self._passes = {"requests": asyncio.Event(), "replies": asyncio.Event()}
        self._is_up = True
        self._delay_s = 0.0
        self._loses: bytes | None = None
        self.port = 0

    def cut(self) -> None:
        """Reset every connection, and each new one at once."""
        self._do(self._cut)

    def hold(self, direction: Direction) -> None:
        """Let nothing pass in one direction; what is held arrives when the link is healed, as TCP would resend it."""
        self._do(self._passes[direction].clear)

    def delay(self, seconds: float) -> None:
        """Let everything arrive late, in both directions."""
        self._do(lambda: setattr(self, "_delay_s", seconds))

    def half_close(self, direction: Direction) -> None:
        """End one direction of every connection; the other stays open."""
        self._do(lambda: [self._end(pair, direction) for pair in self._pairs])

    def lose_the_reply_to(self, request: bytes) -> None:
        """Let the next request that contains `request` reach the server, and reset the connection instead of answering."""
        self._do(lambda: setattr(self, "_loses", request))

    def heal(self) -> None:
        """Let everything pass again."""
        self._do(self._heal)

    async def listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._heal()
        return server

    def _do(self, act: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(act)

    def _cut(self) -> None:
        self._is_up = False
        for pair in self._pairs:
            pair.reset()

    def _heal(self) -> None:
        self._is_up, self._delay_s, self._loses = True, 0.0, None
        for passes in self._passes.values():
            passes.set()

    @staticmethod
    def _end(pair: _Pair, direction: Direction) -> None:
        with suppress(OSError):
            (pair.server if direction == "requests" else pair.client).write_eof()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_up:
            writer.transport.abort()
            return
        try:
            from_server, to_server = await asyncio.open_connection(*self._server)
        except OSError:
            writer.transport.abort()
            return
        pair = _Pair(writer, to_server)
        self._pairs.add(pair)
        try:
            await asyncio.gather(self._pump(reader, pair, "requests"), self._pump(from_server, pair, "replies"))
        except (OSError, RuntimeError, asyncio.CancelledError):  # reset, written to after a half-close, or over
            pair.reset()
        finally:
            self._pairs.discard(pair)
            for half in (writer, to_server):
                half.close()

    async def _pump(self, reader: asyncio.StreamReader, pair: _Pair, direction: Direction) -> None:
        while data := await reader.read(65_536):
            if self._delay_s:
                await asyncio.sleep(self._delay_s)
            await self._passes[direction].wait()
            if direction == "requests" and self._loses is not None and self._loses in data:
                pair.loses_the_reply, self._loses = True, None
            elif direction == "replies" and pair.loses_the_reply:
                raise ConnectionResetError
            writer = pair.server if direction == "requests" else pair.client
            writer.write(data)
            await writer.drain()
        self._end(pair, direction)


class Network:
    """All links, and the loop that they work in."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop
        self._doors: list[asyncio.Server] = []
        self._over = asyncio.Event()
        self._ready = threading.Event()

    def link(self, host: str, port: int) -> Link:
        """Open a way to a server; clients connect to 127.0.0.1 at its `port`."""
        link = Link(self._loop, host, port)
        self._doors.append(asyncio.run_coroutine_threadsafe(link.listen(), self._loop).result())
        return link

    async def run(self) -> None:
        """Work until `stop`; what is connected then is cut off."""
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await self._over.wait()
        for door in self._doors:
            door.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)

    def await_ready(self) -> None:
        self._ready.wait()


@contextmanager
def network() -> Iterator[Network]:
    """Run a network while the block lasts."""
    made = Network()
    thread = threading.Thread(target=lambda: asyncio.run(made.run()), daemon=True)
    thread.start()
    made.await_ready()
    try:
        yield made
    finally:
        made.stop()
        thread.join()
