"""A document that could not be processed, as it lies on a ``<stream>.dead`` stream: its original fields and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from shared.contracts.submission import ArticleSubmitted
from shared.errors import Fault


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """
    One entry of a dead-letter stream.

    `entry_id` is its id there; `dead_entry_id` the one that it had on `stream`; `submission_id` the one of the first XADD.
    `data` is the original ``data`` field as it came (None if there was none), which may be anything at all; `submitted` is
    what could be read of it, for a dead submission only.
    """

    stream: str
    entry_id: str
    dead_entry_id: str
    submission_id: str
    stage: str
    reason: str
    error: str
    attempts: int
    at: datetime
    data: bytes | None
    correlation_id: str | None = None
    faults: tuple[Fault, ...] = field(default=())
    submitted: ArticleSubmitted | None = None
