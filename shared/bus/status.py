"""What a process is doing, for probes and metrics: what it waits for, and when its loops last turned."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator

import structlog
from prometheus_client import CollectorRegistry, Gauge, Histogram
from prometheus_client import Counter as CounterMetric

_AGES_S = (0.1, 0.3, 1, 3, 10, 30, 60, 300, 900, 3600, 21_600, 86_400)
_log = structlog.get_logger()


class StoppingError(Exception):
    """The process is shutting down: what is in work stays pending and is handed over."""


class Status:
    """The state of one process. Waiting is a state, not a failure: a stage that waits is alive but not ready."""

    def __init__(self, service: str, registry: CollectorRegistry) -> None:
        self.stopping = asyncio.Event()
        self.beat = time.monotonic()
        self._waiting: Counter[str] = Counter()
        self.documents = CounterMetric(
            "dateline_documents", "Documents by stage and how they left it", ["stage", "result"], registry=registry
        )
        self.age = Histogram(
            "dateline_document_age_seconds",
            "Seconds from a document's submission until the stage was done with it",
            ["stage"],
            buckets=_AGES_S,
            registry=registry,
        )
        self.claims = CounterMetric("dateline_claims", "Entries taken over from dead replicas", ["stage"], registry=registry)
        self.entries = Gauge(
            "dateline_entries", "Documents on Redis by stage and state", ["stage", "state"], registry=registry
        )
        self._gauge = Gauge(
            "dateline_waiting", "1 while the service waits for a dependency", ["dependency"], registry=registry
        )
        self.service = service

    @property
    def handled(self) -> int:
        """How many documents the process has worked on."""
        samples = (sample for metric in self.documents.collect() for sample in metric.samples)
        return int(sum(sample.value for sample in samples if sample.name.endswith("_total")))

    @property
    def waiting_for(self) -> list[str]:
        """The names of what the process waits for now."""
        return sorted(name for name, count in self._waiting.items() if count)

    @contextlib.contextmanager
    def waits(self) -> Iterator[Callable[[str | None], None]]:
        """
        Give a function that says what the process waits for now (None: nothing); at the end of the block it waits no longer.

        It may be called again and again: only a change is shown and logged.
        """
        name: str | None = None

        def wait_for(other: str | None) -> None:
            nonlocal name
            if other != name:
                self._end(name)
                self._begin(other)
                name = other

        try:
            yield wait_for
        finally:
            wait_for(None)

    def _begin(self, name: str | None) -> None:
        if name is not None:
            self._waiting[name] += 1
            if self._waiting[name] == 1:
                self._gauge.labels(name).set(1)
                _log.warning("waiting_for_dependency", dependency=name)

    def _end(self, name: str | None) -> None:
        if name is not None:
            self._waiting[name] -= 1
            if not self._waiting[name]:
                self._gauge.labels(name).set(0)
                _log.info("dependency_wait_over", dependency=name)

    async def pause(self, seconds: float) -> None:
        """Sleep, but no longer than until shutdown: then raise StoppingError."""
        if await self.rest(seconds):
            raise StoppingError

    async def rest(self, seconds: float) -> bool:
        """Sleep, and say whether the process is shutting down."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        return self.stopping.is_set()
