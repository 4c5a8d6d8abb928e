"""Start a PostgreSQL and a Valkey of our own, for as long as a ``with`` block lasts."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from deploy.embedded.errors import BackingError
from deploy.embedded.workspace import is_in_use

__all__ = ["BackingError", "ServerHandle", "Servers", "default_data_dir", "running", "servers"]

_ROOT: Final = Path(__file__).resolve().parents[2]
_STOP_S: Final = 40.0  # two servers, each with its own limit in the supervisor


class _Link:
    """The pipe to the supervisor: one request, one reply, from any thread."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._turn = threading.Lock()

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its reply; BackingError carries the supervisor's own words."""
        assert self._process.stdin
        assert self._process.stdout
        with self._turn:
            try:
                self._process.stdin.write(json.dumps(request) + "\n")
                self._process.stdin.flush()
                line = self._process.stdout.readline()
            except (BrokenPipeError, ValueError):
                line = ""
        if not line:
            raise BackingError("the supervisor of the embedded servers has ended")
        reply: dict[str, Any] = json.loads(line)
        if "error" in reply:
            raise BackingError(reply["error"])
        return reply


class ServerHandle:
    """One of the servers, to be stopped and started by hand: its address and its data stay the same."""

    def __init__(self, link: _Link, name: Literal["redis", "postgres"]) -> None:
        self._link = link
        self._name = name

    def start(self) -> None:
        """Start the server again and wait until it answers."""
        self._do("start")

    def stop(self, how: Literal["", "orderly", "smart", "fast", "immediate"] = "") -> None:
        """Stop the server, and wait until it is gone; PostgreSQL knows ``fast`` (its default), ``smart``, ``immediate``."""
        self._do("stop", how=how)

    def kill(self) -> None:
        """Kill -9 the server and wait until it is gone."""
        self._do("kill")

    def pause(self) -> None:
        """Let the server hang: connections stay open and nothing answers. (PostgreSQL: new ones wait.)"""
        self._do("pause")

    def resume(self) -> None:
        """Let a paused server go on."""
        self._do("resume")

    @property
    def is_running(self) -> bool:
        """Whether the server's process exists, be it paused."""
        return bool(self._do("look")["is_running"])

    def _do(self, what: str, **more: str) -> dict[str, Any]:
        return self._link.ask({"server": self._name, "do": what, **more})


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the two servers are (unix sockets, and loopback if asked for), and which programs they are."""

    redis_url: str
    database_url: str
    redis_tcp_url: str | None
    database_tcp_url: str | None
    how: Mapping[str, str]
    redis: ServerHandle
    postgres: ServerHandle


@contextlib.contextmanager
def servers(
    data_dir: Path | None = None, *, durable: bool = False, tcp_ports: tuple[int, int] | None = None
) -> Iterator[Servers]:
    """
    Run both servers; stop them at the end of the block, and also when this process dies in any other way.

    Everything is thrown away at the end unless `data_dir` names a directory to keep. Both survive kill -9 with all they
    had acknowledged; `durable` syncs to the disk too, so that they survive a power cut. `tcp_ports` (Redis, PostgreSQL)
    adds listeners on 127.0.0.1 behind a password that is part of the URLs; without it nothing listens on the network.
    """
    supervisor = subprocess.Popen(
        [sys.executable, "-P", "-m", "deploy.embedded.supervisor"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the parent: it decides when the servers go
        cwd="/",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))},
    )
    link = _Link(supervisor)
    try:
        wish = {
            "data_dir": str(data_dir.expanduser().resolve()) if data_dir else None,
            "durable": durable,
            "tcp_ports": tcp_ports,
        }
        yield Servers(**link.ask(wish), redis=ServerHandle(link, "redis"), postgres=ServerHandle(link, "postgres"))
    finally:
        _end(supervisor)


def running(data_dir: Path) -> tuple[str, str] | None:
    """Give the Redis and the database URL of the servers that another process runs on a kept `data_dir`, if any."""
    directory = data_dir.expanduser().resolve()
    if not is_in_use(directory):
        return None
    try:
        facts = json.loads((directory / "addresses.json").read_text())
    except (OSError, ValueError):
        return None
    return facts["redis_url"], facts["database_url"]


def default_data_dir() -> Path:
    """Choose where data is kept when the user does not say; root's home is closed to the user PostgreSQL then runs as."""
    if os.geteuid() == 0:
        return Path("/var/lib/dateline")
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state") / "dateline"


def _end(supervisor: subprocess.Popen[str]) -> None:
    assert supervisor.stdin
    assert supervisor.stdout
    with contextlib.suppress(BrokenPipeError):
        supervisor.stdin.close()
    try:
        supervisor.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        supervisor.kill()
        supervisor.wait()
    finally:
        supervisor.stdout.close()
