"""Dates as newspapers print them: recognised in running text, turned into ISO 8601 as far as they can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

# Month names of the languages in which datelines of English-language services also come; order is the month's number.
_MONTH_NAMES = (
    "january jan enero ene janvier janv januar jän jänner gennaio gen janeiro januari ocak stycznia января січня ledna",
    "february feb febrero février févr fév februar febbraio fevereiro fev februari şubat lutego февраля лютого února",
    "march mar marzo mars märz mär março maret maart mart marca марта березня března",
    "april apr abril abr avril avr aprile nisan kwietnia апреля квітня dubna",
    "may mayo mai maggio maio mei mag maj mayıs maja мая травня května",
    "june jun junio juin juni giugno junho giu haziran czerwca июня червня června",
    "july jul julio juillet juil juli luglio julho lug temmuz lipca июля липня července",
    "august aug agosto ago août agustus agt augusti augustus ağustos sierpnia августа серпня srpna",
    "september sept sep septiembre septembre settembre setembro set eylül września сентября вересня září",
    "october oct octubre octobre oktober ottobre outubro okt ott ekim października октября жовтня října",
    "november nov noviembre novembre novembro kasım listopada ноября листопада listopadu",
    "december dec diciembre dic décembre déc dezember dez dicembre dezembro desember aralık grudnia декабря грудня prosince",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
MONTHS = frozenset(_NUMBER_OF)
"""The names of months, in lower case."""

_MONTH = "(?i:" + "|".join(sorted(_NUMBER_OF, key=len, reverse=True)) + r")(?![^\W\d_])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WEEKDAY = (
    r"(?i:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|tuesday|wednesday|thursday|(?:mon|fri|satur|sun)day)(?![^\W\d_]))"
)
_ZONE = r"(?:[A-Z]{1,3}T|UTC|GMT(?:[+-]\d{1,4})?|IST|[+-]\d\d:?\d\d)(?!\w)"
_TIME = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp]\.?[Mm](?!\w)\.?|\s?hrs)?(?:\s?\(?{_ZONE}\)?)?"

_YEAR_AFTER = rf"(?:(?:,\s?|\s|-)(?:de\s)?(?P<year_b>{_YEAR}))?"

_FORMS = (
    rf"(?P<month_a>{_MONTH})\.?\s?(?P<day_a>{_DAY})(?:st|nd|rd|th)?(?:(?:,\s?|\s|/|,\s?-\s?)(?P<year_a>{_YEAR}))?",
    rf"(?P<day_b>{_DAY})(?:st|nd|rd|th)?(?:\.?\s|-|\.)(?:de\s|of\s)?(?P<month_b>{_MONTH})\.?{_YEAR_AFTER}",
    rf"(?P<year_c>{_YEAR})[-/.](?P<month_c>0?[1-9]|1[0-2])[-/.](?P<day_c>{_DAY})",
    r"(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year_d>(?:19|20)?\d\d)(?!\d)",
)
_DATE = "(?:" + "|".join(_FORMS) + ")"
_WITH_FRAME = re.compile(rf"(?:{_WEEKDAY}\.?,?\s)?(?P<date>{_DATE})(?:(?:,|\sat|\s-|\s\||\s/)?\s{_TIME})?")

MONTH_AND_DAY = rf"(?:{_MONTH}\.?\s?\d|{_DAY}\s(?:de\s)?{_MONTH})"
"""How a date begins, as a pattern without groups: for use in a negative lookahead."""

STAMP = r"(?:" + re.sub(
    r"\(\?P<\w+>", "(?:", rf"(?:{_WEEKDAY}\.?,?\s)?(?:{'|'.join(_FORMS[:3])}|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d\d))"
)
STAMP += rf"(?:(?:,|\sat|\s-|\s–|\s\||\s@)?\s{_TIME})?)"
"""A date, with or without weekday and time, as a pattern without groups: for rules about lines of time stamps."""

TIME = _TIME
"""A time of day, as a pattern without groups."""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text: what is printed from `start` to `end`, of which `printed` is the date without weekday and time."""

    start: int
    end: int
    printed: str
    year: int | None
    month: int
    day: int

    def resolved(self, published_on: date | None) -> str:
        """
        Return the date in ISO 8601 if its year is known, otherwise as printed.

        A story is filed on the day it is published or before; one day of grace covers time zones. A date that no
        calendar has stays as printed.
        """
        if self.year is not None:
            known = _on_calendar(self.year, self.month, self.day)
        elif published_on is not None:
            known = self._latest_by(published_on + timedelta(days=1))
        else:
            known = None
        return known.isoformat() if known else self.printed

    def _latest_by(self, limit: date) -> date | None:
        # 8 years back reach the 29 February before a century year without one.
        candidates = (_on_calendar(year, self.month, self.day) for year in range(limit.year, limit.year - 9, -1))
        return next((candidate for candidate in candidates if candidate and candidate <= limit), None)


def read_date(text: str, at: int, end: int) -> PrintedDate | None:
    """
    Return the date that begins exactly at `at`, None if there is none. Numbers alone are read month first unless they
    cannot be.
    """
    match = _WITH_FRAME.match(text, at, end)
    if not match:
        return None
    year, month, day = _numbers(match)
    if _on_calendar(year or 2000, month, day) is None:
        return None
    return PrintedDate(match.start(), match.end(), match["date"], year, month, day)


def _numbers(match: re.Match[str]) -> tuple[int | None, int, int]:
    if match["year_c"]:
        return int(match["year_c"]), int(match["month_c"]), int(match["day_c"])
    if match["year_d"]:
        first, second, year = int(match["first"]), int(match["second"]), int(match["year_d"])
        month, day = (second, first) if first > 12 or match["mark"] == "." else (first, second)  # noqa: PLR2004
        return year + 2000 if year < 100 else year, month, day  # noqa: PLR2004
    name, day_printed, year_printed = (match[f"{part}_a"] or match[f"{part}_b"] for part in ("month", "day", "year"))
    return int(year_printed) if year_printed else None, _NUMBER_OF[name.lower()], int(day_printed)


def _on_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
