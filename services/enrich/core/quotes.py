"""Direct speech and who speaks: what stands between quotation marks beside a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from services.enrich.core.spans import Span

_QUOTED: Final = re.compile(
    r"“([^“”]{2,2000})”|\"([^\"\n]{2,2000})\"|(?<![\w’])‘([^‘’\n]{2,500}(?:’\w[^‘’\n]{0,500}){0,9})’(?!\w)"
)
_VERBS: Final = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|announced|noted|notes|wrote|writes|argued|argues|explained|explains|warned"
    r"|warns|insisted|insists|claimed|claims|declared|replied|responded|asked|asks|commented|tweeted|posted|remarked|recalled|concluded"
    r"|continued|stressed|emphasi[sz]ed|urged|vowed|promised|admitted|acknowledged|confirmed|observed|quipped|exclaimed|testified"
    r"|according to|quoted)"
)
_SAYS: Final = re.compile(rf"\b{_VERBS}\b", re.IGNORECASE)
_LEAST_WORDS: Final = 3  # fewer are a term in scare quotes, unless a verb of saying leads to them
_REACH: Final = 160
_SENTENCE_END: Final = re.compile(r"[.!?]['\"”’)]?\s+(?=[A-Z\"“‘])|\n\s*\n?")


@dataclass(frozen=True, slots=True)
class Speech:
    """What was said, without its marks, and the index of the span that names who said it."""

    start: int
    end: int
    speaker: int | None


def quotes(text: str, spans: Sequence[Span], speakers: Sequence[int]) -> Iterator[Speech]:
    """
    Find the direct speech of a text; `speakers` are the indices of the spans that can speak.

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
        after = _clause_after(text, found.end())
        before = _clause_before(text, found.start())
        speaker = _speaker(text, after, spans, speakers, near_start=True)
        if speaker is None:
            speaker = _speaker(text, before, spans, speakers, near_start=False)
        is_said = any(_SAYS.search(text, *clause) for clause in (after, before))
        if speaker is None and last is not None and not text[last_end : found.start()].strip(" ,.;:—–-\n") and not is_said:
            speaker = last  # the speech goes on in the next paragraph
        if is_said or len(text[start:end].split()) > _LEAST_WORDS:
            yield Speech(start, end, speaker)
            last, last_end = speaker, max(after[1] if _SAYS.search(text, *after) else found.end(), found.end())


def _clause_after(text: str, start: int) -> tuple[int, int]:
    limit = min(len(text), start + _REACH)
    ended = _SENTENCE_END.search(text, start, limit)
    quoted = _QUOTED.search(text, start, limit)
    ends = [limit] + [found.start() for found in (ended, quoted) if found]
    return start, min(ends)


def _clause_before(text: str, end: int) -> tuple[int, int]:
    start = max(0, end - _REACH)
    for found in _SENTENCE_END.finditer(text, start, end):
        if found.end() < end:
            start = found.end()
    return start, end


def _speaker(
    text: str, clause: tuple[int, int], spans: Sequence[Span], speakers: Sequence[int], *, near_start: bool
) -> int | None:
    verbs = list(_SAYS.finditer(text, *clause))
    if not verbs:
        return None
    verb = verbs[0] if near_start else verbs[-1]
    inside = [i for i in speakers if clause[0] <= spans[i].start and spans[i].end <= clause[1]]
    return min(inside, key=lambda i: _distance(spans[i], verb), default=None)


def _distance(span: Span, verb: re.Match[str]) -> int:
    """Count the characters between: a subject before its verb is a little more likely than one after."""
    return verb.start() - span.end if span.end <= verb.start() else span.start - verb.end() + 2
