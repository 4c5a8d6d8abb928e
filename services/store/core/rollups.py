"""Daily counts as sums of small differences, so that keeping them costs what changed and not what there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID


class Cell(NamedTuple):
    """Where something is counted: an entity's id or a topic's code, on a UTC day, in an outlet (empty for none)."""

    subject: str
    day: date
    outlet: str


@dataclass(frozen=True, slots=True)
class Count:
    """A difference of the counts in one cell. A story with copies elsewhere cannot be summed: it asks for a recount."""

    articles: int = 0
    stories: int = 0
    mentions: int = 0
    recount: bool = False

    def __add__(self, other: Count) -> Count:
        """Add up, cell by cell."""
        return Count(
            self.articles + other.articles,
            self.stories + other.stories,
            self.mentions + other.mentions,
            self.recount or other.recount,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """When and where an article counts, and the group of copies that it belongs to."""

    effective_at: datetime
    outlet: str | None
    syndication_group: UUID | None = None

    @property
    def day(self) -> date:
        """The UTC day; a moment at the very end of the calendar keeps its own."""
        try:
            return self.effective_at.astimezone(UTC).date()
        except OverflowError:
            return self.effective_at.date()


class Counted(NamedTuple):
    """One article's share of one subject."""

    place: Place
    subject: str
    mentions: int = 0


def differences(before: Iterable[Counted], after: Iterable[Counted]) -> dict[Cell, Count]:
    """Sum what articles counted before and after they changed; cells where nothing differs are left out."""
    counts: dict[Cell, Count] = {}
    for sign, shares in ((-1, before), (1, after)):
        for place, subject, mentions in shares:
            cell = Cell(subject, place.day, place.outlet or "")
            alone = place.syndication_group is None
            share = Count(sign, sign if alone else 0, sign * mentions, recount=not alone)
            counts[cell] = counts.get(cell, Count()) + share
    return {cell: count for cell, count in sorted(counts.items()) if count != Count()}
