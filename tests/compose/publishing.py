"""A patient publisher, who goes on until each document is accepted, while a test breaks things."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

from tests.compose.documents import documents
from tests.compose.system import System

SERVICES = ["redis", "postgres", "ingest", "enrich", "store"]


@contextmanager
def publishing(system: System, source: str, number: int) -> Iterator[None]:
    """Publish while the block breaks things; everything is stored at its end, and nothing that is healthy is dead."""
    with handing_in(system, documents(source, number)):
        yield
        system.until(lambda: system.health("redis") == {"healthy"})
    system.until(lambda: system.stored(source) == number, seconds=300)
    assert system.query(f"SELECT count(*) FROM news.outcomes WHERE source = '{source}' AND outcome = 'rejected'") == "0"


@contextmanager
def handing_in(system: System, lines: Iterable[str]) -> Iterator[list[str]]:
    """
    Hand in `lines` in another thread, and give the list of those that are accepted; all are after the block.

    This publisher looks at `dateline:intake` only after it was refused, and so fills whatever can be filled.
    """

    def hand_in() -> None:
        refused = False
        with Redis.from_url(system.redis_url("publisher"), ssl_ca_certs=str(system.secrets / "ca.crt")) as client:
            for line in lines:
                while refused := not answered(client, line, ask=refused):
                    if stop.wait(0.5):
                        return
                accepted.append(line)

    stop = threading.Event()
    accepted: list[str] = []
    publisher = threading.Thread(target=hand_in)
    publisher.start()
    try:
        yield accepted
        publisher.join()
    finally:
        stop.set()
        publisher.join()


def answered(client: Redis, line: str, *, ask: bool) -> bool:
    try:
        if ask and client.get("dateline:intake") == b"closed":
            return False
        return bool(client.xadd("article.submitted.v1", {"data": line}))
    except RedisError:
        return False


def healthy(system: System) -> bool:
    return all(system.health(name) == {"healthy"} for name in SERVICES)


def restarts(system: System, name: str) -> int:
    (container,) = system.containers(name)
    return int(container["RestartCount"])
