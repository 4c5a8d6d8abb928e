"""Run a program as the right user, in a plain environment, never outliving its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from deploy.embedded.errors import BackingError

_PR_SET_PDEATHSIG: Final = 1
_INHERITED: Final = ("PATH", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Account:
    """The user a server runs as when the supervisor is root, because PostgreSQL refuses to run as root."""

    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """Give the arguments that make `subprocess` run a program as this user and no other group."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def unprivileged_account() -> Account | None:
    """Choose the user for PostgreSQL: None means the present one; root becomes ``postgres``, else ``nobody``."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise BackingError(
        "PostgreSQL does not run as root, and there is neither a user 'postgres' nor 'nobody': run as another user"
    )


def environment() -> dict[str, str]:
    """Keep the caller's PGHOST, PGDATA and locale away from the servers: the same start everywhere."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ} | {"LC_ALL": "C", "TZ": "UTC"}


def die_with_parent(how: signal.Signals = signal.SIGINT) -> Callable[[], None] | None:
    """
    Make the function that a child runs before its program: on Linux the kernel then ends it with its parent.

    To both servers SIGINT says: stop at once, but in order.

    It must run after the change of user, which clears the setting. Elsewhere the next start cleans up instead.
    """
    if sys.platform != "linux":
        return None
    prctl, parent = ctypes.CDLL(None).prctl, os.getpid()

    def bind() -> None:
        prctl(_PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:
            os._exit(1)

    return bind


def run(*command: str, account: Account | None = None, standard_input: str = "") -> str:
    """Run a program to its end and give its output; BackingError carries what it said when it failed."""
    try:
        done = subprocess.run(  # noqa: S603 -- every command is ours, none passes a shell
            command,
            check=True,
            capture_output=True,
            text=True,
            input=standard_input,
            cwd="/",
            env=environment(),
            preexec_fn=die_with_parent(),
            **(account.as_popen() if account else {}),
        )
    except subprocess.CalledProcessError as error:
        raise BackingError(f"{command[0]} failed: {error.stderr.strip()}") from error
    return str(done.stdout)
