"""`dateline status` and `dateline migrate` on real servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from redis import Redis

from deploy.cli.census import take_census
from deploy.cli.main import run
from services.store.adapters.migrate import upgrade
from shared.contracts import identity, streams

GROUP = streams.READER_OF[streams.SUBMITTED]


@pytest.fixture
def queue(redis_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """A client of the servers that the command is told of."""
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    monkeypatch.setenv("DATELINE_DATABASE_URL", database_url)
    with Redis.from_url(redis_url) as client:
        yield client


def submit(queue: Redis, count: int) -> list[bytes]:
    return [queue.xadd(streams.SUBMITTED, {"data": b"\xff not even text"}) for _ in range(count)]


def record(database_url: str, outcome: str, count: int) -> None:
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        for number in range(count):
            entry_id = f"{outcome}-{number}"
            connection.execute(
                "INSERT INTO news.outcomes (outcome_id, submission_entry_id, outcome, errors, at)"
                " VALUES (%s, %s, %s, '[]', %s)",
                (identity.outcome_id(entry_id), entry_id, outcome, datetime.now(UTC)),
            )


def test_census_tells_what_is_unread_in_work_delayed_and_dead(queue: Redis) -> None:
    entry_ids = submit(queue, 6)
    queue.xgroup_create(streams.SUBMITTED, GROUP, id="0")
    queue.xreadgroup(GROUP, "replica", {streams.SUBMITTED: ">"}, count=4)
    queue.xack(streams.SUBMITTED, GROUP, entry_ids[0])
    queue.xdel(streams.SUBMITTED, entry_ids[0])
    queue.zadd(streams.delayed(streams.SUBMITTED), {"later": 1.0})
    queue.xadd(streams.dead(streams.SUBMITTED), {"data": "x"})

    census = take_census(queue, gone_after_s=20)

    ingest = census.stages[0]
    assert census.received == 6
    assert (ingest.backlog, ingest.in_flight, ingest.delayed, ingest.dead) == (2, 3, 1, 1)
    assert (ingest.settled, ingest.replicas, ingest.abandoned) == (1, 1, 0)
    assert ingest.oldest_entry_id == entry_ids[1].decode()
    assert census.in_flight == 2 + 3 + 1 + 1


def test_replica_that_has_not_asked_for_work_is_gone(queue: Redis) -> None:
    submit(queue, 2)
    queue.xgroup_create(streams.SUBMITTED, GROUP, id="0")
    queue.xreadgroup(GROUP, "replica", {streams.SUBMITTED: ">"})

    census = take_census(queue, gone_after_s=-1)

    assert (census.stages[0].replicas, census.stages[0].abandoned) == (0, 2)


def test_document_that_was_put_back_is_received_once(queue: Redis) -> None:
    (entry_id,) = submit(queue, 1)
    queue.xdel(streams.SUBMITTED, entry_id)
    queue.incr(streams.readded(streams.SUBMITTED))
    submit(queue, 1)

    assert take_census(queue, gone_after_s=20).received == 1


def test_dead_letter_is_in_flight_until_its_outcome_is_recorded(queue: Redis) -> None:
    dead = streams.dead(streams.SUBMITTED)
    first, _ = (queue.xadd(dead, {"data": "x"}) for _ in range(2))
    queue.xgroup_create(dead, "store", id="0")
    queue.xreadgroup("store", "replica", {dead: ">"}, count=1)

    in_work = take_census(queue, gone_after_s=20).in_flight
    queue.xack(dead, "store", first)
    recorded = take_census(queue, gone_after_s=20).in_flight

    assert (in_work, recorded) == (2, 1)


def test_balance_is_even_and_names_every_outcome(
    queue: Redis, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(database_url)
    for entry_id in submit(queue, 5):
        queue.xdel(streams.SUBMITTED, entry_id)
    record(database_url, "created", 3)
    record(database_url, "rejected", 2)

    status = run(["status", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert answer["received"] == 5
    assert answer["outcomes"] == {
        "created": 3, "updated": 0, "duplicate": 0, "superseded": 0, "withdrawn": 0, "rejected": 2,
    }  # fmt: skip
    assert (answer["in_flight"], answer["difference"], answer["problems"]) == (0, 0, [])


def test_submission_without_a_trace_is_exit_1(queue: Redis, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(database_url)
    for entry_id in submit(queue, 2):
        queue.xdel(streams.SUBMITTED, entry_id)
    record(database_url, "created", 1)

    status = run(["status"])

    assert status == 1
    assert "the balance is uneven by 1: submissions without a trace" in " ".join(capsys.readouterr().out.split())


def test_documents_that_nobody_reads_are_exit_1(queue: Redis, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(database_url)
    submit(queue, 2)

    status = run(["status"])

    assert status == 1
    assert "ingest: documents wait, and no replica reads them" in capsys.readouterr().out


def test_status_works_without_postgres_and_says_so(
    queue: Redis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", "postgresql:///nothing?host=/nowhere")
    queue.ping()

    status = run(["status", "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert answer["received"] == 0
    assert answer["outcomes"] is None
    assert "PostgreSQL (DATELINE_DATABASE_URL) does not answer" in answer["notes"][0]


def test_status_without_redis_is_exit_3(
    queue: Redis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.ping()
    monkeypatch.setenv("DATELINE_REDIS_URL", "unix:///nowhere/redis.sock")

    assert run(["status"]) == 3
    assert "Redis (DATELINE_REDIS_URL) does not answer" in capsys.readouterr().err


def test_migrate_brings_the_schema_to_head_and_check_says_whether_it_is(
    queue: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.ping()

    statuses = [run(["migrate", *arguments]) for arguments in (["--check"], [], ["--check"], ["--json"])]

    behind, done, current, as_json = capsys.readouterr().out.splitlines()
    assert statuses == [1, 0, 0, 0]
    assert behind.endswith("run 'dateline migrate'.")
    assert done.startswith("The schema went from nothing to ")
    assert current.endswith("nothing to do.")
    assert json.loads(as_json)["is_newest"] is True


def test_migrate_without_postgres_is_exit_3(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", "postgresql:///nothing?host=/nowhere")

    assert run(["migrate"]) == 3
    assert "PostgreSQL (DATELINE_DATABASE_URL)" in capsys.readouterr().err
