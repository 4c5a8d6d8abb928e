"""Which code points go: spans that leave no double space, no stray blank line and no lost separator behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Cut:
    """What one rule takes out: code points `start` to `end`."""

    rule: str
    start: int
    end: int


def disjoint(cuts: Iterable[Cut]) -> list[Cut]:
    """Sort `cuts` and take from each what an earlier one has; of two that begin together the longer wins."""
    kept: list[Cut] = []
    free = 0
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        if cut.end > free:
            kept.append(cut if cut.start >= free else replace(cut, start=free))
            free = cut.end
    return [cut for cut in kept if cut.start < cut.end]


def with_separators(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """
    Widen sorted, disjoint `cuts` by the white space that would be left over.

    Between two kept passages the stronger of both separators stays (a blank line before a line break before a space); at
    the ends of the text, and between neighbours, all of it goes.
    """
    owned: list[Cut] = []
    for first, last in _neighbourhoods(text, cuts):
        group = list(cuts[first : last + 1])
        for index in range(len(group) - 1):
            group[index] = replace(group[index], end=group[index + 1].start)
        before, after = _blank_before(text, group[0].start), _blank_after(text, group[-1].end)
        keep_after = _strength(text[group[-1].end : after]) >= _strength(text[before : group[0].start])
        if before == 0 or not keep_after or after == len(text):
            group[-1] = replace(group[-1], end=after)
        if before == 0 or keep_after or after == len(text):
            group[0] = replace(group[0], start=before)
        owned.extend(group)
    return owned


def _neighbourhoods(text: str, cuts: Sequence[Cut]) -> Iterable[tuple[int, int]]:
    """Yield (first, last) of each run of cuts with nothing but white space between them."""
    first = 0
    for index in range(len(cuts)):
        if index + 1 == len(cuts) or text[cuts[index].end : cuts[index + 1].start].strip():
            yield first, index
            first = index + 1


def _blank_before(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _blank_after(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _strength(separator: str) -> tuple[int, int]:
    return separator.count("\n"), len(separator)
