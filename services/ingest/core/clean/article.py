"""The whole cleaning of a text: header, noise, dateline and tags, each removal with the rule that made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.ingest.core.agencies import is_agency, is_agency_tag
from services.ingest.core.clean.credits import end_tag
from services.ingest.core.clean.header import find_header
from services.ingest.core.clean.registry import RULES
from services.ingest.core.clean.rule import NAME, Rule
from services.ingest.core.clean.spans import Cut, disjoint, with_separators
from services.ingest.core.dateline import FoundDateline, find_dateline
from shared.contracts.events import Dateline, RemovedSpan

_HEAD = 700  # characters in which a byline or a time stamp may stand
_TAIL = 2_500
_TAIL_SHARE = 0.5  # of a short text, all that is not its first half counts as its end
_MOST_TAGS = 4
_NO_LETTER = re.compile(r"[\W_]*")
_LEAD_LINES = 6
_LEAD = 1_200
_BYLINE_AGENCY = re.compile(rf"^By {NAME},? ?(?:\||-|–|of|for)? ?(?P<agency>[^,|\n]{{2,40}})")
_CAPITALISED = r"[^\W\d_a-z][\w.'’-]*+"
_FUSED_BYLINE = re.compile(
    rf"(?:By {_CAPITALISED}|{_CAPITALISED} {_CAPITALISED},)(?:,? (?:(?:and|of|for|de|van|von|al|bin) )?{_CAPITALISED}){{1,7}}+,?\s"
)
_WORD_START = re.compile(r"(?<=\s)[^\W_a-z]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """
    A text without its noise, and what was found in the noise.

    Deleting the `removed` spans from the text given gives `text`, exactly. `agency` is who filed the story, however that was
    found; `related` are the titles of the interstitials; `header_date` is a header's, None without one.
    """

    text: str
    removed: tuple[RemovedSpan, ...] = ()
    dateline: Dateline | None = None
    agency: str | None = None
    related: tuple[str, ...] = ()
    header_date: date | None = None


@dataclass(frozen=True, slots=True)
class _Noise:
    cut: Cut
    title: str | None = None


def clean(text: str, *, published_on: date | None = None) -> Cleaned:
    """
    Take out of a repaired `text` what is not the story.

    `published_on` gives a dateline's date its year. A text without noise is returned as it is.
    """
    header = find_header(text)
    begin = header[0] if header else 0
    header_date = header[1] if header else None
    noise = list(_noise(text, begin))
    cuts = [Cut("header.date", 0, begin)] * bool(header) + [found.cut for found in noise]
    cuts = disjoint(cuts)
    found = _dateline(text, begin, cuts, header_date, published_on)
    if found:
        cuts = disjoint([*cuts, *found[1]])
    cuts, tag = _without_end_tags(text, cuts)
    dateline = found[0].dateline if found else None
    removed = tuple(
        RemovedSpan(rule=cut.rule, start=cut.start, end=cut.end, text=text[cut.start : cut.end])
        for cut in with_separators(text, _without_remnants(text, cuts))
    )
    return Cleaned(
        text=_without(text, removed),
        removed=removed,
        dateline=dateline,
        agency=(dateline.agency if dateline else None) or tag or _byline_agency(removed),
        related=tuple(found.title for found in noise if found.title),
        header_date=header_date,
    )


def _noise(text: str, begin: int) -> Iterator[_Noise]:
    lowered = text.lower()
    head = begin + _HEAD
    tail = max(begin, len(text) - _TAIL, int(len(text) * _TAIL_SHARE))
    for rule in RULES:
        if any(hint in lowered for hint in rule.hints):
            start, stop = (tail, len(text)) if rule.zone == "tail" else (begin, len(text))
            yield from _matches(rule, text, start, head if rule.zone == "head" else stop)


def _matches(rule: Rule, text: str, start: int, last: int) -> Iterator[_Noise]:
    free = start
    for match in rule.pattern.finditer(text, start):
        if match.start() >= last:
            break
        if match.start() < free:
            continue
        end = rule.extent(text, match) if rule.extent else match.end()
        if end is None or end == match.start():
            continue
        groups = rule.pattern.groupindex
        if "noise" in groups:
            yield _Noise(Cut(rule.id, *match.span("noise")))
        elif "title" in groups:
            yield _Noise(Cut(rule.id, match.start(), end), _title(match["title"]))
        else:
            is_title = rule.id.startswith("interstitial.") and rule.extent is not None
            yield _Noise(Cut(rule.id, match.start(), end), _title(text[match.end() : end]) if is_title else None)
        free = end


def _title(printed: str) -> str | None:
    title = printed.strip(" *_|:»>-–—\n")
    return title.removesuffix(".").strip() or None


def _dateline(
    text: str, begin: int, cuts: list[Cut], header_date: date | None, published_on: date | None
) -> tuple[FoundDateline, list[Cut]] | None:
    starts = list(_lead_starts(text, begin, cuts))
    found = find_dateline(text, starts, header_date=header_date, published_on=published_on)
    if found:
        return found, [Cut("dateline", found.start, found.end)]
    return _after_byline(text, starts[0], header_date, published_on) if starts else None


def _lead_starts(text: str, begin: int, cuts: list[Cut]) -> Iterator[int]:
    """Yield where the story may begin: the first kept character, then the beginnings of the next lines."""
    at, lines = begin, 0
    while lines < _LEAD_LINES and at < min(len(text), begin + _LEAD):
        over = next((cut.end for cut in cuts if cut.start <= at < cut.end), None)
        if over is not None:
            at = over
        elif text[at].isspace():
            at += 1
        else:
            yield at
            lines += 1
            newline = text.find("\n", at)
            at = newline if newline >= 0 else len(text)


def _after_byline(text: str, at: int, header_date: date | None, published_on: date | None) -> tuple[FoundDateline, list[Cut]] | None:
    """Find the dateline behind a byline that runs into it: 'By Jo Ferrant, Associated Press HARL, Fla. (AP) — '."""
    byline = _FUSED_BYLINE.match(text, at, at + 120)
    if not byline:
        return None
    for word in _WORD_START.finditer(text, at, byline.end() + 1):
        found = find_dateline(text, [word.start()], header_date=header_date, published_on=published_on)
        if not found or not found.dateline.agency or not is_agency_tag(found.dateline.agency):
            continue
        printed = text[found.start : found.end]
        if (found.dateline.place or "").isupper() or (found.dateline.date and not found.dateline.place and printed[0].isalpha()):
            return found, [Cut("byline.fused", at, found.start), Cut("dateline", found.start, found.end)]
    return None


def _without_end_tags(text: str, cuts: list[Cut]) -> tuple[list[Cut], str | None]:
    """Peel agency tags off the end of what is kept, and off the end of what stands before a closing note."""
    agency = None
    kept_to = len(text)
    for _ in range(_MOST_TAGS + len(cuts)):
        while kept_to > 0 and text[kept_to - 1].isspace():
            kept_to -= 1
        covering = next((cut for cut in cuts if cut.start < kept_to <= cut.end), None)
        if covering:
            kept_to = covering.start
            continue
        found = end_tag(text, kept_to)
        if not found or found[0] == 0:
            break
        cuts = disjoint([*cuts, Cut("credit.end-tag", found[0], kept_to)])
        agency, kept_to = agency or found[1], found[0]
    return cuts, agency


def _without_remnants(text: str, cuts: list[Cut]) -> list[Cut]:
    """Add to each cut what it would leave of its line without a letter or digit: a lone bar, a dash, a bracket."""
    grown: list[Cut] = []
    for cut in cuts:
        line_end = text.find("\n", cut.end)
        line_end = line_end if line_end >= 0 else len(text)
        line_start = text.rfind("\n", 0, cut.start) + 1
        before = _NO_LETTER.fullmatch(text, line_start, cut.start)
        after = _NO_LETTER.fullmatch(text, cut.end, line_end)
        alone = before and after and cut.rule not in {"dateline", "header.date", "byline.fused"}
        grown.append(Cut(cut.rule, line_start, line_end) if alone else cut)
    return disjoint(grown)


def _byline_agency(removed: tuple[RemovedSpan, ...]) -> str | None:
    for span in removed:
        found = _BYLINE_AGENCY.match(span.text) if span.rule.startswith("byline.") else None
        if found and is_agency(found["agency"].strip()):
            return found["agency"].strip()
    return None


def _without(text: str, removed: tuple[RemovedSpan, ...]) -> str:
    kept, at = [], 0
    for span in removed:
        kept.append(text[at : span.start])
        at = span.end
    kept.append(text[at:])
    return "".join(kept)
