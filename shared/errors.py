"""The ways in which a message can fail, or has to wait; `shared.bus` alone decides what follows from each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "bad-json",
    "bad-schema",
    "invalid-utf8",
    "too-large",
    "fetch-refused",
    "fetch-failed",
    "no-text",
    "timeout",
    "crash",
    "bug",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a document: where (`path`, dotted, `$` = the whole) and what (`code`)."""

    path: str
    code: str


class RejectedError(Exception):
    """
    The message can never work: it becomes a dead letter with this reason.

    `detail` states facts for an operator and never echoes the document.
    """

    def __init__(self, reason: Reason, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = detail
        self.faults = faults


class RetryableError(Exception):
    """
    This document failed, and may work later: it is delayed, and dead after the last attempt with `reason`.

    `after_s` is the earliest sensible time for the next attempt in seconds (a Retry-After); None leaves it to the bus.
    """

    def __init__(self, reason: Reason, detail: str, after_s: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Reason = reason
        self.detail = detail
        self.after_s = after_s


class PostponedError(Exception):
    """
    It is not this document's turn yet, and neither it nor a dependency is at fault: come back after `after_s` seconds.

    It is delayed at no cost: its attempts stay as they are, and other documents overtake it.
    """

    def __init__(self, after_s: float) -> None:
        super().__init__(f"its turn comes in {after_s:g} s")
        self.after_s = after_s


class DependencyError(Exception):
    """
    Something that every document needs is down (Postgres, DNS): the stage waits, and no document pays for it.

    `name` is what an operator calls it: ``postgres``, ``dns``.
    """

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name
        self.detail = detail
