from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest

from tests.support.network_guard import no_network


def test_a_connection_is_refused_and_told_even_if_the_refusal_is_swallowed() -> None:
    with pytest.raises(AssertionError, match="used the network"), no_network(), contextlib.suppress(Exception):
        socket.create_connection(("127.0.0.1", 9))


async def test_asyncio_is_no_way_around() -> None:
    with pytest.raises(AssertionError, match="used the network"), no_network(), contextlib.suppress(Exception):
        await asyncio.open_connection("127.0.0.1", 9)


def test_an_event_loop_is_allowed() -> None:
    with no_network():
        assert asyncio.run(asyncio.sleep(0, result=1)) == 1
