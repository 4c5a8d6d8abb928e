"""Bring the database's schema to a revision: run once per release, by one job, while older stores keep writing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from services.store.adapters.tables import SCHEMA

_ONE_AT_A_TIME: Final = int.from_bytes(b"dl:migra")
_WAIT_FOR_OTHERS: Final = "15min"
_LOCK_TIMEOUT: Final = "2s"  # a migration that waits for a table lock makes every writer wait behind it
_STATEMENT_TIMEOUT: Final = "15min"
_CONNECT_TIMEOUT_S: Final = 10
_TRIES: Final = 5


def upgrade(database_url: str, revision: str = "head") -> None:
    """
    Migrate up to `revision`; does nothing where the schema is there already.

    Several may be started at once: one works, the others wait and find nothing to do.
    """
    _run(database_url, lambda config: command.upgrade(config, revision))


def downgrade(database_url: str, revision: str) -> None:
    """Migrate down to `revision` (``base``: no table left). Data of what goes is lost."""
    _run(database_url, lambda config: command.downgrade(config, revision))


def current(database_url: str) -> str | None:
    """Return the revision of the database, None where nothing was ever migrated."""
    with _engine(database_url).connect() as connection:
        return MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA}).get_current_revision()


def head() -> str | None:
    """Return the revision that this release of the store was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _engine(database_url: str) -> Engine:
    """Connect as the store does, by whatever scheme the address names Postgres."""
    return create_engine(
        make_url(database_url).set(drivername="postgresql+psycopg"),
        poolclass=NullPool,
        connect_args={"application_name": "dateline-migrate", "connect_timeout": _CONNECT_TIMEOUT_S},
    )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "services.store:migrations")
    return config


def _run(database_url: str, migrate: Callable[[Config], None]) -> None:
    with _engine(database_url).connect() as connection:
        _set(connection, lock_timeout=_WAIT_FOR_OTHERS, statement_timeout=_WAIT_FOR_OTHERS)
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ONE_AT_A_TIME})
        _set(connection, lock_timeout=_LOCK_TIMEOUT, statement_timeout=_STATEMENT_TIMEOUT)
        if connection.scalar(text("SELECT to_regnamespace(:name)"), {"name": SCHEMA}) is None:
            connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        connection.commit()
        config = _config()
        config.attributes["connection"] = connection
        _despite_locks(connection, lambda: migrate(config))


def _set(connection: Connection, **timeouts: str) -> None:
    for name, value in timeouts.items():
        connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})
    connection.commit()


def _despite_locks(connection: Connection, migrate: Callable[[], None]) -> None:
    """Give way to whoever holds a table, and try again: a migration must not queue writers up behind its own wait."""
    for attempt in range(1, _TRIES + 1):
        try:
            migrate()
            connection.commit()
        except OperationalError as error:
            connection.rollback()
            if getattr(error.orig, "sqlstate", None) != "55P03" or attempt == _TRIES:
                raise
            time.sleep(attempt)
        else:
            return
