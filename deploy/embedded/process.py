"""One server as a process: never outliving its supervisor, and known to be gone only when its last child is."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.embedded.child import Account, die_with_parent, environment
from deploy.embedded.errors import BackingError

_START_S: Final = 60.0  # a durable first start on a busy disk took 3 s
_STOP_S: Final = 10.0
_POLL_S: Final = 0.005


@dataclass(frozen=True, slots=True)
class Server:
    """How to run one server: its command, its user, its log, what it answers when it is ready, and its ways to stop."""

    name: str
    command: tuple[str, ...]
    account: Account | None
    log: Path
    is_ready: Callable[[int], bool]
    stops: Mapping[str, signal.Signals]


class ServerProcess:
    """A server that can be started, stopped and killed again and again on the same directory and address."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._process: subprocess.Popen[bytes] | None = None
        self._alive = -1

    def start(self) -> None:
        """Start the server and wait until it answers; BackingError shows the end of its log when it does not."""
        if self.is_running:
            raise BackingError(f"{self._server.name} is already running")
        if self._process:
            self.kill()  # it died by itself: its children may not have noticed yet
        self._alive, held = os.pipe()
        with self._server.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 -- the command is ours
                self._server.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=environment(),
                pass_fds=(held,),
                start_new_session=True,  # Ctrl-C must reach the services first, not their servers
                preexec_fn=die_with_parent(),  # noqa: PLW1509 -- the supervisor has one thread
                **(self._server.account.as_popen() if self._server.account else {}),
            )
        os.close(held)
        self._await_ready(self._process)

    def stop(self, how: str = "") -> None:
        """
        Stop the server in one of its own ways (the first by default) and wait until all its processes are gone.

        One that takes more than 10 s over it is killed.
        """
        stops = self._server.stops
        if how and how not in stops:
            raise BackingError(f"{self._server.name} knows no {how!r} stop, but {', '.join(stops)}")
        self._end(stops[how or next(iter(stops))])

    def kill(self) -> None:
        """End the server with SIGKILL, as a crash does, and wait until its orphaned children are gone too."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let the server hang: it keeps its connections and answers nothing."""
        self._running().send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused server go on."""
        self._running().send_signal(signal.SIGCONT)

    @property
    def is_running(self) -> bool:
        """Whether the process exists, be it paused."""
        return self._process is not None and self._process.poll() is None

    def _running(self) -> subprocess.Popen[bytes]:
        if not self._process:
            raise BackingError(f"{self._server.name} is not running")
        return self._process

    def _end(self, how: signal.Signals) -> None:
        process = self._running()
        process.send_signal(how)
        process.send_signal(signal.SIGCONT)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        select.select([self._alive], [], [], _STOP_S)  # readable at end of file: the last child has closed its copy
        os.close(self._alive)
        self._process = None

    def _await_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _START_S
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError, IndexError):
                if self._server.is_ready(process.pid):
                    return
            time.sleep(_POLL_S)
        self._end(signal.SIGKILL)
        tail = self._server.log.read_text(errors="replace")[-2000:]
        raise BackingError(f"{self._server.name} did not start; its log {self._server.log} ends with:\n{tail}")
