"""``dateline up``: the whole system on this machine, with its data kept, until Ctrl-C."""

from __future__ import annotations

import json
import shlex
import time
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli.census import take_census
from deploy.cli.connections import reaching_redis, redis_client
from deploy.cli.errors import CommandError, Status
from deploy.cli.hosting import hosted, this_command
from deploy.embedded.backing import default_data_dir
from deploy.embedded.runner import SERVICES, System

_READY_S: Final = 120.0
_SEEN_WITHIN_S: Final = 20.0
_TEND_S: Final = 0.5


def up(
    data_dir: Annotated[Path | None, typer.Option(help="Where the data is kept.", show_default="the user's own")] = None,
    ports: Annotated[
        tuple[int, int] | None,
        typer.Option(metavar="REDIS POSTGRES", help="Listen on these ports of 127.0.0.1, too, behind a password."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="When ready, print one JSON object with the addresses.")] = False,
) -> Status:
    """
    Run the whole system here until Ctrl-C; the data is kept, and is there again next time.

    Starts a PostgreSQL, a Valkey and the three services, and starts a service again when it dies. Meanwhile the other verbs
    find the servers by themselves, unless DATELINE_REDIS_URL or DATELINE_DATABASE_URL is set.
    """
    directory = (data_dir or default_data_dir()).expanduser()
    console = Console(stderr=as_json, highlight=False, soft_wrap=True)
    try:
        with hosted(console) as (following, start), start(directory, durable=True, tcp_ports=ports) as system:
            following.expect("waiting for the services")
            _wait_until_ready(system)
            following.step("ready: " + ", ".join(SERVICES))
            following.finish()
            if as_json:
                print(json.dumps(_addresses(system, directory)), flush=True)
            else:
                _welcome(console, system, directory)
            _stay(console, system)
    except KeyboardInterrupt:
        console.print("Stopped; the data is kept.")
        return Status.OK


def _wait_until_ready(system: System) -> None:
    """Wait until each service reads its stream."""
    deadline = time.monotonic() + _READY_S
    with reaching_redis(), redis_client(system.servers.redis_url) as client:
        while True:
            system.tend()
            replicas = {stage.name: stage.replicas for stage in take_census(client, _SEEN_WITHIN_S).stages}
            if all(replicas[name] for name in SERVICES):
                return
            if time.monotonic() > deadline:
                raise CommandError(
                    Status.UNREACHABLE, f"the services are not ready after {_READY_S:.0f} s; {system.tails()}"
                )
            time.sleep(_TEND_S / 2)


def _stay(console: Console, system: System) -> NoReturn:
    restarts = dict.fromkeys(SERVICES, 0)
    while True:
        time.sleep(_TEND_S)
        system.tend()
        for name, service in system.services.items():
            if service.restarts > restarts[name]:
                restarts[name] = service.restarts
                console.print(f"{name} had died and was started again; its log: {service.log}", markup=False)


def _welcome(console: Console, system: System, directory: Path) -> None:
    me = this_command()
    lines = (
        "",
        "Dateline is up. Ctrl-C stops it.",
        "",
        *(f"  export {name}={shlex.quote(url)}" for name, url in _urls(system).items()),
        "",
        f"  {me} publish FILE --wait    put a document through it",
        f"  {me} status --watch         see where documents are",
        "",
        f"Data: {directory}    Logs: {system.logs}",
    )
    for line in lines:
        console.print(Text(line))


def _urls(system: System) -> dict[str, str]:
    servers = system.servers
    return {
        "DATELINE_REDIS_URL": servers.redis_tcp_url or servers.redis_url,
        "DATELINE_DATABASE_URL": servers.database_tcp_url or servers.database_url,
    }


def _addresses(system: System, directory: Path) -> dict[str, str]:
    return {
        "redis_url": _urls(system)["DATELINE_REDIS_URL"],
        "database_url": _urls(system)["DATELINE_DATABASE_URL"],
        "data_dir": str(directory),
        "logs": str(system.logs),
    }
