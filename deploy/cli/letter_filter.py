"""Which dead letters are meant: the conditions of ``--where``, and ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from deploy.cli.dead_letters import Letter
from deploy.cli.errors import CommandError, Status

Condition = Callable[[Letter], bool]

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_AGE: Final = re.compile(r"(\d{1,6})([smhd])")
_READ: Final[dict[str, Callable[[Letter], str]]] = {
    "stage": lambda letter: letter.stage,
    "reason": lambda letter: letter.reason,
    "source": lambda letter: letter.subject.source or "",
    "stream": lambda letter: letter.stream,
}


def matching(where: Sequence[str], ids: Sequence[str], now: datetime) -> Condition:
    """
    Build the condition that all of `where` hold, and that the letter or its submission has one of `ids`, if any.

    Each is NAME=VALUE or, for several values, NAME=VALUE,VALUE. CommandError names what is wrong with one.
    """
    conditions = [_condition(text, now) for text in where]
    if ids:
        wanted = frozenset(ids)
        conditions.append(lambda letter: not wanted.isdisjoint(names_of(letter)))
    return lambda letter: all(holds(letter) for holds in conditions)


def require_one_document_each(ids: Sequence[str], letters: Sequence[Letter]) -> None:
    """Raise CommandError where an id names letters of several documents: each stream counts entries for itself."""
    for one in ids:
        if len({letter.subject.submission_entry_id for letter in letters if one in names_of(letter)}) > 1:
            message = f"{one} names letters of several documents: look with 'dateline dead show', and add --where stream=..."
            raise CommandError(Status.USAGE, message)


def names_of(letter: Letter) -> tuple[str, str]:
    """Return the ids that a letter is called by."""
    return letter.entry_id, letter.subject.submission_entry_id


def _condition(text: str, now: datetime) -> Condition:
    name, equals, value = text.partition("=")
    if equals and value:
        if name in _READ:
            read, values = _READ[name], frozenset(value.split(","))
            return lambda letter: read(letter) in values
        if name == "error":
            return lambda letter: value.casefold() in letter.error.casefold()
        if name == "since":
            since = _moment(value, now)
            return lambda letter: letter.at >= since
        if name == "until":
            until = _moment(value, now)
            return lambda letter: letter.at < until
    known = ", ".join((*_READ, "error", "since", "until"))
    raise CommandError(Status.USAGE, f"--where takes NAME=VALUE, with a NAME of: {known}")


def _moment(value: str, now: datetime) -> datetime:
    if age := _AGE.fullmatch(value):
        return now - timedelta(seconds=int(age[1]) * _UNITS[age[2]])
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        message = "--where since and until take an age (90s, 30m, 12h, 7d) or a time (2026-01-20T10:00:00Z)"
        raise CommandError(Status.USAGE, message) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
