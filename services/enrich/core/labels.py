"""One label for all mentions that are spelt the same, by what the whole article says of the name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from services.enrich.core.countries import country_code
from services.enrich.core.spans import Span
from services.enrich.core.spelling import is_short_for, slug, words_of

LABELS: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART"})
"""What an entity can be; numbers and dates are none."""

_RULE_CONFIDENCE: Final = 0.5  # what a span without a confidence weighs in a vote
_WHERE: Final = re.compile(r"\b(?:in|at|from|near|to|into|outside|across|of|for|around|towards?|via|between)\s(?:the\s)?$")
_WHERE_REACH: Final = 14


def agreed_labels(text: str, spans: Sequence[Span], names: Sequence[str]) -> list[str]:
    """
    Let mentions that are spelt the same vote on their label, and correct the vote by what the article explains.

    One part of a person's name is that person: a place only if it is a known one, or something is said to be there. What
    stands in brackets after an organisation and is short for it is an organisation.
    """
    slugs = [slug(name) for name in names]
    votes: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    parts: set[str] = set()
    surnames: set[str] = set()
    for span, name, spelt in zip(spans, names, slugs, strict=True):
        if span.label in LABELS:
            votes[spelt][span.label] += span.confidence or _RULE_CONFIDENCE
            if span.label == "PERSON" and len(words := words_of(name)) > 1:
                parts.update((words[0], words[-1]))
                surnames.add(words[-1])
    chosen = {name: max(vote, key=lambda label: vote[label]) for name, vote in votes.items()}
    places = {name for name in surnames & chosen.keys() if chosen[name] == "GPE"}
    places -= {slugs[i] for i in range(len(spans)) if slugs[i] in places and _is_place(text, spans[i], names[i])}
    for name in parts & chosen.keys():
        if chosen[name] not in {"GPE", "NORP"} or name in places:
            chosen[name] = "PERSON"
    for i, span in enumerate(spans):
        full = named_before_bracket(text, spans, names, i) if span.label in LABELS else None
        if full is not None and chosen.get(slug(full)) == "ORG" and is_short_for(slugs[i], words_of(full)):
            chosen[slugs[i]] = "ORG"
    return [chosen[spelt] if span.label in LABELS else span.label for span, spelt in zip(spans, slugs, strict=True)]


def named_before_bracket(text: str, spans: Sequence[Span], names: Sequence[str], index: int) -> str | None:
    """Give the name that ends right before the bracket around this one."""
    if index == 0 or text[spans[index].end : spans[index].end + 1] != ")":
        return None
    return names[index - 1] if text[spans[index - 1].end : spans[index].start] == " (" else None


def _is_place(text: str, span: Span, name: str) -> bool:
    before = text[max(0, span.start - _WHERE_REACH) : span.start]
    return country_code(name) is not None or _WHERE.search(before) is not None
