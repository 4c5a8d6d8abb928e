"""Every command of the README is run: what a newcomer types first must work."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.system import Dateline, dateline

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", README, re.DOTALL)

RUN_HERE = {"./run demo"}
RUN_ELSEWHERE = {
    "./run test": ".ci/run",
    "./run secrets && docker compose up -d --wait": "tests/compose",
    "docker compose up -d --scale enrich=4": "tests/compose",
}


@pytest.fixture(scope="module")
def running() -> Iterator[Dateline]:
    with dateline() as system:
        yield system


def lines(language: str) -> list[str]:
    return [line for kind, block in BLOCKS if kind == language for line in block.splitlines() if line.strip()]


def test_every_shell_command_is_known_to_a_test() -> None:
    assert set(lines("sh")) == RUN_HERE | set(RUN_ELSEWHERE)
    assert all((ROOT / place).exists() for place in RUN_ELSEWHERE.values())


@pytest.mark.parametrize("command", sorted(RUN_HERE))
def test_a_command_works_as_it_is_written(command: str) -> None:
    done = subprocess.run(
        shlex.split(command), check=False, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=180
    )

    assert done.returncode == 0, done.stderr
    assert "Washington DC" in done.stdout


def test_the_publishing_example_is_stored_and_the_consuming_examples_find_it(running: Dateline) -> None:
    [xadd] = lines("")
    command = shlex.split(xadd)
    entry_id = running.redis.execute_command(*command).decode()
    assert running.settled([entry_id]) == ["created"]

    found, changes = (running.query(sql) for sql in lines("sql"))

    assert found[0][1:] == ("PORT ANSEL", "HWN", "The ferry left port on Tuesday.")
    assert [kind for *_, kind in changes] == ["created"]


@pytest.mark.parametrize("verb", ["publish", "explain", "status"])
def test_each_verb_that_is_named_works(verb: str, running: Dateline, tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("PORT ANSEL, Jan 20 (HWN): Mirela Oduya opened the harbour on Tuesday.")
    arguments = {"publish": [str(file), "--wait"], "explain": [str(file)], "status": ["--json"]}[verb]
    addresses = {
        "DATELINE_REDIS_URL": running.system.servers.redis_url,
        "DATELINE_DATABASE_URL": running.system.servers.database_url,
    }

    done = subprocess.run(
        ["./run", verb, *arguments],
        cwd=ROOT,
        env=os.environ | addresses,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    if verb == "status":
        assert json.loads(done.stdout)


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)

    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_readme_stays_short() -> None:
    assert len(README.splitlines()) <= 90
