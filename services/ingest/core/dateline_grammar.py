"""
'Washington DC [US], January 20 (ANI): ' → place, region, country, date and agency.

A dateline is read left to right: who (sometimes), where, when, who, and the mark that ends it. Any part may be missing, so
what was read must be evidence enough together: a known agency in brackets is, a word before a dash is not.
"""

from __future__ import annotations

import re
from dataclasses import replace

from services.ingest.core import dateline_evidence as evidence
from services.ingest.core.agencies import is_agency, is_agency_tag, looks_like_agency
from services.ingest.core.dateline_parts import Reading
from services.ingest.core.places import area_kind, is_place
from services.ingest.core.printed_dates import MONTH_AND_DAY, read_date

_WINDOW = 220  # characters; the longest dateline of the wire examples has 120

_DASH = r"(?:-{1,3}|[–—―‒−_])"
_LETTER = r"[^\W\d_]"
_WORD = (
    rf"(?!{MONTH_AND_DAY}){_LETTER}(?:{_LETTER}|['’ʼʻ`´]|-(?={_LETTER})|\.(?={_LETTER}\.?))*+(?:(?<=\bSt|"
    rf"\bST|\bst|\bFt|\bFT|\bMt|\bMT|\bPt|\bPT)\.|(?<=\.{_LETTER})\.)?"
)
_PLACE = re.compile(rf"{_WORD}(?:(?: ?/ ?| ?& | ){_WORD}){{0,6}}+")
_AREA = re.compile(
    rf",\s?((?:{_LETTER}|\.|['’&-](?={_LETTER}))++(?:\s(?!{MONTH_AND_DAY})(?:{_LETTER}|\.|"
    rf"['’-](?={_LETTER})|&(?=\s))++){{0,3}})"
)
_BRACKETS = re.compile(r",?\s?([(\[])([^()\[\]\n]{1,60})[)\]]")
_GAP = re.compile(r"\s?[,.:|]?\s?")
_SLASHES = re.compile(rf"[.,]?\s?(?:{_DASH}\s?)?/\s?([^/\n]{{2,40}}?)\s?/")
_AFTER_MARK = re.compile(
    rf"(?:\s?{_DASH}\s?|\s?\|\s?|[,.:]?\s)((?:The\s)?[^\W_][\w.&'’+/]*+(?:[ -][A-Z][\w.&'’+/]*+){{0,3}})"
)
_NAMED_FIRST = re.compile(
    rf"\(([^()\n]{{2,40}})\)\s?(?:{_DASH}|:|\|)?\s*|((?:The\s)?[A-Z][\w.&'’]*+(?:[ "
    rf"/][A-Z][\w.&'’]*+){{0,3}})(?:\s{_DASH}{{1,2}}\s|\s?\|\s|:\s|,\s)"
)
_END = re.compile(rf"\s?(?:[.,:;]?\s?(?:{_DASH}\s?){{1,2}}|:\s?|\|\s?|\.(?=\s)|>{{1,2}}\s?)")
_BLANK = re.compile(r"\s*")
_WEEKDAY = re.compile(r"(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)")
_LAST_WORD = re.compile(r"\s?[\s/]\s?([^\s/]+)$")
_REPORTER = re.compile(rf",?\s(?:[Bb]y\s)?[^\W\d_a-z][\w.'’-]*+(?:\s[^\W\d_a-z][\w.'’-]*+){{1,2}}+(?=\s?(?:{_DASH}|:)\s)")


def read_dateline(text: str, at: int) -> Reading | None:
    """Return the dateline that begins exactly at `at`; None where what stands there is, or may be, part of the story."""
    line_end = text.find("\n", at)
    stop = min(len(text), at + _WINDOW) if line_end < 0 else min(line_end, at + _WINDOW)
    for read in (_read_agency_first, _read_place_in_brackets, _read_place_first):
        reading = read(text, at, stop)
        if reading and evidence.suffices(text, at, reading):
            is_masthead = reading.place and not evidence.can_be_place(reading.place)
            return replace(reading, place=None) if is_masthead else reading
    return None


def _read_agency_first(text: str, at: int, stop: int) -> Reading | None:
    """Read '(Reuters) - ', 'AP - ', and 'Canadian Press - VANCOUVER (CP) - ', whose second agency is the one that filed."""
    named = _NAMED_FIRST.match(text, at, stop)
    slashed = None if named else _SLASHES.match(text, at, stop)
    found = named or slashed
    if not found:
        return None
    name = (found[1] or (found[2] if named else "")).strip()
    known = is_agency_tag(name) if found[1] else is_agency(name)
    if not known and (not found[1] or is_place(name) or not looks_like_agency(name)):
        return None
    if known:
        rest = _read_place_first(text, found.end(), stop)
        if rest and not rest.agency and rest.mark.strip():
            rest = replace(rest, agency=name, agency_is_known=True)
        if rest and rest.agency and evidence.suffices(text, found.end(), rest):
            return rest
    alone = Reading(end=found.end(1) + 1 if found[1] else found.end(2), agency=name, agency_is_known=known)
    return _finish(text, alone, stop)


def _read_place_in_brackets(text: str, at: int, stop: int) -> Reading | None:
    """Read '(NEW YORK, Jan. 5) — '."""
    found = _BRACKETS.match(text, at, stop)
    if not found:
        return None
    inner = _read_place(text, found.start(2), found.end(2))
    inner = _read_date(text, inner, found.end(2)) if inner else None
    if not inner or inner.end != found.end(2):
        return None
    return _finish(text, replace(inner, end=found.end()), stop)


def _read_place_first(text: str, at: int, stop: int) -> Reading | None:
    """Read the usual order: place, areas, date, agency, mark; the first three may be missing."""
    reading = _read_place(text, at, stop) or Reading(end=at)
    reading = _read_date(text, reading, stop)
    reading = _read_agency(text, reading, stop)
    if not (reading.place or reading.date):
        return None
    if reading.date is None and reading.agency:
        reading = _read_date_after_agency(text, reading, stop)
    return _finish(text, reading, stop)


def _read_place(text: str, at: int, stop: int) -> Reading | None:
    found = _PLACE.match(text, at, stop)
    if not found:
        return None
    reading = Reading(end=found.end(), place=found[0])
    last = _LAST_WORD.search(found[0])
    joined = found[0].find("-")
    if last and is_agency(last[1]) and not last[1].islower():  # "PARIS AFP - "
        reading = replace(reading, end=at + last.start(), place=found[0][: last.start()])
    elif joined > 0 and _read_agency_bare(text, Reading(end=at + joined), stop):  # "MOSCOW-The Associated Press"
        reading = replace(reading, end=at + joined, place=found[0][:joined])
    return _read_areas(text, reading, stop)


def _read_areas(text: str, reading: Reading, stop: int) -> Reading:
    for _ in range(3):
        wider = _read_area_after_comma(text, reading, stop) or _read_area_in_brackets(text, reading, stop)
        if not wider:
            break
        reading = wider
    return reading


def _read_area_after_comma(text: str, reading: Reading, stop: int) -> Reading | None:
    found = _AREA.match(text, reading.end, stop)
    if not found or read_date(text, found.start(1), stop):
        return None
    if _WEEKDAY.fullmatch(found[1]):
        return replace(reading, end=found.end())
    name = found[1].rstrip(".") if found[1].count(".") == 1 and area_kind(found[1]) == "country" else found[1]
    if is_agency(name) and not area_kind(name):
        return None
    return _with_area(reading, name, area_kind(name, of_city=reading.place), found.end())


def _read_area_in_brackets(text: str, reading: Reading, stop: int) -> Reading | None:
    found = _BRACKETS.match(text, reading.end, stop)
    if not found:
        return None
    name = found[2].strip()
    kind = area_kind(name, of_city=reading.place)
    if found[1] == "[":
        return _with_area(reading, name, kind or "country", found.end())
    another_follows = _BRACKETS.match(text, found.end(), stop)
    if is_agency_tag(name) or (not kind and (looks_like_agency(name) or not another_follows)):
        return None
    return _with_area(reading, name, kind, found.end())


def _with_area(reading: Reading, name: str, kind: str | None, end: int) -> Reading | None:
    if kind == "country" and reading.country is None:
        return replace(reading, country=name, end=end)
    if reading.region is None and reading.country is None:
        return replace(reading, region=name, end=end)
    return None


def _read_date(text: str, reading: Reading, stop: int) -> Reading:
    gap = _GAP.match(text, reading.end, stop)
    for at in {gap.end() if gap else reading.end: None, reading.end: None}:
        found = read_date(text, at, stop)
        if found:
            return replace(reading, date=found, end=found.end)
    bracket = _BRACKETS.match(text, reading.end, stop)
    found = read_date(text, bracket.start(2), bracket.end(2)) if bracket else None
    if bracket and found and found.end == bracket.end(2):
        return replace(reading, date=found, end=bracket.end())
    return reading


def _read_agency(text: str, reading: Reading, stop: int) -> Reading:
    for read in (_read_agency_in_brackets, _read_agency_in_slashes, _read_agency_bare):
        found = read(text, reading, stop)
        if found:
            return found
    return reading


def _read_agency_in_brackets(text: str, reading: Reading, stop: int) -> Reading | None:
    found = re.compile(rf"[.,]?\s?(?:{_DASH}\s?)?\(([^()\n]{{2,60}})\)").match(text, reading.end, stop)
    if not found:
        return None
    name, when = found[1].strip(), None
    split = re.search(r",\s|\s-\s", name)  # "(AFP, Jan. 2)", "(Newsfile Corp. - January 2, 2024)"
    if split:
        when = read_date(text, found.start(1) + split.end(), found.end(1))
        name = name[: split.start()] if when else name
    known = is_agency_tag(name)
    if not known and not looks_like_agency(name):
        return None
    return replace(reading, agency=name, agency_is_known=known, date=reading.date or when, end=found.end())


def _read_agency_in_slashes(text: str, reading: Reading, stop: int) -> Reading | None:
    found = _SLASHES.match(text, reading.end, stop)
    if not found:
        return None
    name = found[1].strip()
    known = is_agency(name) or is_agency(re.split(r"\s?-{1,2}\s?|\svia\s", name)[0])
    if not known and not looks_like_agency(name):
        return None
    end = found.end()
    when = re.compile(r"\s?([^/\n]{6,24}?)\s?/").match(text, end, stop)  # "/ ACCESSWIRE / December 5, 2022 / "
    stamp = read_date(text, when.start(1), when.end(1)) if when else None
    if when and stamp and stamp.end == when.end(1):
        return replace(reading, agency=name, agency_is_known=known, date=stamp, end=when.end(), mark="/")
    return replace(reading, agency=name, agency_is_known=known, end=end)


def _read_agency_bare(text: str, reading: Reading, stop: int) -> Reading | None:
    """Read 'PARIS, Jan. 5, AFP - ' and 'MOSCOW-The Associated Press\\n': known agencies only, and a mark must follow."""
    found = _AFTER_MARK.match(text, reading.end, stop)
    if not found:
        return None
    name = found[1].rstrip(".")
    while not is_agency(name):
        if " " not in name:
            return None
        name = name.rpartition(" ")[0].rstrip(".")
    end = found.start(1) + len(name)
    closed = end == len(text) or text[end] == "\n" or _END.match(text, end, stop)
    closed = bool(closed) or (
        reading.date is not None and name.isupper() and text[end : end + 1] == " "
    )  # "Baku, January 2, AZERTAC The "
    return replace(reading, agency=name, agency_is_known=True, end=end) if closed else None


def _read_date_after_agency(text: str, reading: Reading, stop: int) -> Reading:
    """
    Read '(PRWEB) May 10, 2013 -- ' and '--(Business Wire)-- Dec. 10, 2004 -- '; a date that no mark follows is the
    story's.
    """
    gap = re.compile(rf"\s?(?:{_DASH}|/)?\s?").match(text, reading.end, stop)
    found = read_date(text, gap.end(), stop) if gap else None
    if not found or not (found.year or _END.match(text, found.end, stop) or text[found.end : found.end + 1] == "\n"):
        return reading
    return replace(reading, date=found, end=found.end)


def _finish(text: str, reading: Reading, stop: int) -> Reading:
    """Take in a reporter's name, the mark that ends the dateline, and the white space before the story."""
    reporter = _REPORTER.match(text, reading.end, stop) if reading.agency_is_known else None
    if reporter:
        reading = replace(reading, end=reporter.end())
    found = _END.match(text, reading.end, stop)
    end, mark = (found.end(), found[0]) if found else (reading.end, reading.mark)
    blank = _BLANK.match(text, end)
    begin = blank.end() if blank else end
    if not mark and "\n" in text[end:begin]:
        mark = "\n"
    return replace(reading, end=begin, mark=mark or text[end:begin])
