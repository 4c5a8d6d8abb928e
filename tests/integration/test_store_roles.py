"""What each role may do, and what it may not, on tables of today and of later migrations."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import errors
from pydantic import SecretStr
from sqlalchemy import make_url

from deploy.cli.stored import connected
from deploy.cli.stored_articles import StoredArticles, current_models, models_of, newest_model, take_turn
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


def test_the_writer_may_neither_delete_records_nor_change_the_schema(deployed: str) -> None:
    forbidden = [
        "DELETE FROM news.articles",
        "DELETE FROM news.outcomes",
        "DELETE FROM news.ledger",
        "DELETE FROM news.changes",
        "DELETE FROM news.entities",
        "DELETE FROM news.topics",
        "TRUNCATE news.article_entities",
        "DROP TABLE news.article_entities",
        "ALTER TABLE news.articles ADD COLUMN extra text",
        "CREATE TABLE news.mine (id integer)",
        "CREATE TABLE public.mine (id integer)",
        "SET ROLE dateline_owner",
    ]
    with log_in(deployed, "dateline_writer") as writer:
        allowed = [statement for statement in forbidden if _is_allowed(writer, statement)]

    assert allowed == []


def test_the_reader_may_only_read(deployed: str) -> None:
    forbidden = [
        "UPDATE news.articles SET title = 'mine'",
        "DELETE FROM news.article_entities",
        f"INSERT INTO news.syndication_groups (id, created_at) VALUES (gen_random_uuid(), {AT})",
        "CREATE TABLE news.mine (id integer)",
        "SET ROLE dateline_writer",
    ]
    with log_in(deployed, "dateline_reader") as reader:
        reader.execute("SET default_transaction_read_only = off")
        allowed = [statement for statement in forbidden if _is_allowed(reader, statement)]
        readable = reader.execute("SELECT count(*) FROM news.v_articles").fetchone()

    assert allowed == []
    assert readable == (0,)


async def test_the_reader_may_do_all_that_re_enrichment_asks_of_the_database(deployed: str) -> None:
    engine = open_database(StoreSettings(database_url=SecretStr(as_role(deployed, "dateline_writer"))))
    await save(engine, [an_article(entry="1-0")])
    await engine.dispose()

    with connected(as_role(deployed, "dateline_reader")) as reader:
        articles = StoredArticles(reader, list(current_models(reader)))
        [[again]] = articles.pages(Step(stage="reenrich", at=NOON), 1, 1)
        answers = (articles.count(), take_turn(reader), newest_model(reader), models_of(reader, [again]))

    assert answers == (1, True, MODEL, [])


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
