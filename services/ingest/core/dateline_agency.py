"""The agency of a dateline: '(Reuters)', '/TASS/', '--(BUSINESS WIRE)--', ', AFP - '."""

from __future__ import annotations

import re
from dataclasses import replace

from services.ingest.core.agencies import KNOWN, LIKELY, POSSIBLE, UNLIKELY, agency_weight, is_agency, is_agency_tag
from services.ingest.core.dateline_parts import DASH, END, Reading
from services.ingest.core.printed_dates import read_date

SLASHES = re.compile(rf"[.,]?\s?(?:{DASH}\s?)?/\s?([^/\n]{{2,40}}?)\s?/")
"""An agency between slashes."""

_TAG = re.compile(rf"(?:,\s\d{{1,2}}(?=\s\())?[.,]?\s?(?:{DASH}\s?)?[(\[]([^()\[\]\n]{{2,60}})[)\]]")
_VIA = re.compile(rf"\s?{DASH}{{1,2}}\s?via [A-Z][\w.]+(?: [A-Z][\w.]+){{0,2}}(?=\s?{DASH})")
_ONE_WORD = re.compile(r"[^\W\d_]{3,14}")
_DATE_TO_SLASH = re.compile(r"\s?([^/\n]{6,24}?)\s?/")
_SERVICE = re.compile(r"\s?-{1,2}\s?|\svia\s")  # what follows names a service of the wire: "PRNewswire-PRWeb"
_BEFORE_DATE = re.compile(r",\s|\s[-–/|]\s")
_AFTER_MARK = re.compile(
    rf"(?:\s?{DASH}\s?|\s?[|•·/]\s?|[,.:]?\s)((?:The\s)?[^\W_][\w.&'’+/]*+(?:[ -][A-Z][\w.&'’+/]*+){{0,3}})"
)
_BETWEEN_MARKS = re.compile(
    rf"(?:\s(?P<bar>[|•·])\s|,\s|\s(?P<dash>{DASH}{{1,2}})\s)(?P<name>(?:The\s|"
    rf"THE\s)?[A-Z][\w.&'’+-]*(?:\s[A-Z][\w.&'’+-]*){{0,3}})"
    rf"(?=:\s|\s[|•·]\s|\s{DASH}{{1,2}}\s)"
)


def read_agency(text: str, reading: Reading, stop: int) -> Reading:
    """Add the agency that follows what was read, where one does, and pass over those that follow it."""
    for read in (_read_agency_in_brackets, _read_agency_in_slashes, read_agency_bare, _read_agency_between_marks):
        found = read(text, reading, stop)
        if found:
            another = _TAG.match(text, found.end, stop)
            if another and is_agency_tag(another[1]):
                found = replace(found, end=another.end())
            via = _VIA.match(text, found.end, stop)
            return replace(found, end=via.end()) if via else found
    return reading


def _read_agency_in_brackets(text: str, reading: Reading, stop: int) -> Reading | None:
    found = _TAG.match(text, reading.end, stop)
    if not found:
        return None
    name, when = found[1].strip(), None
    # A date may follow the name: (AFP, Jan. 2), (Newsfile Corp. - May 2, 2024), (Harl Wire / Harl Post - 14th Jan, 2024).
    for split in _BEFORE_DATE.finditer(name):
        if when:
            break
        when = read_date(text, found.start(1) + split.end(), found.end(1))
        name = name[: split.start()] if when else name
    weight = agency_weight(name)
    if not weight and reading.date and reading.place and _ONE_WORD.fullmatch(name):
        weight = UNLIKELY
    if not weight:
        return None
    return replace(reading, agency=name, agency_weight=weight, date=reading.date or when, end=found.end())


def _read_agency_in_slashes(text: str, reading: Reading, stop: int) -> Reading | None:
    found = SLASHES.match(text, reading.end, stop)
    if not found:
        return None
    name = found[1].strip(" -")
    weight = KNOWN if is_agency(name) or is_agency(_SERVICE.split(name)[0]) else agency_weight(name)
    if not weight and not (reading.date and name[:1].isupper()):
        return None
    end = found.end()
    when = _DATE_TO_SLASH.match(text, end, stop)  # "/ ACCESSWIRE / December 5, 2022 / "
    stamp = read_date(text, when.start(1), when.end(1)) if when else None
    weight = max(weight, LIKELY)
    if when and stamp and stamp.end == when.end(1):
        return replace(reading, agency=name, agency_weight=weight, date=stamp, end=when.end(), mark="/")
    return replace(reading, agency=name, agency_weight=weight, end=end, mark="/")


def _read_agency_between_marks(text: str, reading: Reading, stop: int) -> Reading | None:
    """
    Read an agency that is in no list: 'Harl | HWN | ', 'HARL, May 4, HWN - ', 'HARL - Harl Newswire - May 4, 2024 - '.

    Between bars anything may be one; after a comma or a dash only what looks like one, since reporters stand there, too.
    """
    found = _BETWEEN_MARKS.match(text, reading.end, stop)
    if not found:
        return None
    name = found["name"]
    weight = agency_weight(name)
    after_dash = re.match(rf"\s{DASH}{{1,2}}\s", text[found.end() : found.end() + 5])
    dated = reading.date or (after_dash and read_date(text, found.end() + after_dash.end(), stop))
    needed = UNLIKELY if found["bar"] else (POSSIBLE if dated and " " not in name else LIKELY)
    if weight < needed or (not dated and not found["bar"] and not found["dash"]):
        return None
    return replace(reading, agency=name, agency_weight=max(weight, POSSIBLE), end=found.end())


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
    closed = (
        end in {len(text), stop} or text[end] == "\n" or (mark is not None and mark[0] != "-")
    )  # a tight hyphen: "PA-32"
    if not closed and reading.date:  # "Baku, January 2, AZERTAC The "
        closed = (name.isupper() or " " in name) and text[end] == " "
    return replace(reading, agency=name, agency_weight=KNOWN, end=end) if closed else None
