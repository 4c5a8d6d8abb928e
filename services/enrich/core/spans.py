"""A stretch of text that a model or a rule calls something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` to `end` of a text, called `label`; `confidence` is a model's, None is a rule's."""

    start: int
    end: int
    label: str
    confidence: float | None = None

    def moved(self, offset: int) -> Span:
        """Return the span `offset` code points further on: a piece's span in the whole text."""
        return replace(self, start=self.start + offset, end=self.end + offset)

    def cut(self, start: int, end: int) -> Span:
        """Return the span with other borders."""
        return self if (start, end) == (self.start, self.end) else replace(self, start=start, end=end)


def without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """
    Keep spans in text order so that none overlaps another; of two that do, the earlier given stays.

    >>> without_overlaps([Span(4, 9, "DATE"), Span(0, 5, "ORG"), Span(9, 12, "ORG")])
    [Span(start=4, end=9, label='DATE', confidence=None), Span(start=9, end=12, label='ORG', confidence=None)]
    """
    kept: list[Span] = []
    taken: set[int] = set()
    for span in spans:
        places = range(span.start, span.end)
        if places and taken.isdisjoint(places):
            taken.update(places)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
