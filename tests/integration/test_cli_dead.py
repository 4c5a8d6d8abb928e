"""`dateline dead` on a real Redis: nothing that an operator does, twice or half, loses a document or doubles it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from deploy.cli import dead_letters
from deploy.cli.census import take_census
from deploy.cli.main import run
from deploy.embedded.backing import Servers
from shared.bus.settle import Dead, settle
from shared.bus.wire import Entry
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import ArticleSubmitted
from shared.errors import Fault, RejectedError
from tests.support.bus import each, forwarding, ingesting, running, settings, until
from tests.support.system import at_once

STREAM = streams.SUBMITTED
DEAD = streams.dead(STREAM)
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET = "Mirela Oduya met nobody."


@pytest.fixture
def queue(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    with Redis.from_url(redis_url) as client:
        yield client


def document(**said: Any) -> bytes:
    return json.dumps({"source": "wire", "id": "ferry", "text": SECRET} | said).encode()


def bury(queue: Redis, *, stream: str = STREAM, recorded: bool = True, **fields: Any) -> str:
    """Put a letter where a stage puts it, and let store record it."""
    facts = {"data": document(), "submission_id": "7-1", "dead_reason": "fetch-failed", "dead_error": "503 from a.example"}
    facts |= {"dead_stage": streams.READER_OF[stream], "dead_at": "2026-01-20T10:00:00+00:00", "dead_entry_id": "9-1"}
    dead = streams.dead(stream)
    entry_id = queue.xadd(dead, facts | {"attempt": "3", "dead_attempts": "5"} | fields).decode()
    if recorded:
        record(queue, dead)
    return entry_id


def record(queue: Redis, dead: str) -> None:
    if not queue.exists(dead) or not queue.xinfo_groups(dead):
        queue.xgroup_create(dead, "store", id="0", mkstream=True)
    for _, entries in queue.xreadgroup("store", "s1", {dead: ">"}) or ():
        queue.xack(dead, "store", *(entry_id for entry_id, _ in entries))


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> dict[str, Any]:
    assert run(["dead", *arguments, "--json"]) == status
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


async def test_a_retried_document_starts_again_as_it_was_submitted(redis: AsyncRedis, redis_url: str, queue: Redis) -> None:
    seen: list[tuple[str, int, str | None]] = []

    def answer(received: Received[ArticleSubmitted]) -> ArticleIngested:
        seen.append((received.submission_id, received.step.attempts, received.correlation_id))
        if len(seen) == 1:
            raise RejectedError("fetch-refused", "not today", (Fault("url", "refused"),))
        return forwarding(received)

    fields = {"data": document(), "correlation_id": "order-7", "traceparent": TRACEPARENT}
    entry_id = queue.xadd(STREAM, fields).decode()
    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(lambda: queue.xlen(DEAD) == 1)
        record(queue, DEAD)

        assert run(["dead", "retry", entry_id]) == 0
        await until(lambda: queue.xlen(streams.INGESTED) == 1)

    assert seen == [(entry_id, 1, "order-7")] * 2
    [(_, forwarded)] = await redis.xrange(streams.INGESTED)
    assert forwarded[b"traceparent"] == TRACEPARENT.encode()
    assert queue.xlen(DEAD) == 0
    assert queue.get(streams.readded(STREAM)) == b"1"
    assert queue.zcard(streams.REMOVED) == 1


def test_a_retry_puts_the_original_back_without_what_made_it_a_letter(queue: Redis) -> None:
    data = b'{"text": "\xff\x00"}'
    bury(queue, data=data, correlation_id="c", traceparent=TRACEPARENT)

    assert run(["dead", "retry", "--all"]) == 0

    [(_, fields)] = queue.xrange(STREAM)
    assert fields == {
        b"submission_id": b"7-1", b"data": data, b"correlation_id": b"c", b"traceparent": TRACEPARENT.encode(),
    }  # fmt: skip
    assert queue.xlen(DEAD) == 0


@pytest.mark.parametrize("stream", streams.READER_OF)
def test_each_stage_gets_its_own_back(queue: Redis, stream: str) -> None:
    for one in streams.READER_OF:
        bury(queue, stream=one)

    assert run(["dead", "retry", "--where", f"stream={stream}"]) == 0

    assert {one: queue.xlen(one) for one in streams.READER_OF if queue.xlen(one)} == {stream: 1}


def test_an_id_that_names_two_documents_is_not_guessed_at(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    for stream, submission in ((STREAM, "1-0"), (streams.ENRICHED, "2-0")):
        queue.xadd(streams.dead(stream), {"submission_id": submission, "dead_stage": "x"}, id="99-0")
        record(queue, streams.dead(stream))

    assert run(["dead", "drop", "99-0", "--yes"]) == 2
    assert "99-0 names letters of several documents" in capsys.readouterr().err
    assert run(["dead", "drop", "99-0", "--where", f"stream={STREAM}"]) == 0

    assert (queue.xlen(DEAD), queue.xlen(streams.dead(streams.ENRICHED))) == (0, 1)


def by_operators(redis_url: str, retry: Callable[[Redis], None]) -> None:
    def operator() -> None:
        with Redis.from_url(redis_url) as client:
            retry(client)

    at_once(4, operator)


def test_many_operators_at_once_put_each_letter_back_once(queue: Redis, redis_url: str) -> None:
    for number in range(60):
        bury(queue, submission_id=f"{number}-0", recorded=number == 59)
    letters = list(dead_letters.read_letters(queue))
    became: list[str] = []

    by_operators(redis_url, lambda client: became.extend(what for _, what in dead_letters.retry(client, letters)))

    assert len(letters) == 60
    assert sorted(fields[b"submission_id"] for _, fields in queue.xrange(STREAM)) == sorted(
        f"{number}-0".encode() for number in range(60)
    )
    assert (became.count("done"), became.count("gone")) == (60, 180)


def test_control_reading_adding_and_deleting_one_after_the_other_doubles_letters(queue: Redis, redis_url: str) -> None:
    for number in range(60):
        bury(queue, submission_id=f"{number}-0", recorded=number == 59)
    all_have_read = threading.Barrier(4)

    def retry(client: Redis) -> None:
        letters = client.xrange(DEAD)
        all_have_read.wait()
        for entry_id, fields in letters:
            client.xadd(STREAM, fields)
            client.xdel(DEAD, entry_id)

    by_operators(redis_url, retry)

    assert queue.xlen(STREAM) == 240


@pytest.mark.parametrize("victim", ["operator", "redis"])
def test_a_kill_in_the_middle_of_a_retry_loses_and_doubles_nothing(own_servers: Servers, victim: str) -> None:
    environment = os.environ | {"DATELINE_REDIS_URL": own_servers.redis_url}
    with Redis.from_url(own_servers.redis_url) as queue:
        for number in range(3000):
            bury(queue, submission_id=f"{number}-0", recorded=number == 2999)
        operator = subprocess.Popen([sys.executable, "-m", "deploy.cli", "dead", "retry", "--all"], env=environment)
        while not queue.xlen(STREAM):
            assert operator.poll() is None
        (operator if victim == "operator" else own_servers.redis).kill()
        status = operator.wait()
        if victim == "redis":
            own_servers.redis.start()

        back, left = queue.xrange(STREAM), queue.xlen(DEAD)
        assert status != 0
        assert 0 < len(back) < 3000, "the kill comes in the middle"
        assert len({fields[b"submission_id"] for _, fields in back}) == len(back) == 3000 - left

        assert subprocess.run([*operator.args, "--json"], env=environment, check=False).returncode == 0
        assert len({fields[b"submission_id"] for _, fields in queue.xrange(STREAM)}) == queue.xlen(STREAM) == 3000


def test_a_full_redis_takes_nothing_back_and_loses_nothing_and_drops_all_the_same(
    queue: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        bury(queue)
    queue.config_set("maxmemory", "1")
    try:
        retried = run(["dead", "retry", "--all"])
        printed = capsys.readouterr()
        assert (retried, queue.xlen(STREAM), queue.xlen(DEAD)) == (3, 0, 2)
        assert "Redis (DATELINE_REDIS_URL) is full" in printed.err

        dropped = run(["dead", "drop", "--all", "--yes"])
    finally:
        queue.config_set("maxmemory", "0")

    assert (dropped, queue.xlen(DEAD)) == (0, 0)


@pytest.mark.parametrize("verb", ["retry", "drop"])
@pytest.mark.parametrize("read", [False, True], ids=["unread", "in work"])
def test_a_letter_whose_rejection_is_not_recorded_stays(
    queue: Redis, capsys: pytest.CaptureFixture[str], verb: str, *, read: bool
) -> None:
    bury(queue)
    fresh = bury(queue, recorded=False)
    if read:
        queue.xreadgroup("store", "s1", {DEAD: ">"})

    answer = ask(capsys, verb, "--all", *(["--yes"] if verb == "drop" else []), status=1)

    assert answer["left"] == 1
    assert [entry_id for entry_id, _ in queue.xrange(DEAD)] == [fresh.encode()]


def test_letters_that_are_gone_do_not_hide_those_that_wait_for_their_outcome(queue: Redis) -> None:
    bury(queue)
    newest = bury(queue)
    assert run(["dead", "drop", newest]) == 0

    for _ in range(3):
        bury(queue, recorded=False)

    assert take_census(queue, gone_after_s=20).in_flight == 3


def test_list_counts_by_stage_and_reason_and_names_the_newest(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    bury(queue)
    bury(queue, dead_at="2026-01-21T10:00:00+00:00")
    newest = bury(queue, stream=streams.ENRICHED, dead_reason="bug", dead_at="2026-01-22T10:00:00+00:00")

    answer = ask(capsys, "list", "--limit", "1")

    assert answer["letters"] == 3
    assert answer["groups"] == [
        {"stage": "ingest", "reason": "fetch-failed", "letters": 2},
        {"stage": "store", "reason": "bug", "letters": 1},
    ]
    assert [letter["entry_id"] for letter in answer["newest"]] == [newest]

    assert run(["dead", "list"]) == 0
    page = capsys.readouterr().out
    assert "2026-01-20 10:00:00Z  2026-01-21 10:00:00Z" in page
    assert newest in page
    assert "Oduya" not in page


def test_conditions_choose_and_all_must_hold(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    bury(queue)
    bury(queue, dead_reason="no-text", dead_error="nothing to read", data=document(source="other"))
    bury(queue, dead_reason="bad-json", data=b"{", dead_at="2020-01-01T00:00:00+00:00")
    chosen = {
        "stage=ingest": 3, "stage=store": 0, "reason=no-text": 1, "reason=no-text,bad-json": 2, "source=wire": 1,
        "source=other": 1, "error=from A.example": 2, "since=2026-01-01": 2, "until=2026-01-01T00:00:00Z": 1, "since=1s": 0,
    }  # fmt: skip

    found = {where: ask(capsys, "list", "--where", where)["letters"] for where in chosen}

    assert found == chosen
    assert ask(capsys, "list", "--where", "reason=no-text", "--where", "source=wire")["letters"] == 0


@pytest.mark.parametrize("where", ["reasn=bug", "reason", "reason=", "since=yesterday", "until=5"])
def test_a_condition_that_is_none_is_exit_2(queue: Redis, where: str) -> None:
    bury(queue)

    assert run(["dead", "drop", "--where", where, "--yes"]) == 2
    assert queue.xlen(DEAD) == 1


@pytest.mark.parametrize("arguments", [["retry"], ["drop", "--yes"], ["drop", "--yes", "--all", "--where", "reason=bug"]])
def test_nothing_is_done_unless_it_is_said_to_what(queue: Redis, arguments: list[str]) -> None:
    bury(queue)

    assert run(["dead", *arguments]) == 2
    assert queue.xlen(DEAD) == 1


def test_dropping_several_needs_a_yes_and_one_does_not(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    first = bury(queue, submission_id="1-1")
    for number in (2, 3):
        bury(queue, submission_id=f"{number}-1")

    assert run(["dead", "drop", "--all"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert queue.xlen(DEAD) == 3

    assert ask(capsys, "drop", first)["dropped"] == 1
    assert ask(capsys, "drop", "--all", "--dry-run") == {
        "matched": 2, "dropped": 2, "gone": 0, "left": 0, "dry_run": True,
    }  # fmt: skip
    assert queue.xlen(DEAD) == 2
    assert ask(capsys, "drop", "--all", "--limit", "1", "--yes")["dropped"] == 1
    assert [fields[b"submission_id"] for _, fields in queue.xrange(DEAD)] == [b"3-1"]


def test_show_tells_all_but_the_document_unless_it_is_asked_for(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = bury(queue, dead_faults='[["url", "unreachable"]]', correlation_id="order-7")

    shown = ask(capsys, "show", "7-1")["letters"]
    with_data = ask(capsys, "show", entry_id, "--data")["letters"]

    assert [letter["entry_id"] for letter in shown] == [entry_id]
    assert shown[0] | {"faults": None} == shown[0] | {
        "faults": None,
        "reason": "fetch-failed",
        "attempts": 5,
        "source": "wire",
    }
    assert shown[0]["faults"] == [{"path": "url", "code": "unreachable"}]
    assert "Oduya" not in json.dumps(shown)
    assert json.loads(with_data[0]["data"])["text"] == SECRET


def test_what_others_wrote_does_not_reach_the_terminal_as_orders(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    order = "\x1b]0;title\x07\r\n\u202e"
    bury(queue, dead_error=order, dead_stage=order, dead_reason=order, data=document(source=order, id=order, text=order))
    bury(queue, data=b'{"\x1b[2J\xff"}')

    assert run(["dead", "list"]) == 0
    assert run(["dead", "show", "7-1", "--data"]) == 0

    printed = capsys.readouterr().out
    assert "title" in printed
    assert [character for character in printed if not character.isprintable() and character != "\n"] == []


def test_an_unknown_id_is_exit_1_and_the_others_are_done(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = bury(queue)

    assert run(["dead", "retry", entry_id, "1-99"]) == 1

    printed = capsys.readouterr()
    assert printed.out == "Were put back: 1 dead letter (ingest fetch-failed 1).\n"
    assert "1-99: no dead letter" in printed.err
    assert queue.xlen(STREAM) == 1
    assert run(["dead", "show", entry_id]) == 1


def test_no_letters_at_all_is_fine(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    queue.ping()

    assert run(["dead", "list"]) == 0
    assert run(["dead", "drop", "--where", "until=30d", "--yes"]) == 0

    assert capsys.readouterr().out == "No dead letters.\nWere dropped: 0 dead letters.\n"


async def test_what_a_stage_buried_reads_the_same(
    redis: AsyncRedis, queue: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fields above are those that the bus writes."""
    await redis.xgroup_create(STREAM, "ingest", id="0", mkstream=True)
    entry = Entry(STREAM, (await redis.xadd(STREAM, {"data": document()})).decode(), {b"data": document()})
    refused = RejectedError("bad-schema", "1 fault", (Fault("titel", "unknown_field"),))
    await settle(redis, "ingest", [(entry, Dead("ingest", refused, "bad-schema", "1 fault", "2026-01-20T10:00:00+00:00"))])

    [letter] = ask(capsys, "show", entry.id)["letters"]

    assert (letter["submission_entry_id"], letter["dead_entry_id"], letter["stage"]) == (entry.id, entry.id, "ingest")
    assert letter["faults"] == [{"path": "titel", "code": "unknown_field"}]
