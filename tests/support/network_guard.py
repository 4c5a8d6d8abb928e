"""Keep unit tests off the network, whatever library the code under test uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import urllib3.util.connection  # noqa: F401 (its import tries a bind, to see whether there is IPv6: not inside a test)

_EVENTS = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}
_open_guards: list[list[str]] = []


@contextmanager
def no_network() -> Iterator[None]:
    """
    Refuse every connection, listener and name look-up made through Python's sockets.

    The block fails at its end even if the code under test swallowed the refusal. An event loop's own
    pair of sockets is allowed, and so are files, pipes and processes.
    """
    opened: list[str] = []
    _open_guards.append(opened)
    try:
        yield
    finally:
        _open_guards.remove(opened)
    assert not opened, f"a unit test used the network: {opened}"


def _watch(event: str, _arguments: tuple[object, ...]) -> None:
    if event in _EVENTS and _open_guards:
        _open_guards[-1].append(event)
        raise RuntimeError(f"{event} in a unit test: make it an integration test, or pass a fake port")


sys.addaudithook(_watch)
