"""
From entries to results: where a failure is told apart and decided upon.

The process died: the claim loop counts. A dependency is down: wait, nobody pays. The document failed: its own attempt is
counted, then it is dead. It is not the document's turn: it is delayed, and does not pay. An unknown exception is a bug: the
document is run once more alone, then it is dead.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar, get_args

import structlog

from shared.bus.delayed import delay_s
from shared.bus.leases import Lease
from shared.bus.settle import Dead, Done, Forward, Later, Result
from shared.bus.stage import Answer, Stage
from shared.bus.status import Status, StoppingError
from shared.bus.wire import Entry
from shared.contracts.delivery import Received
from shared.contracts.events import Event, Step
from shared.errors import DependencyError, PostponedError, Reason, RejectedError, RetryableError
from shared.settings import BusSettings

M = TypeVar("M")

_LONGEST_WAIT_S = 5.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Job(Generic[M]):
    entry: Entry
    received: Received[M]


class Handling(Generic[M]):
    """Runs one stage's handler, and turns whatever happens into one result per entry."""

    def __init__(self, stage: Stage[M], settings: BusSettings, status: Status, replica: str) -> None:
        self._stage, self._settings, self._status, self._replica = stage, settings, status, replica
        for result in ("done", "delayed", "postponed", *get_args(Reason)):
            status.documents.labels(stage.title, result)  # at 0: an increase from nothing is none to Prometheus

    async def results(self, entries: Sequence[Entry], lease: Lease) -> list[tuple[Entry, Result]]:
        """Return what becomes of each entry; StoppingError at shutdown, when nothing is decided."""
        results: list[tuple[Entry, Result]] = []
        jobs: list[_Job[M]] = []
        for entry in entries:
            try:
                jobs.append(self._job(entry))
            except RejectedError as error:
                results.append((entry, self._failed(entry, error)))
        if jobs:
            results += zip((job.entry for job in jobs), await self._run(jobs, lease), strict=True)
        return results

    def crashed(self, entry: Entry) -> Dead:
        """Bury a document whose process died each time."""
        return self._dead("crash", f"the process ended {entry.deliveries} times while it worked on this document")

    def _job(self, entry: Entry) -> _Job[M]:
        step = Step(stage=self._stage.name, at=datetime.now(UTC), attempts=entry.attempt, replica=self._replica)
        message = self._stage.read(entry)
        return _Job(entry, Received(message, step, entry.submission_id, entry.correlation_id))

    async def _run(self, jobs: Sequence[_Job[M]], lease: Lease, *, again: bool = False) -> list[Result]:
        started = time.perf_counter()
        try:
            answers = self._fitting(jobs, await self._answers(jobs, lease))
        except StoppingError:
            raise
        except (RejectedError, RetryableError, PostponedError) as error:
            if len(jobs) == 1:
                return [self._failed(jobs[0].entry, error)]
        except Exception as error:  # noqa: BLE001 (this is where the unknown ends)
            _log.error("handler_failed", stage=self._stage.name, documents=len(jobs), **_facts(error))
            if len(jobs) == 1 and again:
                return [self._dead("bug", f"{type(error).__name__} in {_place(error)}")]
        else:
            each_ms = round((time.perf_counter() - started) * 1000 / len(jobs))
            return [self._result(job, answer, each_ms) for job, answer in zip(jobs, answers, strict=True)]
        alone: list[Result] = []
        for job in jobs:
            lease.restart()
            alone += await self._run([job], lease, again=True)
        return alone

    async def _answers(self, jobs: Sequence[_Job[M]], lease: Lease) -> Sequence[Answer]:
        wait_s = 0.25
        with self._status.waits() as wait_for:
            while True:
                try:
                    return await self._stage.handler([job.received for job in jobs])
                except DependencyError as error:
                    wait_for(error.name)
                    with lease.paused():
                        await self._status.pause(wait_s)
                    lease.restart()
                    wait_s = min(wait_s * 2, _LONGEST_WAIT_S)

    def _fitting(self, jobs: Sequence[_Job[M]], answers: Sequence[Answer]) -> Sequence[Answer]:
        """Refuse what is no answer of this stage's to these messages: a handler that gives it is at fault."""
        if len(answers) != len(jobs):
            raise ValueError(f"{len(answers)} answers to {len(jobs)} messages")
        if self._stage.output is None and any(isinstance(answer, Event) for answer in answers):
            raise TypeError(f"{self._stage.name} has no output stream, but answered with an event")
        return answers

    def _result(self, job: _Job[M], answer: Answer, milliseconds: int) -> Result:
        match answer:
            case Event():
                self._done(job)
                return Forward(self._stage.output or "", answer.took(milliseconds))
            case None:
                self._done(job)
                return Done()
            case _:
                return self._failed(job.entry, answer)

    def _failed(self, entry: Entry, error: RejectedError | RetryableError | PostponedError) -> Result:
        if isinstance(error, PostponedError):
            self._count("postponed")
            return Later(error.after_s, entry.attempt)
        if isinstance(error, RetryableError) and entry.attempt < self._settings.attempt_limit:
            self._count("delayed")
            wait_s = delay_s(entry.attempt, self._settings.retry_after_s, error.after_s)
            return Later(wait_s, entry.attempt + 1)
        cause = error if isinstance(error, RejectedError) else None
        return self._dead(error.reason, error.detail, cause)

    def _dead(self, reason: str, detail: str, cause: RejectedError | None = None) -> Dead:
        self._count(reason)
        return Dead(self._stage.name, cause, reason, detail, datetime.now(UTC).isoformat())

    def _done(self, job: _Job[M]) -> None:
        self._count("done")
        self._status.age.labels(self._stage.title).observe(max(0.0, time.time() - job.entry.submitted_s))

    def _count(self, result: str) -> None:
        self._status.documents.labels(self._stage.title, result).inc()


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].name}, line {frames[-1].lineno}" if frames else "an unknown place"


def _facts(error: BaseException) -> dict[str, object]:
    """Describe an exception without its message: that may repeat the document."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return {"error": type(error).__name__, "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]}
