"""Whose turn it is at a host: one visit at a time, a pause after each, and times to come back that are apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

PATIENCE_MS: Final = 1_000
"""How early a document may come back: the delayed set is looked through once a second. It then waits in the turn it has."""


@dataclass(frozen=True, slots=True)
class HostQueue:
    """
    What all replicas know of one host, in milliseconds of one clock.

    `free_at` ends the pause after the last visit, `held_until` the visit that is going on, even if its replica died in it.
    `last_booked` is the latest time that a document was told to come back at. `pause` and `took` are those of the last
    visit: they say how far apart the next ones have to be.
    """

    free_at: int = 0
    held_until: int = 0
    last_booked: int = 0
    pause: int = 0
    took: int = 0


@dataclass(frozen=True, slots=True)
class Granted:
    """The turn is taken: the visit begins at `starts_at`, and is over at `held_until` if nobody ends it before."""

    starts_at: int
    held_until: int


@dataclass(frozen=True, slots=True)
class Booked:
    """The turn is another's: come back at `at`."""

    at: int


def ask(
    queue: HostQueue, now: int, *, booked_for: int | None, least_pause: int, longest_visit: int
) -> tuple[Granted | Booked, HostQueue]:
    """
    Give the turn, or a time to come back at; and the queue as it then is.

    `booked_for` is the time that this document was given before. Who has none does not push in before those who have one.
    A time is only an estimate: whose time has come but finds a visit going on, or the host quiet, gets another one.
    """
    if booked_for is not None and booked_for > now + PATIENCE_MS:
        return Booked(booked_for), queue
    comes_first = booked_for is not None or queue.last_booked < now
    can_wait = PATIENCE_MS if booked_for is not None else 0
    if comes_first and queue.held_until <= now and queue.free_at <= now + can_wait:
        starts_at = max(now, queue.free_at)
        granted = Granted(starts_at, starts_at + longest_visit)
        return granted, replace(queue, held_until=granted.held_until)
    spacing = max(queue.pause, least_pause) + queue.took
    soonest = now + spacing if queue.held_until > now else now
    at = max(queue.free_at, queue.last_booked + spacing, soonest)
    return Booked(at), replace(queue, last_booked=at)


def leave(queue: HostQueue, now: int, visit: Granted, *, pause: int, quiet: int) -> HostQueue:
    """End `visit`: nobody comes for `pause`, nor for `quiet`, which the host has asked for."""
    still_held = queue.held_until if queue.held_until != visit.held_until else 0  # it took too long: another has begun
    return replace(
        queue,
        free_at=max(queue.free_at, now + max(pause, quiet)),
        held_until=still_held,
        pause=pause,
        took=max(0, now - visit.starts_at),
    )
