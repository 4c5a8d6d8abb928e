"""What each role may do, and what it may not, on tables of today and of later migrations."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from pydantic import SecretStr
from sqlalchemy import make_url

from deploy.cli.stored import connected
from deploy.cli.stored_articles import (
    Choice,
    StoredArticles,
    current_models,
    models_of,
    newest_model,
    rules_versions,
    take_turn,
)
from services.store.adapters import migrate
from services.store.adapters.articles import save
from services.store.adapters.database import open_database
from services.store.adapters.dead_letters import forget, mirror
from services.store.adapters.outbox import announce
from services.store.settings import StoreSettings
from shared.contracts.events import Step
from tests.integration.store_fixtures.articles import MODEL, NOON, a_withdrawal, an_article
from tests.integration.store_fixtures.letters import a_dead_submission

ROLES = (Path(__file__).parents[2] / "deploy/postgres/roles.sql").read_text()
PASSWORD = "only-for-this-test"
AT = "'2026-03-14 12:00Z'"
DERIVED = [  # what the store can make again: it deletes there, and nowhere else
    *("annotation_sets", "article_entities", "article_topics", "removed_spans", "related_titles", "dead_letters"),
    *("entity_daily", "topic_daily", "syndication_fingerprints", "syndication_bands", "syndication_groups"),
]


@pytest.fixture
def deployed(database_url: str) -> str:
    """A database whose roles were set up before a migration, and again after it."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(ROLES)
        for role in ("dateline_migrator", "dateline_writer", "dateline_reader"):
            admin.execute(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'")
        migrate.upgrade(as_role(database_url, "dateline_migrator"))
        admin.execute(ROLES)
    return database_url


def as_role(database_url: str, role: str) -> str:
    return make_url(database_url).set(username=role, password=PASSWORD).render_as_string(hide_password=False)


def log_in(database_url: str, role: str) -> psycopg.Connection:
    return psycopg.connect(as_role(database_url, role).replace("+psycopg", ""), autocommit=True)


async def test_the_writer_may_do_all_that_the_store_does(deployed: str) -> None:
    engine = open_database(StoreSettings(database_url=SecretStr(as_role(deployed, "dateline_writer"))))

    outcomes = [
        await save(engine, [an_article(entry="1-0")]),
        await save(engine, [an_article(entry="1-0", generation=1)]),
        await save(engine, [an_article(entry="1-1", version=1, title="Again")]),
        await save(engine, [a_withdrawal(entry="1-2", version=1)]),
    ]
    await mirror(engine, [a_dead_submission("2-0")])
    await save(engine, [an_article("b", entry="2-0")])
    await forget(engine, [("article.submitted.v1", "9-0")])

    async def publish(_: object) -> None:
        pass

    assert outcomes == [["created"], ["created"], ["updated"], ["withdrawn"]]
    assert await announce(engine, publish) == 4
    await engine.dispose()


def test_each_role_may_do_on_each_table_what_the_table_below_says_and_nothing_else(deployed: str) -> None:
    privileges = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
    query = """
        SELECT relname, role, privilege
        FROM pg_class, unnest(%s::text[]) AS role, unnest(%s::text[]) AS privilege
        WHERE relnamespace = 'news'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
          AND CASE relkind WHEN 'S' THEN has_sequence_privilege(role, pg_class.oid, 'USAGE, SELECT, UPDATE')
                           ELSE has_table_privilege(role, pg_class.oid, privilege) END
    """
    with psycopg.connect(deployed.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE ROLE passer_by")
        try:
            found = admin.execute(query, [["dateline_writer", "dateline_reader", "passer_by"], list(privileges)]).fetchall()
            rows = admin.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'news'::regnamespace AND relkind IN ('r', 'v')"
            )
            relations = {name for (name,) in rows.fetchall()}
        finally:
            admin.execute("DROP ROLE passer_by")

    expected = {(name, "dateline_writer", does) for name in relations for does in ("SELECT", "INSERT", "UPDATE")}
    expected |= {(name, "dateline_writer", "DELETE") for name in DERIVED}
    expected |= {(name, "dateline_reader", "SELECT") for name in relations}
    assert set(DERIVED) < relations
    assert set(found) == expected


FOR_NOBODY = [
    "CREATE TABLE news.mine (id integer)",
    "CREATE TABLE public.mine (id integer)",
    "CREATE TEMPORARY TABLE mine (id integer)",
    "CREATE SCHEMA mine",
    "CREATE ROLE mine",
    "DROP TABLE news.article_entities",
    "ALTER TABLE news.articles ADD COLUMN extra text",
    "ALTER SYSTEM SET work_mem = '1GB'",
    "ALTER ROLE dateline_owner LOGIN",
    "SET ROLE dateline_owner",
    "SET ROLE dateline_migrator",
    "SET SESSION AUTHORIZATION postgres",
    "COPY news.articles TO PROGRAM 'cat'",
    "COPY news.articles TO '/tmp/articles'",
    "COPY news.articles FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT rolpassword FROM pg_authid",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user",
]
FOR_NO_READER = [
    "UPDATE news.articles SET title = 'mine'",
    "DELETE FROM news.article_entities",
    f"INSERT INTO news.syndication_groups (id, created_at) VALUES (gen_random_uuid(), {AT})",
    "SELECT 1 FROM news.articles FOR UPDATE",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_advisory_xact_lock_shared(1, 2)",
    "SELECT pg_try_advisory_lock(1)",
    "SET ROLE dateline_writer",
]


@pytest.mark.parametrize("role", ["dateline_writer", "dateline_reader", "partner"])
def test_no_login_of_a_service_or_a_consumer_harms_the_server_or_gains_another_role(deployed: str, role: str) -> None:
    forbidden = FOR_NOBODY + (FOR_NO_READER if role != "dateline_writer" else [])
    with psycopg.connect(deployed.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS partner")
        admin.execute(f"CREATE ROLE partner LOGIN PASSWORD '{PASSWORD}' IN ROLE dateline_reader")  # as docs/deploy.md says
        with log_in(deployed, role) as connection:
            connection.execute(
                "SET default_transaction_read_only = off"
            )  # it may: the limits of a role are its own to change
            allowed = [statement for statement in forbidden if _is_allowed(connection, statement)]
            readable = connection.execute("SELECT count(*) FROM news.v_articles").fetchone()
        admin.execute("DROP ROLE partner")

    assert allowed == []
    assert readable == (0,)


async def test_the_reader_may_do_all_that_reclean_and_reenrich_ask_of_the_database(deployed: str) -> None:
    engine = open_database(StoreSettings(database_url=SecretStr(as_role(deployed, "dateline_writer"))))
    await save(engine, [an_article(entry="1-0")])
    await engine.dispose()

    with connected(as_role(deployed, "dateline_reader")) as reader:
        articles = StoredArticles(reader, Choice.by_models(current_models(reader)))
        [[again]] = articles.pages(Step(stage="reenrich", at=NOON), 1, 1)
        answers = (articles.count(), take_turn(reader), newest_model(reader), models_of(reader, [again]))

        older = rules_versions(reader)
        by_rules = StoredArticles(reader, Choice.by_rules(older)).count()

    assert answers == (1, True, MODEL, [])
    assert (older, by_rules) == ({"2026.1": 1}, 1)


def _is_allowed(connection: psycopg.Connection, statement: str) -> bool:
    try:
        connection.execute(statement)
    except errors.InsufficientPrivilege:
        return False
    return True


@pytest.mark.parametrize(
    ("role", "limits"),
    [
        ("dateline_writer", ("10s", "3s", "30s", "off")),
        ("dateline_reader", ("30s", "0", "30s", "on")),
        ("dateline_migrator", ("15min", "2s", "0", "off")),
    ],
)
def test_each_role_has_its_limits_by_itself(deployed: str, role: str, limits: tuple[str, ...]) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "default_transaction_read_only")
    with log_in(deployed, role) as connection:
        found = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]

    assert found == [(limit,) for limit in limits]


def test_tables_and_columns_of_later_migrations_need_no_grants(deployed: str) -> None:
    with log_in(deployed, "dateline_migrator") as migrator:
        migrator.execute("CREATE TABLE news.later (id bigint GENERATED ALWAYS AS IDENTITY, note text)")
        migrator.execute("ALTER TABLE news.articles ADD COLUMN later text")
        migrator.execute("CREATE VIEW news.v_later AS SELECT note FROM news.later")

    with log_in(deployed, "dateline_writer") as writer:
        writer.execute("INSERT INTO news.later (note) VALUES ('kept')")
        writer.execute("UPDATE news.articles SET later = 'x'")
        deletes = _is_allowed(writer, "DELETE FROM news.later")
    with log_in(deployed, "dateline_reader") as reader:
        notes = reader.execute("SELECT note FROM news.v_later").fetchall()

    assert notes == [("kept",)]
    assert not deletes


def test_everything_belongs_to_a_role_that_nobody_logs_in_as(deployed: str) -> None:
    with psycopg.connect(deployed.replace("+psycopg", "")) as admin:
        owners = admin.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'news'").fetchall()

    assert owners == [("dateline_owner",)]
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        log_in(deployed, "dateline_owner")
