"""Where and when a story was filed, and by whom: found at the head of its text, with what it says as values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.ingest.core.dateline_evidence import ENOUGH_BELOW, weight
from services.ingest.core.dateline_grammar import read_dateline
from services.ingest.core.dateline_parts import Reading
from shared.contracts.events import Dateline


@dataclass(frozen=True, slots=True)
class FoundDateline:
    """A dateline and the code points of the text that it takes up, white space before the story included."""

    start: int
    end: int
    dateline: Dateline


def find_dateline(
    text: str, starts: Iterable[int], *, header_date: date | None = None, published_on: date | None = None
) -> FoundDateline | None:
    """
    Return the first dateline that begins at one of `starts`, given in order of trust: the first is the head of the text.

    A dateline further down (below a headline, a standfirst or a byline) needs more evidence: see `_is_beyond_doubt`.
    A year that is not printed follows from the header's date, then from the day of publication.
    """
    for rank, start in enumerate(starts):
        reading = read_dateline(text, start)
        if reading and (rank == 0 or _is_beyond_doubt(reading)):
            return FoundDateline(start, reading.end, _values(reading, header_date, published_on))
    return None


def _is_beyond_doubt(reading: Reading) -> bool:
    if reading.agency_is_known:
        return bool(reading.place or reading.date)
    return bool(reading.place and reading.date and weight(reading) >= ENOUGH_BELOW)


def _values(reading: Reading, header_date: date | None, published_on: date | None) -> Dateline:
    when = header_date.isoformat() if header_date else None
    if reading.date:
        when = reading.date.resolved(header_date or published_on)
    return Dateline(place=reading.place, region=reading.region, country=reading.country, date=when, agency=reading.agency)
