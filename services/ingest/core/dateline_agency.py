"""The agency of a dateline: '(Reuters)', '/TASS/', '--(BUSINESS WIRE)--', ', AFP - '."""

from __future__ import annotations

import re
from dataclasses import replace

from services.ingest.core.agencies import is_agency, is_agency_tag, looks_like_agency
from services.ingest.core.dateline_parts import DASH, END, Reading
from services.ingest.core.printed_dates import read_date

SLASHES = re.compile(rf"[.,]?\s?(?:{DASH}\s?)?/\s?([^/\n]{{2,40}}?)\s?/")
"""An agency between slashes."""

_TAG = re.compile(rf"[.,]?\s?(?:{DASH}\s?)?\(([^()\n]{{2,60}})\)")
_DATE_TO_SLASH = re.compile(r"\s?([^/\n]{6,24}?)\s?/")
_SERVICE = re.compile(r"\s?-{1,2}\s?|\svia\s")  # what follows names a service of the wire: "PRNewswire-PRWeb"
_COMMA_OR_DASH = re.compile(r",\s|\s-\s")
_AFTER_MARK = re.compile(
    rf"(?:\s?{DASH}\s?|\s?\|\s?|[,.:]?\s)((?:The\s)?[^\W_][\w.&'’+/]*+(?:[ -][A-Z][\w.&'’+/]*+){{0,3}})"
)


def read_agency(text: str, reading: Reading, stop: int) -> Reading:
    """Add the agency that follows what was read, where one does."""
    for read in (_read_agency_in_brackets, _read_agency_in_slashes, read_agency_bare):
        found = read(text, reading, stop)
        if found:
            return found
    return reading


def _read_agency_in_brackets(text: str, reading: Reading, stop: int) -> Reading | None:
    found = _TAG.match(text, reading.end, stop)
    if not found:
        return None
    name, when = found[1].strip(), None
    split = _COMMA_OR_DASH.search(name)  # "(AFP, Jan. 2)", "(Newsfile Corp. - January 2, 2024)"
    if split:
        when = read_date(text, found.start(1) + split.end(), found.end(1))
        name = name[: split.start()] if when else name
    known = is_agency_tag(name)
    if not known and not looks_like_agency(name):
        return None
    return replace(reading, agency=name, agency_is_known=known, date=reading.date or when, end=found.end())


def _read_agency_in_slashes(text: str, reading: Reading, stop: int) -> Reading | None:
    found = SLASHES.match(text, reading.end, stop)
    if not found:
        return None
    name = found[1].strip()
    known = is_agency(name) or is_agency(_SERVICE.split(name)[0])
    if not known and not looks_like_agency(name):
        return None
    end = found.end()
    when = _DATE_TO_SLASH.match(text, end, stop)  # "/ ACCESSWIRE / December 5, 2022 / "
    stamp = read_date(text, when.start(1), when.end(1)) if when else None
    if when and stamp and stamp.end == when.end(1):
        return replace(reading, agency=name, agency_is_known=known, date=stamp, end=when.end(), mark="/")
    return replace(reading, agency=name, agency_is_known=known, end=end)


def read_agency_bare(text: str, reading: Reading, stop: int) -> Reading | None:
    """Read 'PARIS, Jan. 5, AFP - ' and 'MOSCOW-The Associated Press': known agencies only, before a mark or line's end."""
    found = _AFTER_MARK.match(text, reading.end, stop)
    if not found:
        return None
    name = found[1].rstrip(".")
    while not is_agency(name):
        if " " not in name:
            return None
        name = name.rpartition(" ")[0].rstrip(".")
    end = found.start(1) + len(name)
    mark = END.match(text, end, stop)
    closed = end == len(text) or text[end] == "\n" or (mark is not None and mark[0] != "-")  # a tight hyphen: "PA-32"
    if not closed and reading.date:  # "Baku, January 2, AZERTAC The "
        closed = name.isupper() and text[end] == " "
    return replace(reading, agency=name, agency_is_known=True, end=end) if closed else None
