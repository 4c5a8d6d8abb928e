"""Where the dateline of a text is: at its head, below bylines and standfirst, or fused with what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.ingest.core.agencies import is_agency_tag
from services.ingest.core.clean.spans import Cut
from services.ingest.core.dateline import FoundDateline, find_dateline
from services.ingest.core.places import is_place

_LINES = 6
_LEAD = 1_200
_WINDOW = 120
_MAY_DATE_OR_NAME = re.compile(r"[(/]|\d[^\n]{0,20}[:–—-]\s")
_FUSED = 320  # characters of the first line in which a headline and a byline may stand before the dateline
_MOST_WORDS_BEFORE = 8
_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*+"
_NAMES = rf"{_CAPITALISED}(?:,? (?:(?:and|of|for|de|van|von|al|bin) )?{_CAPITALISED}){{1,9}}+"
_BYLINE = re.compile(rf"(?:By {_NAMES}|{_CAPITALISED} {_NAMES}(?<=\w))(?:[.,:]|\s[|•])?\s")
_TAG_AND_DASH = re.compile(r"\(([^()\n]{2,40})\)\s?(?:-{1,2}|[–—])")
_CAPITALS_BEFORE = re.compile(r"\b[A-Z]{3,}\s$")
_WORD_START = re.compile(r"(?<=\s)[^\W_a-z]")


@dataclass(frozen=True, slots=True)
class Day:
    """What is known of the day, for a dateline that prints no year."""

    header: date | None
    published: date | None


def dateline_at(text: str, at: int, day: Day) -> FoundDateline | None:
    """Return the dateline that begins exactly at `at`."""
    return find_dateline(text, [at], header_date=day.header, published_on=day.published)


def dateline_below(text: str, begin: int, cuts: list[Cut], day: Day) -> tuple[FoundDateline, list[Cut]] | None:
    """Return the dateline behind what `cuts` take from the head, or else fused with it, and the cuts that it makes."""
    starts = list(_line_starts(text, begin, cuts))
    found = find_dateline(text, starts, header_date=day.header, published_on=day.published)
    if found:
        return found, [Cut("dateline", found.start, found.end)]
    return (_behind_byline(text, starts[0], day) or _behind_headline(text, starts[0], day)) if starts else None


def _line_starts(text: str, begin: int, cuts: list[Cut]) -> Iterator[int]:
    """Yield the first kept character, then the beginnings of the next lines."""
    near = [cut for cut in cuts if cut.start < begin + _LEAD]
    at, lines = begin, 0
    while lines < _LINES and at < min(len(text), begin + _LEAD):
        over = next((cut.end for cut in near if cut.start <= at < cut.end), None)
        if over is not None:
            at = over
        elif text[at].isspace():
            at += 1
        else:
            if lines == 0 or _MAY_DATE_OR_NAME.search(text, at, at + _WINDOW):
                yield at
            lines += 1
            newline = text.find("\n", at)
            at = newline if newline >= 0 else len(text)


def _behind_byline(text: str, at: int, day: Day) -> tuple[FoundDateline, list[Cut]] | None:
    """
    Read 'By Jo Ferrant, Associated Press HARL, Fla. (AP) — ' and 'Jo Ferrant, HBC News May 4, 2018 03:09 PM. (HBC
    News) -- '.
    """
    byline = _BYLINE.match(text, at, at + 160)
    if not byline:
        return None
    for word in _WORD_START.finditer(text, at, byline.end() + 1):
        if _CAPITALS_BEFORE.search(text, max(at, word.start() - 30), word.start()):
            continue
        found = dateline_at(text, word.start(), day)
        if found and _is_strong(found, after_by=text.startswith("By ", at), dated=text[found.start].isalpha()):
            return found, [Cut("byline.fused", at, found.start), Cut("dateline", found.start, found.end)]
    return None


def _is_strong(found: FoundDateline, *, after_by: bool, dated: bool) -> bool:
    printed = found.dateline
    by_known = bool(printed.agency and is_agency_tag(printed.agency))
    if printed.place:
        return printed.place.isupper() and (by_known or (after_by and is_place(printed.place)))
    return by_known and bool(printed.date) and dated


def _behind_headline(text: str, at: int, day: Day) -> tuple[FoundDateline, list[Cut]] | None:
    """
    Read '(LEAD) Rovers win the cup By Jo Ferrant HARL, Nov. 24 (Yonhap) -- ': place in capitals, date and known
    agency.
    """
    newline = text.find("\n", at, at + _FUSED)
    stop = newline if newline >= 0 else min(len(text), at + _FUSED)
    for tag in _TAG_AND_DASH.finditer(text, at, stop):
        if not is_agency_tag(tag[1]):
            continue
        words = [word.start() for word in _WORD_START.finditer(text, max(at, tag.start() - 80), tag.start())]
        for start in words[-_MOST_WORDS_BEFORE:]:
            if _CAPITALS_BEFORE.search(text, max(at, start - 30), start):
                continue
            found = dateline_at(text, start, day)
            if (
                found
                and found.end >= tag.end()
                and found.dateline.date
                and (found.dateline.place or "").isupper()
                and is_place(found.dateline.place or "")
            ):
                return found, [Cut("dateline", found.start, found.end)]
    return None
