"""What a publisher and a consumer see of single documents: the composed system, three real processes."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from redis import Redis

from shared.contracts import streams
from shared.contracts.events import ArticleSettled
from tests.support.system import SENTENCES, Dateline, at_once, dateline

PAGE = f"""<!doctype html><html lang="en"><head><title>Harbour to reopen | Ansel Post</title>
<meta property="og:title" content="Harbour to reopen"><meta name="author" content="Ana Kalo">
<meta property="article:published_time" content="2026-03-13T09:00:00+00:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Harbour to reopen</h1>
<p>PORT ANSEL, March 13 (HWN) - {SENTENCES[0]} {SENTENCES[1]}</p>
<p>The ferry to Corran Island will sail again from Monday, the harbour authority said in a statement, after two winters
in which islanders had to fly to the mainland or wait for the supply boat, which came once a week in fair weather.</p>
<p>Also Read | Lighthouse Keeper Retires After Forty Years.</p>
<p>Officials expect some four thousand passengers in the first month, and twice as many once the summer timetable begins.
The authority has hired eleven sailors and two engineers. (HWN)</p></article><footer>Terms of use</footer></body></html>"""


class _Page(BaseHTTPRequestHandler):
    spared: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        body = PAGE.encode() if self.path in {"/harbour", "/unchanged"} else b""
        if body and self.headers["If-None-Match"] == '"first"':
            self.spared.append(self.path)
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200 if body else 404)
        self.send_header("ETag", '"first"')
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def running(site: str) -> Iterator[Dateline]:
    with dateline(DATELINE_INGEST_ALLOW_PRIVATE_HOSTS=site) as system:
        yield system


def raw_xadd(redis_url: str, data: bytes) -> str:
    """XADD as a client without a library does: RESP on a socket."""
    parts = [b"XADD", streams.SUBMITTED.encode(), b"*", b"data", data]
    command = b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(urlsplit(redis_url).path)
        connection.sendall(command)
        reply = connection.recv(200)
    assert reply.startswith(b"$"), reply
    return reply.split(b"\r\n")[1].decode()


def test_a_bare_xadd_of_a_url_is_fetched_cleaned_and_enriched(running: Dateline, site: str) -> None:
    entry_id = raw_xadd(running.system.servers.redis_url, json.dumps({"url": f"http://{site}/harbour"}).encode())

    assert running.settled([entry_id]) == ["created"]

    [(title, text, place, agency, byline)] = running.query(
        "SELECT title, text, dateline_place, agency, byline FROM news.v_articles WHERE url = %s", f"http://{site}/harbour"
    )
    assert (title, place, agency, byline) == ("Harbour to reopen", "PORT ANSEL", "HWN", "Ana Kalo")
    assert text.startswith("Mirela Oduya told reporters")
    assert "Also Read" not in text
    assert "(HWN)" not in text
    entities = running.query("SELECT name, label FROM news.v_entities")
    assert ("Mirela Oduya", "PERSON") in entities


def test_an_unchanged_page_is_sent_once_however_often_it_is_submitted(running: Dateline, site: str) -> None:
    outcomes = [
        running.settled([running.publish(url=f"http://{site}/unchanged", **again)])
        for again in ({}, {}, {"version": 2, "title": "Harbour to reopen soon"})
    ]

    assert outcomes == [["created"], ["duplicate"], ["updated"]]
    assert _Page.spared == ["/unchanged"] * 2
    [(title, text)] = running.query("SELECT title, text FROM news.v_articles WHERE url = %s", f"http://{site}/unchanged")
    assert title == "Harbour to reopen soon"
    assert text.startswith("Mirela Oduya told reporters")


def test_a_bare_xadd_of_a_page_needs_no_fetch(running: Dateline) -> None:
    data = json.dumps({"source": "post", "id": "page", "html": PAGE}).encode()
    entry_id = raw_xadd(running.system.servers.redis_url, data)

    assert running.settled([entry_id]) == ["created"]

    [(published,)] = running.query(
        "SELECT published_at FROM news.v_articles WHERE source = 'post' AND publisher_id = 'page'"
    )
    assert published.isoformat() == "2026-03-13T09:00:00+00:00"


def test_the_same_document_a_hundred_times_at_once_is_one_row_and_one_change(running: Dateline) -> None:
    sent: list[str] = []
    same = json.dumps({"source": "many", "id": "1", "text": SENTENCES[0]}).encode()

    def publish() -> None:
        with Redis.from_url(running.system.servers.redis_url) as redis:
            sent.append(redis.xadd(streams.SUBMITTED, {"data": same}).decode())

    at_once(100, publish)
    outcomes = running.settled(sent)

    assert outcomes.count("created") == 1
    assert set(outcomes) <= {"created", "duplicate", "superseded"}  # which one depends on the order of arrival
    [(article_id,)] = running.query("SELECT article_id FROM news.v_articles WHERE source = 'many'")
    assert running.query("SELECT kind FROM news.v_changes WHERE article_id = %s", article_id) == [("created",)]


def test_a_late_smaller_version_does_not_replace_a_greater_one(running: Dateline) -> None:
    newer = running.publish(source="v", id="1", version=2, text="The second version says that the bridge is open.")
    assert running.settled([newer]) == ["created"]

    older = running.publish(source="v", id="1", version=1, text="The first version says that the bridge is closed.")

    assert running.settled([older]) == ["superseded"]
    assert running.query("SELECT version, text LIKE '%%open%%' FROM news.v_articles WHERE source = 'v'") == [(2, True)]


def test_a_withdrawal_leaves_a_tombstone_without_texts(running: Dateline) -> None:
    first = running.publish(source="w", id="1", text=SENTENCES[0], title="Harbour")
    assert running.settled([first]) == ["created"]

    gone = running.publish(source="w", id="1", status="withdrawn")

    assert running.settled([gone]) == ["withdrawn"]
    assert running.query("SELECT status, coalesce(text, ''), title FROM news.v_articles WHERE source = 'w'") == [
        ("withdrawn", "", None)
    ]


def test_bad_documents_end_dead_with_their_reason_and_their_neighbours_are_stored(running: Dateline) -> None:
    bad = {
        "bad-json": b'{"text": ',
        "bad-schema": b'{"text": "a", "titel": "a typo"}',
        "invalid-utf8": b'{"text": "\xff"}',
        "too-large": b'{"text": "' + b"a" * (8 * 1024 * 1024) + b'"}',
        "no-text": b'{"text": " \\n\\t "}',
        "fetch-refused": b'{"url": "http://169.254.169.254/latest/meta-data/"}',
    }
    neighbours = running.publish_many(3, "before")
    ids = {running.redis.xadd(streams.SUBMITTED, {"data": data}).decode(): reason for reason, data in bad.items()}
    neighbours += running.publish_many(3, "after")

    assert running.settled(neighbours) == ["created"] * 6
    assert running.settled(list(ids)) == ["rejected"] * len(ids)
    dead = running.dead()
    assert {entry_id: dead[entry_id] for entry_id in ids} == ids


def test_every_submission_is_announced_with_its_correlation_id(running: Dateline) -> None:
    good = running.redis.xadd(streams.SUBMITTED, {"data": '{"text": "Rain fell."}', "correlation_id": "order-7"}).decode()
    bad = running.redis.xadd(streams.SUBMITTED, {"data": "{", "correlation_id": "order-8"}).decode()
    running.settled([good, bad])

    def announced() -> dict[str, ArticleSettled]:
        entries = running.redis.xrange(streams.SETTLED)
        events = [ArticleSettled.model_validate_json(fields[b"data"]) for _, fields in entries]
        return {event.submission_entry_id: event for event in events}

    running.until(lambda: {good, bad} <= announced().keys())
    answers = announced()
    assert (answers[good].outcome, answers[good].correlation_id) == ("created", "order-7")
    assert (answers[bad].outcome, answers[bad].reason, answers[bad].correlation_id) == ("rejected", "bad-json", "order-8")
    assert answers[bad].errors[0].code == "json_invalid"
