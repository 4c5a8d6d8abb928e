"""Entries of Redis' streams as operators look for them: page by page, and what a document says of itself, if anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from pydantic import ValidationError
from redis import Redis

from shared.bus.wire import DATA, Entry
from shared.contracts import identity
from shared.contracts.events import Step

_PAGE: Final = 20  # an entry may have 8 MiB, and Redis holds a whole page in its memory


@dataclass(frozen=True, slots=True)
class Subject:
    """Which document an entry is about, as far as it says: nothing here was validated."""

    submission_entry_id: str
    correlation_id: str | None = None
    source: str | None = None
    id: str | None = None
    article_id: UUID | None = None
    history: tuple[Step, ...] = ()


def read_entries(client: Redis, stream: str, start: str = "-") -> Iterator[Entry]:
    """Yield what is on a stream now, oldest first; what arrives meanwhile is left out."""
    newest = cast("list[tuple[bytes, Any]]", client.xrevrange(stream, count=1))
    while newest:
        page = cast("list[tuple[bytes, Any]]", client.xrange(stream, start, newest[0][0], count=_PAGE))
        if not page:
            return
        for entry_id, fields in page:
            yield Entry(stream, entry_id.decode(), fields)
        start = f"({page[-1][0].decode()}"


def subject_of(entry: Entry, submission_id: str | None = None) -> Subject:
    """Read what can be read, of a submission or of any later event; a dead letter's `submission_id` is given."""
    submission_id = submission_id or entry.submission_id
    said = _object(entry.fields.get(DATA, b""))
    submission = said.get("submission")
    if not isinstance(submission, dict):
        source, own_id = _text(said, "source"), _text(said, "id")
        return Subject(submission_id, entry.correlation_id, source, own_id, _article_of(said))
    return Subject(
        _text(submission, "entry_id") or submission_id,
        _text(submission, "correlation_id") or entry.correlation_id,
        _text(submission, "source"),
        _text(submission, "id"),
        as_uuid(_text(said, "article_id") or ""),
        _steps(said.get("history")),
    )


def as_uuid(value: str) -> UUID | None:
    """Read a UUID; None if it is none."""
    try:
        return UUID(value)
    except ValueError:
        return None


def _object(data: bytes) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    return value if isinstance(value, str) else None


def _article_of(said: dict[str, Any]) -> UUID | None:
    body = _text(said, "text") or _text(said, "html")
    try:
        return identity.article_id(source=_text(said, "source"), id=_text(said, "id"), url=_text(said, "url"), body=body)
    except ValueError:  # it says too little, or what it says is no text
        return None


def _steps(history: Any) -> tuple[Step, ...]:
    try:
        return tuple(Step.model_validate(step) for step in history or ())
    except (ValidationError, TypeError):
        return ()
