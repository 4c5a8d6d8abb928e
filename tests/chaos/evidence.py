"""What a run left behind, read from the servers themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import ResponseError

from shared.contracts import streams
from shared.contracts.events import ArticleSettled
from tests.chaos.clients import Consumer, Publisher
from tests.chaos.documents import Document
from tests.chaos.fleet import ROOT
from tests.chaos.world import World

_STAGE_STREAMS = (streams.SUBMITTED, streams.INGESTED, streams.ENRICHED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of `outcomes`: what became of one submission, and of which document it was."""

    entry_id: str
    outcome_id: str
    number: int
    outcome: str
    reason: str | None
    article_id: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A row of `articles`, as far as it tells which copy it shows."""

    key: tuple[int, int, int]
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that the verdict is about."""

    documents: tuple[Document, ...]
    accepted: dict[str, Document]
    outcomes: tuple[Outcome, ...]
    articles: dict[str, Article]
    changes: tuple[tuple[int, str, str], ...]
    seen: tuple[tuple[int, str, str], ...]
    went_back: frozenset[str]
    dead: Counter[str]
    announced: dict[str, frozenset[tuple[str, str]]]
    ledger: frozenset[str]
    left: dict[str, int]
    balance: int | None
    deliveries: Counter[tuple[str, str, str]]
    doubled: int
    """Events beyond the first that stages forwarded of the same submission."""


def on_the_way(redis: Redis) -> dict[str, int]:
    """Count what is not settled, by where it is; nothing of it is 0."""
    left: dict[str, int] = {}
    for stream, group in streams.READER_OF.items():
        left[stream] = redis.xlen(stream)
        with suppress(ResponseError):  # no such stream or group yet
            left[f"{stream} pending"] = redis.xpending(stream, group)["pending"]
        left[streams.delayed(stream)] = redis.zcard(streams.delayed(stream))
    return {name: count for name, count in left.items() if count}


def submissions(redis: Redis) -> int:
    """Count what Redis ever took from publishers: more than was answered, where answers were lost."""
    return int(redis.xinfo_stream(streams.SUBMITTED)["entries-added"]) - _readded(redis, streams.SUBMITTED)


def gather(world: World, publisher: Publisher, consumer: Consumer) -> Evidence:
    """Read everything once the run is over."""
    with world.postgres() as postgres, world.redis() as redis:
        rows = postgres.execute(
            "SELECT submission_entry_id, outcome_id::text, correlation_id, outcome, reason, article_id::text"
            " FROM news.outcomes"
        ).fetchall()
        outcomes = tuple(Outcome(*row[:2], int(row[2]), *row[3:]) for row in rows)
        articles = postgres.execute("SELECT id::text, version, entry_ms, entry_seq, status, text FROM news.articles")
        return Evidence(
            documents=tuple(publisher.documents),
            accepted=publisher.accepted,
            outcomes=outcomes,
            articles={row[0]: Article((int(row[1]), int(row[2]), int(row[3])), row[4], row[5]) for row in articles},
            changes=tuple(
                postgres.execute("SELECT change_seq, article_id::text, kind FROM news.v_changes ORDER BY 1").fetchall()
            ),
            seen=tuple(consumer.seen),
            went_back=frozenset(consumer.went_back),
            dead=Counter(_dead(redis)),
            announced=_announced(redis),
            ledger=frozenset(row[0] for row in postgres.execute("SELECT submission_entry_id FROM news.ledger")),
            left=on_the_way(redis),
            balance=_balance(world),
            deliveries=Counter(_deliveries(world)),
            doubled=_doubled(redis, outcomes),
        )


def _readded(redis: Redis, stream: str) -> int:
    return int(redis.get(streams.readded(stream)) or 0)


def _dead(redis: Redis) -> Iterable[str]:
    for stream in streams.READER_OF:
        for _, fields in redis.xrange(streams.dead(stream)):
            yield fields[b"submission_id"].decode()


def _announced(redis: Redis) -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for _, fields in redis.xrange(streams.SETTLED):
        event = ArticleSettled.model_validate_json(fields[b"data"])
        found.setdefault(event.submission_entry_id, set()).add((str(event.outcome_id), event.outcome))
    return {entry_id: frozenset(outcomes) for entry_id, outcomes in found.items()}


def _balance(world: World) -> int | None:
    """Ask `dateline status`, as its users would."""
    said = subprocess.run(
        [sys.executable, "-P", "-m", "deploy.cli", "status", "--json"],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "DATELINE_REDIS_URL": world.servers.redis_url,
            "DATELINE_DATABASE_URL": world.servers.database_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    balance: int | None = json.loads(said.stdout)["difference"]
    return balance


def _deliveries(world: World) -> Iterable[tuple[str, str, str]]:
    for line in world.fleet.deliveries.read_text().splitlines():
        stage, submission, attempt = line.split()
        yield stage, submission, attempt


def _doubled(redis: Redis, outcomes: Iterable[Outcome]) -> int:
    """Compare what ever was added to the two streams between the stages with the submissions that passed there."""
    died_at = {
        fields[b"submission_id"].decode(): stream
        for stream in streams.READER_OF
        for _, fields in redis.xrange(streams.dead(stream))
    }
    doubled = 0
    for number, stream in enumerate(_STAGE_STREAMS[1:], start=1):
        if redis.exists(stream):
            passed = sum(died_at.get(one.entry_id) not in _STAGE_STREAMS[:number] for one in outcomes)
            doubled += int(redis.xinfo_stream(stream)["entries-added"]) - _readded(redis, stream) - passed
    return doubled
