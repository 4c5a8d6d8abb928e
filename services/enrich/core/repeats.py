"""A name that is found once is the same name wherever else it stands in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from services.enrich.core.countries import country_code
from services.enrich.core.spans import Span, without_overlaps
from services.enrich.core.stopwords import STOPWORDS

_REPEATED: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT"})
_SURE: Final = 0.6  # a doubtful name is not spread
_SHORTEST: Final = 3
_MOST_SPREAD: Final = 1_000  # a text with more names is a list, and looking for each of them everywhere is quadratic
_SENTENCE_START: Final = re.compile(r"(?:^|[.!?]['\"”’)]?\s|\n|[\"“‘])$")


def with_repeats(text: str, spans: Sequence[Span]) -> list[Span]:
    """
    Add the other occurrences of the names that are sure, and the lone surnames of persons; they replace what lies in them.

    A surname at the start of a sentence may be a common word, so it is not spread to there.

    >>> text = "The Rare Metals Forum opens. Ann Roe hosts the Rare Metals Forum, and Roe speaks."
    >>> names = [Span(15, 20, "ORG", 0.4), Span(29, 36, "PERSON", 0.9), Span(47, 64, "EVENT", 0.8)]
    >>> [(text[span.start : span.end], span.label) for span in with_repeats(text, names)]
    [('Rare Metals Forum', 'EVENT'), ('Ann Roe', 'PERSON'), ('Rare Metals Forum', 'EVENT'), ('Roe', 'PERSON')]
    """
    known = {(span.start, span.end) for span in spans}
    full, surnames = _names(text, spans)
    repeats = [
        span
        for name, label in islice(full.items(), _MOST_SPREAD)
        for span in _occurrences(text, name, label)
        if (span.start, span.end) not in known
    ]
    lone = [
        span
        for name, label in islice(surnames.items(), _MOST_SPREAD)
        for span in _occurrences(text, name, label)
        if not _SENTENCE_START.search(text, max(0, span.start - 3), span.start)
    ]
    if not repeats and not lone:
        return list(spans)
    by_start = sorted(spans, key=lambda span: span.start)
    longest = max(span.end - span.start for span in spans)
    wider = [span for span in repeats if not _is_crossed(span, _near(span, by_start, longest))]
    return without_overlaps([*sorted(wider, key=lambda span: span.start - span.end), *spans, *lone])


def _names(text: str, spans: Sequence[Span]) -> tuple[dict[str, str], dict[str, str]]:
    full: dict[str, str] = {}
    surnames: dict[str, str] = {}
    for span in spans:
        if span.label not in _REPEATED or (span.confidence or 0) < _SURE:
            continue
        name = text[span.start : span.end]
        words = name.split()
        if ("\n" not in name) if len(words) > 1 else (name.isupper() and len(name) >= _SHORTEST):
            full.setdefault(name, span.label)
        if span.label == "PERSON" and len(words) > 1 and _is_surname(words[-1]):
            surnames.setdefault(words[-1], span.label)
    return full, surnames


def _is_surname(word: str) -> bool:
    return (
        len(word) >= _SHORTEST
        and word.isalpha()
        and word[0].isupper()
        and word.lower() not in STOPWORDS
        and not country_code(word)
    )


def _occurrences(text: str, name: str, label: str) -> Iterator[Span]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not _continues(text, start - 1) and not _continues(text, end):
            yield Span(start, end, label)
        start = text.find(name, end)


def _continues(text: str, index: int) -> bool:
    return 0 <= index < len(text) and (text[index].isalnum() or text[index] in "-_")


def _near(span: Span, by_start: Sequence[Span], longest: int) -> Sequence[Span]:
    """Give the spans that may touch this one, of which none is longer than `longest`."""
    first = bisect_left(by_start, span.start - longest, key=lambda other: other.start)
    return by_start[first : bisect_left(by_start, span.end, key=lambda other: other.start)]


def _is_crossed(span: Span, others: Sequence[Span]) -> bool:
    """Say whether another span reaches over a border of this one, or holds it: then that one knows more."""
    return any(
        other.start < span.end
        and span.start < other.end
        and (other.start < span.start or span.end < other.end or (other.start, other.end) == (span.start, span.end))
        for other in others
    )
