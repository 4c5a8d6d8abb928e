"""What day, week, month or year an expression means, reckoned from the date of its article."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from services.enrich.core.calendar import Value, decade, month, of_day, of_week, quarter, year
from services.enrich.core.date_rules import MONTHS, WEEKDAYS, DateExpression, date_expressions

_BACK: Final = frozenset({"last", "past", "previous"})
_AHEAD: Final = frozenset({"next", "coming"})
_NOW: Final = frozenset({"this", "current", "later this", "earlier this"})
_NUMBER_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
_NUMBERS: Final = {word: number for number, word in enumerate(_NUMBER_WORDS.split())} | {"a": 1, "an": 1}
_DAY_WORDS: Final = {
    "day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2
}  # fmt: skip
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_COMING: Final = re.compile(
    r"\b(?:will|to be|shall|due|scheduled|slated|set (?:to|for)|plans? to|expected|upcoming|going to|(?:is|are) to|deadline"
    r"|ahead of|until|starts?|begins?|opens?)\b",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"\b(?:said|says|told|announced|stated|added|reported|wrote|was|were|had|been|ended|held on|killed|died|began|won|lost"
    r"|took|met)\b|[.!?]\s",
    re.IGNORECASE,
)
_CLAUSE: Final = 90  # characters before a date that speak of it


def date_value(text: str, start: int, end: int, today: date | None) -> Value | None:
    """
    Say what the date at `start` to `end` means; None if it names no certain date.

    A weekday is the nearest on or before `today`, or, where the clause before it speaks of what is to come, the nearest
    after; a day without its year is the nearest of either side. Without `today` only dates with a year have a value.

    >>> def value(text: str) -> str:
    ...     plain = text.replace("[", "").replace("]", "")
    ...     return date_value(plain, text.index("["), text.index("]") - 1, today=date(2026, 1, 20)).iso
    >>> value("It said on [Tuesday]"), value("talks to be held on [February 4]"), value("[Last week], he")
    ('2026-01-20', '2026-02-04', '2026-W03')
    >>> value("will meet on [Thursday]"), value("since [December 30]"), value("in [January 2026]"), value("[two years ago]")
    ('2026-01-22', '2025-12-30', '2026-01', '2024')
    """
    found = next(date_expressions(text, start, end), None)
    if found is None or found.kind not in _READERS:
        return None
    try:
        return _READERS[found.kind](_Reading(text, found, today))
    except (ValueError, OverflowError):  # 31 June, no article date, a count that leaves the calendar
        return None


class _Reading:
    """The parts of an expression, and what they are reckoned from."""

    def __init__(self, text: str, found: DateExpression, today: date | None) -> None:
        self.parts = found.parts
        self._text = text
        self._found = found
        self._today = today

    @property
    def is_to_come(self) -> bool:
        """Whether the clause before the expression speaks of what is to come."""
        before = self._text[max(0, self._found.start - _CLAUSE) : self._found.start]
        coming = max((match.end() for match in _COMING.finditer(before)), default=-1)
        return coming > max((match.end() for match in _DONE.finditer(before)), default=-1)

    @property
    def today(self) -> date:
        """The article's date; ValueError without one."""
        if self._today is None:
            raise ValueError("the article has no date")
        return self._today

    def number(self, name: str) -> int:
        return int(self.parts[name])

    @property
    def month(self) -> int:
        return 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(self.parts["month"][:3]))

    @property
    def weekday(self) -> int:
        return WEEKDAYS.index(self.parts["weekday"])

    @property
    def shift(self) -> int | None:
        """Which way `side` points: -1, 0 or 1; None if it points nowhere certain."""
        side = self.parts.get("side")
        return -1 if side in _BACK else 1 if side in _AHEAD else 0 if side in _NOW else None


def _iso(reading: _Reading) -> Value:
    return of_day(date(*(reading.number(part) for part in ("year", "month", "day"))))


def _slashed(reading: _Reading) -> Value | None:
    """Read 20/01/2026 and 01/20/2026, but not 04/05/2026, which depends on who writes."""
    first, second, in_year = (reading.number(part) for part in ("first", "second", "year"))
    if (first > 12) == (second > 12) and first != second:  # noqa: PLR2004 - a year has twelve months
        return None
    day, month_number = (first, second) if first > second else (second, first)
    return of_day(date(in_year, month_number, day))


def _day_of_month(reading: _Reading) -> Value:
    day, month_number = reading.number("day"), reading.month
    if "year" in reading.parts:
        return of_day(date(reading.number("year"), month_number, day))
    today = reading.today
    if (month_number, day) == (2, 29):
        near = [date(in_year, 2, 29) for in_year in range(today.year - 8, today.year + 9) if isleap(in_year)]
    else:
        near = [date(in_year, month_number, day) for in_year in range(today.year - 1, today.year + 2)]
    if reading.is_to_come:
        near = [candidate for candidate in near if candidate >= today]
    return of_day(min(near, key=lambda candidate: abs(candidate - today)))


def _month_year(reading: _Reading) -> Value:
    return month(reading.number("year"), reading.month)


def _lone_month(reading: _Reading) -> Value:
    """Read "January" and "early January" as the current or last one, or the next if it is to come."""
    today, number = reading.today, reading.month
    if reading.shift is None:
        is_back = number > today.month and not reading.is_to_come
        is_ahead = number < today.month and reading.is_to_come
    else:
        is_back = reading.shift == -1 and number >= today.month
        is_ahead = reading.shift == 1 and number <= today.month
    return month(today.year - is_back + is_ahead, number)


def _weekday(reading: _Reading) -> Value:
    today = reading.today
    back = (today.weekday() - reading.weekday) % 7
    if reading.parts.get("side") in _AHEAD or (reading.is_to_come and back):
        return of_day(today + timedelta(days=(reading.weekday - today.weekday()) % 7 or 7))
    if reading.parts.get("side") in _BACK:
        return of_day(today - timedelta(days=back or 7))
    return of_day(today - timedelta(days=back))


def _quarter(reading: _Reading) -> Value:
    shift = {"last": -1, "previous": -1, "this": 0, "next": 1}.get(reading.parts.get("ordinal", ""))
    if shift is not None:
        return quarter(reading.today.year, (reading.today.month + 2) // 3 + shift)
    number = reading.number("number") if "number" in reading.parts else _ORDINALS[reading.parts["ordinal"]]
    if "year" in reading.parts:
        return quarter(reading.number("year"), number)
    today = reading.today
    return quarter(today.year - (number > (today.month + 2) // 3 and not reading.is_to_come), number)


def _side_unit(reading: _Reading) -> Value | None:
    """Read "last week"; "early this week" and "last summer" are no certain date."""
    if reading.shift is None or "unit" not in reading.parts:
        return None
    return _moved(reading, reading.shift)


def _ago(reading: _Reading) -> Value | None:
    count = reading.parts["count"]
    number = int(count) if count.isdigit() else _NUMBERS.get(count)
    direction = {"ago": -1, "from now": 1, "hence": 1}.get(reading.parts["direction"])
    return None if number is None or direction is None else _moved(reading, direction * number)


def _moved(reading: _Reading, by: int) -> Value | None:
    move = _MOVES.get(reading.parts["unit"])
    return move(reading.today, by) if move else None


_MOVES: Final[dict[str, Callable[[date, int], Value]]] = {
    "day": lambda today, by: of_day(today + timedelta(days=by)),
    "week": lambda today, by: of_week(today + timedelta(weeks=by)),
    "weekend": lambda today, by: of_week(today + timedelta(weeks=by)),
    "fortnight": lambda today, by: of_week(today + timedelta(weeks=2 * by)),
    "month": lambda today, by: month(today.year, today.month + by),
    "quarter": lambda today, by: quarter(today.year, (today.month + 2) // 3 + by),
    "year": lambda today, by: year(today.year + by),
    "decade": lambda today, by: decade(today.year + 10 * by),
}


def _day_word(reading: _Reading) -> Value:
    return of_day(reading.today + timedelta(days=_DAY_WORDS[reading.parts["word"]]))


_READERS: Final[dict[str, Callable[[_Reading], Value | None]]] = {
    "iso": _iso,
    "slashed": _slashed,
    "month_day": _day_of_month,
    "day_month": _day_of_month,
    "month_year": _month_year,
    "side_month": _lone_month,
    "month": _lone_month,
    "side_weekday": _weekday,
    "weekday": _weekday,
    "quarter": _quarter,
    "side_unit": _side_unit,
    "ago": _ago,
    "day_word": _day_word,
    "decade": lambda reading: decade(reading.number("decade") * 10),
    "fiscal": lambda reading: year(reading.number("year")),
    "year": lambda reading: year(reading.number("year")),
}
