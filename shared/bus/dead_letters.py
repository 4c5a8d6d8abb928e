"""Reading dead-letter streams."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from shared.bus.wire import DATA, Entry
from shared.contracts import streams
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.submission import ArticleSubmitted, read_submission
from shared.errors import Fault, RejectedError

_MOST_DIGITS = 10  # fewer fit the column of the mirror


def read_dead_letter(entry: Entry) -> DeadLetter:
    """Read an entry of a dead-letter stream; whatever is missing or odd is left empty, for this must not fail."""
    data = entry.fields.get(DATA)
    stream = entry.stream.removesuffix(".dead")
    dead_entry_id = _text(entry, b"dead_entry_id") or entry.id
    return DeadLetter(
        stream=stream,
        entry_id=entry.id,
        dead_entry_id=dead_entry_id,
        submission_id=_text(entry, b"submission_id") or dead_entry_id,
        stage=_text(entry, b"dead_stage"),
        reason=_text(entry, b"dead_reason") or "bug",
        error=_text(entry, b"dead_error"),
        attempts=_count(_text(entry, b"dead_attempts")),
        at=_moment(_text(entry, b"dead_at")),
        data=data,
        correlation_id=entry.correlation_id,
        faults=_faults(_text(entry, b"dead_faults")),
        submitted=_submitted(stream, data),
    )


def _text(entry: Entry, name: bytes) -> str:
    return entry.fields.get(name, b"").decode("utf-8", "replace")


def _count(value: str) -> int:
    return max(1, int(value)) if value.isdecimal() and len(value) < _MOST_DIGITS else 1


def _moment(value: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _faults(value: str) -> tuple[Fault, ...]:
    try:
        listed = json.loads(value or "[]")
    except (ValueError, RecursionError):
        return ()
    pairs = [pair for pair in listed if isinstance(pair, list)] if isinstance(listed, list) else []
    return tuple(Fault(str(pair[0]), str(pair[1])) for pair in pairs if len(pair) == 2)  # noqa: PLR2004 (path and code)


def _submitted(stream: str, data: bytes | None) -> ArticleSubmitted | None:
    if stream != streams.SUBMITTED or data is None:
        return None
    try:
        return read_submission(data)
    except RejectedError:
        return None
