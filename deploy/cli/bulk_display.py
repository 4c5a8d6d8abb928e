"""What one sees while stored articles go their way again: a bar at a terminal, lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn


class BulkDisplay:
    """A progress bar on stderr for the length of a ``with`` block; `say` tells what holds it up, each thing once."""

    def __init__(self, title: str, total: int) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task(title, total=total)
        self._said = ""

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._progress.stop()

    def show(self, completed: int, total: int | None = None) -> None:
        """Move the bar."""
        self._progress.update(self._task, completed=max(0, completed), total=total)

    def say(self, what: str) -> None:
        """Tell what is waited for; an empty string means that nothing is any more."""
        if what and what != self._said:
            if self._progress.disable:
                print(what, file=sys.stderr)
            else:
                self._progress.console.print(what, markup=False, highlight=False, soft_wrap=True)
        self._said = what
