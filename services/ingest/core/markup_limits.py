"""Markup that is refused before any parser sees it, because parsers are slow at it."""

from __future__ import annotations

import re
from typing import Final

from shared.errors import RejectedError

MAX_ATTRIBUTES: Final = 1_000
"""Of one tag: libxml2 compares every attribute with all before it, so that 100,000 of them take minutes."""

_LONG_TAG: Final = re.compile(r"<[a-z][^<>]{2000}", re.IGNORECASE)  # what so many attributes take at least
_LOOK_AHEAD: Final = 50_000  # characters of a long tag that are looked at, so that many long tags stay cheap
_ATTRIBUTE: Final = r"""[\s/]++[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++)?+)?+"""
_TAG: Final = rf"<[a-z][^\s/>]*+(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}"
_CROWDED: Final = re.compile(_TAG, re.IGNORECASE)
_NOT_MARKUP: Final = r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)"
_CROWDED_IN_MARKUP: Final = re.compile(rf"{_NOT_MARKUP}|({_TAG})", re.IGNORECASE | re.DOTALL)


def check_markup(html: str) -> None:
    """
    Refuse a page with more than 1,000 attributes on one tag.

    A first gate only, linear and cheap: what slips by it (brackets inside of values) is ended by the reader's deadline.
    """
    suspects = (tag.start() for tag in _LONG_TAG.finditer(html))
    if not any(_CROWDED.match(html, start, start + _LOOK_AHEAD) for start in suspects):
        return
    if any(found[2] for found in _CROWDED_IN_MARKUP.finditer(html)):
        raise RejectedError("too-large", f"a tag has more than {MAX_ATTRIBUTES} attributes")
