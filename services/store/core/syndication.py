"""
Which stories become one when copies are found.

A story is known by the id of the article that founded it, alone or as a group of copies, so that a first copy's story keeps
its name when others arrive. The founder of a group is always one of its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from services.store.core.copies import similarity
from services.store.core.shingles import Fingerprint

FEWEST_BANDS: Final = 2
"""One phrase in common is chance. Of two texts that share 40 % of their runs, 99.7 % share two bands."""

MOST_COMPARED: Final = 8
MOST_OF_A_STORY: Final = 2  # or a story with forty copies would leave no room for another one


class Lookalike(NamedTuple):
    """Another article, of this story, that `article_id` is worth comparing with."""

    article_id: UUID
    other_id: UUID
    story_id: UUID


class Match(NamedTuple):
    """Two copies, and the share of the shorter one that is in the other."""

    article_id: UUID
    other_id: UUID
    similarity: float


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of an article that was found to be a copy."""

    story_id: UUID
    first_seen_at: datetime
    is_grouped: bool
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Joining:
    """Stories that turn out to be one: those that move, and where to. A new group's founder moves into it, too."""

    story_id: UUID
    moves: tuple[UUID, ...]


def matches(lookalikes: Iterable[Lookalike], fingerprints: Mapping[UUID, Fingerprint]) -> list[Match]:
    """Compare each article with those that look like it; each pair once."""
    pairs = {min(pair, pair[::-1]) for one in lookalikes if one.other_id in fingerprints for pair in (one[:2],)}
    compared = ((one, other, similarity(fingerprints[one], fingerprints[other])) for one, other in sorted(pairs))
    return [Match(one, other, share) for one, other, share in compared if share is not None]


def joinings(found: Iterable[Match], told: Mapping[UUID, Told]) -> list[Joining]:
    """
    Unite the stories of copies. The largest group keeps its name, for fewer articles have to move; else the first copy.

    A match between two members of one group asks for nothing.
    """
    united = _Union()
    for match in found:
        united.unite(told[match.article_id].story_id, told[match.other_id].story_id)
    rank: dict[UUID, tuple[bool, int, datetime, UUID]] = {}
    for article in told.values():
        mine = (not article.is_grouped, -article.copies, article.first_seen_at, article.story_id)
        rank[article.story_id] = min(mine, rank.get(article.story_id, mine))
    plans = []
    for stories in united.sets():
        first, *others = sorted(stories, key=rank.__getitem__)
        if others:
            is_new = rank[first][0]
            plans.append(Joining(first, (first, *others) if is_new else tuple(others)))
    return sorted(plans, key=lambda plan: plan.story_id)


def closest(found: Iterable[Match]) -> dict[UUID, float]:
    """Give each article its similarity to the copy that it is most like."""
    best: dict[UUID, float] = {}
    for match in found:
        for article_id in (match.article_id, match.other_id):
            best[article_id] = max(match.similarity, best.get(article_id, 0.0))
    return best


class _Union:
    """Disjoint sets that grow together."""

    def __init__(self) -> None:
        self._parent: dict[UUID, UUID] = {}

    def unite(self, one: UUID, other: UUID) -> None:
        self._parent[self._root(one)] = self._root(other)

    def sets(self) -> list[list[UUID]]:
        together: dict[UUID, list[UUID]] = {}
        for member in sorted(self._parent):
            together.setdefault(self._root(member), []).append(member)
        return list(together.values())

    def _root(self, member: UUID) -> UUID:
        while (parent := self._parent.setdefault(member, member)) != member:
            member = parent
        return member
