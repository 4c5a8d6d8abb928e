"""All rules in the order in which they are asked, and the version that any change in them changes."""

from __future__ import annotations

import hashlib
import re
from importlib import resources

from services.ingest.core.clean import (
    adverts,
    bylines,
    copyright,  # noqa: A004
    credits,  # noqa: A004
    disclaimers,
    interstitials,
    photos,
    promotions,
    related,
    sharing,
    timestamps,
    truncation,
)
from services.ingest.core.clean.rule import Rule

_RELEASE = "2026.11.1"
_DATA = ("agencies.json", "areas.json", "places.txt")

RULES: tuple[Rule, ...] = (
    *interstitials.RULES,
    *related.RULES,
    *adverts.RULES,
    *promotions.RULES,
    *sharing.RULES,
    *photos.RULES,
    *bylines.RULES,
    *timestamps.RULES,
    *credits.RULES,
    *copyright.RULES,
    *disclaimers.RULES,
    *truncation.RULES,
)


_WORD = re.compile(r"\w+")


def _anchors() -> dict[str, list[tuple[str, int]]]:
    """Map the longest word of each hint to (hint, position of its rule): a text without that word cannot hold the hint."""
    anchors: dict[str, list[tuple[str, int]]] = {}
    for position, rule in enumerate(RULES):
        for hint in rule.hints:
            if not hint.endswith("*") and (words := _WORD.findall(hint)):
                anchors.setdefault(max(words, key=len), []).append((hint, position))
    return anchors


_ANCHORS = _anchors()
_ANCHOR_WORDS = frozenset(_ANCHORS)
# Signs and stems ("advert*"), which are no words of a text, are looked for one by one.
_STEMS = [
    (hint.rstrip("*"), position)
    for position, rule in enumerate(RULES)
    for hint in rule.hints
    if hint.endswith("*") or not _WORD.search(hint)
]


def rules_hinted_at(text: str) -> list[Rule]:
    """Return the rules of which a hint is in `text`, in order: all others cannot match."""
    lowered = text.lower()
    positions = {position for stem, position in _STEMS if stem in lowered}
    for word in _ANCHOR_WORDS.intersection(_WORD.findall(lowered)):
        positions.update(position for hint, position in _ANCHORS[word] if hint in lowered)
    return [RULES[position] for position in sorted(positions)]


def _version() -> str:
    digest = hashlib.sha256()
    for rule in RULES:
        digest.update(rule.fingerprint().encode())
    core = resources.files("services.ingest.core")
    sources = sorted(entry.name for entry in core.joinpath("clean").iterdir() if entry.name.endswith(".py"))
    grammar = sorted(
        entry.name
        for entry in core.iterdir()
        if entry.name.startswith(("dateline", "printed_dates", "places.py", "agencies.py"))
    )
    for name in (*grammar, *_DATA):
        digest.update(core.joinpath(name).read_bytes())
    for name in sources:
        digest.update(core.joinpath("clean", name).read_bytes())
    return f"{_RELEASE}+{digest.hexdigest()[:8]}"


RULES_VERSION = _version()
