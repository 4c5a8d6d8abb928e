"""
A model's names, made good: what it splits is joined, what it swallows is cut off, what it cuts short is completed.

Each rule is about English names in general; none knows a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from services.enrich.core.borders import completed, trimmed
from services.enrich.core.countries import country_code, may_be_a_person
from services.enrich.core.institution_rules import overlooked_institutions
from services.enrich.core.institutions import INSTITUTIONS
from services.enrich.core.names import (
    EVENTS,
    LEADING_TITLES,
    OFFICE_AFTER,
    OFFICE_ALONE,
    OFFICE_OF,
    PORTFOLIO,
    RANKS,
    REMIT,
    TRAILING_TITLE,
    WHOSE_OFFICE,
)
from services.enrich.core.repeats import with_repeats
from services.enrich.core.spans import Span
from services.enrich.core.spelling import slug

_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "MISC"})
_OF: Final = frozenset({" of ", " of the "})
_GAP_WITHIN: Final = {
    "PERSON": frozenset({" ", "-", "\n"}),
    "ORG": frozenset({" ", "-", " & ", "&", " for "}) | _OF,
    "GPE": frozenset({"-"}),
    "LOC": frozenset({" ", "-"}) | _OF,
    "FAC": frozenset({" ", "-"}) | _OF,
    "EVENT": frozenset({" ", "-"}) | _OF,
}
"""What may stand between the parts of one name that a model gave in two."""
_OF_PLACE: Final = re.compile(
    r"\b(?:Bank|Universit(?:y|ies)|Institute|College|School|Church|House|Court|Parliament|Republic|Party|Congress|Council|Chamber"
    r"|Museum|Government|Union|Federation|Association|Society|Academy|Assembly|Senate|Confederation|Board|Office)$"
)
"""What an organisation is, where the place after "of" is a part of its name."""
_OPEN_END: Final = re.compile(r" (?:of|for|in|and)$")
"""What no organisation ends with: its place follows."""
_PLACES: Final = frozenset({"GPE", "LOC", "FAC"})
_MAY_BE_COUNTRY: Final = frozenset({"ORG", "LOC", "NORP", "MISC", "FAC"})
_ADDRESS: Final = re.compile(r"@|://|\bwww\.")
_CAPITALISED: Final = frozenset({"PERSON", "ORG", "GPE", "FAC"})
_TAIL: Final = re.compile(r"(?: [a-z]+)+$")
_TITLE_REACH: Final = 24
_CASE_REACH: Final = 100
_SURE: Final = 0.9


def clean_names(text: str, spans: Sequence[Span]) -> list[Span]:
    """
    Give the names of `text` with true borders and labels, in text order; spans of other kinds pass unchanged.

    >>> text = "US Secretary of State Marco Rubio met Export-Import Bank President Ann Roe."
    >>> found = [Span(0, 2, "ORG"), Span(16, 21, "ORG"), Span(22, 33, "PERSON"), Span(44, 45, "ORG"), Span(52, 66, "ORG")]
    >>> [(text[span.start : span.end], span.label) for span in clean_names(text, found)]
    [('US', 'GPE'), ('Marco Rubio', 'PERSON'), ('Export-Import Bank', 'ORG')]
    """
    portfolios = [found.span() for found in PORTFOLIO.finditer(text)]
    cleaned: list[Span] = []
    for span in _joined(text, sorted(_parts(text, spans), key=lambda span: span.start)):
        if span.label not in _NAMES:
            cleaned.append(span)
        elif not _is_portfolio(span, portfolios) and (name := _cleaned(text, span)) is not None:
            cleaned.append(name)
    return with_repeats(text, [*cleaned, *overlooked_institutions(text, cleaned)])


def _parts(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Take the country off a person's office, "US Secretary of State Marco Rubio"; an office alone is nobody."""
    for span in spans:
        found = WHOSE_OFFICE.match(text, span.start, span.end) if span.label == "PERSON" else None
        if found and country_code(found["whose"]) and not may_be_a_person(found["whose"]):
            yield replace(span.cut(span.start, found.end("whose")), label="GPE")
            if not OFFICE_ALONE.match(text, found.end(), span.end):
                yield span.cut(found.end(), span.end)
        else:
            yield span


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and _is_one(text, joined[-1], span):
            joined[-1] = _both(joined[-1], span)
        else:
            joined.append(span)
    return joined


def _is_one(text: str, first: Span, second: Span) -> bool:
    gap = text[first.end : second.start]
    if first.label == second.label:
        return gap in _GAP_WITHIN.get(first.label, ())
    if first.label != "ORG" or second.label not in _PLACES:
        return False
    if gap == " ":
        return _OPEN_END.search(text, first.start, first.end) is not None
    return gap in _OF and _OF_PLACE.search(text, first.start, first.end) is not None


def _both(first: Span, second: Span) -> Span:
    sure = [span.confidence for span in (first, second) if span.confidence is not None]
    return replace(first, end=second.end, confidence=min(sure, default=None))


def _is_portfolio(span: Span, portfolios: Sequence[tuple[int, int]]) -> bool:
    """Say whether this is what someone is minister of, "Railways, Information and Broadcasting": that is no organisation."""
    return span.label in {"ORG", "MISC"} and any(start < span.end <= end for start, end in portfolios)


def _cleaned(text: str, span: Span) -> Span | None:
    start, end = trimmed(text, span.start, span.end)
    end = trimmed(text, start, _without_tail(text, start, end))[1] if span.label in _CAPITALISED else end
    if span.label == "PERSON":
        titles = LEADING_TITLES.match(text, start, end)
        start = titles.end() if titles else start
        remit = REMIT.match(text, start, end) if OFFICE_OF.search(text, max(0, start - _TITLE_REACH), start) else None
        start = remit.end() if remit else start
    elif span.label == "ORG":
        title = TRAILING_TITLE.search(text, start, end)
        end = title.start() if title else end
    start, end = completed(text, start, end, span.label)
    name = text[start:end]
    if not _is_name(text, start, end, span.confidence) or (
        name == "State" and OFFICE_OF.search(text, max(0, start - _TITLE_REACH), start)
    ):
        return None
    if (
        span.label == "ORG"
        and OFFICE_AFTER.match(text, end)
        and RANKS.issuperset(name.lower().split()[1:] or [name.lower()])
    ):
        return _without_rank(span, start, name)
    return replace(span.cut(start, end), label=_label(span.label, name))


def _without_tail(text: str, start: int, end: int) -> int:
    """Cut off the small words after a name that has capitals, "Department of Telecommunications for spectrum"."""
    tail = _TAIL.search(text, start, end)
    return tail.start() if tail and text[start : tail.start()] != text[start : tail.start()].lower() else end


def _is_name(text: str, start: int, end: int, confidence: float | None) -> bool:
    """
    Say whether this can be a name: it has a letter, is no address, and has a capital somewhere.

    It needs no capital if the model is sure, or nothing around has one; and not every script has case.
    """
    name = text[start:end]
    if not any(map(str.isalpha, name)) or _ADDRESS.search(name):
        return False
    if name != name.lower() or not any(map(str.islower, name)):
        return True
    around = text[max(0, start - _CASE_REACH) : end + _CASE_REACH]
    return (confidence or 0) >= _SURE or around == around.lower()


def _without_rank(span: Span, start: int, name: str) -> Span | None:
    """Keep the "US" of "US Trade" before "Representative", and the "EU": the rest is the rank of an office."""
    whose = name.split(maxsplit=1)[0]
    if whose.lower() in RANKS:
        return None
    return replace(span.cut(start, start + len(whose)), label="GPE" if country_code(whose) else span.label)


def _label(label: str, name: str) -> str:
    if label in _MAY_BE_COUNTRY or (label == "PERSON" and not may_be_a_person(name)):
        label = "GPE" if country_code(name) else label
    if label in _PLACES and slug(name) in INSTITUTIONS:
        return "ORG"
    return "EVENT" if label == "ORG" and name.rpartition(" ")[2].lower() in EVENTS and " " in name else label
