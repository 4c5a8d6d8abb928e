"""The schema goes up, down and up again, and is what the models and the papers say."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import LiteralString

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine, text

from services.store.adapters import migrate
from services.store.adapters.records import changes
from services.store.adapters.tables import SCHEMA
from shared.contracts.iptc import TOPICS

MODELS = changes.metadata
CONSUMERS_READ = (
    "v_articles", "v_mentions", "v_entities", "v_known_entities", "v_topics", "v_syndication", "v_quotes", "v_changes",
    "v_annotation_sets",
    "entity_daily", "topic_daily",
)  # fmt: skip


def connect(database_url: str) -> Connection:
    return create_engine(database_url, poolclass=NullPool).connect()


def test_the_schema_goes_up_down_and_up_again(database_url: str) -> None:
    revisions = [migrate.current(database_url)]
    migrate.upgrade(database_url)
    revisions.append(migrate.current(database_url))
    migrate.downgrade(database_url, "base")
    revisions.append(migrate.current(database_url))
    with connect(database_url) as connection:
        left = connection.scalars(
            text("SELECT relname FROM pg_class WHERE relnamespace = 'news'::regnamespace AND relkind IN ('r', 'v', 'S')")
        ).all()
    migrate.upgrade(database_url)
    revisions.append(migrate.current(database_url))

    assert revisions == [None, migrate.head(), None, migrate.head()]
    assert left == ["alembic_version"]


def test_upgrading_again_does_nothing(database_url: str) -> None:
    migrate.upgrade(database_url)

    migrate.upgrade(database_url)

    assert migrate.current(database_url) == migrate.head()


def test_several_upgrades_at_once_are_one(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.upgrade, [database_url] * 4))

    assert migrate.current(database_url) == migrate.head()


def test_the_tables_are_those_of_the_models(database_url: str) -> None:
    migrate.upgrade(database_url)

    with connect(database_url) as connection:
        options = {
            "version_table_schema": SCHEMA,
            "include_schemas": True,
            "include_name": lambda name, kind, _: kind != "schema" or name == SCHEMA,
        }
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), MODELS)

    assert differences == []


def test_every_topic_is_there_from_the_start(database_url: str) -> None:
    migrate.upgrade(database_url)

    with connect(database_url) as connection:
        topics = connection.execute(text("SELECT code, label FROM news.topics")).all()

    assert dict(topics) == TOPICS


@pytest.mark.parametrize("view", CONSUMERS_READ)
def test_every_column_that_consumers_read_is_described(database_url: str, view: str) -> None:
    migrate.upgrade(database_url)

    with connect(database_url) as connection:
        silent = connection.scalars(
            text(
                "SELECT attname FROM pg_attribute WHERE attrelid = CAST(:view AS regclass) AND attnum > 0"
                " AND col_description(attrelid, attnum) IS NULL"
            ),
            {"view": f"news.{view}"},
        ).all()

    assert silent == []


def test_countries_that_were_stored_without_their_code_get_it(database_url: str) -> None:
    migrate.upgrade(database_url)
    migrate.downgrade(database_url, "0002")
    keys = {"gpe:us": "US", "gpe:nairobi": None, "org:us": None}
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        for key in keys:
            connection.execute(
                "INSERT INTO news.entities (id, label, key, name, aliases) VALUES (gen_random_uuid(), 'GPE', %s, '', '{}')",
                [key],
            )

    migrate.upgrade(database_url)

    with connect(database_url) as connection:
        assert dict(connection.execute(text("SELECT key, country FROM news.entities")).all()) == keys


def test_no_extension_is_installed(database_url: str) -> None:
    migrate.upgrade(database_url)

    with connect(database_url) as connection:
        assert connection.scalars(text("SELECT extname FROM pg_extension")).all() == ["plpgsql"]


def test_a_migration_that_meets_a_lock_gives_way_and_tries_again(database_url: str) -> None:
    migrate.upgrade(database_url)
    plain_url = database_url.replace("+psycopg", "")
    with psycopg.connect(plain_url) as reader, ThreadPoolExecutor(1) as pool:
        reader.execute("SELECT count(*) FROM news.v_articles")
        going_down = pool.submit(migrate.downgrade, database_url, "base")
        with psycopg.connect(plain_url, autocommit=True) as watcher:
            _wait_until(watcher, "wait_event_type = 'Lock'")
            _wait_until(watcher, "state = 'idle'")
        reader.rollback()

        going_down.result(timeout=30)

    assert migrate.current(database_url) is None


def _wait_until(watcher: psycopg.Connection, condition: LiteralString) -> None:
    """Wait until that is so of the migration's connection."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s AND "
    while watcher.execute(question + condition, ["dateline-migrate"]).fetchone() == (0,):
        time.sleep(0.01)
