"""All rules in the order in which they are asked, and the version that any change in them changes."""

from __future__ import annotations

import hashlib
import re
from importlib import resources

from services.ingest.core.clean import (
    about_text,
    adverts,
    appeals,
    broadcasts,
    bylines,
    commerce,
    copyright,  # noqa: A004
    credits,  # noqa: A004
    disclaimers,
    embeds,
    furniture,
    interstitials,
    liability,
    navigation,
    photo_credits,
    photos,
    promotions,
    related,
    releases,
    sharing,
    site_lines,
    staff,
    timestamps,
    truncation,
    widgets,
    wire_inputs,
)
from services.ingest.core.clean.rule import SHORT, Rule

_RELEASE = "2026.11.4"
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
    *photo_credits.RULES,
    *embeds.RULES,
    *broadcasts.RULES,
    *commerce.RULES,
    *bylines.RULES,
    *timestamps.RULES,
    *credits.RULES,
    *wire_inputs.RULES,
    *copyright.RULES,
    *disclaimers.RULES,
    *liability.RULES,
    *releases.RULES,
    *truncation.RULES,
    *about_text.RULES,
    *staff.RULES,
    *navigation.RULES,
    *furniture.RULES,
)


_WORD = re.compile(r"\w+")


def _is_stem(hint: str) -> bool:
    """Say whether a hint is no word or phrase of a text: a sign, or a stem ("advert*")."""
    return hint.endswith("*") or not _WORD.search(hint)


def _anchors() -> tuple[dict[str, tuple[int, ...]], dict[str, list[tuple[str, int]]]]:
    """
    Map words to the positions of the rules that they hint at, and the longest word of each phrase to (phrase, position).

    A text without that word cannot hold the phrase.
    """
    words: dict[str, set[int]] = {}
    longest: dict[str, list[tuple[str, int]]] = {}
    for position, rule in enumerate(RULES):
        for hint in rule.hints:
            if _is_stem(hint):
                continue
            if (found := _WORD.findall(hint)) == [hint]:
                words.setdefault(hint, set()).add(position)
            else:
                longest.setdefault(max(found, key=len), []).append((hint, position))
    return {word: tuple(positions) for word, positions in words.items()}, longest


_HINTS, _PHRASES = _anchors()
_ANCHOR_WORDS = frozenset({*_HINTS, *_PHRASES})


def _stems() -> dict[str, tuple[int, ...]]:
    """Map signs and stems to the positions of their rules."""
    stems: dict[str, list[int]] = {}
    for position, rule in enumerate(RULES):
        for hint in rule.hints:
            if _is_stem(hint):
                stems.setdefault(hint.rstrip("*"), []).append(position)
    return {stem: tuple(positions) for stem, positions in stems.items()}


_STEMS = _stems()
_ALWAYS = _STEMS.pop("", ())
_SHORT_ONLY = frozenset(position for position, rule in enumerate(RULES) if rule.short)


def rules_hinted_at(text: str) -> list[tuple[Rule, list[int]]]:
    """
    Return the rules of which a hint is in `text`, in order, each with the numbers of the lines that have one.

    A match and its hint stand on one line, so no rule can match on any other.
    """
    lowered = text.lower()
    stems = [(stem, positions) for stem, positions in _STEMS.items() if stem in lowered]
    lines: dict[int, list[int]] = {}
    for number, line in enumerate(lowered.split("\n")):
        if not line:
            continue
        positions = set(_ALWAYS)
        for stem, found in stems:
            if stem in line:
                positions.update(found)
        for word in _ANCHOR_WORDS.intersection(_WORD.findall(line)):
            positions.update(_HINTS.get(word, ()))
            for phrase, position in _PHRASES.get(word, ()):
                if phrase in line:
                    positions.add(position)
        if len(line) > SHORT:
            positions -= _SHORT_ONLY
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
