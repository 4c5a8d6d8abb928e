"""
Own both servers for as long as a pipe from the parent stays open: ``python -m deploy.embedded.supervisor``.

The parent writes one JSON line with what it wants, reads one with the addresses, and may then send commands, one line
each. Whatever ends the parent, kill -9 included, closes the pipe; the supervisor then stops the servers and removes what
is not to be kept. Should the supervisor itself be killed, the kernel stops the servers (Linux) or the next start does.
"""

from __future__ import annotations

import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from deploy.embedded.access import Access
from deploy.embedded.binaries import find_postgres, find_redis
from deploy.embedded.child import unprivileged_account
from deploy.embedded.errors import BackingError
from deploy.embedded.postgres_server import database_tcp_url, database_url, postgres_server
from deploy.embedded.process import ServerProcess
from deploy.embedded.redis_server import redis_server, redis_tcp_url, redis_url, shut_down_left_over
from deploy.embedded.workspace import Workspace, workspace

ADDRESSES: Final = "addresses.json"
"""In a kept data directory while its servers run: what the parent was told, for other processes of the same user."""


def supervise(requests: IO[str], replies: IO[str]) -> None:
    """Serve one parent until its pipe ends; a failure to start is the first reply, so that the parent can show it."""
    try:
        wish = json.loads(requests.readline() or "null")
        if wish is None:
            return
        data_dir = Path(wish["data_dir"]) if wish["data_dir"] else None
        ports = wish["tcp_ports"]
        access = Access.on_ports((ports[0], ports[1]) if ports else None)
        with (
            workspace(data_dir, shut_down_left_over) as place,
            _running(place, access, durable=wish["durable"]) as (servers, facts),
        ):
            _reply(replies, facts)
            for line in requests:
                _reply(replies, _obey(servers, json.loads(line)))
    except BackingError as error:
        _reply(replies, {"error": str(error)})
    except OSError as error:
        _reply(replies, {"error": f"{error.filename or 'embedded servers'}: {error.strerror}"})


@contextlib.contextmanager
def _running(
    place: Workspace, access: Access, *, durable: bool
) -> Iterator[tuple[dict[str, ServerProcess], dict[str, Any]]]:
    account = unprivileged_account()
    redis, postgres = find_redis(), find_postgres(account, place.root / "programs")
    servers = {
        "redis": ServerProcess(redis_server(redis, place, access, durable=durable)),
        "postgres": ServerProcess(postgres_server(postgres, account, place, access, durable=durable)),
    }
    facts = {
        "redis_url": redis_url(place, access),
        "database_url": database_url(place, access),
        "redis_tcp_url": redis_tcp_url(access),
        "database_tcp_url": database_tcp_url(access),
        "how": {"redis": redis.title, "postgres": postgres.title},
    }
    addresses = place.data / ADDRESSES
    with contextlib.ExitStack() as started:
        for server in servers.values():
            server.start()
            started.callback(_stop_if_running, server)
        started.callback(addresses.unlink, missing_ok=True)
        addresses.touch(mode=0o600)  # it may hold the password
        addresses.write_text(json.dumps(facts))
        yield servers, facts


def _obey(servers: dict[str, ServerProcess], command: dict[str, Any]) -> dict[str, Any]:
    server = servers[command["server"]]
    try:
        match command["do"]:
            case "start":
                server.start()
            case "stop":
                server.stop(command["how"])
            case "kill":
                server.kill()
            case "pause":
                server.pause()
            case "resume":
                server.resume()
    except BackingError as error:
        return {"error": str(error)}
    return {"is_running": server.is_running}


def _stop_if_running(server: ServerProcess) -> None:
    if server.is_running:
        server.stop()


def _reply(replies: IO[str], message: dict[str, Any]) -> None:
    with contextlib.suppress(BrokenPipeError):  # the parent is gone: its pipe ends next
        replies.write(json.dumps(message) + "\n")
        replies.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    supervise(sys.stdin, sys.stdout)
