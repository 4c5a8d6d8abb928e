"""The header that a feed fuses with the text: ' date 2026-01-20 '."""

from __future__ import annotations

import re
from datetime import date

_HEADER = re.compile(
    r"\s*(?i:date)\s?:?\s(?P<date>(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|"
    r"3[01]))(?:T[\d:.]{5,12}(?:Z|[+-]\d\d:?\d\d)?)?\s+(?=\S)"
)


def find_header(text: str) -> tuple[int, date] | None:
    """Return where the header ends and its date; None without one."""
    match = _HEADER.match(text)
    if not match:
        return None
    try:
        return match.end(), date.fromisoformat(match["date"])
    except ValueError:
        return None
