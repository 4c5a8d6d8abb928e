"""Both stores are backed up, wiped and restored as the documentation says, and are as they were."""

from __future__ import annotations

from tests.compose.documents import document
from tests.compose.pages import block, named_blocks
from tests.compose.system import System

_TABLES = ("articles", "annotation_sets", "article_entities", "outcomes", "dead_letters", "ledger", "changes")


def contents(system: System) -> dict[str, str]:
    """Digests of all rows, the consumer's cursor, and what is on each dead-letter stream."""
    rows = {table: f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM news.{table} AS t" for table in _TABLES}
    found = {table: system.query(statement) for table, statement in rows.items()}
    found["cursor"] = system.query("SELECT max(change_seq) FROM news.v_changes")
    found["dead"] = ask_redis(system, "XRANGE", "article.submitted.v1.dead", "-", "+")
    found["received"] = ask_redis(system, "XINFO", "STREAM", "article.submitted.v1").partition("entries-added")[2].split()[0]
    return found


def ask_redis(system: System, *command: str) -> str:
    login = f"REDISCLI_AUTH={system.secret('redis_ops_password')}"
    return system.exec("redis", "env", login, "redis-cli", "--user", "ops", *command)


def publish(system: System, line: str) -> str:
    return system.compose(
        "run", "--rm", "-T", "cli", "publish", "--format", "jsonl", "--no-validate", "--json", "-", given=line
    )


def test_a_restored_deployment_is_as_it_was_and_goes_on(exposed: System) -> None:
    publish(exposed, '{"source": "backup", "id": "bad", "txet": "x"}')
    publish(exposed, document("backup", 1))
    exposed.until(lambda: exposed.stored("backup") == 1)
    exposed.until(lambda: "txet" in ask_redis(exposed, "XRANGE", "article.submitted.v1.dead", "-", "+"))
    exposed.until(lambda: exposed.query("SELECT count(*) FROM news.dead_letters WHERE reason = 'bad-schema'") != "0")
    before = contents(exposed)

    exposed.script(block("deploy.md", "backup"))
    publish(exposed, document("backup", 2))
    exposed.until(lambda: exposed.stored("backup") == 2)
    exposed.script(block("deploy.md", "restore"))

    assert contents(exposed) == before
    publish(exposed, document("backup", 3))
    exposed.until(lambda: exposed.stored("backup") == 2)
    assert int(exposed.query("SELECT max(change_seq) FROM news.v_changes")) > int(before["cursor"])


def test_each_command_of_the_page_is_run_by_a_test() -> None:
    assert named_blocks("deploy.md") == {
        *("start", "first_article", "publish_files", "rotate", "expose", "scale", "upgrade", "backup", "restore", "remove")
    }
