"""Where a name begins and ends."""

from __future__ import annotations

import re
from typing import Final

from services.enrich.core.institutions import GENERIC

_EDGES: Final = " \t\r\n\"'“”‘’«»()[]{},;:!?*_|/\\–—-"
_PAIRS: Final = {")": "(", "]": "["}
_LEAD: Final = re.compile(r"(?:the|an?|and|of|in)\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"['’‘]s?$")
_REGNAL: Final = re.compile(r" (?:[IVX]{1,5}\b|the (?:Great|Elder|Younger)\b)(?!['’‘])")
_CAPITALISED_BEFORE: Final = re.compile(r"(?<![\w.])(?:[A-Z][\w’'&]*[ -])+$")
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?:]['\"”’)]?\s|\n|[\"“‘]\s?)$")
_REACH: Final = 48
_COMPLETED: Final = frozenset({"ORG", "LOC", "FAC", "EVENT"})


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """
    Cut quotes, brackets, articles and possessives off both ends, until none is left.

    >>> text = "“The Hague’s” court"
    >>> text[slice(*trimmed(text, 0, 13))]
    'Hague'
    """
    while start < end:
        before = start, end
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and text[end - 1] in _EDGES and not _closes(text, start, end):
            end -= 1
        if (lead := _LEAD.match(text, start, end)) and not _is_own(text, start):
            start = lead.end()
        if possessive := _POSSESSIVE.search(text, start, end):
            end = possessive.start()
        if (start, end) == before:
            break
    return start, end


def _closes(text: str, start: int, end: int) -> bool:
    """Say whether the last bracket was opened within: "JD(U)" is a name."""
    opening = _PAIRS.get(text[end - 1])
    return opening is not None and text.count(opening, start, end) == text.count(text[end - 1], start, end)


def _is_own(text: str, start: int) -> bool:
    """Say whether an article is part of a name: within a sentence its capital says so, "at The Hindu"."""
    return text[start].isupper() and not _SENTENCE_START.search(text, max(0, start - 3), start)


def completed(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """
    Take in what surely belongs to a name: the number of a monarch, and what stands before a word that many names share.

    >>> text = "the Export-Import Bank"
    >>> text[slice(*completed(text, 18, 22, "ORG"))]
    'Export-Import Bank'
    """
    if label == "PERSON":
        regnal = _REGNAL.match(text, end)
        return start, regnal.end() if regnal else end
    if label in _COMPLETED and text[start:end].lower() in GENERIC:
        before = _CAPITALISED_BEFORE.search(text, max(0, start - _REACH), start)
        if before and not _SENTENCE_START.search(text, max(0, before.start() - 3), before.start()):
            return before.start(), end
    return start, end
