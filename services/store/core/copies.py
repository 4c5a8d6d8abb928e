"""When two texts are copies of one story. The limits are measured: docs/syndication.md."""

from __future__ import annotations

from typing import Final

from services.store.core.shingles import Fingerprint

_FEWEST_RUNS: Final = 40
_SHORTEST_PART: Final = 0.25  # of the longer text: a brief inside a round-up is not the round-up's copy
_STRETCH: Final = 20
_STRETCHES_TOUCHED: Final = 0.75
_REWORDED: Final = 0.45
_WORD_FOR_WORD: Final = 0.75
_SAME_NAMES: Final = {_REWORDED: 0.65, _WORD_FOR_WORD: 0.4}
_OTHER_NUMBERS: Final = 0.25  # of the fewer; one may always differ: a figure was corrected, a link brought one in


def is_long_enough(text: Fingerprint) -> bool:
    """Say whether a text has 40 runs: fewer are a flash, a caption or a paywall, alike by accident."""
    return len(text.runs) >= _FEWEST_RUNS


def similarity(one: Fingerprint, other: Fingerprint) -> float | None:
    """
    Return the share of the shorter text's runs that the longer one has, or None if they are not copies.

    A copy that was cut has all of them; one that was lightly reworded some all over, while another reporter's story of
    the event has the same quotations and nothing between them. Reports by template (markets, weather, results) have the
    wording of yesterday's, but other names and numbers.
    """
    short, long = sorted((one, other), key=lambda text: len(text.runs))
    if not is_long_enough(short) or len(short.runs) < _SHORTEST_PART * len(long.runs):
        return None
    hits = list(map(set(long.runs).__contains__, short.runs))
    shared = sum(hits) / len(hits)
    if shared < _REWORDED:
        return None
    if shared >= _WORD_FOR_WORD:
        return shared if _has_same_facts(one, other, _SAME_NAMES[_WORD_FOR_WORD]) else None
    is_reworded = _touched(hits) >= _STRETCHES_TOUCHED
    return shared if is_reworded and _has_same_facts(one, other, _SAME_NAMES[_REWORDED]) else None


def _touched(hits: list[bool]) -> float:
    stretches = [any(hits[start : start + _STRETCH]) for start in range(0, len(hits), _STRETCH)]
    return sum(stretches) / len(stretches)


def _has_same_facts(one: Fingerprint, other: Fingerprint, same_names: float) -> bool:
    """Compare in the direction that agrees better: a cut leaves facts out, and a link to another story brings some in."""
    names = max(_share(one.names, other.names | other.openers), _share(other.names, one.names | one.openers))
    fewer, more = sorted((one.numbers, other.numbers), key=len)
    return names >= same_names and len(fewer - more) <= max(1, _OTHER_NUMBERS * len(fewer))


def _share(part: frozenset[int], whole: frozenset[int]) -> float:
    return len(part & whole) / len(part) if part else 1.0
