"""``dateline trace``: where a document is, and what each stage did to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from pydantic import TypeAdapter

from deploy.cli.connections import database_url, reaching_redis, redis_client
from deploy.cli.errors import CommandError, Status
from deploy.cli.stored import read_submissions
from deploy.cli.terminal import moment, printable
from deploy.cli.whereabouts import Clue, Place, find
from shared.contracts.events import Step

_LOOKS: Final = 2  # a document that moves from a delay to its stream, or from Redis to Postgres, can slip past one look
_STEPS: Final = TypeAdapter(tuple[Step, ...])


@dataclass(slots=True)
class Trace:
    """One submission: where it lies on Redis, what Postgres knows of it."""

    submission_entry_id: str
    article_id: str | None = None
    correlation_id: str | None = None
    source: str | None = None
    id: str | None = None
    places: list[Place] = field(default_factory=list)
    history: Sequence[Step] = ()
    outcome: dict[str, Any] | None = None

    @property
    def state(self) -> str:
        """Say in a word where it is: what is still to be done counts more than what was."""
        on_the_way = [place.state for place in self.places if place.state != "dead"]
        if on_the_way or self.places:
            return (on_the_way or ["dead"])[0]
        outcome = str(self.outcome["outcome"]) if self.outcome else "unknown"
        return "stored" if outcome in {"created", "updated"} else outcome


def trace(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A submission's entry id, an article id, SOURCE/ID, an address, or a correlation id."
        ),
    ],
    limit: Annotated[int, typer.Option(min=1, help="At most so many submissions, the newest first.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Show where a document is and what each stage did to it: unread, in work, delayed, dead, or stored.

    Looks at every stream and in the ledger; where one server does not answer, what it knows is missing. Exit status 1 where
    nothing is known of ID.
    """
    clue = Clue.of(name)
    for _ in range(_LOOKS):
        traces, missing = _look(clue, limit)
        if traces:
            break
    if len(missing) > 1 or (missing and not traces):
        raise CommandError(Status.UNREACHABLE, "; ".join(missing))
    if as_json:
        print(json.dumps({"submissions": [*map(_as_json, traces)], "missing": missing}))
    else:
        for one in traces:
            _print(one)
        for reason in missing:
            print(f"- {printable(reason)}: what it knows is missing here")
    if not traces:
        raise CommandError(Status.NO, f"nothing is known of {printable(name)}: was it published here?")
    return Status.OK


def _look(clue: Clue, limit: int) -> tuple[list[Trace], list[str]]:
    """Look once on both servers; name what did not answer."""
    traces: dict[str, Trace] = {}
    missing: list[str] = []
    try:
        with reaching_redis(), redis_client() as client:
            _add_places(traces, find(client, clue))
    except CommandError as error:
        missing.append(str(error))
    try:
        _add_records(traces, clue, limit)
    except CommandError as error:
        missing.append(str(error))
    newest = sorted(traces.values(), key=lambda one: _order(one.submission_entry_id), reverse=True)
    return newest[:limit], missing


def _add_places(traces: dict[str, Trace], places: Iterable[Place]) -> None:
    for place in places:
        subject = place.subject
        one = traces.setdefault(subject.submission_entry_id, Trace(subject.submission_entry_id))
        one.places.append(place)
        one.article_id = one.article_id or (str(subject.article_id) if subject.article_id else None)
        one.correlation_id = one.correlation_id or subject.correlation_id
        one.source, one.id = one.source or subject.source, one.id or subject.id
        one.history = max(one.history, subject.history, key=len)


def _add_records(traces: dict[str, Trace], clue: Clue, limit: int) -> None:
    rows = read_submissions(database_url(), clue.entry_id, clue.article_ids, clue.correlation_id, limit)
    for row in rows:
        one = traces.setdefault(row["submission_entry_id"], Trace(row["submission_entry_id"]))
        one.article_id = str(row["article_id"]) if row["article_id"] else one.article_id
        one.correlation_id = row["correlation_id"] or one.correlation_id
        one.history = max(one.history, _STEPS.validate_python(row["history"]), key=len)
        one.outcome = row["outcome"]
        if one.outcome:
            one.source, one.id = one.outcome.pop("source") or one.source, one.outcome.pop("id") or one.id


def _order(entry_id: str) -> tuple[int, ...]:
    return tuple(int(part) for part in entry_id.split("-") if part.isdigit())


def _print(one: Trace) -> None:
    lines = [(one.submission_entry_id, one.state)]
    lines += [(name, value) for name, value in (
        ("article", one.article_id), ("source / id", " / ".join(filter(None, (one.source, one.id)))),
        ("correlation", one.correlation_id), ("submitted", _submitted(one.submission_entry_id)),
    ) if value]  # fmt: skip
    lines += [(step.stage, _step(step)) for step in one.history]
    lines += [("now", _place(place)) for place in one.places]
    if one.outcome:
        outcome = one.outcome
        faults = ", ".join(f"{fault['path']} ({fault['code']})" for fault in outcome["errors"])
        why = ": ".join(filter(None, (outcome["reason"], faults)))
        lines.append(("outcome", f"{outcome['outcome']} {moment(outcome['at'])}" + (f", {why}" if why else "")))
    for name, value in lines:
        print(f"{printable(name):20}{printable(value)}")
    print()


def _submitted(entry_id: str) -> str | None:
    try:
        return moment(datetime.fromtimestamp(_order(entry_id)[0] / 1000, UTC))
    except (ValueError, OverflowError, IndexError, OSError):  # an id that a publisher made up
        return None


def _step(step: Step) -> str:
    attempts = f", attempt {step.attempts}" if step.attempts > 1 else ""
    return f"{moment(step.at)}, {step.milliseconds} ms{attempts}" + (f", by {step.replica}" if step.replica else "")


def _place(place: Place) -> str:
    facts = place.facts
    match place.state:
        case "dead":
            say = f"{facts['reason']}: {facts['error']}; 'dateline dead show {place.entry_id}'"
        case "in work":
            say = f"attempt {facts['attempt']}, by {facts['replica']}, heard of {facts['idle_ms'] / 1000:.0f} s ago"
        case "delayed":
            say = f"attempt {facts['attempt']} at {moment(datetime.fromtimestamp(facts['due_ms'] / 1000, UTC))}"
        case _:
            say = f"attempt {facts['attempt']}, entry {place.entry_id}"
    return f"{place.state} in {place.stage}: {say}"


def _as_json(one: Trace) -> dict[str, Any]:
    outcome = one.outcome
    return {
        "submission_entry_id": one.submission_entry_id,
        "state": one.state,
        "article_id": one.article_id,
        "correlation_id": one.correlation_id,
        "source": one.source,
        "id": one.id,
        "history": [step.model_dump(mode="json") for step in one.history],
        "places": [
            {"state": place.state, "stage": place.stage, "stream": place.stream, "entry_id": place.entry_id, **place.facts}
            for place in one.places
        ],
        "outcome": outcome and {**outcome, "at": outcome["at"].isoformat()},
    }
