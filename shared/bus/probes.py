"""What an orchestrator asks: is the process alive, and is it at work?"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Sequence
from typing import Any

import structlog
import uvicorn
from faststream.asgi import AsgiResponse, get

from shared.bus.inbox import Inbox
from shared.bus.status import Status

_OLD_BEAT_S = 60.0
_log = structlog.get_logger()


class ProbeServer(uvicorn.Server):
    """A server that leaves signals to the service: uvicorn re-raises them, and a clean shutdown would look like a crash."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    async def main_loop(self) -> None:
        """Wait for the end: uvicorn's own loop looks for it ten times a second, in every idle replica."""
        await self._stopping.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        """Leave them."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say where."""
        await super().startup(sockets)
        if self.started:  # the port may have been left to the system
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            _log.info("probes_listening", host=host, port=port)


def live_route(status: Status, inboxes: Sequence[Inbox[Any]]) -> Any:
    """Answer 503 when a restart would help: a reader is dead, or the heartbeat has stopped while Redis is there."""

    @get
    async def live(_: Any) -> AsgiResponse:
        old = time.monotonic() - status.beat > _OLD_BEAT_S and "redis" not in status.waiting_for
        return _answer(status, alive=all(inbox.is_reading for inbox in inboxes) and not old)

    return live


def ready_route(status: Status, inboxes: Sequence[Inbox[Any]]) -> Any:
    """Answer 503 while the service makes no progress: it waits for a dependency, has not started or is stopping."""

    @get
    async def ready(_: Any) -> AsgiResponse:
        fresh = time.monotonic() - status.beat < _OLD_BEAT_S
        reading = all(inbox.is_reading for inbox in inboxes)
        waits = [name for name in status.waiting_for if name != "room"]
        return _answer(status, alive=fresh and reading and not waits and not status.stopping.is_set())

    return ready


def _answer(status: Status, *, alive: bool) -> AsgiResponse:
    body = {"service": status.service, "ok": alive, "waiting_for": status.waiting_for}
    return AsgiResponse(json.dumps(body).encode(), 200 if alive else 503, {"content-type": "application/json"})
