"""The system's start and its documents' way through it, as it happens: a live page on a terminal, else plain lines."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Self

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table

from deploy.cli.census import Census
from deploy.embedded.runner import SERVICES


@dataclass(slots=True)
class Following:
    """
    What has been done so far, and how far each stage is. Use it as a context manager.

    On anything but a terminal each step is one line, printed when it is done.
    """

    console: Console
    waits_for: str
    _done: list[tuple[str, float]] = field(default_factory=list)
    _stages: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    _started: float = field(default_factory=time.monotonic)
    _live: Live | None = None

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            self._live = Live(console=self.console, get_renderable=self._page, refresh_per_second=12)
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def finish(self) -> None:
        """Leave what was shown as it is."""
        if self._live:
            self.waits_for = ""
            self._live.stop()

    def step(self, name: str) -> None:
        """Show that `name` is done."""
        self._done.append((name, time.monotonic() - self._started))
        if not self._live:
            self.console.print(f"{self._done[-1][1]:5.1f} s  {name}")

    def expect(self, what: str) -> None:
        """Show what is waited for now; nothing if it is empty."""
        self.waits_for = what

    def count(self, census: Census, total: int) -> None:
        """Show how many of `total` documents each stage has finished; a stage never sees what died before it."""
        left = total
        for stage in census.stages:
            if stage.name not in SERVICES:
                continue
            finished = min(stage.settled, left)
            state = "" if finished == left else "at work" if stage.in_flight else "waiting" if stage.replicas else "starting"
            was_done = stage.name in self._stages and not self._stages[stage.name][2]
            self._stages[stage.name] = finished, left, state
            if not self._live and not state and not was_done:
                self.step(f"{stage.name}: {left} done")
            left -= stage.dead

    def _page(self) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        for name, seconds in self._done:
            table.add_row("[green]✓[/]", name, f"[dim]{seconds:.1f} s[/]")
        if self.waits_for:
            table.add_row(Spinner("dots"), self.waits_for, "")
        for name, (finished, total, state) in self._stages.items():
            mark: RenderableType = Spinner("dots") if state else "[green]✓[/]"
            table.add_row(mark, f"{name}: {finished} of {total}", f"[dim]{state}[/]")
        return table
