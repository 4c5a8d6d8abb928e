"""Where dates stand in a text: the expressions by which newspapers name days, weeks, months and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"
)  # fmt: skip
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = (
    r"(?P<month>jan(?:uary|\b\.?)|feb(?:ruary|\b\.?)|mar(?:ch|\b\.?)|apr(?:il|\b\.?)|may|june?|july?|aug(?:ust|\b\.?)"
    r"|sept?(?:ember|\b\.?)|oct(?:ober|\b\.?)|nov(?:ember|\b\.?)|dec(?:ember|\b\.?))(?![\w])"
)
_WEEKDAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w:%])(?![.,]\d)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)\b(?![-,.:%]\d)"
_COUNT = (
    r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|several|couple of|a few"
    r"|a couple of)"
)
_UNIT = r"(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade|century)s?\b"
_SIDE = r"(?P<side>last|next|this|past|previous|coming|current|following|same|later this|earlier this|early|late|mid)"

_EXPRESSIONS: Final = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "iso": r"(?P<year>(?:1[5-9]|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        "slashed": r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:1[5-9]|20)\d\d)\b",
        "month_day": rf"(?:{_WEEKDAY},?\s)?{_MONTH}\s{_DAY}(?:\s?[-–]\s?\d{{1,2}}\b)?(?:,?\s{_YEAR})?",
        "day_month": rf"(?:{_WEEKDAY},?\s)?(?:the\s)?{_DAY}(?:\s?[-–]\s?\d{{1,2}})?(?:\sof)?\s{_MONTH}"
        rf"(?:,?\s{_YEAR})?",
        "month_year": rf"(?:{_SIDE}[\s-])?{_MONTH}(?:\sof)?,?\s{_YEAR}",
        "side_month": rf"{_SIDE}[\s-]{_MONTH}",
        "month": _MONTH,
        "side_weekday": rf"{_SIDE}\s{_WEEKDAY}",
        "weekday": _WEEKDAY,
        "quarter": r"(?:the\s)?(?:q(?P<number>[1-4])|(?P<ordinal>first|second|third|fourth|last|next|previous|this)"
        r"[\s-]quarter)\b"
        rf"(?:\s(?:of\s)?(?:fiscal\s|fy)?{_YEAR})?",
        "side_unit": rf"{_SIDE}\s(?:{_COUNT}\s)?(?:(?:financial|fiscal|calendar|academic|school)\s)?"
        r"(?:(?P<unit>day|weekend|week|fortnight|month|quarter|year|decade|century)(?P<many>s)?|spring|summer|autumn|winter)\b",
        "ago": rf"{_COUNT}\s{_UNIT}\s(?P<direction>ago|earlier|later|before|from now|hence)\b",
        "day_word": r"(?:the\s)?(?P<word>day before yesterday|day after tomorrow|yesterday|today|tonight|tomorrow)\b",
        "decade": r"(?:the\s)?(?:(?:early|late|mid)[\s-]+)?(?P<decade>(?:1[5-9]|20)\d)0s\b",
        "fiscal": rf"(?:fiscal\s(?:year\s)?|fy\s?){_YEAR}(?:[-–/]\d{{2,4}})?",
        "years": r"(?P<first>(?:1[5-9]|20)\d\d)[-–/](?:(?:1[5-9]|20)\d\d|\d\d)\b(?![-–/])",
        "year": rf"(?:(?:early|late|mid)[\s-]+)?{_YEAR}",
    }.items()
}

_BY_NUMBER = ("iso", "slashed", "day_month", "ago", "decade", "years", "year")
_BY_MONTH = ("month_day", "month_year", "month")
_BY_SIDE = ("month_year", "side_month", "side_weekday", "quarter", "side_unit", "decade", "year")
_BY_COUNT = ("ago",)
_KINDS: Final = (
    dict.fromkeys("0123456789", _BY_NUMBER)
    | {form: _BY_MONTH for month in MONTHS for form in (month, month[:3], month[:4])}
    | dict.fromkeys(WEEKDAYS, ("month_day", "day_month", "weekday"))
    | {f"{day}s": ("weekday",) for day in WEEKDAYS}
    | dict.fromkeys(("last", "next", "this", "past", "previous", "coming", "current", "following", "same"), _BY_SIDE)
    | dict.fromkeys(("later", "earlier", "early", "late", "mid"), _BY_SIDE)
    | dict.fromkeys(("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), _BY_COUNT)
    | dict.fromkeys(("eleven", "twelve", "few", "several", "couple"), _BY_COUNT)
    | dict.fromkeys(("first", "second", "third", "fourth", "q"), ("quarter",))
    | dict.fromkeys(("yesterday", "today", "tonight", "tomorrow"), ("day_word",))
    | dict.fromkeys(("fiscal", "fy"), ("fiscal",))
    | {"the": ("day_month", "quarter", "day_word", "decade")}
)
"""Which expressions may begin with a word: trying only those is what makes this cheap."""

_WORD: Final = re.compile(r"(?<![\w.,/-])(?:[^\W\d_]+|\d)")
_WORD_BEFORE: Final = re.compile(r"(\w+)\W{1,2}$")
_PREPOSITIONS = "in since until till by from during of through before after to between and or"
_LEADS_TO_MONTH: Final = frozenset(_PREPOSITIONS.split())
_LEADS_TO_YEAR: Final = _LEADS_TO_MONTH | {"the", "for", "year", "early", "late", "mid", "circa", "around"}
_UNMISTAKABLE: Final = frozenset(MONTHS) - {"march", "may", "august"}
_CAPITALISED: Final = frozenset({"month_day", "day_month", "month_year", "side_month", "month", "weekday", "side_weekday"})


_FROM_NOW: Final = frozenset({"ago", "from now", "hence"})


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression that names a date: where it stands, what kind it is, and its parts in lower case."""

    start: int
    end: int
    kind: str
    parts: dict[str, str]


def date_expressions(text: str, start: int = 0, end: int | None = None) -> Iterator[DateExpression]:
    """
    Find what names a date between `start` and `end`, in text order.

    A lone "May" or "2019" counts only where the word before it leads to one, since either has other uses. Spans of time
    ("the past year", "last two weeks") and what is reckoned from elsewhere ("the next day", "a year earlier") are no dates.

    >>> text = "On Tuesday, May 5, she may leave; the March since May 2019 drew 2019 people last week."
    >>> [text[found.start : found.end] for found in date_expressions(text)]
    ['Tuesday, May 5', 'May 2019', 'last week']
    """
    end = len(text) if end is None else end
    done = start
    for word in _WORD.finditer(text, start, end):
        kinds = _KINDS.get(word.group().lower())
        if kinds is None or word.start() < done:
            continue
        found = _at(text, word.start(), kinds)
        if found is not None:
            done = found.end
            yield found


def _at(text: str, start: int, kinds: tuple[str, ...]) -> DateExpression | None:
    for kind in kinds:
        found = _EXPRESSIONS[kind].match(text, start)
        if found is not None and _is_meant(text, kind, found):
            parts = {name: part.lower().rstrip(".") for name, part in found.groupdict().items() if part is not None}
            return DateExpression(start, found.end(), kind, parts)
    return None


def _is_meant(text: str, kind: str, found: re.Match[str]) -> bool:
    if kind in _CAPITALISED:
        named = found.group("weekday") if "weekday" in kind else found.group("month")
        if not named[0].isupper():
            return False
    if kind == "ago":
        return found.group("direction").lower() in _FROM_NOW
    if kind == "side_unit":
        lasts = found.group("count") is not None or found.group("many") is not None
        return not lasts and _word_before(text, found.start()) != "the"
    if kind == "month":
        return found.group().lower() in _UNMISTAKABLE or _word_before(text, found.start()) in _LEADS_TO_MONTH
    if kind == "year":
        lone = found.group()[0].isdigit()
        return not lone or _word_before(text, found.start()) in _LEADS_TO_YEAR
    return True


def _word_before(text: str, start: int) -> str:
    found = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return found.group(1).lower() if found else ""
