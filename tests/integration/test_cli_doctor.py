"""`dateline doctor` on real servers, as they are deployed and as they should not be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from redis import Redis
from sqlalchemy import make_url

from deploy.cli.main import run
from services.store.adapters import migrate
from shared.contracts import streams
from tests.support.protected_redis import Protected, protected_redis

ROLES = (Path(__file__).parents[2] / "deploy/postgres/roles.sql").read_text()
PASSWORD = "only-for-this-test"
Ask = Callable[[], tuple[int, dict[str, tuple[str, str]]]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asking() -> tuple[int, dict[str, tuple[str, str]]]:
        status = run(["doctor", "--json"])
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return status, {check["subject"]: (check["level"], check["found"]) for check in answer["checks"]}

    return asking


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Protected]:
    with protected_redis(tmp_path) as server:
        yield server


@pytest.fixture
def deployed(protected: Protected, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Protected:
    """The two servers with their roles, the schema, and a replica of each service; the command has its own logins."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(ROLES)
        for role in ("dateline_migrator", "dateline_reader"):
            admin.execute(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'")
    migrate.upgrade(as_role(database_url, "dateline_migrator"))
    with protected.client("admin") as admin:
        admin.config_set("maxmemory", 2**28)
        for stream, service in streams.READER_OF.items():
            admin.xgroup_create(stream, service, id="0", mkstream=True)
            admin.xreadgroup(service, "replica", {stream: ">"})
    monkeypatch.setenv("DATELINE_REDIS_URL", protected.url("ops"))
    monkeypatch.setenv("DATELINE_DATABASE_URL", as_role(database_url, "dateline_reader"))
    return protected


def as_role(database_url: str, role: str) -> str:
    return make_url(database_url).set(username=role, password=PASSWORD).render_as_string(hide_password=False)


def bad(checks: dict[str, tuple[str, str]]) -> dict[str, str]:
    here = {"redis disk", "postgres disk", "postgres durability"}  # this machine's, and a test's server, which does not sync
    return {subject: level for subject, (level, _) in checks.items() if level != "ok" and subject not in here}


def test_a_deployment_is_fine_for_the_logins_of_the_command_line(deployed: Protected, ask: Ask) -> None:
    _, checks = ask()

    assert bad(checks) == {}
    assert checks["redis durability"] == ("ok", "append-only file, appendfsync everysec")
    assert checks["postgres schema"][1].startswith(f"at {migrate.head()}")
    assert checks["postgres roles"][0] == checks["postgres login"][0] == checks["outcomes"][0] == "ok"
    assert {checks[service][1] for service in ("ingest", "enrich", "store")} == {"1 replica reads"}
    assert deployed.denials() == set()


def test_all_that_an_operator_does_works_with_those_logins(deployed: Protected, capsys: pytest.CaptureFixture[str]) -> None:
    dead = streams.dead(streams.SUBMITTED)
    with deployed.client("admin") as admin:
        kept, dropped = (admin.xadd(dead, {"data": "{}", "submission_id": f"{number}-0"}).decode() for number in (1, 2))
        admin.xgroup_create(dead, "store", id="$")
    verbs = ["dead list", f"dead show {kept} --data", "trace 1-0", "status", f"dead drop {dropped}", f"dead retry {kept}"]

    statuses = [run(verb.split()) for verb in verbs]

    assert statuses == [0] * len(verbs), capsys.readouterr().err
    assert deployed.denials() == set()


def test_looking_changes_nothing(deployed: Protected, ask: Ask) -> None:
    with deployed.client("admin") as admin:
        before = {key: admin.dump(key) for key in admin.scan_iter()}

        ask()

        assert {key: admin.dump(key) for key in admin.scan_iter()} == before


def test_a_service_that_is_not_there_is_a_fault(deployed: Protected, ask: Ask) -> None:
    with deployed.client("admin") as admin:
        for stream, service in streams.READER_OF.items():
            if service == "enrich":
                admin.xgroup_delconsumer(stream, service, "replica")

    status, checks = ask()

    assert status == 1
    assert bad(checks) == {"enrich": "fault"}


def test_groups_that_lack_and_groups_too_many_are_named(deployed: Protected, ask: Ask) -> None:
    with deployed.client("admin") as admin:
        admin.xgroup_create(streams.INGESTED, "somebody", id="0")
    _, second = ask()
    with deployed.client("admin") as admin:
        admin.xgroup_destroy(streams.INGESTED, "somebody")
        admin.xadd(streams.dead(streams.INGESTED), {"data": "{}"})
    _, lacking = ask()

    assert bad(second) == {"groups": "warning"}
    assert bad(lacking) == {"groups": "fault"}
    assert lacking["groups"][1] == "article.ingested.v1.dead has documents and no group store"


def test_an_unsafe_redis_is_a_fault(deployed: Protected, ask: Ask) -> None:
    with deployed.client("admin") as admin:
        admin.config_set("appendfsync", "no")
        admin.config_set("maxmemory-policy", "allkeys-lru")

    status, checks = ask()

    assert status == 1
    assert bad(checks) == {"redis durability": "fault", "redis eviction": "fault"}


@pytest.mark.parametrize(("role", "lacks"), [("publisher", "MULTI"), ("exporter", "MULTI"), ("ingest", "publish (GET")])
def test_a_login_that_may_do_less_is_told_what(
    deployed: Protected, ask: Ask, monkeypatch: pytest.MonkeyPatch, role: str, lacks: str
) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", deployed.url(role))

    _, checks = ask()

    assert lacks in checks["redis login"][1]
    assert set(bad(checks).values()) == {"warning"}


def test_a_schema_that_is_not_there_or_behind_is_a_fault(
    redis_url: str, database_url: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    monkeypatch.setenv("DATELINE_DATABASE_URL", database_url)
    _, empty = ask()
    migrate.upgrade(database_url, "0001")
    _, behind = ask()

    assert empty["postgres schema"] == ("fault", "there is none yet")
    assert behind["postgres schema"] == ("fault", f"at 0001, this release needs {migrate.head()}")


@pytest.mark.usefixtures("deployed")
def test_a_login_without_the_reader_s_rights_is_a_fault(
    database_url: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN PASSWORD '{PASSWORD}'")
        admin.execute(f'GRANT CONNECT ON DATABASE "{make_url(database_url).database}" TO stranger')
    monkeypatch.setenv("DATELINE_DATABASE_URL", as_role(database_url, "stranger"))

    status, checks = ask()

    assert status == 1
    assert checks["postgres login"] == ("fault", "stranger may not look into schema news")


@pytest.mark.usefixtures("deployed")
def test_roles_that_may_too_much_are_a_fault(database_url: str, ask: Ask) -> None:
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("GRANT DELETE ON news.articles TO dateline_reader")

    _, checks = ask()

    assert checks["postgres roles"] == ("fault", "dateline_reader may remove articles or change tables")


@pytest.mark.usefixtures("deployed")
def test_outcomes_that_wait_for_long_are_named(database_url: str, ask: Ask) -> None:
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO news.outcomes (outcome_id, submission_entry_id, outcome, errors, at)"
            " VALUES (gen_random_uuid(), '1-0', 'created', '[]', now() - interval '2 minutes')"
        )

    assert bad(ask()[1]) == {"outcomes": "warning"}


@pytest.mark.usefixtures("deployed")
@pytest.mark.parametrize(
    ("variable", "url", "still"),
    [
        ("DATELINE_REDIS_URL", "unix:///nowhere/redis.sock", "postgres schema"),
        ("DATELINE_DATABASE_URL", "postgresql:///nothing?host=/nowhere", "redis durability"),
    ],
)
def test_one_server_that_is_away_is_exit_3_and_the_other_one_is_checked(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, variable: str, url: str, still: str
) -> None:
    monkeypatch.setenv(variable, url)

    status, checks = ask()

    assert status == 3
    assert checks[still][0] == "ok"
    assert any("does not answer" in found for _, found in checks.values())


@pytest.mark.usefixtures("deployed")
def test_a_wrong_setting_is_named_once_and_the_rest_is_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", "http://nobody:secret@nowhere")

    assert run(["doctor"]) == 1

    page = capsys.readouterr().out
    assert page.count("DATELINE_DATABASE_URL") == 1
    assert "secret" not in page
    assert "append-only file, appendfsync everysec" in page


def test_a_server_full_of_documents_is_checked_all_the_same(deployed: Protected, ask: Ask) -> None:
    with deployed.client("admin") as admin:
        admin.config_set("maxmemory", 1)

    status, checks = ask()

    assert status == 1
    assert bad(checks) == {"redis memory": "fault"}
    assert checks["redis login"][0] == "ok"


def test_the_default_login_of_an_embedded_redis_may_run_everything(
    redis_url: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    with Redis.from_url(redis_url) as client:
        client.ping()

    assert ask()[1]["redis login"] == ("ok", "may run publish, status, trace, dead")
