"""How the command ends: its exit statuses, and the error that a user reads as one line."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """Exit statuses, for scripts."""

    OK = 0
    NO = 1
    """The answer is no: a document was rejected, a schema is behind, a wait ran out."""
    USAGE = 2
    """The command line or a setting is wrong."""
    UNREACHABLE = 3
    """A server did not answer, or refused us."""
    IO = 4
    """A file or a pipe could not be read or written."""
    BUG = 70
    """The command itself is at fault (EX_SOFTWARE)."""
    INTERRUPTED = 130
    """Ctrl-C."""


class CommandError(Exception):
    """The command can not go on; the message says what is wrong, where, and what to do, on one line."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(message)
        self.status = status
