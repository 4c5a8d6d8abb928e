"""Reading dead-letter streams."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from shared.bus.wire import DATA, Entry
from shared.contracts import streams
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.submission import ArticleSubmitted, read_submission
from shared.errors import Fault, RejectedError


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
        attempts=int(_text(entry, b"dead_attempts") or 1),
        at=_moment(_text(entry, b"dead_at")),
        data=data,
        correlation_id=entry.correlation_id,
        faults=_faults(_text(entry, b"dead_faults")),
        submitted=_submitted(stream, data),
    )


def _text(entry: Entry, name: bytes) -> str:
    return entry.fields.get(name, b"").decode("utf-8", "replace")


def _moment(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)


def _faults(value: str) -> tuple[Fault, ...]:
    return tuple(Fault(str(path), str(code)) for path, code in json.loads(value or "[]"))


def _submitted(stream: str, data: bytes | None) -> ArticleSubmitted | None:
    if stream != streams.SUBMITTED or data is None:
        return None
    try:
        return read_submission(data)
    except RejectedError:
        return None
