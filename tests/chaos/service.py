"""
A service as the harness runs it: ``python -m tests.chaos.service NAME``.

The service is the real one. Its handlers stumble over marked texts, a file notes each delivery, its wall clock may be off,
and for a control it has one of the bugs of `tests.chaos.mutants`.
"""

from __future__ import annotations

import dataclasses
import os
import runpy
import signal
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from shared.bus import handling
from shared.bus.service import Service
from shared.bus.stage import Stage
from shared.contracts.delivery import Received
from shared.errors import RetryableError
from tests.chaos import mutants
from tests.chaos.documents import mark


def stumbling(stage: Stage[Any], deliveries: int) -> Stage[Any]:
    """Make a stage die of the texts that say so, fail or stumble; what it is given is noted in a file first."""
    noted: set[tuple[str, datetime]] = set()

    async def handler(batch: Sequence[Received[Any]]) -> Sequence[Any]:
        new = [one for one in batch if (_submission(one), one.step.at) not in noted]  # else it is run once more alone
        noted.update((_submission(one), one.step.at) for one in new)
        os.write(deliveries, "".join(f"{stage.name} {_submission(one)} {one.step.attempts}\n" for one in new).encode())
        for one in batch:
            text = getattr(one.message, "text", None) or ""
            if mark(stage.name, "dies") in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if mark(stage.name, "fails") in text:
                raise KeyError
            if mark(stage.name, "stumbles") in text and one.step.attempts == 1:
                raise RetryableError("timeout", "planned")
        return await stage.handler(batch)

    return dataclasses.replace(stage, handler=handler)


def _submission(one: Received[Any]) -> str:
    """Name the submission, at whatever stage."""
    event = getattr(one.message, "submission", None)
    return event.entry_id if event else one.submission_id


def shifted(seconds: float) -> type[datetime]:
    """Make a wall clock that is off."""

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(seconds=seconds)

    return Shifted


def main(name: str) -> None:
    """Run one service until it is told to stop."""
    deliveries = os.open(os.environ["CHAOS_DELIVERIES"], os.O_WRONLY | os.O_APPEND)
    handling.datetime = shifted(float(os.environ["CHAOS_CLOCK_S"]))
    mutants.plant(os.environ["CHAOS_MUTANT"])
    reads = Service.reads

    def reads_stumbling(service: Service, stage: Stage[Any], *bulk: Stage[Any], **named: Stage[Any]) -> None:
        reads(service, stage if stage.keep else stumbling(stage, deliveries), *bulk, **named)

    Service.reads = reads_stumbling
    runpy.run_module(f"services.{name}", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1])
