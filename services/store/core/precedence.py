"""Which copy of an article wins, and so what becomes of each submission: the same whatever the order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from shared.contracts.events import ArticleEnriched, Outcome

Change = Literal["created", "updated", "reenriched", "withdrawn"]


class Key(NamedTuple):
    """What copies are compared by, greatest first. A stream id is two numbers: as text, 9-0 would come after 10-0."""

    version: int
    entry_ms: int
    entry_seq: int
    generation: int

    @property
    def submission(self) -> tuple[int, int, int]:
        """The key without the generation: equal for all that one submission led to."""
        return self[:3]


class Copy(NamedTuple):
    """What a copy says. Where it is equal, the later one is a duplicate."""

    version: int
    content_hash: str
    status: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an article's stored copy, as far as it decides what becomes of another."""

    key: Key
    copy: Copy
    first_seen_at: datetime
    effective_at: datetime
    outlet: str | None = None
    syndication_group: UUID | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one event: its submission's outcome, and the change of its article if there is one."""

    event: ArticleEnriched
    outcome: Outcome
    change: Change | None = None
    advances_key: bool = False


def key_of(event: ArticleEnriched) -> Key:
    """Read an event's key."""
    milliseconds, _, sequence = event.submission.entry_id.partition("-")
    return Key(event.submission.version, int(milliseconds), int(sequence), event.submission.generation)


def judge(events: Iterable[ArticleEnriched], standing: Mapping[UUID, Standing]) -> list[Verdict]:
    """
    Decide on a batch at once: at most one change an article, articles in the order of their ids.

    The greatest copy of an article is compared with the stored one, the others with the greater of the two. Articles in
    one order for everybody is what keeps writers from deadlock.
    """
    rivals: dict[UUID, list[ArticleEnriched]] = {}
    for event in events:
        rivals.setdefault(event.article_id, []).append(event)
    return [
        verdict
        for article_id in sorted(rivals)
        for verdict in _judge_article(sorted(rivals[article_id], key=key_of, reverse=True), standing.get(article_id))
    ]


def _judge_article(ranked: list[ArticleEnriched], stored: Standing | None) -> list[Verdict]:
    best, *others = ranked
    verdict = _arrive(best) if stored is None else _compare(best, stored)
    stands = _copy(best) if stored is None or verdict.change else stored.copy
    return [verdict, *(Verdict(event, "duplicate" if _copy(event) == stands else "superseded") for event in others)]


def _arrive(event: ArticleEnriched) -> Verdict:
    return Verdict(event, "withdrawn", "withdrawn") if event.status == "withdrawn" else Verdict(event, "created", "created")


def _compare(event: ArticleEnriched, stored: Standing) -> Verdict:
    key = key_of(event)
    says_the_same = _copy(event) == stored.copy
    if key.submission == stored.key.submission:
        if key.generation <= stored.key.generation:
            return Verdict(event, "duplicate")
        return Verdict(event, "updated", "reenriched" if says_the_same else "updated")
    if says_the_same:
        return Verdict(event, "duplicate", advances_key=key > stored.key)
    if key < stored.key:
        return Verdict(event, "superseded")
    if event.status == "withdrawn":
        return Verdict(event, "withdrawn", "withdrawn")
    return Verdict(event, "updated", "updated")


def _copy(event: ArticleEnriched) -> Copy:
    return Copy(event.submission.version, event.content_hash, event.status)
