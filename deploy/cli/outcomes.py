"""What became of published documents, as it is announced on the stream of outcomes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from pydantic import ValidationError
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from shared.contracts import streams
from shared.contracts.events import ArticleSettled

_BLOCK_MS: Final = 1000


@dataclass(slots=True)
class Outcomes:
    """
    Follows documents from before their first XADD to their outcomes.

    `waiting` maps entry ids to what a user calls the document; `rejected` holds the outcomes of those that were.
    """

    client: Redis
    waiting: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[tuple[str, ArticleSettled]] = field(default_factory=list)
    _after: bytes = b""

    def start(self) -> None:
        """Remember where the stream ends now: no outcome of a document that is published later lies before it."""
        newest = cast("list[tuple[bytes, Any]]", self.client.xrevrange(streams.SETTLED, count=1))
        self._after = newest[0][0] if newest else b"0-0"

    def wait(self, timeout_s: float, on_outcome: Callable[[], None]) -> None:
        """Read until every document has its outcome, or the time is over."""
        deadline = time.monotonic() + timeout_s
        while self.waiting and (left_s := deadline - time.monotonic()) > 0:
            for _ in self.poll(min(_BLOCK_MS, int(left_s * 1000) + 1)):
                on_outcome()

    def poll(self, block_ms: int) -> Iterator[tuple[str, ArticleSettled]]:
        """Yield the first outcome of each document that has one by now; wait at most `block_ms` for any."""
        for outcome in self._read(block_ms):
            if (name := self.waiting.pop(outcome.submission_entry_id, None)) is None:
                continue
            self.counts[outcome.outcome] += 1
            if outcome.outcome == "rejected":
                self.rejected.append((name, outcome))
            yield name, outcome

    def _read(self, block_ms: int) -> Iterator[ArticleSettled]:
        try:
            answer = cast("Any", self.client.xread({streams.SETTLED: self._after}, count=1000, block=block_ms))
        except (RedisConnectionError, RedisTimeoutError):  # it may be back before our time is over
            time.sleep(block_ms / 1000)
            return
        for _, entries in answer or ():
            for entry_id, fields in entries:
                self._after = entry_id
                try:
                    yield ArticleSettled.model_validate_json(fields[b"data"])
                except (KeyError, ValidationError):  # not an outcome as we know it: somebody else's
                    continue
