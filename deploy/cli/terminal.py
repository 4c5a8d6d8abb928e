"""Words for a terminal: what others wrote is shown, never obeyed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from rich.console import Console

_UNFOLDED = 200


def printable(text: str) -> str:
    r"""
    Escape what is not plainly visible: control sequences, line breaks, what turns the direction of writing.

    >>> printable("a\x1b[2Jb\u202ec\n")
    'a\\x1b[2Jb\\u202ec\\n'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def console() -> Console:
    """Build the console for tables: in a pipe a row is one line, however long."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _UNFOLDED)


def moment(at: datetime) -> str:
    """Say when, in UTC and to the second."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
