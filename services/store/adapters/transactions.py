"""Run work in a transaction, and say what kind of failure it was when it fails."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Final, Literal, TypeVar

import psycopg
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.errors import DependencyError, RetryableError

T = TypeVar("T")
Kind = Literal["transient", "slow", "data", "integrity", "down"]

_TRIES: Final = 5
_PAUSE_S: Final = 0.05
_TRANSIENT: Final = frozenset({"40001", "40P01", "55P03"})  # serialisation, deadlock, lock timeout
_CANCELLED: Final = "57014"  # statement timeout
_DATA: Final = ("22", "54")  # data exception; program limit exceeded
_INTEGRITY: Final = ("21", "23")


class UnfitError(Exception):
    """The database refuses a row of this work: no repetition will help, but the other rows are fine."""

    def __init__(self, kind: Literal["data", "integrity"], sqlstate: str | None) -> None:
        super().__init__(f"{kind} error, SQLSTATE {sqlstate or 'unknown'}")
        self.kind = kind
        self.sqlstate = sqlstate


async def in_transaction(engine: AsyncEngine, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    """
    Commit all of `work` or nothing, trying again after what passes by itself.

    `work` may run several times. Raises UnfitError for a row that can never be stored, RetryableError when a statement
    keeps running out of time, and DependencyError for everything that is not the rows' fault.
    """
    for attempt in range(1, _TRIES + 1):
        try:
            async with engine.begin() as connection:
                return await work(connection)
        except PoolTimeoutError as error:
            raise DependencyError("postgres", "no free connection") from error
        except StatementError as error:
            kind, sqlstate = kind_of(error), _sqlstate(error)
            if kind in {"data", "integrity"}:
                raise UnfitError(kind, sqlstate) from error
            if kind == "down" or (attempt == _TRIES and kind == "transient"):
                raise DependencyError("postgres", f"{type(error.orig).__name__}, SQLSTATE {sqlstate or 'none'}") from error
            if attempt == _TRIES:
                raise RetryableError("timeout", f"a statement ran out of time {_TRIES} times") from error
        await asyncio.sleep(random.uniform(0, _PAUSE_S * 2**attempt))  # noqa: S311 (only spreads writers out)
    raise AssertionError("the last attempt returns or raises")


def kind_of(error: StatementError) -> Kind:
    """
    Tell whose fault it is, by SQLSTATE.

    What is neither a row's fault nor passes by itself counts as Postgres being down, a missing table or right included:
    the stage waits for an operator, and no document is lost meanwhile.
    """
    sqlstate = _sqlstate(error)
    if sqlstate is None:
        client_side = isinstance(error.orig, (psycopg.DataError, UnicodeError, ValueError, OverflowError))
        return "data" if client_side or not isinstance(error, DBAPIError) else "down"
    if sqlstate in _TRANSIENT:
        return "transient"
    if sqlstate == _CANCELLED:
        return "slow"
    if sqlstate.startswith(_DATA):
        return "data"
    return "integrity" if sqlstate.startswith(_INTEGRITY) else "down"


def _sqlstate(error: StatementError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
