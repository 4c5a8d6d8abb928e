"""The folder of secrets: nobody but its owner enters it, and containers get single files of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_MOUNTED = 0o644
_KEPT = 0o600


@dataclass(frozen=True, slots=True)
class Folder:
    """
    Files by name.

    Compose mounts a file as it is, with the host's owner and mode, into containers that run as other users. So the files
    are readable, and the folder around them is closed: on the host its mode protects them, in a container only the files
    are there that it was given.
    """

    path: Path

    @classmethod
    def at(cls, path: Path) -> Self:
        """Open the folder; make it where there is none, and close it to others."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        return cls(path)

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    def has(self, name: str) -> bool:
        """Say whether a file is there and holds something."""
        return (self / name).is_file() and (self / name).stat().st_size > 0

    def read(self, name: str) -> str:
        """Return a file's text, without the end of its line."""
        return (self / name).read_text().strip()

    def keep(self, name: str, make: Callable[[], str]) -> bool:
        """Write a file unless it is there; say whether it was written."""
        if self.has(name):
            return False
        return self.write(name, make())

    def write(self, name: str, text: str, *, mounted: bool = True) -> bool:
        """
        Bring a file to `text`, and say whether it changed.

        It is written in place: a container's mount follows the file, not its name.
        """
        path = self / name
        if self.has(name) and self.read(name) == text.strip():
            changed = False
        else:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _KEPT)
            with os.fdopen(descriptor, "w") as file:
                file.write(text.strip() + "\n")
            changed = True
        path.chmod(_MOUNTED if mounted else _KEPT)
        return changed
