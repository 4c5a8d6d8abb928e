"""Valkey or Redis as Dateline needs it: append-only file on, nothing evicted, on a unix socket."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
from pathlib import Path
from typing import Final

from deploy.embedded.access import Access
from deploy.embedded.binaries import Program
from deploy.embedded.process import Server
from deploy.embedded.workspace import Workspace

_CONFIGURATION: Final = "redis.conf"
_SOCKET: Final = "redis.sock"


def redis_server(program: Program, place: Workspace, access: Access, *, durable: bool) -> Server:
    """
    Write the configuration, and say how to run the server.

    The append-only file is always on, so that a killed server comes back with everything it had acknowledged;
    `durable` adds the disk's promise (every second), without which only a power cut loses anything.
    """
    data = place.data / "redis"
    data.mkdir(mode=0o700, exist_ok=True)
    settings = {
        "port": access.redis_port or 0,
        "bind": "127.0.0.1",
        "unixsocket": place.root / _SOCKET,
        "unixsocketperm": 700,
        "dir": data,
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec" if durable else "no",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    if access.password:
        settings["requirepass"] = access.password
    configuration = place.root / _CONFIGURATION
    configuration.touch(mode=0o600)  # it may hold the password, which an argument would show to every user
    configuration.write_text(
        "".join(f"{name} {json.dumps(str(value), ensure_ascii=False)}\n" for name, value in settings.items())
    )

    return Server(
        name="Redis",
        command=(str(program.path), str(configuration)),
        account=None,
        log=place.data / "redis.log",
        is_ready=lambda _pid: _answers(place.root / _SOCKET, access.password),
        stops={"orderly": signal.SIGTERM},
    )


def redis_url(place: Workspace, access: Access) -> str:
    """Give the URL on the unix socket."""
    return f"unix://{f':{access.password}@' if access.password else ''}{place.root / _SOCKET}"


def redis_tcp_url(access: Access) -> str | None:
    """Give the URL on loopback, if there is one."""
    return f"redis://:{access.password}@127.0.0.1:{access.redis_port}/0" if access.redis_port else None


def shut_down_left_over(root: Path) -> None:
    """Stop a server whose supervisor was killed, where the kernel has not (macOS); return when it is gone."""
    with contextlib.suppress(OSError):
        password = re.search(r'^requirepass "(.*)"$', (root / _CONFIGURATION).read_text(), re.MULTILINE)
        _ask(root / _SOCKET, f"{_login(password and password[1])}SHUTDOWN NOSAVE")


def _answers(path: Path, password: str | None) -> bool:
    return "+PONG" in _ask(path, f"{_login(password)}PING")  # -LOADING while the append-only file is read


def _login(password: str | None) -> str:
    return f"AUTH {password}\r\n" if password else ""


def _ask(path: Path, line: str) -> str:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        connection.connect(str(path))
        connection.sendall(f"{line}\r\nQUIT\r\n".encode())
        return b"".join(iter(lambda: connection.recv(256), b"")).decode(errors="replace")
