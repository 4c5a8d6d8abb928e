"""What a dateline is read into, part by part, and the marks between the parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.ingest.core.agencies import KNOWN
from services.ingest.core.printed_dates import PrintedDate

DASH = r"(?:-{1,3}|[–—―‒−─_]|(?<=\s)=(?=\s))"
"""A dash as typists and typesetters make it, as a pattern."""

BRACKETS = re.compile(r",?\s?([(\[])([^()\[\]\n]{1,60})[)\]]")
"""What stands in round or square brackets."""

END = re.compile(rf"\s?(?:[.,:;]?\s?(?:{DASH}\s?){{1,2}}|[:;]\s?|//\s?|\|\s?|\.(?=\s)|[>•·]{{1,2}}\s?)")
"""The mark that ends a dateline, with the spaces around it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a dateline says, before it is known whether it is one; `end` is where the story begins (weights: agencies.py)."""

    end: int
    place: str | None = None
    region: str | None = None
    country: str | None = None
    date: PrintedDate | None = None
    agency: str | None = None
    agency_weight: int = 0
    mark: str = ""

    @property
    def agency_is_known(self) -> bool:
        """Say whether the agency is one that is listed."""
        return self.agency_weight == KNOWN
