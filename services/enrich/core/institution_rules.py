"""Institutions that a model overlooks, by what they are called: "Coastal Development Bank", "Ministry of Ports"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from services.enrich.core.spans import Span
from services.enrich.core.stopwords import STOPWORDS

_HEAD = (
    r"(?:Bank|University|Institute|Ministry|Department|Commission|Committee|Council|Authority|Agency|Association|Federation"
    r"|Foundation|Corporation|Organi[sz]ation|Court|Parliament|Assembly|Senate|Exchange|Airlines|Airways|Police|Party)"
)
_OF = r"(?: of (?:the )?[A-Z][\w’'-]+(?: (?:and )?[A-Z][\w’'-]+){0,3})"
_INSTITUTION: Final = re.compile(rf"\b(?:(?:[A-Z][\w’'&-]*[ ]){{1,5}}{_HEAD}\b{_OF}?|{_HEAD}{_OF})")


def overlooked_institutions(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """
    Find the institutions of a text that touch no span found.

    >>> text = "The Coastal Bank and the Ministry of Ports met Ann Roe of the Police."
    >>> [text[span.start : span.end] for span in overlooked_institutions(text, [Span(47, 54, "PERSON")])]
    ['Coastal Bank', 'Ministry of Ports']
    """
    by_start = sorted(found, key=lambda span: span.start)
    reached = list(accumulate((span.end for span in by_start), max, initial=0))  # by the first so many of them
    for match in _INSTITUTION.finditer(text):
        start = match.start()
        words = match.group().split(" ")
        while words and words[0].lower() in STOPWORDS:
            start += len(words.pop(0)) + 1
        before = bisect_left(by_start, match.end(), key=lambda span: span.start)
        if len(words) > 1 and reached[before] <= start:
            yield Span(start, match.end(), "ORG")
