"""What a handler is given: a message, and the facts of its delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.contracts.events import Step

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Received(Generic[M]):
    """
    One message as it was delivered to this stage.

    `submission_id` is the id of the first XADD, whatever replays followed; `step` is this stage's line in the history.
    """

    message: M
    step: Step
    submission_id: str
    correlation_id: str | None = None
