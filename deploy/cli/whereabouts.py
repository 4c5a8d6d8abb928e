"""Where a document is on Redis now: found by whatever is known of it, on every stream and in every delay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Self, cast
from uuid import UUID

from redis import Redis
from redis.exceptions import ResponseError

from deploy.cli.dead_letters import letter_of
from deploy.cli.entries import Subject, as_uuid, read_entries, subject_of
from shared.bus.wire import Entry, unpack
from shared.contracts import identity, streams

_ENTRY_ID: Final = re.compile(r"\d{1,20}-\d{1,20}")
_OWN_ID: Final = re.compile(r"([a-z0-9._-]{1,64})/(.+)")
_DELAYED_AT_ONCE: Final = 20


@dataclass(frozen=True, slots=True)
class Clue:
    """What is known of a document: a submission's entry id, the article that it is about, or a correlation id."""

    entry_id: str | None
    article_ids: frozenset[UUID]
    correlation_id: str

    @classmethod
    def of(cls, text: str) -> Self:
        """Read what a user gave: an entry id, an article id, source/id, an address, or a correlation id."""
        articles = [as_uuid(text)]
        if own_id := _OWN_ID.fullmatch(text):
            articles.append(identity.article_id(source=own_id[1], id=own_id[2]))
        if text.lower().startswith(("http://", "https://")):
            with suppress(ValueError):
                articles.append(identity.article_id(url=text))
        entry_id = text if _ENTRY_ID.fullmatch(text) else None
        return cls(entry_id, frozenset(article for article in articles if article), text)

    def fits(self, subject: Subject) -> bool:
        """Say whether an entry is about the document."""
        if self.entry_id and subject.submission_entry_id == self.entry_id:
            return True
        return subject.article_id in self.article_ids or subject.correlation_id == self.correlation_id


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a document lies: unread, in work, delayed or dead, on a stage's stream.

    `facts` is what else is known of that: who works on it, when it is due, why it is dead.
    """

    state: str
    stage: str
    stream: str
    entry_id: str
    subject: Subject
    facts: dict[str, Any] = field(default_factory=dict)


def find(client: Redis, clue: Clue) -> Iterator[Place]:
    """Search in travel order, so that a document which moves on meanwhile is met again. Raises redis' RedisError."""
    for stream, stage in streams.READER_OF.items():
        for entry, due_ms in _delayed(client, stream):
            if clue.fits(subject := subject_of(entry)):
                facts = {"attempt": entry.attempt, "due_ms": due_ms}
                yield Place("delayed", stage, stream, entry.id, subject, facts)
        start = clue.entry_id if clue.entry_id and stream == streams.SUBMITTED else "-"  # ids ascend, those of replays too
        for entry in read_entries(client, stream, start):
            if clue.fits(subject := subject_of(entry)):
                work = _work(client, stream, stage, entry.id)
                facts = {"attempt": entry.attempt, **work}
                yield Place("in work" if work else "unread", stage, stream, entry.id, subject, facts)
        for letter in map(letter_of, read_entries(client, streams.dead(stream))):
            if clue.fits(letter.subject):
                why = {name: getattr(letter, name) for name in ("reason", "error", "attempts")}
                why["at"] = letter.at.isoformat()
                yield Place("dead", letter.stage, stream, letter.entry_id, letter.subject, why)


def _delayed(client: Redis, stream: str) -> Iterator[tuple[Entry, int]]:
    """Yield what waits for its next attempt, and when it is due."""
    key, start = streams.delayed(stream), 0
    while True:
        page = cast("list[tuple[bytes, float]]", client.zrange(key, start, start + _DELAYED_AT_ONCE - 1, withscores=True))
        for member, due_ms in page:
            fields = {name.encode(): value for name, value in unpack(member).items()}
            yield Entry(stream, json.loads(member)[0], fields), int(due_ms)
        if len(page) < _DELAYED_AT_ONCE:
            return
        start += len(page)


def _work(client: Redis, stream: str, group: str, entry_id: str) -> dict[str, Any]:
    """Say who works on an entry; nothing if nobody does, or it was settled just now."""
    try:
        pending = cast("list[dict[str, Any]]", client.xpending_range(stream, group, entry_id, entry_id, 1))
    except ResponseError:  # no such group: nobody ever read
        return {}
    return {
        name: value
        for one in pending
        for name, value in (
            ("replica", one["consumer"].decode("utf-8", "replace")),
            ("deliveries", one["times_delivered"]),
            ("idle_ms", one["time_since_delivered"]),
        )
    }
