"""``dateline doctor``: settings, servers, services and permissions, and what to do about each fault."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Annotated, Final

import typer
from rich.text import Text

from deploy.cli.checkup import Check, Level, fault
from deploy.cli.connections import database_url, reaching_redis, redis_client
from deploy.cli.errors import CommandError, Status
from deploy.cli.postgres_checks import check_postgres
from deploy.cli.redis_checks import check_server
from deploy.cli.settings_checks import check_settings
from deploy.cli.stage_checks import check_permissions, check_stages
from deploy.cli.terminal import console, printable
from shared.settings import SettingsError

_SEEN_WITHIN_S: Final = 20.0  # a replica that has nothing to do asks every few seconds
_STYLES: Final = {Level.OK: "green", Level.WARNING: "yellow", Level.FAULT: "bold red"}


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> Status:
    """
    Check settings, servers, services and permissions, and say what to fix; change nothing.

    A warning can wait, a fault can not. Checks what it can where a server does not answer. Exit status 0 without a fault, 1
    with one, 3 where a server did not answer.
    """
    checks: list[Check] = []
    unreachable = False
    for part in (_settings, _redis, _postgres):
        try:
            for check in part():
                checks.append(check)
                if not as_json:
                    _print(check)
        except SettingsError:
            continue  # the first part has named it
        except CommandError as error:
            unreachable = True
            checks.append(fault(part.__name__.strip("_"), str(error), "start it, or correct its address and login"))
            if not as_json:
                _print(checks[-1])
    faults, warnings = (sum(check.level == level for check in checks) for level in (Level.FAULT, Level.WARNING))
    if as_json:
        print(json.dumps({"checks": [*map(_as_json, checks)], "faults": faults, "warnings": warnings}))
    else:
        print(f"\n{_counted(faults, 'fault')}, {_counted(warnings, 'warning')}.")
    if unreachable:
        return Status.UNREACHABLE
    return Status.NO if faults else Status.OK


def _settings() -> Iterator[Check]:
    yield from check_settings(os.environ)


def _redis() -> Iterator[Check]:
    with reaching_redis(), redis_client() as client:
        yield from check_server(client)
        yield check_permissions(client)
        yield from check_stages(client, _SEEN_WITHIN_S)


def _postgres() -> Iterator[Check]:
    yield from check_postgres(database_url())


def _print(check: Check) -> None:
    line = Text.assemble((f"{check.level:9}", _STYLES[check.level]), f"{check.subject:22}", printable(check.found))
    page = console()
    page.print(line, soft_wrap=True)
    if check.advice:
        page.print(Text(f"{'':9}{'':22}→ {check.advice}"), soft_wrap=True)


def _as_json(check: Check) -> dict[str, str]:
    return {"subject": check.subject, "level": check.level, "found": check.found, "advice": check.advice}


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"
