"""Dates of any granularity as ISO 8601 writes them."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from typing import Literal, NamedTuple

Granularity = Literal["day", "week", "month", "quarter", "year", "decade"]


class Value(NamedTuple):
    """A date, as exact as `granularity` says."""

    iso: str
    granularity: Granularity


def of_day(day: date) -> Value:
    """
    Write a day.

    >>> of_day(date(2026, 1, 20))
    Value(iso='2026-01-20', granularity='day')
    """
    return Value(day.isoformat(), "day")


def of_week(day: date) -> Value:
    """
    Write the ISO week that a day is in.

    >>> of_week(date(2026, 1, 1)).iso, of_week(date(2027, 1, 1)).iso
    ('2026-W01', '2026-W53')
    """
    in_year, week, _ = day.isocalendar()
    return Value(f"{_possible(in_year):04d}-W{week:02d}", "week")


def month(in_year: int, number: int) -> Value:
    """
    Write a month, counted on or back from January of a year.

    >>> month(2026, 2).iso, month(2026, 0).iso, month(2026, 13).iso
    ('2026-02', '2025-12', '2027-01')
    """
    return Value(f"{_possible(in_year + (number - 1) // 12):04d}-{(number - 1) % 12 + 1:02d}", "month")


def quarter(in_year: int, number: int) -> Value:
    """
    Write a quarter, counted on or back from the first of a year. ISO has no form for it; this is the common one.

    >>> quarter(2026, 1).iso, quarter(2026, 0).iso
    ('2026-Q1', '2025-Q4')
    """
    return Value(f"{_possible(in_year + (number - 1) // 4):04d}-Q{(number - 1) % 4 + 1}", "quarter")


def year(number: int) -> Value:
    """Write a year."""
    return Value(f"{_possible(number):04d}", "year")


def decade(of_year: int) -> Value:
    """
    Write the decade of a year, as EDTF (ISO 8601-2) writes an unspecified digit.

    >>> decade(1994).iso
    '199X'
    """
    return Value(f"{_possible(of_year) // 10:03d}X", "decade")


def _possible(number: int) -> int:
    if not MINYEAR <= number <= MAXYEAR:
        raise ValueError(f"year {number} is outside the calendar")
    return number
