"""``dateline status``: where the documents are, what is stuck, and whether each one is accounted for."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer
from redis import Redis
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from deploy.cli.balance import OUTCOMES, Report
from deploy.cli.census import STAGES, Census, take_census
from deploy.cli.connections import database_url, reaching_redis, redis_client
from deploy.cli.errors import CommandError, Status
from shared.contracts import streams
from shared.settings import BusSettings, load

_LOOK_AGAIN_S: Final = 1.0
_LOOKS: Final = 3


def status(
    watch: Annotated[bool, typer.Option("--watch", help="Keep looking, until Ctrl-C.")] = False,
    interval: Annotated[float, typer.Option(min=0.2, help="With --watch: seconds between two looks.")] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, with --watch one a look.")] = False,
) -> Status:
    """
    Show each stage's backlog and what is stuck, and the balance of all submissions.

    received = created + updated + duplicate + superseded + withdrawn + rejected + in flight. Works without Postgres, and
    then says that outcomes are not known. Exit status 1 where something is stuck or the balance is uneven.
    """
    url, gone_after_s = database_url(), load(BusSettings).claim_after_s
    with reaching_redis(), redis_client() as client:
        if watch:
            _watch(_reports(client, url, gone_after_s, interval), as_json=as_json)
        report = _settled_report(client, url, gone_after_s)
    if as_json:
        print(json.dumps(_as_json(report)))
    else:
        Console(highlight=False).print(_page(report))
    return Status.NO if any(report.problems()) else Status.OK


def _watch(reports: Iterator[Report], *, as_json: bool) -> None:
    console = Console(highlight=False)
    if as_json or not console.is_terminal:
        for report in reports:
            if as_json:
                print(json.dumps(_as_json(report)), flush=True)
            else:
                console.print(_page(report))
    with Live(console=console, auto_refresh=False, screen=False) as live:
        for report in reports:
            live.update(_page(report), refresh=True)


def _reports(client: Redis, url: str, gone_after_s: float, interval_s: float) -> Iterator[Report]:
    before: Census | None = None
    while True:
        report = _look(client, url, gone_after_s, before)
        yield report
        before = report.census
        time.sleep(interval_s)


def _settled_report(client: Redis, url: str, gone_after_s: float) -> Report:
    """Look once where nothing is on its way, else again for the rates, and until the balance is even or does not move."""
    report = _look(client, url, gone_after_s, None)
    for _ in range(_LOOKS):
        if not report.difference and (report.rates or not any(stage.unfinished for stage in report.census.stages)):
            break
        time.sleep(_LOOK_AGAIN_S)
        report = _look(client, url, gone_after_s, report.census)
    return report


def _look(client: Redis, url: str, gone_after_s: float, before: Census | None) -> Report:
    outcomes, unreachable = _outcomes(url)  # first: what is settled meanwhile is then missing, never counted twice
    census = take_census(client, gone_after_s)
    rates: dict[str, float] = {}
    if before and census.at_ms > before.at_ms:
        seconds = (census.at_ms - before.at_ms) / 1000
        rates = {
            now.name: max(0.0, (now.settled - then.settled) / seconds)
            for now, then in zip(census.stages, before.stages, strict=True)
        }
    return Report(census, outcomes, unreachable, rates)


def _outcomes(url: str) -> tuple[dict[str, int] | None, str | None]:
    try:
        from deploy.cli import stored  # noqa: PLC0415 (psycopg may not be there, and Redis is worth looking at without)

        return stored.count_outcomes(url), None
    except CommandError as error:
        return None, str(error)
    except ModuleNotFoundError as error:
        return None, f"the package {error.name} is not installed"


def _page(report: Report) -> Group:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("stage", no_wrap=True)
    for column in ("backlog", "in flight", "delayed", "oldest", "rate/s", "replicas", "dead"):
        table.add_column(column, justify="right", no_wrap=True)
    for stage in report.census.stages:
        if STAGES[stage.name] in streams.BULK and not stage.unfinished + stage.dead:
            continue
        rate = report.rates.get(stage.name)
        numbers = (stage.backlog, stage.in_flight, stage.delayed)
        table.add_row(
            stage.name,
            *(f"{number:,}" for number in numbers),
            _age(report.age_s(stage)),
            "" if rate is None else f"{rate:,.1f}",
            str(stage.replicas),
            f"{stage.dead:,}",
        )
    lines = [Text(), _balance(report)]
    lines += [Text(f"! {problem}", style="bold red") for problem in report.problems()]
    lines += [Text(f"- {note}") for note in report.notes()]
    return Group(table, *lines)


def _balance(report: Report) -> Text:
    received, in_flight = report.census.received, report.census.in_flight
    if report.outcomes is None:
        return Text(f"received {received:,}, in flight {in_flight:,}")
    parts = [f"{outcome} {report.outcomes.get(outcome, 0):,}" for outcome in OUTCOMES]
    difference = report.difference or 0
    odd = f" {'+' if difference > 0 else '-'} {abs(difference):,} odd" if difference else ""
    return Text(f"received {received:,} = {' + '.join(parts)} + in flight {in_flight:,}{odd}")


def _age(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 120:  # noqa: PLR2004
        return f"{seconds:.0f} s"
    if seconds < 7200:  # noqa: PLR2004
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"


def _as_json(report: Report) -> dict[str, Any]:
    census = report.census
    return {
        "stages": [
            {
                "stage": stage.name,
                "backlog": stage.backlog,
                "in_flight": stage.in_flight,
                "delayed": stage.delayed,
                "dead": stage.dead,
                "oldest_entry_id": stage.oldest_entry_id,
                "oldest_s": report.age_s(stage),
                "per_second": report.rates.get(stage.name),
                "replicas": stage.replicas,
                "abandoned": stage.abandoned,
            }
            for stage in census.stages
        ],
        "intake": census.intake,
        "memory": census.memory,
        "received": census.received,
        "outcomes": None if report.outcomes is None else {name: report.outcomes.get(name, 0) for name in OUTCOMES},
        "in_flight": census.in_flight,
        "difference": report.difference,
        "problems": list(report.problems()),
        "notes": list(report.notes()),
    }
