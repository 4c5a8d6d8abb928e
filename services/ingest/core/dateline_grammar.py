"""
'Washington DC [US], January 20 (ANI): ' → place, region, country, date and agency.

A dateline is read left to right: who (sometimes), where, when, who, and the mark that ends it. Any part may be missing, so
what was read must be evidence enough together: a known agency in brackets is, a word before a dash is not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from services.ingest.core import dateline_evidence as evidence
from services.ingest.core.agencies import KNOWN, LIKELY, POSSIBLE, agency_weight, is_agency, is_agency_tag
from services.ingest.core.dateline_agency import SLASHES, read_agency, read_agency_bare
from services.ingest.core.dateline_parts import BRACKETS, DASH, END, Reading
from services.ingest.core.dateline_place import read_place
from services.ingest.core.places import area_kind, is_place, is_unmistakable_place
from services.ingest.core.printed_dates import read_date

_WINDOW = 220  # characters; the longest dateline of the wire examples has 120
_GAP = re.compile(rf"\s?(?:[,.:|;]|(?<=\s){DASH}(?=\s))?\s?")
_GAP_OR_DASH = re.compile(rf"\s?(?:{DASH}|[/|,])?\s?")
_NAMED_FIRST = re.compile(
    rf"\(([^()\n]{{2,40}})\)\s?(?:{DASH}|:|\|)?\s*|((?:The\s)?[A-Z][\w.&'’-]*+(?:[ "
    rf"/][A-Z][\w.&'’]*+){{0,3}})(?:\s{DASH}{{1,2}}\s|\s[|/]\s|\|\s|:\s|,\s)"
)
_DATE_AND_PLACE = re.compile(rf",\s|\s(?:{DASH}|\|)\s")
_BLANK = re.compile(r"\s*")
_REPORTER = re.compile(rf",?\s(?:[Bb]y\s)?[^\W\d_a-z][\w.'’-]*+(?:\s[^\W\d_a-z][\w.'’-]*+){{1,2}}+(?=\s?(?:{DASH}|:)\s)")


def read_dateline(text: str, at: int) -> Reading | None:
    """Return the dateline that begins exactly at `at`; None where what stands there is, or may be, part of the story."""
    line_end = text.find("\n", at)
    stop = min(len(text), at + _WINDOW) if line_end < 0 else min(line_end, at + _WINDOW)
    for read in (_read_agency_first, _read_place_in_brackets, _read_date_first, _read_place_first):
        reading = read(text, at, stop)
        if reading and evidence.suffices(text, at, reading):
            is_masthead = reading.place and not evidence.can_be_place(reading.place)
            return replace(reading, place=None) if is_masthead else reading
    return None


def _read_agency_first(text: str, at: int, stop: int) -> Reading | None:
    """Read '(Reuters) - ', 'AP - ', and 'Canadian Press - VANCOUVER (CP) - ', whose second agency is the one that filed."""
    named = _NAMED_FIRST.match(text, at, stop)
    slashed = None if named else SLASHES.match(text, at, stop)
    found = named or slashed
    if not found:
        return None
    name = (found[1] or (found[2] if named else "")).strip()
    known = is_agency_tag(name) if found[1] else is_agency(name)
    weight = KNOWN if known else agency_weight(name)
    if weight < POSSIBLE or "," in name or (not known and is_place(name)):
        return None
    rest = _read_place_first(text, found.end(), stop)
    own_line = known and rest and "\n" in rest.mark and is_unmistakable_place(rest.place or "")
    if rest and not rest.agency and (rest.mark.strip() or own_line) and (known or rest.date or weight >= LIKELY):
        rest = replace(rest, agency=name, agency_weight=weight)
        if not known and (evidence.weight(rest) < evidence.ENOUGH_BELOW or area_kind(rest.place or "")):
            rest = None
    if rest and rest.agency and (known or rest.agency == name) and evidence.suffices(text, found.end(), rest):
        return rest
    if not known and not found[1]:
        return None
    alone = Reading(end=found.end(1) + 1 if found[1] else found.end(2), agency=name, agency_weight=weight)
    return _finish(text, alone, stop)


def _read_place_in_brackets(text: str, at: int, stop: int) -> Reading | None:
    """Read '(NEW YORK, Jan. 5) — ' and '(MADRID, EUROPA PRESS) - '."""
    found = BRACKETS.match(text, at, stop)
    if not found:
        return None
    inner = read_place(text, found.start(2), found.end(2))
    inner = _read_date(text, inner, found.end(2)) if inner else None
    inner = read_agency_bare(text, inner, found.end(2)) or inner if inner else None
    if not inner or inner.end != found.end(2):
        return None
    return _finish(text, replace(inner, end=found.end()), stop)


def _read_date_first(text: str, at: int, stop: int) -> Reading | None:
    """Read 'March 3, Harl: ' where the place is known beyond doubt."""
    when = read_date(text, at, stop)
    gap = _DATE_AND_PLACE.match(text, when.end, stop) if when else None
    rest = _read_place_first(text, gap.end(), stop) if gap else None
    if not when or not rest or not rest.place or rest.date or not is_unmistakable_place(rest.place):
        return None
    return replace(rest, date=when)


def _read_place_first(text: str, at: int, stop: int) -> Reading | None:
    """Read the usual order: place, areas, date, agency, mark; the first three may be missing."""
    reading = read_place(text, at, stop) or Reading(end=at)
    reading = _read_date(text, reading, stop)
    reading = read_agency(text, reading, stop)
    if not (reading.place or reading.date):
        return None
    if reading.date is None and reading.agency:
        reading = _read_date_after_agency(text, reading, stop)
    return _finish(text, reading, stop)


def _read_date(text: str, reading: Reading, stop: int) -> Reading:
    gap = _GAP.match(text, reading.end, stop)
    for at in {gap.end() if gap else reading.end: None, reading.end: None}:
        found = read_date(text, at, stop)
        if found:
            return replace(reading, date=found, end=found.end)
    bracket = BRACKETS.match(text, reading.end, stop)
    found = read_date(text, bracket.start(2), bracket.end(2)) if bracket else None
    if bracket and found and found.end == bracket.end(2):
        return replace(reading, date=found, end=bracket.end())
    return reading


def _read_date_after_agency(text: str, reading: Reading, stop: int) -> Reading:
    """Read '--(Business Wire)-- Dec. 10, 2004 -- '; a date without year that no mark follows is the story's."""
    gap = _GAP_OR_DASH.match(text, reading.end, stop)
    found = read_date(text, gap.end(), stop) if gap else None
    if not found or not (found.year or END.match(text, found.end, stop) or text[found.end : found.end + 1] == "\n"):
        return reading
    return replace(reading, date=found, end=found.end)


def _finish(text: str, reading: Reading, stop: int) -> Reading:
    """Take in a reporter's name, the mark that ends the dateline, and the white space before the story."""
    reporter = _REPORTER.match(text, reading.end, stop) if reading.agency_is_known else None
    if reporter:
        reading = replace(reading, end=reporter.end())
    found = END.match(text, reading.end, stop)
    end, mark = (found.end(), found[0]) if found else (reading.end, reading.mark)
    blank = _BLANK.match(text, end)
    begin = blank.end() if blank else end
    if not mark and "\n" in text[end:begin]:
        mark = "\n"
    return replace(reading, end=begin, mark=mark or text[end:begin])
