"""Direct speech and who speaks: what stands between quotation marks beside a verb of saying."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final, NamedTuple

from services.enrich.core.spans import Span

_QUOTED: Final = re.compile(
    r"“([^“”]{2,2000})”|\"([^\"\n]{2,2000})\"|(?<![\w’])‘([^‘’\n]{2,500}(?:’\w[^‘’\n]{0,500}){0,9})’(?!\w)"
)
_SAYING = """
said says say told tells added adds stated states announced noted notes wrote writes argued argues explained explains warned
warns insisted insists claimed claims declared replied responded asked asks commented tweeted posted remarked recalled
concluded continued stressed emphasised emphasized urged vowed promised admitted acknowledged confirmed observed quipped
exclaimed testified quoted
"""
_VERBS: Final = frozenset({*_SAYING.split(), "according to"})
_MAY_SAY: Final = re.compile(r"\b(?:according to|[a-z]{3,12})\b", re.IGNORECASE)
_LEAST_WORDS: Final = 3  # fewer are a term in scare quotes, unless a verb of saying leads to them
_REACH: Final = 160
_BETWEEN: Final = " ,.;:—–-\n"
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’)]?\s+(?=[A-Z\"“‘])|\n\s*\n?")


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said, without its marks, and the index of the span that names who said it."""

    start: int
    end: int
    speaker: int | None


def quotes(text: str, spans: Sequence[Span], speakers: Sequence[int]) -> Iterator[Speech]:
    """
    Find the direct speech of a text; `speakers` are the indices, in text order, of the spans that can speak.

    The speaker is the name nearest to the verb of saying, in the clause right after the quotation or else right before it.

    >>> text = '"We will go ahead with the plan," Ann Roe said. It is a "hub".'
    >>> found = list(quotes(text, [Span(34, 41, "PERSON")], [0]))
    >>> [(text[speech.start : speech.end], speech.speaker) for speech in found]
    [('We will go ahead with the plan,', 0)]
    """
    last: int | None = None
    last_end = -_REACH
    for found in _QUOTED.finditer(text):
        start, end = found.span(found.lastindex or 0)
        after = _clause(text, *_after(text, found.end()))
        before = _clause(text, *_before(text, found.start()))
        speaker = _speaker(after, spans, speakers, nearest=0)
        if speaker is None:
            speaker = _speaker(before, spans, speakers, nearest=-1)
        is_said = bool(after.verbs or before.verbs)
        if speaker is None and not is_said and last is not None and not text[last_end : found.start()].strip(_BETWEEN):
            speaker = last  # the speech goes on in the next sentence or paragraph
        if is_said or len(text[start:end].split()) > _LEAST_WORDS:
            yield Speech(start, end, speaker)
            last, last_end = speaker, after.end if after.verbs else found.end()


class _Clause(NamedTuple):
    """What stands beside a quotation, with its verbs of saying."""

    start: int
    end: int
    verbs: list[tuple[int, int]]


def _clause(text: str, start: int, end: int) -> _Clause:
    words = _MAY_SAY.finditer(text, start, end)
    return _Clause(start, end, [word.span() for word in words if word.group().lower() in _VERBS])


def _after(text: str, start: int) -> tuple[int, int]:
    limit = min(len(text), start + _REACH)
    ended = _SENTENCE_END.search(text, start, limit)
    quoted = _QUOTED.search(text, start, limit)
    ends = [limit] + [found.start() for found in (ended, quoted) if found]
    return start, min(ends)


def _before(text: str, end: int) -> tuple[int, int]:
    start = max(0, end - _REACH)
    for found in _SENTENCE_END.finditer(text, start, end):
        if found.end() < end:
            start = found.end()
    return start, end


def _speaker(clause: _Clause, spans: Sequence[Span], speakers: Sequence[int], *, nearest: int) -> int | None:
    if not clause.verbs:
        return None
    verb = clause.verbs[nearest]
    first = bisect_left(speakers, clause.start, key=lambda i: spans[i].start)
    inside = takewhile(lambda i: spans[i].end <= clause.end, islice(speakers, first, None))
    return min(inside, key=lambda i: _distance(spans[i], *verb), default=None)


def _distance(span: Span, start: int, end: int) -> int:
    """Count the characters between name and verb; the subject stands before its verb a little more often than after."""
    return start - span.end if span.end <= start else span.start - end + 2
