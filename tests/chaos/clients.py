"""Who stands outside: a publisher that is patient, and a consumer that follows the change feed."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psycopg
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from shared.contracts import streams
from tests.chaos.documents import Document

_BURST = 20
_PER_SECOND = 25

_AFTER = "SELECT change_seq, article_id, kind FROM news.v_changes WHERE change_seq > %s ORDER BY change_seq"
_KEYS = "SELECT id, version, entry_ms, entry_seq FROM news.articles WHERE id = ANY(%s)"


@dataclass
class Publisher:
    """Sends each document until it is accepted: one whose reply is lost is sent again, as the contract says."""

    url: str
    documents: Sequence[Document]
    allowed: Callable[[], int]
    """How many documents may have been sent by now: the load must last as long as the faults do."""
    accepted: dict[str, Document] = field(default_factory=dict)
    sent_again: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Send everything, in bursts."""
        pauses = random.Random(len(self.documents))
        with Redis.from_url(self.url, socket_timeout=5, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0)) as redis:
            for document in self.documents:
                while len(self.accepted) >= self.allowed() and not self.stop.wait(0.05):
                    pass
                if pauses.random() < 1 / _BURST:
                    self.stop.wait(pauses.expovariate(_PER_SECOND / _BURST))
                self._send(redis, document)

    @property
    def is_done(self) -> bool:
        """Whether every document was accepted."""
        return len(self.accepted) == len(self.documents)

    def _send(self, redis: Redis, document: Document) -> None:
        fields = {"data": document.data, "correlation_id": str(document.number)}
        while not self.stop.is_set():
            try:
                self.accepted[redis.xadd(streams.SUBMITTED, fields).decode()] = document
            except RedisError:
                self.sent_again += 1
                self.stop.wait(0.2)
            else:
                return


@dataclass
class Consumer:
    """Follows `v_changes` by its cursor, and looks each changed article up."""

    connect: Callable[[], psycopg.Connection]
    seen: list[tuple[int, str, str]] = field(default_factory=list)
    outcomes: int = 0
    went_back: set[str] = field(default_factory=set)
    stop: threading.Event = field(default_factory=threading.Event)
    _keys: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def run(self) -> None:
        """Follow until told to stop, and to the end of the feed."""
        while not self.stop.wait(0.25):
            self._look()
        self._look()

    def _look(self) -> None:
        try:
            with self.connect() as connection:
                cursor = self.seen[-1][0] if self.seen else 0
                new = [(seq, str(article), kind) for seq, article, kind in connection.execute(_AFTER, [cursor])]
                self.seen += new
                for article, *key in connection.execute(_KEYS, [[article for _, article, _ in new]]):
                    now = tuple(int(part) for part in key)
                    if now < self._keys.get(str(article), ()):
                        self.went_back.add(str(article))
                    self._keys[str(article)] = now
                ((self.outcomes,),) = connection.execute("SELECT count(*) FROM news.outcomes").fetchall()
        except psycopg.Error:
            pass  # it looks again
