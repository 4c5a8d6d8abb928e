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
    """One article's share of one cell. `alone`: no other article tells its story."""

    cell: Cell
    mentions: int
    alone: bool


def share(place: Place, mentions: Iterable[tuple[str, int]]) -> list[Counted]:
    """List what one article counts for: the subjects that it has, and how often it mentions each."""
    day, outlet, alone = place.day, place.outlet or "", place.syndication_group is None
    return [Counted(Cell(subject, day, outlet), number, alone) for subject, number in mentions]


def differences(before: Iterable[Counted], after: Iterable[Counted]) -> dict[Cell, Count]:
    """Sum what articles counted before and after they changed; cells where nothing differs are left out."""
    sums: dict[Cell, list[int]] = {}
    for sign, shares in ((-1, before), (1, after)):
        for cell, mentions, alone in shares:
            sums_here = sums.setdefault(cell, [0, 0, 0, 0])
            sums_here[0] += sign
            sums_here[1] += sign * alone
            sums_here[2] += sign * mentions
            sums_here[3] += not alone
    return {
        cell: Count(articles, stories, mentions, recount=copies > 0)
        for cell, (articles, stories, mentions, copies) in sorted(sums.items())
        if articles or stories or mentions or copies
    }
