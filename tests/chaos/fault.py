"""
What a fault is: it does its harm, yields the seconds until it wants to go on, and heals what does not heal by itself.

What it holds is held until it ends: two faults at a time, but never two on one server, on the services or on the network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from tests.chaos.world import World

Course = Iterator[float]


@dataclass(frozen=True, slots=True)
class Fault:
    """A named fault; `holds` is what no other fault touches meanwhile."""

    name: str
    holds: str
    begin: Callable[[World], Course]

    def why_not(self, world: World) -> str | None:
        """Say why it can not be done here, None where it can."""
        if self.name.startswith("fill") and not world.disks:
            return "no small file system can be mounted: that needs root"
        if self.name == "roll_versions" and world.other_code is None:
            return "there is no git history to take an earlier version from"
        return None


REGISTERED: Final[dict[str, Fault]] = {}


def fault(holds: str) -> Callable[[Callable[[World], Course]], Callable[[World], Course]]:
    """Register a function as the fault of its name."""

    def register(begin: Callable[[World], Course]) -> Callable[[World], Course]:
        name = begin.__name__
        REGISTERED[name] = Fault(name, holds, begin)
        return begin

    return register
