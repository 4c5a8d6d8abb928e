"""What a dateline is read into, part by part."""

from __future__ import annotations

from dataclasses import dataclass

from services.ingest.core.printed_dates import PrintedDate


@dataclass(frozen=True, slots=True)
class Reading:
    """What a dateline says, before it is known whether it is one; `end` is where the story begins."""

    end: int
    place: str | None = None
    region: str | None = None
    country: str | None = None
    date: PrintedDate | None = None
    agency: str | None = None
    agency_is_known: bool = False
    mark: str = ""
