"""How many documents are where on Redis, read in one transaction, so that none is seen twice or missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from redis import Redis
from redis.exceptions import ResponseError

from shared.contracts import streams

STAGES: Final = {
    "ingest": streams.SUBMITTED,
    "enrich": streams.INGESTED,
    "enrich (bulk)": streams.INGESTED_BULK,
    "store": streams.ENRICHED,
    "store (bulk)": streams.ENRICHED_BULK,
}
_RECORDER: Final = "store"
"""The group that gives dead letters their outcome."""


@dataclass(frozen=True, slots=True)
class Stage:
    """
    One stage's documents. `backlog` is unread, `in_flight` being worked on, `delayed` waits for its next attempt.

    `oldest_ms` is the time of the oldest entry that is not settled, by Redis' clock; `settled` counts what ever left the
    stream; `replicas` have asked for work lately; `abandoned` documents are held by a replica that has not.
    """

    name: str
    backlog: int
    in_flight: int
    delayed: int
    dead: int
    unrecorded: int
    oldest_entry_id: str | None
    settled: int
    replicas: int
    abandoned: int

    @property
    def unfinished(self) -> int:
        """Documents in this stage that have no outcome yet."""
        return self.backlog + self.in_flight + self.delayed + self.unrecorded


@dataclass(frozen=True, slots=True)
class Census:
    """All stages at one moment (`at_ms`, by Redis' clock). `received` counts submissions, each once."""

    at_ms: int
    received: int
    intake: str
    memory: float | None
    stages: tuple[Stage, ...]

    @property
    def in_flight(self) -> int:
        """Submissions without an outcome; re-enrichment is about stored articles, not about submissions."""
        return sum(stage.unfinished for stage in self.stages if STAGES[stage.name] not in streams.BULK)


def take_census(client: Redis, gone_after_s: float) -> Census:
    """Count. A replica that was not seen for `gone_after_s` counts as gone. Raises redis.exceptions.RedisError."""
    pipe = client.pipeline(transaction=True)
    pipe.time()
    pipe.get(streams.INTAKE)
    pipe.get(streams.readded(streams.SUBMITTED))
    pipe.info("memory")
    for stream in STAGES.values():
        group = streams.READER_OF[stream]
        pipe.xinfo_stream(stream)
        pipe.xpending(stream, group)
        pipe.xinfo_consumers(stream, group)
        pipe.zcard(streams.delayed(stream))
        pipe.xlen(streams.dead(stream))
        pipe.xinfo_groups(streams.dead(stream))
        pipe.xinfo_stream(streams.dead(stream))
    (seconds, micros), intake, readded, memory, *rest = pipe.execute(raise_on_error=False)
    for answer in (intake, readded, memory):
        if isinstance(answer, Exception):
            raise answer
    each = len(rest) // len(STAGES)
    answers = [_Answers(*rest[start : start + each]) for start in range(0, len(rest), each)]
    limit = memory.get("maxmemory", 0)
    return Census(
        at_ms=seconds * 1000 + micros // 1000,
        received=answers[0].added - int(readded or 0),
        intake=(intake or b"open").decode(),
        memory=memory["used_memory"] / limit if limit else None,
        stages=tuple(answer.stage(name, int(gone_after_s * 1000)) for name, answer in zip(STAGES, answers, strict=True)),
    )


class _Answers:
    """What Redis says of one stage; a stream or a group that does not exist yet is an error there, and nothing here."""

    def __init__(self, *answers: Any) -> None:
        for answer in answers:
            if isinstance(answer, Exception) and not isinstance(answer, ResponseError):
                raise answer
        known = [None if isinstance(answer, Exception) else answer for answer in answers]
        self._stream, self._pending, self._consumers, self._delayed, self._dead, self._recorders, self._graves = known

    @property
    def added(self) -> int:
        """Entries that were ever added."""
        return int(self._stream["entries-added"]) if self._stream else 0

    def stage(self, name: str, gone_after_ms: int) -> Stage:
        """Put the answers together."""
        length = int(self._stream["length"]) if self._stream else 0
        pending = int(self._pending["pending"]) if self._pending else 0
        first = self._stream["first-entry"] if self._stream else None
        live = [one for one in self._consumers or () if one["idle"] <= gone_after_ms]
        return Stage(
            name=name,
            backlog=max(0, length - pending),
            in_flight=pending,
            delayed=self._delayed or 0,
            dead=self._dead or 0,
            unrecorded=self._unrecorded(),
            oldest_entry_id=first[0].decode() if first else None,
            settled=self.added - length,
            replicas=len(live),
            abandoned=pending - sum(one["pending"] for one in live),
        )

    def _unrecorded(self) -> int:
        """Dead letters whose outcome is not stored yet."""
        for group in self._recorders or ():
            if group["name"].decode() == _RECORDER:
                unread = group["lag"]
                if unread is None and self._graves and group["entries-read"] is not None:  # the newest letter was removed
                    unread = self._graves["entries-added"] - group["entries-read"]
                return int(group["pending"]) + int(unread or 0)
        return self._dead or 0
