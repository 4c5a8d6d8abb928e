"""The bulk stream's sending end: as fast as is allowed, and never far ahead of what was stored."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from redis import Redis

from shared.bus.wire import SUBMISSION_ID, write
from shared.contracts import streams
from shared.contracts.events import ArticleIngested

PAGE: Final = 25
"""How many articles are read at once."""

_AHEAD: Final = 200
_LOOK_AGAIN_S: Final = 0.1
_SILENT_S: Final = 10.0

Say = Callable[[str], None]
"""Called with what keeps the sender waiting, and with an empty string when nothing does any more."""


@dataclass(slots=True)
class Bulk:
    """Sends stored articles to enrich, at most `rate` a second if given; `on_wait` hears how many are on their way."""

    client: Redis
    rate: float | None
    say: Say
    on_wait: Callable[[int], None]
    sent: int = 0
    _started: float = field(default_factory=time.monotonic)

    @property
    def at_once(self) -> int:
        """How many articles to send at once: a page, or what may go within a second."""
        return max(1, min(PAGE, int(self.rate or PAGE)))

    def send(self, articles: Sequence[ArticleIngested]) -> None:
        """Put the articles on the stream when there is room, and publishers are not asked to wait."""
        self.wait(until=_AHEAD - len(articles))
        while (self.client.get(streams.INTAKE) or b"open") != b"open":
            self._pause(f"{streams.INTAKE} is not open: waiting until the services have caught up", 1.0)
        if self.rate:
            time.sleep(max(0.0, self._started + self.sent / self.rate - time.monotonic()))
        with self.client.pipeline(transaction=True) as pipe:
            for article in articles:
                headers = {SUBMISSION_ID: article.submission.entry_id.encode()}
                pipe.xadd(streams.INGESTED_BULK, write(article, headers))  # type: ignore[arg-type]
            pipe.execute()
        self.sent += len(articles)
        self.say("")

    def wait(self, until: int = 0) -> None:
        """Wait until at most so many are on their way: neither stored nor dead."""
        since = time.monotonic()
        while (count := self.on_the_way()) > until:
            self.on_wait(count)
            waits = f"{count:,} on their way: waiting until they are stored" if time.monotonic() > since + _SILENT_S else ""
            self._pause(waits, _LOOK_AGAIN_S)
        self.on_wait(count)

    def on_the_way(self) -> int:
        """Count the stored articles that are in any stage again."""
        with self.client.pipeline(transaction=True) as pipe:  # at one moment: hand-over is one MULTI, too
            for stream in streams.BULK:
                pipe.xlen(stream)
                pipe.zcard(streams.delayed(stream))
            return sum(pipe.execute())

    def dead(self) -> int:
        """Count the stored articles that died on their second way, and lie there yet."""
        with self.client.pipeline(transaction=True) as pipe:
            for stream in streams.BULK:
                pipe.xlen(streams.dead(stream))
            return sum(pipe.execute())

    def _pause(self, why: str, seconds: float) -> None:
        if why:
            self.say(why)
        time.sleep(seconds)
