"""Publishers of three kinds, consumers, and the logins and certificates that both need."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.compose.documents import document, documents
from tests.compose.pages import block, named_blocks
from tests.compose.system import System

_EACH = 500
_BY_NODE = """
import { readFileSync } from "node:fs";
import { createClient } from "redis";

const server = createClient({ url: process.env.DATELINE_REDIS_URL, socket: { ca: readFileSync(process.env.DATELINE_CA) } });
await server.connect();
const lines = readFileSync(process.argv[2], "utf8").trim().split("\\n");
await Promise.all(lines.map((data) => server.xAdd("article.submitted.v1", "*", { data })));
await server.close();
"""


def by_redis_cli(system: System, lines: list[str], _: Path) -> None:
    commands = "".join(f"XADD article.submitted.v1 * data {shlex.quote(line)}\n" for line in lines)
    login = f"REDISCLI_AUTH={system.secret('redis_publisher_password')} redis-cli --user publisher"
    answers = system.exec("redis", "sh", "-c", login, given=commands)
    assert len(answers.split()) == len(lines)


def by_python(system: System, lines: list[str], _: Path) -> None:
    with Redis.from_url(system.redis_url("publisher"), ssl_ca_certs=str(system.secrets / "ca.crt")) as client:
        for line in lines:
            client.xadd("article.submitted.v1", {"data": line})


def by_node(system: System, lines: list[str], node: Path) -> None:
    (node / "many.mjs").write_text(_BY_NODE)
    (node / "lines").write_text("\n".join(lines))
    system.run(["node", str(node / "many.mjs"), str(node / "lines")], variables=publisher(system))


def publisher(system: System) -> dict[str, str]:
    return {"DATELINE_REDIS_URL": system.redis_url("publisher"), "DATELINE_CA": str(system.secrets / "ca.crt")}


@pytest.mark.parametrize("publish", [by_redis_cli, by_python, by_node])
def test_documents_of_any_client_are_stored(
    exposed: System, node: Path, publish: Callable[[System, list[str], Path], None]
) -> None:
    source = publish.__name__.replace("_", "-")

    publish(exposed, documents(source, _EACH), node)

    exposed.until(lambda: exposed.stored(source) == _EACH, seconds=600)


def test_the_reader_sees_the_rows_over_tls_and_can_not_write(exposed: System) -> None:
    with psycopg.connect(exposed.reader_address, autocommit=True) as reader:
        row = reader.execute(
            "SELECT count(*), min(dateline_place) FROM news.v_articles WHERE source = 'by-python'"
        ).fetchone()
        encrypted = reader.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").fetchone()

        assert row is not None
        assert row[0] == _EACH
        assert row[1] is not None
        assert encrypted == (True,)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            reader.execute("DELETE FROM news.articles")
        reader.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.execute("DELETE FROM news.articles")


def test_postgres_refuses_plain_connections_wrong_passwords_and_the_superuser(exposed: System) -> None:
    good = exposed.reader_address
    password = exposed.secret("postgres_reader_password")
    superuser = good.replace("dateline_reader", "postgres").replace(password, exposed.secret("postgres_password"))

    for address, why in (
        (good.replace("sslmode=verify-full", "sslmode=disable"), "no encryption"),
        (good.replace(password, "wrong"), "password authentication failed"),
        (superuser, "no pg_hba.conf entry"),
    ):
        with pytest.raises(psycopg.OperationalError, match=why):
            psycopg.connect(address)


def test_redis_refuses_plain_connections_wrong_passwords_and_foreign_commands(exposed: System) -> None:
    trusted = {"ssl_ca_certs": str(exposed.secrets / "ca.crt")}
    good = exposed.redis_url("publisher")

    with Redis.from_url(good.replace("rediss://", "redis://")) as plain, pytest.raises(RedisConnectionError):
        plain.ping()
    with Redis.from_url(good) as untrusting, pytest.raises(RedisConnectionError, match="certificate"):
        untrusting.ping()
    for url in (good.replace("publisher:", "publisher:x"), f"rediss://localhost:{exposed.redis_port}/0"):
        with Redis.from_url(url, **trusted) as client, pytest.raises(AuthenticationError):
            client.ping()
    with Redis.from_url(good, **trusted) as client, pytest.raises(NoPermissionError):
        client.xrange("article.submitted.v1")


def test_the_services_were_refused_nothing(exposed: System) -> None:
    logs = exposed.compose("logs", "--no-color", "ingest", "enrich", "store")

    assert "NOPERM" not in logs
    assert "NoPermissionError" not in logs


def python_example(example: Path, article: Path) -> list[str]:
    return [sys.executable, str(example), str(article)]


def java_example(example: Path, article: Path) -> list[str]:
    return ["java", str(example), str(article)]


def node_example(example: Path, article: Path) -> list[str]:
    return ["node", str(example), str(article)]


def shell_example(example: Path, article: Path) -> list[str]:
    mounts = ["--volume", f"{example.parent}:{example.parent}:ro", "--env", "DATELINE_REDIS_URL", "--env", "DATELINE_CA"]
    return [
        "docker",
        "run",
        "--rm",
        "--network",
        "host",
        *mounts,
        "--entrypoint",
        "sh",
        "redis:8",
        str(example),
        str(article),
    ]


_EXAMPLES = {
    "publish.py": python_example,
    "publish.mjs": node_example,
    "Publish.java": java_example,
    "publish.sh": shell_example,
}


def test_each_example_of_the_page_is_run_here() -> None:
    assert named_blocks("publish.md") == set(_EXAMPLES)


@pytest.mark.parametrize("name", _EXAMPLES)
def test_an_example_publishes_and_prints_the_outcome(exposed: System, node: Path, name: str) -> None:
    example, article = node / name, node / f"{name}.json"
    example.write_text(block("publish.md", name))
    article.write_text(document("example", number=sorted(_EXAMPLES).index(name)))
    authority = node / "ca.crt"
    authority.write_text(exposed.secret("ca.crt"))
    node.chmod(0o755)

    said = exposed.run(_EXAMPLES[name](example, article), variables={**publisher(exposed), "DATELINE_CA": str(authority)})

    outcome = json.loads(said.splitlines()[-1])
    assert (outcome["outcome"], outcome["source"]) == ("created", "example")


def test_a_rejected_document_is_told_to_its_publisher_and_kept(exposed: System, node: Path) -> None:
    example, article = node / "publish.py", node / "bad.json"
    example.write_text(block("publish.md", "publish.py"))
    article.write_text('{"source": "example", "id": "bad", "txet": "a typing mistake"}')

    said = exposed.run(python_example(example, article), variables=publisher(exposed))

    outcome = json.loads(said)
    assert outcome["outcome"] == "rejected"
    assert {"path": "txet", "code": "unknown_field"} in outcome["errors"]
    assert exposed.query("SELECT count(*) FROM news.dead_letters") != "0"
