"""What an operator does at night, on the running system: find a document, see why it died, put it back or drop it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from deploy.cli.main import run
from shared.contracts import streams
from shared.errors import Reason
from tests.support.system import SENTENCES, Dateline, dateline
from tests.unit.enrich.articles import an_article

ROOT = Path(__file__).parents[2]
RUNBOOK = (ROOT / "docs/runbook.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", RUNBOOK, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def running() -> Iterator[Dateline]:
    with dateline() as system, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_REDIS_URL", system.system.servers.redis_url)
        patch.setenv("DATELINE_DATABASE_URL", system.system.servers.database_url)
        yield system


def ask(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> dict[str, Any]:
    assert run([*arguments, "--json"]) == status
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_a_stored_document_tells_its_whole_way(running: Dateline, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = running.publish(source="wire", id="1", text=SENTENCES[0])
    assert running.settled([entry_id]) == ["created"]

    [found] = ask(capsys, "trace", "wire/1")["submissions"]

    assert (found["submission_entry_id"], found["state"], found["places"]) == (entry_id, "stored", [])
    assert [step["stage"] for step in found["history"]] == ["ingest", "enrich", "store"]


def test_a_dead_letter_is_found_and_dropped_and_every_document_stays_accounted_for(
    running: Dateline, capsys: pytest.CaptureFixture[str]
) -> None:
    entry_id = running.redis.xadd(streams.SUBMITTED, {"data": b'{"source": "sloppy", "text": 1}'}).decode()
    assert running.settled([entry_id]) == ["rejected"]
    running.until(lambda: not ask(capsys, "status")["in_flight"])

    listed = ask(capsys, "dead", "list", "--where", "source=sloppy")
    [found] = ask(capsys, "trace", entry_id)["submissions"]
    dropped = ask(capsys, "dead", "drop", entry_id)

    assert listed["groups"] == [{"stage": "ingest", "reason": "bad-schema", "letters": 1}]
    assert (found["state"], found["outcome"]["reason"]) == ("dead", "bad-schema")
    assert dropped["dropped"] == 1
    running.until(lambda: entry_id not in running.dead())
    assert ask(capsys, "trace", entry_id)["submissions"][0]["state"] == "rejected"
    assert ask(capsys, "status")["difference"] == 0


def test_the_doctor_finds_every_service_at_work(running: Dateline, capsys: pytest.CaptureFixture[str]) -> None:
    running.system.tend()

    checks = ask(capsys, "doctor", status=1)["checks"]

    faults = {check["subject"] for check in checks if check["level"] == "fault"}
    assert faults == {"redis durability", "postgres durability"}, "a system that is thrown away does not sync its disks"
    assert {check["found"] for check in checks if check["subject"] in {"ingest", "enrich", "store"}} == {"1 replica reads"}


def test_articles_of_older_rules_are_cleaned_again_once_and_the_others_are_left_alone(
    running: Dateline, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = {"noisy": f"LISBON (AP) - {SENTENCES[0]}\n\nAlso Read | The harbour in pictures", "plain": SENTENCES[1]}
    ids = [running.publish(source="reclean", id=name, text=text) for name, text in texts.items()]
    assert running.settled(ids) == ["created", "created"]
    as_today = "SELECT publisher_id, text, content_hash, agency, dateline_place FROM news.articles WHERE source = 'reclean'"
    before = running.query(as_today)
    running.query(
        "UPDATE news.articles SET text = extracted_text, content_hash = repeat('0', 64), agency = NULL,"
        " dateline_place = NULL, rules_version = '2020.1.0+00000000' WHERE publisher_id = 'noisy' RETURNING id"
    )
    running.query("DELETE FROM news.removed_spans RETURNING article_id")
    [(last,)] = running.query("SELECT max(change_seq) FROM news.v_changes")

    planned = ask(capsys, "reclean", "--dry-run")
    done = ask(capsys, "reclean")
    again = ask(capsys, "reclean")

    assert (planned["looked_at"], planned["changed"], planned["dead"]) == (1, 1, None)
    assert (done["looked_at"], done["changed"], done["on_the_way"], done["dead"]) == (1, 1, 0, 0)
    assert (again["looked_at"], again["changed"]) == (0, 0)
    assert sorted(running.query(as_today)) == sorted(before)
    assert running.query(f"SELECT kind FROM news.v_changes WHERE change_seq > {last}") == [("updated",)]
    assert running.query("SELECT text FROM news.removed_spans ORDER BY position")
    assert running.outcomes(ids) == ["created", "created"]


def test_the_services_serve_the_metrics_that_are_documented_and_no_others(running: Dateline) -> None:
    running.system.tend()
    documented = set(re.findall(r"^\| `(dateline_\w+)`", (ROOT / "docs/metrics.md").read_text(), re.MULTILINE))

    pages = "".join(running.metrics_page(stage) for stage in ("ingest", "enrich", "store"))

    served = set(re.findall(r"^# TYPE (dateline_\w+) (?:gauge|counter|histogram)$", pages, re.MULTILINE))
    assert {name for name in served if not name.endswith("_created")} == documented


def test_each_command_of_the_runbook_works_as_it_is_written(running: Dateline, capsys: pytest.CaptureFixture[str]) -> None:
    entry_id = running.redis.xadd(streams.SUBMITTED, {"data": b"{"}).decode()
    stored = running.publish(source="wire", id="2", text=SENTENCES[2])
    assert running.settled([entry_id, stored]) == ["rejected", "created"]
    words = {"ID": entry_id, "SOURCE/ID": "wire/2"}
    lines = [shlex.split(line)[1:] for line in COMMANDS if line.startswith("dateline ")]

    statuses = {" ".join(line): run([words.get(word, word) for word in line]) for line in lines}

    assert len(statuses) > 10
    assert {line: status for line, status in statuses.items() if status} == {"doctor": 1}, capsys.readouterr().err


def test_the_runbook_names_services_that_there_are_and_the_verbs_lead_into_it() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    commands = [line for line in COMMANDS if re.match(r"docker compose (up|ps|logs) ", line)]
    anchors = [title.lower().replace(" ", "-") for title in re.findall(r"^## (.*)$", RUNBOOK, re.MULTILINE)]
    sources = "".join(path.read_text() for path in (ROOT / "deploy/cli").glob("*.py"))

    assert {re.split(r"[ =]", re.sub(r"=\d+$", "", command))[-1] for command in commands} <= {*services, "--all"}
    assert re.findall(r"runbook\.md#([\w-]+)", sources) == ["redis-is-full"]
    assert "redis-is-full" in anchors
    assert [reason for reason in get_args(Reason) if f"`{reason}`" not in RUNBOOK] == []


def test_a_retried_document_is_stored_and_no_longer_dead(running: Dateline, capsys: pytest.CaptureFixture[str]) -> None:
    event = an_article(SENTENCES[1])
    entry_id = event.submission.entry_id
    facts = {"submission_id": entry_id, "dead_stage": "enrich", "dead_reason": "bug", "dead_at": "2026-01-20T10:00:00+00:00"}
    running.redis.xadd(streams.dead(streams.INGESTED), {"data": event.model_dump_json(), **facts})
    assert running.settled([entry_id]) == ["rejected"]
    running.until(lambda: entry_id in running.dead())

    running.until(lambda: run(["dead", "retry", "--where", "reason=bug"]) == 0)  # store settles a letter after recording it
    capsys.readouterr()

    running.until(lambda: running.outcomes([entry_id]) == ["created"])
    assert ask(capsys, "dead", "list", "--where", "reason=bug")["letters"] == 0
    assert entry_id not in running.dead()
    assert ask(capsys, "trace", entry_id)["submissions"][0]["state"] == "stored"
