"""The place of a dateline: 'ROCK HOLLOW, Wyo.', 'Kochi (Kerala) [India]', 'BAGHDAD/ERBIL, Iraq'."""

from __future__ import annotations

import re
from dataclasses import replace

from services.ingest.core.agencies import POSSIBLE, agency_weight, is_agency, is_agency_tag
from services.ingest.core.dateline_agency import read_agency_bare
from services.ingest.core.dateline_parts import BRACKETS, Reading
from services.ingest.core.places import area_kind
from services.ingest.core.printed_dates import MONTH_AND_DAY, read_date

_LETTER = r"[^\W\d_]"
_WORD = (
    rf"(?!{MONTH_AND_DAY}){_LETTER}(?:{_LETTER}|['’ʼʻ`´]|-(?={_LETTER})|\.(?={_LETTER}\.?))*+(?:(?<=\bSt|"
    rf"\bST|\bst|\bFt|\bFT|\bMt|\bMT|\bPt|\bPT)\.|(?<=\.{_LETTER})\.)?"
)
_PLACE = re.compile(rf"{_WORD}(?:(?: / |/ ?| ?& | ){_WORD}){{0,6}}+")
_AREA = re.compile(
    rf",\s?((?:{_LETTER}|\.|['’&-](?={_LETTER}))++(?:\s(?!{MONTH_AND_DAY})(?!(?<=\.\s)and\s)(?:{_LETTER}|\.|"
    rf"['’-](?={_LETTER})|(?<!\.\s)&(?=\s))++){{0,5}})"
)
_ANOTHER = re.compile(rf"( & | and |/)({_WORD}(?: {_WORD}){{0,3}}+)")
_WEEKDAY = re.compile(r"(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\.)")
_LAST_WORD = re.compile(r"\s?[\s/]\s?([^\s/]+)$")


def read_place(text: str, at: int, stop: int) -> Reading | None:
    """Return the place that begins at `at` with its region and country, None where no word does."""
    found = _PLACE.match(text, at, stop)
    if not found:
        return None
    reading = Reading(end=found.end(), place=found[0])
    last = _LAST_WORD.search(found[0])
    joined = found[0].find("-")
    if last and is_agency(last[1]) and not last[1].islower():  # "PARIS AFP - "
        reading = replace(reading, end=at + last.start(), place=found[0][: last.start()])
    elif text[found.end() : found.end() + 1] == "/" and "/" in found[0]:  # "Harl/Agency/. "
        reading = replace(reading, end=at + found[0].rindex("/"), place=found[0].rpartition("/")[0].rstrip())
    elif joined > 0 and read_agency_bare(text, Reading(end=at + joined), stop):  # "MOSCOW-The Associated Press"
        reading = replace(reading, end=at + joined, place=found[0][:joined])
    reading = _read_areas(text, reading, stop)
    another = _ANOTHER.match(text, reading.end, stop) if reading.region or reading.country else None
    if another and not is_agency(another[2]):  # "BOSTON, Mass. & BASEL, Switzerland--"
        reading = replace(reading, end=another.end(), place=f"{reading.place}{another[1]}{another[2]}")
        reading = _read_areas(text, reading, stop)
    return reading


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
    first = name.split(" & ")[0]
    if first != name and area_kind(first) and not area_kind(name):  # "ZURICH, Switzerland & AUSTIN, Texas"
        return _with_area(reading, first, area_kind(first), found.start(1) + len(first))
    return _with_area(reading, name, area_kind(name, of_city=reading.place), found.end())


def _read_area_in_brackets(text: str, reading: Reading, stop: int) -> Reading | None:
    found = BRACKETS.match(text, reading.end, stop)
    if not found:
        return None
    name = found[2].strip()
    kind = area_kind(name, of_city=reading.place)
    if is_agency_tag(name):
        return None
    if found[1] == "[":
        return _with_area(reading, name, kind or "country", found.end())
    another_follows = BRACKETS.match(text, found.end(), stop)
    if not kind and (agency_weight(name) >= POSSIBLE or not another_follows):
        return None
    return _with_area(reading, name, kind, found.end())


def _with_area(reading: Reading, name: str, kind: str | None, end: int) -> Reading | None:
    if kind == "country" and reading.country is None:
        return replace(reading, country=name, end=end)
    if reading.region is None and reading.country is None:
        return replace(reading, region=name, end=end)
    return None
