"""The directories of one run: a temporary one that a lock proves to be in use, and the data, kept or not."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from deploy.embedded.errors import BackingError

_PREFIX: Final = "dateline-"
_LONGEST_SOCKET: Final = 100  # bytes; the kernel's limit is 104 on macOS and 108 on Linux
_LOCK: Final = "lock"
_UNLOCKED_GRACE_S: Final = 60.0
_STOPPING_S: Final = 2.0
_POLL_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where one run keeps its sockets and settings (`root`, always temporary) and its data (below `root`, or kept)."""

    root: Path
    data: Path


@contextlib.contextmanager
def workspace(data_dir: Path | None, clean_up: Callable[[Path], None]) -> Iterator[Workspace]:
    """
    Make the directories, hold their locks, and remove the temporary one at the end.

    What earlier runs left behind is removed first, after `clean_up` has stopped what may still run in it: a lock that
    can be taken proves that its owner is dead, where a process id could belong to somebody else by now.
    """
    parent = _temporary_parent()
    _sweep(parent, clean_up)
    root = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    try:
        with _marked_as_living(root), contextlib.ExitStack() as kept:
            root.chmod(0o711)  # PostgreSQL's user passes through to its socket; nobody may list
            data = data_dir.expanduser().resolve() if data_dir else root / "data"
            data.mkdir(mode=0o711, parents=True, exist_ok=True)
            if data_dir:
                kept.enter_context(_owned(data))
            yield Workspace(root, data)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def is_in_use(directory: Path) -> bool:
    """Say whether a living process holds the directory's lock."""
    try:
        with (directory / _LOCK).open("rb") as lock:
            return not _take(lock)
    except OSError:
        return False


def _temporary_parent() -> Path:
    for parent in (Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 -- only mkdtemp uses it
        longest = parent / f"{_PREFIX}12345678" / "pg" / ".s.PGSQL.65535"
        if len(os.fsencode(longest)) <= _LONGEST_SOCKET and parent.is_dir():
            return parent
    raise BackingError(
        f"the temporary directory {tempfile.gettempdir()} is too long for a unix socket: set TMPDIR to a shorter one"
    )


def _sweep(parent: Path, clean_up: Callable[[Path], None]) -> None:
    for root in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            state = root.lstat()
            ours = stat.S_ISDIR(state.st_mode) and state.st_uid == os.geteuid()
            unlocked = not (root / _LOCK).exists() and time.time() - state.st_mtime > _UNLOCKED_GRACE_S
            if ours and (unlocked or ((root / _LOCK).exists() and not is_in_use(root))):
                clean_up(root)
                shutil.rmtree(root, ignore_errors=True)


@contextlib.contextmanager
def _marked_as_living(root: Path) -> Iterator[None]:
    """Lock a directory of our own; the lock gets its name only when it is held, so that no sweep sees it free."""
    with tempfile.NamedTemporaryFile(dir=root, delete=False) as lock:
        _take(lock.file)
        Path(lock.name).rename(root / _LOCK)
        yield


@contextlib.contextmanager
def _owned(data: Path) -> Iterator[None]:
    """Be the only run on kept data; wait a moment for an owner that is just stopping."""
    with (data / _LOCK).open("ab") as lock:
        deadline = time.monotonic() + _STOPPING_S
        while not _take(lock):
            if time.monotonic() > deadline:
                raise BackingError(f"{data} is in use: another run on this data directory has not ended")
            time.sleep(_POLL_S)
        yield


def _take(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
