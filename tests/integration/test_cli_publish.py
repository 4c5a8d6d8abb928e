"""`dateline publish` on a real Redis: each document once, at the pace that is asked for, and its outcome if wanted."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from redis import Redis

from deploy.cli.intake import Intake
from deploy.cli.main import run
from deploy.embedded.backing import Servers
from shared.contracts import identity, streams
from shared.contracts.events import ArticleSettled


@pytest.fixture
def queue(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """A client of the Redis that the command is told of."""
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    with Redis.from_url(redis_url) as client:
        yield client


def lines(path: Path, count: int) -> str:
    path.write_text("".join(json.dumps({"source": "wire", "id": str(n), "text": f"Item {n}."}) + "\n" for n in range(count)))
    return str(path)


def submitted(queue: Redis) -> list[dict[str, object]]:
    return [json.loads(fields[b"data"]) for _, fields in queue.xrange(streams.SUBMITTED)]


def settle(queue: Redis, entry_id: bytes, outcome: str, **more: object) -> None:
    """Announce an outcome, as store does."""
    event = ArticleSettled(
        outcome_id=identity.outcome_id(entry_id.decode()),
        submission_entry_id=entry_id.decode(),
        outcome=outcome,  # type: ignore[arg-type]
        at=datetime.now(UTC),
        **more,  # type: ignore[arg-type]
    )
    queue.xadd(streams.SETTLED, {"data": event.model_dump_json()})


def settling(queue: Redis, count: int, outcome_of: Callable[[int], str]) -> threading.Thread:
    """Start a stand-in for the services: it settles the first `count` submissions, each twice."""

    def work() -> None:
        after, done = b"0", 0
        while done < count:
            for _, entries in queue.xread({streams.SUBMITTED: after}, block=10_000) or ():
                for entry_id, _ in entries:
                    for _ in range(2):
                        settle(
                            queue, entry_id, outcome_of(done), reason="no-text" if outcome_of(done) == "rejected" else None
                        )
                    after, done = entry_id, done + 1

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_every_document_arrives_once_and_in_order(tmp_path: Path, queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["publish", lines(tmp_path / "a.jsonl", 1_234)])

    assert status == 0
    assert capsys.readouterr().out == "Published 1,234 documents.\n"
    assert [document["id"] for document in submitted(queue)] == [str(n) for n in range(1_234)]


def test_what_is_not_valid_is_left_out_and_named(tmp_path: Path, queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "one"}\n{"txt": "two"}\n{"text": "three"}\n')

    status = run(["publish", str(path)])

    printed = capsys.readouterr()
    assert status == 1
    assert printed.out == "Published 2 documents, left out 1.\n"
    assert f"left out: {path}:2: bad-schema: txt: unknown_field" in printed.err
    assert len(submitted(queue)) == 2


def test_without_validation_everything_is_sent_as_it_is(tmp_path: Path, queue: Redis) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "one"}\nnonsense \xff\n\n')

    status = run(["publish", "--no-validate", str(path)])

    assert status == 0
    assert [fields[b"data"] for _, fields in queue.xrange(streams.SUBMITTED)] == [b'{"text": "one"}', b"nonsense \xff", b""]


def test_addresses_and_headers_are_sent(tmp_path: Path, queue: Redis) -> None:
    (tmp_path / "list.txt").write_text("https://a.example/1\nhttps://a.example/2\n")

    run(["publish", "--urls", "--source", "feed", "--correlation-id", "batch-7", str(tmp_path / "list.txt")])

    entries = [fields for _, fields in queue.xrange(streams.SUBMITTED)]
    assert [json.loads(fields[b"data"]) for fields in entries] == [
        {"url": "https://a.example/1", "source": "feed"},
        {"url": "https://a.example/2", "source": "feed"},
    ]
    assert {fields[b"correlation_id"] for fields in entries} == {b"batch-7"}


def test_outcomes_are_counted_once_and_rejections_named(
    tmp_path: Path, queue: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(queue, b"1-1", "updated")  # of somebody else, long ago
    services = settling(queue, 250, lambda n: "rejected" if n == 3 else "created")

    status = run(["publish", lines(tmp_path / "a.jsonl", 250), "--wait", "--timeout", "60", "--json"])

    services.join()
    answer = json.loads(capsys.readouterr().out)
    assert status == 1
    assert answer["published"] == 250
    assert answer["outcomes"] == {"created": 249, "rejected": 1}
    assert answer["unsettled"] == 0
    assert [(each["document"], each["reason"]) for each in answer["rejected"]] == [(f"{tmp_path / 'a.jsonl'}:4", "no-text")]


def test_wait_that_runs_out_is_exit_1(tmp_path: Path, queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["publish", lines(tmp_path / "a.jsonl", 3), "--wait", "--timeout", "0.2"])

    assert status == 1
    assert "3 without an outcome yet" in capsys.readouterr().out
    assert len(submitted(queue)) == 3


def test_closed_intake_is_waited_for_and_said_once(tmp_path: Path, queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    queue.set(streams.INTAKE, "closed")
    queue.config_resetstat()
    path = lines(tmp_path / "a.jsonl", 5)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run, ["publish", path])
        asked = _wait_for(lambda: _calls(queue, "get") >= 2)
        before = queue.xlen(streams.SUBMITTED)
        queue.set(streams.INTAKE, "open")
        status = running.result(30)

    assert asked
    assert before == 0
    assert status == 0
    assert len(submitted(queue)) == 5
    assert capsys.readouterr().err.count("dateline:intake is closed") == 1


def test_batch_whose_answer_was_lost_is_not_added_again(queue: Redis) -> None:
    intake = Intake(queue, None, lambda _: None)
    first = intake.add([b"a", b"b"])
    intake._batch -= 1  # as if the connection had broken before the answer: the same batch goes out again

    again = intake.add([b"a", b"b"])
    then = intake.add([b"c"])

    assert again == first
    assert [entry_id.decode() for entry_id, _ in queue.xrange(streams.SUBMITTED)] == [*first, *then]


def test_restart_of_redis_in_the_middle_costs_and_doubles_nothing(
    tmp_path: Path, own_servers: Servers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", own_servers.redis_url)
    path = lines(tmp_path / "a.jsonl", 20_000)
    with Redis.from_url(own_servers.redis_url) as queue, ThreadPoolExecutor(1) as pool:
        running = pool.submit(run, ["publish", path, "--json"])
        assert _wait_for(lambda: queue.xlen(streams.SUBMITTED) >= 2_000)
        own_servers.redis.kill()
        own_servers.redis.start()
        status = running.result(90)

        ids = [json.loads(fields[b"data"])["id"] for _, fields in queue.xrange(streams.SUBMITTED)]

    assert status == 0
    assert json.loads(capsys.readouterr().out)["published"] == 20_000
    assert ids == [str(n) for n in range(20_000)]


def test_redis_that_is_not_there_is_exit_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", f"unix://{tmp_path}/nobody.sock")

    status = run(["publish", lines(tmp_path / "a.jsonl", 1)])

    assert status == 3
    assert "Redis (DATELINE_REDIS_URL) does not answer" in capsys.readouterr().err


def _calls(queue: Redis, command: str) -> int:
    stats = queue.info("commandstats")
    return int(stats.get(f"cmdstat_{command}", {"calls": 0})["calls"])


def _wait_for(holds: Callable[[], bool]) -> bool:
    rest = threading.Event()
    return any(holds() or rest.wait(0.02) for _ in range(1_500))
