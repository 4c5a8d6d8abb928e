"""Dates as pages write them for machines: ISO 8601 in its many spellings, or as in e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from typing import Final

from services.ingest.core.page import Precision

_FIRST_YEAR, _LAST_YEAR = 1800, 2200  # archives reach back; years like 1 and 9999 are templates' ways to say unknown
_LONGEST: Final = 64
_FRACTION: Final = re.compile(r"(?<=:\d\d)[.,]\d+")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, or a day as its midnight in UTC."""

    at: datetime
    precision: Precision


def read_moment(spellings: Iterable[str]) -> Moment | None:
    """
    Read the first of `spellings` that is a date.

    A time without a zone could be anybody's noon, so that only its day is kept.

    >>> read_moment(["soon", "2026-01-20T09:30:00.123Z"])
    Moment(at=datetime.datetime(2026, 1, 20, 9, 30, tzinfo=datetime.timezone.utc), precision='second')
    >>> read_moment(["2026-01-20 09:30"]).precision
    'day'
    """
    return next((moment for moment in map(_read, spellings) if moment), None)


def _read(spelling: str) -> Moment | None:
    text = _FRACTION.sub("", spelling.strip())
    if len(text) > _LONGEST:
        return None
    try:
        at = datetime.fromisoformat(text) if text[:1].isdigit() and "-" in text[:5] else parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None
    if at.tzinfo is None:
        return Moment(datetime.combine(at.date(), time(tzinfo=UTC)), "day")
    return Moment(at, "second")
