"""All rules in the order in which they are asked, and the version that any change in them changes."""

from __future__ import annotations

import hashlib
import re
from importlib import resources

from services.ingest.core.clean import (
    about_text,
    adverts,
    appeals,
    bylines,
    copyright,  # noqa: A004
    credits,  # noqa: A004
    disclaimers,
    furniture,
    interstitials,
    navigation,
    photos,
    promotions,
    related,
    sharing,
    site_lines,
    staff,
    timestamps,
    truncation,
    widgets,
)
from services.ingest.core.clean.rule import Rule

_RELEASE = "2026.11.3"
_DATA = ("agencies.json", "areas.json", "page_words.json", "places.txt")

RULES: tuple[Rule, ...] = (
    *interstitials.RULES,
    *related.RULES,
    *adverts.RULES,
    *widgets.RULES,
    *site_lines.RULES,
    *promotions.RULES,
    *appeals.RULES,
    *sharing.RULES,
    *photos.RULES,
    *bylines.RULES,
    *timestamps.RULES,
    *credits.RULES,
    *copyright.RULES,
    *disclaimers.RULES,
    *truncation.RULES,
    *about_text.RULES,
    *staff.RULES,
    *navigation.RULES,
    *furniture.RULES,
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


def rules_hinted_at(text: str) -> list[tuple[Rule, list[int]]]:
    """
    Return the rules of which a hint is in `text`, in order, each with the numbers of the lines that have one.

    A match and its hint stand on one line, so no rule can match on any other.
    """
    lowered = text.lower()
    stems = [(stem, position) for stem, position in _STEMS if stem in lowered]
    lines: dict[int, list[int]] = {}
    for number, line in enumerate(lowered.split("\n")):
        if not line:
            continue
        positions = {position for stem, position in stems if stem in line}
        for word in _ANCHOR_WORDS.intersection(_WORD.findall(line)):
            positions.update(position for hint, position in _ANCHORS[word] if hint in line)
        for position in positions:
            lines.setdefault(position, []).append(number)
    return [(RULES[position], lines[position]) for position in sorted(lines)]


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
