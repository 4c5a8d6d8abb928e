"""When a process should give way to a fresh one: what it takes of memory should be its settings' matter, not its age's."""

from __future__ import annotations

import os
import random
import resource
import sys
from pathlib import Path
from typing import Final

from shared.bus.status import Status
from shared.settings import BusSettings

_STATM: Final = Path("/proc/self/statm")
_MEGABYTE: Final = 1_000_000
_SPREAD: Final = 0.1
"""Replicas share their work evenly: with one limit for all they would go at the same moment."""


class Recycling:
    """Says when it is time. A process that has done nothing stays: below what it needs at the start no limit makes sense."""

    def __init__(self, settings: BusSettings, status: Status) -> None:
        self._status = status
        self._documents = settings.recycle_documents * random.uniform(1 - _SPREAD, 1)  # noqa: S311 (only spreads replicas)
        self._bytes = settings.recycle_memory_mb * _MEGABYTE

    @property
    def is_wanted(self) -> bool:
        """Whether there is any limit."""
        return bool(self._documents or self._bytes)

    def due(self) -> dict[str, int] | None:
        """Return what the process has done and takes, if one of them is over its limit."""
        documents, memory = self._status.handled, resident_bytes()
        if documents and (0 < self._documents <= documents or 0 < self._bytes <= memory):
            return {"documents": documents, "memory_mb": memory // _MEGABYTE}
        return None


def resident_bytes() -> int:
    """Return the memory that the process takes; where the system does not say, the most that it took so far."""
    if _STATM.exists():
        return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
