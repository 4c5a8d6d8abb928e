"""What Postgres knows, for the command line: plain queries on the tables and views that consumers read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from deploy.cli.errors import CommandError, Status

_CONNECT_S: Final = 3
_OPTIONS: Final = "-c statement_timeout=10000 -c timezone=UTC"


@contextmanager
def connected(database_url: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """Connect to read; CommandError where Postgres does not answer, or has no schema yet."""
    address = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        with psycopg.connect(
            address, autocommit=True, connect_timeout=_CONNECT_S, options=_OPTIONS, row_factory=dict_row
        ) as connection:
            yield connection
    except psycopg.errors.UndefinedTable as error:
        raise CommandError(Status.UNREACHABLE, "PostgreSQL has no schema yet: run 'dateline migrate'") from error
    except psycopg.Error as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise CommandError(Status.UNREACHABLE, f"PostgreSQL (DATELINE_DATABASE_URL) does not answer: {reason}") from error


def count_outcomes(database_url: str) -> dict[str, int]:
    """Count submissions by outcome."""
    with connected(database_url) as connection:
        rows = connection.execute("SELECT outcome, count(*) AS count FROM news.outcomes GROUP BY outcome")
        return {row["outcome"]: row["count"] for row in rows}


def count_dead(database_url: str) -> list[tuple[str, str, int]]:
    """Count dead letters by stage and reason, the most frequent first."""
    with connected(database_url) as connection:
        rows = connection.execute(
            "SELECT stage, reason, count(*) AS count FROM news.dead_letters GROUP BY stage, reason ORDER BY 3 DESC, 1, 2"
        )
        return [(row["stage"], row["reason"], row["count"]) for row in rows]
