"""PostgreSQL as Dateline needs it: UTF-8 whatever the machine's locale, UTC, on a unix socket."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from pathlib import Path
from typing import Final

from deploy.embedded.access import Access
from deploy.embedded.binaries import Program
from deploy.embedded.child import Account, run
from deploy.embedded.errors import BackingError
from deploy.embedded.process import Server
from deploy.embedded.workspace import Workspace

_USER: Final = "postgres"
_SOCKETS: Final = "pg"
_SOCKET_PORT: Final = 5432  # part of the socket's name; nothing listens on it
_BUILTIN_LOCALE_SINCE: Final = 17


def postgres_server(program: Program, account: Account | None, place: Workspace, access: Access, *, durable: bool) -> Server:
    """
    Make the cluster unless it exists, and say how to run it.

    Without `durable` nothing is synced to the disk: a killed server still comes back with every commit,
    because the kernel has it; only a power cut would lose some.
    """
    cluster = place.data / "postgres"
    _own(place.root / _SOCKETS, account)
    _require_reach(place.data, account)
    if not (cluster / "PG_VERSION").exists():
        _initialise(program, account, cluster, durable=durable)
    made_by = int((cluster / "PG_VERSION").read_text())
    if made_by != program.version[0]:
        raise BackingError(
            f"{cluster} was made by PostgreSQL {made_by}, but {program.title} was found: use another data directory"
        )
    _stop_left_over(program, account, cluster)
    if access.password:
        _set_password(program, account, cluster, access.password)

    settings = {
        "unix_socket_directories": place.root / _SOCKETS,
        "listen_addresses": "127.0.0.1" if access.postgres_port else "",
        "port": access.postgres_port or _SOCKET_PORT,
        "max_connections": 100,
    }
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    return Server(
        name="PostgreSQL",
        command=(str(program.path), "-D", str(cluster), *(f"--{name}={value}" for name, value in settings.items())),
        account=account,
        log=place.data / "postgres.log",
        is_ready=lambda pid: _is_ready(cluster, pid),
        stops={"fast": signal.SIGINT, "immediate": signal.SIGQUIT, "smart": signal.SIGTERM},
    )


def database_url(place: Workspace, access: Access) -> str:
    """Give the SQLAlchemy URL on the unix socket."""
    port = f"&port={access.postgres_port}" if access.postgres_port else ""
    return f"postgresql+psycopg://{_USER}@/postgres?host={place.root / _SOCKETS}{port}"


def database_tcp_url(access: Access) -> str | None:
    """Give the SQLAlchemy URL on loopback, if there is one."""
    if not access.postgres_port:
        return None
    return f"postgresql+psycopg://{_USER}:{access.password}@127.0.0.1:{access.postgres_port}/postgres"


def _initialise(program: Program, account: Account | None, cluster: Path, *, durable: bool) -> None:
    """Run initdb beside the final place and rename: an interrupted one leaves nothing that looks finished."""
    unfinished = cluster.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _own(unfinished, account)
    builtin = program.version[0] >= _BUILTIN_LOCALE_SINCE
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if builtin else ["--locale=C.UTF-8"]
    sync = [] if durable else ["--no-sync"]
    arguments = (
        "-U",
        _USER,
        "-E",
        "UTF8",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-instructions",
        *locale,
        *sync,
    )
    run(str(program.path.with_name("initdb")), "-D", str(unfinished), *arguments, account=account)
    unfinished.rename(cluster)


def _set_password(program: Program, account: Account | None, cluster: Path, password: str) -> None:
    statement = f"ALTER ROLE {_USER} PASSWORD '{password}'\n"  # URL-safe characters only
    run(str(program.path), "--single", "-D", str(cluster), "postgres", account=account, standard_input=statement)


def _stop_left_over(program: Program, account: Account | None, cluster: Path) -> None:
    """Wait for a server whose supervisor was killed a moment ago, or stop it where the kernel has not (macOS)."""
    if (cluster / "postmaster.pid").exists():
        with contextlib.suppress(BackingError):  # it was only the file that was left
            pg_ctl = str(program.path.with_name("pg_ctl"))
            run(pg_ctl, "stop", "-D", str(cluster), "-m", "fast", "-t", "20", account=account)


def _require_reach(directory: Path, account: Account | None) -> None:
    if account:
        try:
            run("test", "-x", str(directory), account=account)
        except BackingError as error:
            why = f"as root, PostgreSQL runs as user {account.name!r}, who cannot reach {directory}"
            raise BackingError(f"{why}: choose another data directory, such as /var/lib/dateline") from error


def _own(directory: Path, account: Account | None) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(directory, account.uid, account.gid)


def _is_ready(cluster: Path, pid: int) -> bool:
    lines = (cluster / "postmaster.pid").read_text().splitlines()
    return lines[0] == str(pid) and lines[7].strip() == "ready"  # the pid: a killed server leaves its file behind
