"""The composed system under test: real servers, the three services as processes, tended as an orchestrator would."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
from redis import Redis
from redis.exceptions import RedisError

from deploy.embedded.runner import System, system
from shared.contracts import streams
from tests.support.metrics import samples

QUICK = {"DATELINE_HEARTBEAT_S": "0.5", "DATELINE_CLAIM_AFTER_S": "3", "DATELINE_RETRY_AFTER_S": "0.5"}

SENTENCES = (
    "Mirela Oduya told reporters in Port Ansel on Friday that the harbour would reopen.",
    "The central bank of Norland raised its key rate to 4.5 percent, its third increase this year.",
    "Striker Tomas Berg scored twice as Corran United beat Lakeside 3-1 in the cup.",
)


@dataclass
class Dateline:
    """A running system, as its publishers and consumers see it."""

    system: System
    redis: Redis

    def publish(self, **submission: Any) -> str:
        """XADD one document and return the entry id."""
        return self.redis.xadd(streams.SUBMITTED, {"data": json.dumps(submission)}).decode()

    def publish_all(self, submissions: Iterable[dict[str, str]]) -> list[str]:
        """XADD many documents in one pipeline and return the entry ids."""
        pipe = self.redis.pipeline(transaction=False)
        for submission in submissions:
            pipe.xadd(streams.SUBMITTED, {"data": json.dumps(submission)})
        return [entry_id.decode() for entry_id in pipe.execute()]

    def publish_many(self, count: int, name: str) -> list[str]:
        """XADD `count` short documents with ids of their own."""
        texts = (f"{SENTENCES[number % 3]} This is item {number} of {name}." for number in range(count))
        return self.publish_all({"source": name, "id": str(number), "text": text} for number, text in enumerate(texts))

    def query(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the database as its owner."""
        url = self.system.servers.database_url.replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            return connection.execute(sql, parameters).fetchall()

    def metrics_page(self, service: str) -> str:
        """Read a service's metrics where its log says that they are."""
        log = self.system.services[service].log.read_text()
        lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
        listening = [line for line in lines if line["event"] == "probes_listening"][-1]
        with urlopen(f"http://{listening['host']}:{listening['port']}/metrics", timeout=5) as answer:
            return str(answer.read().decode())

    def metrics(self, service: str) -> dict[str, float]:
        """Return each sample of a service's metrics, by its name with its labels."""
        return samples(self.metrics_page(service))

    def outcomes(self, entry_ids: list[str]) -> list[str]:
        """Return the outcomes of submissions, in order; only those that have one."""
        rows = self.query(
            "SELECT submission_entry_id, outcome FROM news.outcomes WHERE submission_entry_id = ANY(%s)", entry_ids
        )
        found = dict(rows)
        return [found[entry_id] for entry_id in entry_ids if entry_id in found]

    def settled(self, entry_ids: list[str], seconds: float = 90) -> list[str]:
        """Wait until each submission has its outcome, and nothing is left on the way; return the outcomes."""
        self.until(lambda: len(self.outcomes(entry_ids)) == len(set(entry_ids)) and not self.on_the_way(), seconds)
        return self.outcomes(entry_ids)

    def on_the_way(self) -> int:
        """Count what is unread, in work or delayed."""
        return sum(self.redis.xlen(stream) + self.redis.zcard(streams.delayed(stream)) for stream in streams.READER_OF)

    def until(self, holds: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for a condition while dead processes are started again; a server that is away answers later."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.system.tend()
            try:
                if holds():
                    return
            except (RedisError, psycopg.OperationalError):
                pass
            time.sleep(0.1)
        pytest.fail(f"not within {seconds} s; on the way: {self.on_the_way()}")

    def dead(self) -> dict[str, str]:
        """Return the reason of each dead submission."""
        return dict(self.query("SELECT submission_entry_id, reason FROM news.dead_letters"))


@contextmanager
def dateline(*, quick: bool = True, **environment: str) -> Iterator[Dateline]:
    """Run the whole system, with the patience of a test unless it is not to be `quick`."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ((QUICK if quick else {}) | environment).items():
            patch.setenv(name, value)
        with system() as running, Redis.from_url(running.servers.redis_url) as redis:
            yield Dateline(running, redis)


def at_once(count: int, do: Callable[[], object]) -> None:
    """Do something `count` times from as many threads."""
    threads = [threading.Thread(target=do) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
