"""What a service says about the stream that it reads: the rest is the bus's business."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.bus.wire import Entry
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import Event
from shared.errors import RejectedError, RetryableError

M = TypeVar("M")

Answer = Event | RejectedError | RetryableError | None
"""What a handler says of one message: the next event, why there is none, or None where its effect is complete."""

Handler = Callable[[Sequence[Received[M]]], Awaitable[Sequence[Answer]]]
"""
One answer per message, in order. Raising fails the whole batch, which is then run again one by one; DependencyError
makes the stage wait.
"""


@dataclass(frozen=True, slots=True)
class Stage(Generic[M]):
    """
    One stream as one service works on it.

    `name` is the service's and the group's. `read` raises RejectedError for an entry that it can not read. At most `batch`
    entries are read at once; up to `window` runs go on side by side. With a window of 1 a run is the batch (cut at
    `run_bytes`), else it is a single document. A run that takes longer than `deadline_s` ends the process: no timeout can
    stop a thread. `keep` leaves settled entries on the stream.
    """

    name: str
    stream: str
    read: Callable[[Entry], M]
    handler: Handler[M]
    output: str | None
    batch: int
    deadline_s: float
    window: int = 1
    run_bytes: int = 2_000_000
    keep: bool = False

    @property
    def title(self) -> str:
        """What people read: the service's name, and whether this is its bulk work."""
        return f"{self.name} (bulk)" if self.stream in streams.BULK else self.name
