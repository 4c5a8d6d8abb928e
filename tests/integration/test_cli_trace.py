"""`dateline trace`: wherever a document is, it is found by whatever is known of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from redis import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.cli.main import run
from services.store.adapters.articles import save
from services.store.adapters.dead_letters import mirror
from shared.bus.wire import Entry, pack
from shared.contracts import streams
from tests.integration.store_fixtures.articles import an_article, article_id, data_of
from tests.integration.store_fixtures.database import a_store
from tests.integration.store_fixtures.letters import a_dead_submission

STREAM = streams.SUBMITTED
SUBMITTED = json.dumps({"source": "wire", "id": "ferry", "text": "Mirela Oduya met nobody."}).encode()
FIELDS = {b"data": SUBMITTED, b"correlation_id": b"order-7"}


@pytest.fixture
def queue(redis_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    monkeypatch.setenv("DATELINE_DATABASE_URL", database_url)
    with Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url) as engine:
        yield engine


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, Any]]]:
    def asking(*arguments: str) -> list[dict[str, Any]]:
        assert run(["trace", *arguments, "--json"]) == 0, capsys.readouterr().err
        printed = capsys.readouterr().out
        assert "Oduya" not in printed
        submissions: list[dict[str, Any]] = json.loads(printed)["submissions"]
        return submissions

    return asking


def unread(queue: Redis) -> str:
    return queue.xadd(STREAM, FIELDS).decode()


def in_work(queue: Redis) -> str:
    entry_id = unread(queue)
    queue.xgroup_create(STREAM, "ingest", id="0")
    queue.xreadgroup("ingest", "replica-1", {STREAM: ">"})
    return entry_id


def delayed(queue: Redis) -> str:
    entry_id = unread(queue)
    queue.xdel(STREAM, entry_id)
    queue.zadd(streams.delayed(STREAM), {pack(Entry(STREAM, entry_id, FIELDS), 3): 2_000_000_000_000})
    return entry_id


def dead(queue: Redis) -> str:
    """Put a letter that died in the millisecond of its XADD: its stream counts for itself."""
    facts = {b"submission_id": "5-1", b"dead_stage": "ingest", b"dead_reason": "no-text", b"dead_error": "nothing to read"}
    queue.xadd(streams.dead(STREAM), FIELDS | facts, id="5-0")
    return "5-1"


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("put", "state", "facts"),
    [
        (unread, "unread", {"attempt": 1}),
        (in_work, "in work", {"replica": "replica-1", "deliveries": 1}),
        (delayed, "delayed", {"attempt": 3, "due_ms": 2_000_000_000_000}),
        (dead, "dead", {"reason": "no-text", "error": "nothing to read"}),
    ],
)
@pytest.mark.parametrize("by", ["entry id", "article id", "source/id", "correlation id"])
def test_a_document_on_redis_is_found_by_any_of_its_names(
    queue: Redis, ask: Any, put: Callable[[Redis], str], state: str, facts: dict[str, Any], by: str
) -> None:
    queue.xadd(STREAM, {"data": b'{"source": "wire", "id": "other", "text": "a"}', "correlation_id": "other"})
    entry_id = put(queue)
    names = {
        "entry id": entry_id, "article id": str(article_id("ferry")), "source/id": "wire/ferry", "correlation id": "order-7",
    }  # fmt: skip

    [found] = ask(names[by])

    assert (found["submission_entry_id"], found["state"], found["outcome"]) == (entry_id, state, None)
    assert (found["source"], found["id"], found["article_id"]) == ("wire", "ferry", str(article_id("ferry")))
    [place] = found["places"]
    assert place | facts == place
    assert (place["stage"], place["stream"]) == ("ingest", STREAM)


@pytest.mark.usefixtures("store")
def test_a_document_is_found_by_its_address_however_that_is_spelt(queue: Redis, ask: Any) -> None:
    entry_id = queue.xadd(STREAM, {"data": b'{"url": "https://a.example/1?utm_source=x"}'}).decode()

    assert [found["submission_entry_id"] for found in ask("HTTP://A.example:80/1")] == [entry_id]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("stream", [streams.INGESTED, streams.ENRICHED])
@pytest.mark.parametrize("name", ["1773489600000-0", "wire/ferry"])
def test_a_later_stage_knows_what_the_earlier_ones_did(queue: Redis, ask: Any, stream: str, name: str) -> None:
    event = an_article()
    queue.xadd(stream, {"data": data_of(event)})

    [found] = ask(name)

    assert (found["submission_entry_id"], found["state"]) == ("1773489600000-0", "unread")
    assert [step["stage"] for step in found["history"]] == [step.stage for step in event.history]


@pytest.mark.parametrize("name", ["1773489600000-0", "wire/ferry", str(article_id("ferry"))])
async def test_a_stored_document_has_its_history_and_its_outcome(
    queue: Redis, store: AsyncEngine, ask: Any, name: str
) -> None:
    queue.ping()
    await save(store, [an_article()])

    [found] = ask(name)

    assert (found["state"], found["outcome"]["outcome"], found["places"]) == ("stored", "created", [])
    assert [step["stage"] for step in found["history"]] == ["enrich", "store"]


async def test_each_submission_of_an_article_is_told_the_newest_first(queue: Redis, store: AsyncEngine, ask: Any) -> None:
    await save(store, [an_article(entry="1773489600000-0"), an_article(entry="1773489600001-0", version=2, title="New")])
    waiting = unread(queue)

    assert [(found["submission_entry_id"], found["state"]) for found in ask("wire/ferry")] == [
        (waiting, "unread"), ("1773489600001-0", "stored"), ("1773489600000-0", "superseded"),
    ]  # fmt: skip
    assert len(ask("wire/ferry", "--limit", "1")) == 1


async def test_a_rejection_tells_why_when_its_letter_is_gone(
    queue: Redis, store: AsyncEngine, ask: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.ping()
    await mirror(store, [a_dead_submission("5-0")])

    [found] = ask("c-1")

    assert (found["state"], found["outcome"]["reason"]) == ("rejected", "fetch-failed")
    assert run(["trace", "5-0"]) == 0
    assert "fetch-failed: url (unreachable)" in capsys.readouterr().out


async def test_a_retry_on_its_way_counts_more_than_the_rejection(queue: Redis, store: AsyncEngine, ask: Any) -> None:
    await mirror(store, [a_dead_submission("5-0")])
    queue.xadd(STREAM, FIELDS | {b"submission_id": b"5-0"})

    [found] = ask("5-0")

    assert (found["state"], found["outcome"]["outcome"]) == ("unread", "rejected")


@pytest.mark.usefixtures("store")
def test_an_unknown_document_is_exit_1(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    unread(queue)

    assert run(["trace", "nobody\x1b[2J"]) == 1

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == "dateline trace: nothing is known of nobody\\x1b[2J: was it published here?\n"


def test_without_postgres_the_way_so_far_is_told_and_what_is_missing(
    queue: Redis, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", "postgresql:///nothing?host=/nowhere")
    entry_id = dead(queue)

    assert run(["trace", entry_id]) == 0
    assert "PostgreSQL (DATELINE_DATABASE_URL) does not answer" in capsys.readouterr().out
    assert run(["trace", "1-1"]) == 3


async def test_without_redis_the_outcome_is_told(
    queue: Redis, store: AsyncEngine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.ping()
    await save(store, [an_article()])
    monkeypatch.setenv("DATELINE_REDIS_URL", "unix:///nowhere/redis.sock")

    assert run(["trace", "wire/ferry", "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["submissions"][0]["state"] == "stored"
    assert "Redis (DATELINE_REDIS_URL) does not answer" in answer["missing"][0]


@pytest.mark.usefixtures("store")
def test_a_page_shows_where_when_and_why(queue: Redis, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = dead(queue)

    assert run(["trace", entry_id]) == 0

    page = capsys.readouterr().out
    assert f"{entry_id:20}dead\n" in page
    assert "dead in ingest: no-text: nothing to read; 'dateline dead show " in page
    assert "correlation         order-7\n" in page
