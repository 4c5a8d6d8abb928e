"""`dateline demo` and `dateline up`, as a newcomer runs them: real servers, three processes, nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "deploy.cli"]


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")} | more


def dateline(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=240, env=environment(**more)
    )


@contextmanager
def up(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run `dateline up` until it is ready, and what it says then."""
    command = [*COMMAND, "up", "--json", "--data-dir", str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stdout
        try:
            addresses = json.loads(process.stdout.readline())
            urls = {name: addresses[name] for name in ("redis_url", "database_url")}
            yield process, {f"DATELINE_{name}".upper(): url for name, url in urls.items()}
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def running(marker: str) -> list[str]:
    """List the command lines of living processes whose command or environment names `marker`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and entry.name != str(os.getpid()):
            try:
                facts = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if marker.encode() in facts:
                found.append((entry / "cmdline").read_bytes().decode(errors="replace") if entry.exists() else "")
    return found


def wait_for(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def article() -> dict[str, Any]:
    """The sample, as `demo --json` reads it back from Postgres."""
    answer = dateline("demo", "--json")
    assert answer.returncode == 0, answer.stderr
    (line,) = answer.stdout.splitlines()
    stored: dict[str, Any] = json.loads(line)
    return stored


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user can reach when the tests run as root: tmp_path's parents are closed to it."""
    with tempfile.TemporaryDirectory() as path:
        Path(path).chmod(0o755)
        yield Path(path)


def names(article: dict[str, Any], *labels: str) -> list[str]:
    return [entity["name"] for entity in article["annotations"]["entities"] if entity["label"] in labels]


def test_sample_is_stored_with_its_dateline_and_without_its_noise(article: dict[str, Any]) -> None:
    assert article["dateline_place"] == "Washington DC"
    assert article["dateline_country"] == "US"
    assert article["dateline_date"] == "2026-01-20"
    assert article["agency"] == "ANI"
    assert article["published_precision"] == "day"
    assert article["text"].startswith("The US Department of State on Tuesday")
    assert article["text"].endswith("practical and lasting solutions.")
    assert not any(noise in article["text"] for noise in ("Also Read", "(ANI)", "above story", "date 2026"))
    assert [title[:16] for title in article["related"]] == ["Fake Pizza Hut S", "Spain Train Cras"]


def test_what_was_removed_puts_the_sample_together_again(article: dict[str, Any]) -> None:
    text, at = article["extracted_text"], 0
    kept = []
    for span in article["removed"]:
        assert text[span["start"] : span["end"]] == span["text"]
        kept.append(text[at : span["start"]])
        at = span["end"]
    kept.append(text[at:])

    assert "".join(kept) == article["text"]


def test_sample_names_everyone_and_everything_once_with_the_right_label(article: dict[str, Any]) -> None:
    countries = "Australia Canada France Germany India Italy Japan Mexico".split()

    assert sorted(names(article, "PERSON")) == [
        "Ashwini Vaishnaw",
        "Jamieson Greer",
        "John Jovanovic",
        "Marco Rubio",
        "Scott Bessent",
    ]
    assert sorted(names(article, "GPE")) == [*countries, "South Korea", "United Kingdom", "United States", "Washington"]
    assert sorted(names(article, "ORG")) == [
        "European Union",
        "Export-Import Bank",
        "US Department of State",
        "US Department of the Treasury",
    ]
    assert names(article, "EVENT") == ["Critical Minerals Ministerial"]
    aliases = {alias for entity in article["annotations"]["entities"] for alias in entity["aliases"]}
    assert {"State Department", "US Treasury", "Rubio", "Bessent"} <= aliases


def test_sample_has_its_days_and_its_topics(article: dict[str, Any]) -> None:
    days = {date["text"]: date["value"] for date in article["annotations"]["dates"]}

    assert days == {"Tuesday": "2026-01-20", "February 4": "2026-02-04", "Last week": "2026-W03"}
    assert [topic["code"] for topic in article["annotations"]["topics"]] == ["medtop:11000000", "medtop:04000000"]


def test_demo_for_a_person_is_complete_without_a_terminal_and_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("PORT ANSEL, Norland, March 3 (ANI): Mayor Mirela Oduya opened the ferry to Lakeside on Tuesday. (ANI)")

    answer = dateline("demo", str(mine), TMPDIR=str(folder), DATELINE_COMMAND="./run")

    assert answer.returncode == 0, answer.stderr
    for part in ("schema", "ingest: 1 done", "enrich: 1 done", "store: 1 done", "Norland", "Mirela Oduya", "./run up"):
        assert part in answer.stdout
    assert "\x1b" not in answer.stdout
    assert running(str(folder)) == []
    assert list(folder.iterdir()) == []


def test_demo_of_a_document_that_is_none_starts_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"txt": "typo"}\n')

    answer = dateline("demo", str(tmp_path / "a.jsonl"))

    assert answer.returncode == 1
    assert answer.stderr == f"dateline demo: {tmp_path / 'a.jsonl'}:1: bad-schema: txt: unknown_field\n"


def test_up_keeps_its_data_and_survives_the_death_of_a_service(tmp_path: Path, folder: Path) -> None:
    document = tmp_path / "a.txt"
    document.write_text("Mayor Mirela Oduya opened the ferry to Lakeside on Tuesday.")
    with up(folder / "data") as (process, urls):
        first = dateline("publish", "--wait", "--json", str(document), **urls)
        for child in _children(process.pid, "services.store"):
            os.kill(child, signal.SIGKILL)
        second = dateline("publish", "--wait", "--json", str(document), **urls)
    with up(folder / "data") as (_, urls):
        status = dateline("status", "--json", **urls)

    assert process.returncode == 0
    assert json.loads(first.stdout)["outcomes"] == {"created": 1}
    assert json.loads(second.stdout)["outcomes"] == {"duplicate": 1}
    balance = json.loads(status.stdout)
    assert (status.returncode, balance["received"], balance["difference"]) == (0, 2, 0)
    assert balance["outcomes"]["created"] == balance["outcomes"]["duplicate"] == 1


def test_kill_of_up_leaves_no_process(folder: Path) -> None:
    marker = str(folder / "data")
    with up(folder / "data") as (process, urls):
        sockets = str(Path(urls["DATELINE_REDIS_URL"].removeprefix("unix://")).parent)
        before = running(sockets)
        process.kill()
        process.wait(10)

        gone = wait_for(lambda: not running(sockets) and not running(marker))

    assert len(before) >= 4  # three services and Redis
    assert gone, running(sockets) + running(marker)


def _children(parent: int, name: str) -> list[int]:
    """Find the processes that `parent` started and whose command names `name`."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(state[1]) == parent and name.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found
