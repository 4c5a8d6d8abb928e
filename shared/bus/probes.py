"""What an orchestrator asks: is the process alive, and is it at work?"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from faststream.asgi import AsgiResponse, get

from shared.bus.inbox import Inbox
from shared.bus.status import Status

_OLD_BEAT_S = 60.0


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
