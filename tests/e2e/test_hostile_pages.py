"""Pages that attack whoever fetches or reads them, through the running system: each is one dead letter, and no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from queue import Queue
from threading import Thread

import pytest

from shared.contracts import streams
from tests.support.hostile_site import PUBLIC, HostileSite, hostile_site
from tests.support.system import SENTENCES, Dateline, dateline

FETCH_DEADLINE_S = 15
HOSTILE = {
    "/bomb": "fetch-refused",
    "/attributes": "too-large",
    "/hidden-attributes": "timeout",
    "/drip": "timeout",
}


@pytest.fixture(scope="module")
def site() -> Iterator[HostileSite]:
    """Listen in a thread: the tests wait for the system and not for the site."""
    listening: Queue[tuple[HostileSite, asyncio.AbstractEventLoop, asyncio.Event]] = Queue()

    async def listen() -> None:
        async with hostile_site() as site:
            over = asyncio.Event()
            listening.put((site, asyncio.get_running_loop(), over))
            await over.wait()

    thread = Thread(target=asyncio.run, args=(listen(),))
    thread.start()
    site, loop, over = listening.get(timeout=30)
    yield site
    loop.call_soon_threadsafe(over.set)
    thread.join()


@pytest.fixture(scope="module")
def running(site: HostileSite) -> Iterator[Dateline]:
    with dateline(
        DATELINE_INGEST_ALLOW_PRIVATE_HOSTS=f"{PUBLIC}:{site.port}",
        DATELINE_INGEST_FETCH_DEADLINE_S=str(FETCH_DEADLINE_S),
        DATELINE_INGEST_PAGE_DEADLINE_S="2",
        DATELINE_INGEST_HOST_DELAY_S="0.1",
    ) as system:
        yield system


def test_each_hostile_page_is_one_dead_letter_and_the_others_are_stored_meanwhile(
    running: Dateline, site: HostileSite
) -> None:
    assert running.settled(running.publish_many(1, "warm")) == ["created"]
    hostile = {running.publish(url=site.url(path, PUBLIC)): reason for path, reason in HOSTILE.items()}
    running.until(lambda: "/drip" in site.visits)
    neighbours = running.publish_many(10, "text")
    neighbours += [
        running.publish(source="page", id=str(number), html=f"<article><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></article>")
        for number in range(10)
    ]

    running.until(lambda: running.outcomes(neighbours) == ["created"] * 20, seconds=FETCH_DEADLINE_S)
    [*_, drip] = hostile
    assert running.outcomes([drip]) == []  # its body still comes, byte by byte

    assert running.settled(list(hostile)) == ["rejected"] * len(HOSTILE)
    letters = running.query("SELECT submission_entry_id, reason FROM news.dead_letters")
    assert sorted(letters) == sorted(hostile.items())
    assert running.redis.xlen(streams.dead(streams.SUBMITTED)) == len(HOSTILE)
    assert running.system.services["ingest"].log.read_text().count("service_started") == 1
