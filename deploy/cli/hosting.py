"""What `demo` and `up` share: the system's start on the screen, its faults in a user's words, and an orderly end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from rich.console import Console

from deploy.cli.errors import CommandError, Status
from deploy.cli.following import Following
from deploy.embedded.errors import BackingError
from deploy.embedded.runner import System, system

Start: TypeAlias = Callable[..., AbstractContextManager[System]]


@contextmanager
def hosted(console: Console) -> Iterator[tuple[Following, Start]]:
    """Give what shows the progress, and what starts the system; SIGTERM ends the block like Ctrl-C."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with Following(console, "starting PostgreSQL and Valkey") as following:
            yield following, partial(_started, following)
    except BackingError as error:
        raise CommandError(Status.UNREACHABLE, str(error)) from error


@contextmanager
def _started(following: Following, data_dir: Path | None, **options: Any) -> Iterator[System]:
    def on_step(name: str) -> None:
        following.step(name)
        following.expect("making the schema" if name != "schema" else "")

    with system(data_dir, on_step=on_step, **options) as running:
        yield running


def this_command() -> str:
    """Say how the user calls this command: ``./run`` tells, since a checkout has no ``dateline`` on the path."""
    return os.environ.get("DATELINE_COMMAND", "dateline")


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
