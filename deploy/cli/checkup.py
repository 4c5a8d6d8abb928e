"""One thing that `dateline doctor` looked at: what it found, how bad that is, and what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

_LOW, _LAST = 0.10, 0.02
_MANY_SECONDS: Final = 2.0


class Level(StrEnum):
    """A warning can wait until the morning, a fault can not."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Check:
    """`subject` is what was looked at; `advice` is what to do, empty where all is well."""

    subject: str
    level: Level
    found: str
    advice: str = ""


def ok(subject: str, found: str) -> Check:
    """Say that all is well."""
    return Check(subject, Level.OK, found)


def warning(subject: str, found: str, advice: str) -> Check:
    """Say what will be a fault some day, or was not to be seen."""
    return Check(subject, Level.WARNING, found, advice)


def fault(subject: str, found: str, advice: str) -> Check:
    """Say what stops the system or may lose documents."""
    return Check(subject, Level.FAULT, found, advice)


def check_clock(subject: str, ahead_s: float) -> Check:
    """Compare a server's clock with ours: dates in histories and delays come from different ones."""
    if abs(ahead_s) <= _MANY_SECONDS:
        return ok(subject, "agrees with this machine's")
    where = "ahead of" if ahead_s > 0 else "behind"
    return warning(subject, f"{abs(ahead_s):.0f} s {where} this machine's", "let NTP set the clocks of all machines")


def check_disk(subject: str, directory: Path) -> Iterator[Check]:
    """Say how full the disk is that a server on this machine writes to; nothing where it can not be seen."""
    try:
        usage = shutil.disk_usage(directory)
    except OSError:
        return
    share = usage.free / usage.total
    found = f"{share:.0%} of the disk is free ({usage.free / 2**30:,.1f} GiB)"
    if share >= _LOW:
        yield ok(subject, found)
    else:
        say = fault if share < _LAST else warning
        yield say(subject, found, "make room: a server that can not write stops taking documents")
