"""A thousand documents, and something dies in the middle: all of them arrive, none twice, nothing is left on the way."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator

import pytest

from shared.contracts import streams
from tests.support.system import Dateline, dateline

DOCUMENTS = 1000


@pytest.fixture(scope="module")
def running() -> Iterator[Dateline]:
    with dateline() as system:
        yield system


def _kill(service: str) -> Callable[[Dateline], None]:
    return lambda running: running.system.services[service].end(signal.SIGKILL)


def _kill_redis(running: Dateline) -> None:
    running.system.servers.redis.kill()
    time.sleep(1)
    running.system.servers.redis.start()


def _stop_postgres_for_half_a_minute(running: Dateline) -> None:
    running.system.servers.postgres.stop("immediate")
    time.sleep(30)
    running.system.servers.postgres.start()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("ingest", _kill("ingest")),
        ("enrich", _kill("enrich")),
        ("store", _kill("store")),
        ("redis", _kill_redis),
        ("postgres", _stop_postgres_for_half_a_minute),
    ],
)
def test_nothing_is_lost_or_stored_twice(name: str, fault: Callable[[Dateline], None], running: Dateline) -> None:
    dead_before = len(running.dead())
    ids = running.publish_many(DOCUMENTS, name)
    running.until(lambda: _stored(running, name) > DOCUMENTS // 10)
    assert _stored(running, name) < DOCUMENTS, "the fault comes in the middle"

    fault(running)

    assert running.settled(ids, seconds=180) == ["created"] * DOCUMENTS
    assert _stored(running, name) == DOCUMENTS
    changes = "SELECT count(*), count(DISTINCT article_id) FROM news.v_changes JOIN news.v_articles USING (article_id)"
    assert running.query(f"{changes} WHERE source = %s", name) == [(DOCUMENTS, DOCUMENTS)]
    assert len(running.dead()) == dead_before
    assert all(running.redis.xlen(stream) == 0 for stream in streams.READER_OF)
    assert all(running.redis.xpending(stream, group)["pending"] == 0 for stream, group in _groups(running))


def _stored(running: Dateline, name: str) -> int:
    [(count,)] = running.query("SELECT count(*) FROM news.v_articles WHERE source = %s", name)
    return int(count)


def _groups(running: Dateline) -> list[tuple[str, str]]:
    return [(stream, group) for stream, group in streams.READER_OF.items() if running.redis.exists(stream)]


def test_what_was_published_before_the_first_start_arrives() -> None:
    with dateline() as system:
        for service in system.system.services.values():
            service.end(signal.SIGKILL)
        system.redis.flushall()
        ids = system.publish_many(20, "early")

        assert system.settled(ids) == ["created"] * 20


def test_an_idle_store_shows_that_postgres_is_down(running: Dateline) -> None:
    store, postgres = running.system.services["store"], running.system.servers.postgres
    before = store.log.read_text().count("waiting_for_dependency")

    postgres.stop("immediate")
    running.until(lambda: store.log.read_text().count("waiting_for_dependency") > before, seconds=20)
    postgres.start()

    ids = running.publish_many(1, "afterwards")
    assert running.settled(ids) == ["created"]


def test_services_that_give_way_to_fresh_ones_lose_nothing_and_are_started_again() -> None:
    with dateline(DATELINE_RECYCLE_DOCUMENTS="20") as system:
        ids = system.publish_many(150, "recycled")
        assert system.settled(ids, seconds=120) == ["created"] * 150
        services = system.system.services.values()
        system.until(lambda: all('"recycling"' in service.log.read_text() for service in services))

    assert [service.restarts for service in system.system.services.values()] == [0, 0, 0]
