"""`dateline explain` as scripts use it: a process that reads lines and writes lines."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.cli.demo import SAMPLE
from deploy.cli.main import run
from tests.support.syndicated_copies import EDITS
from tests.support.wire_stories import a_story, an_event

KEYS = ["id", "outcome", "reason", "ingested", "annotations"]
COMMAND = [sys.executable, "-m", "deploy.cli", "explain"]


def explain(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, check=False)


def test_thousand_lines_are_a_thousand_objects_in_order() -> None:
    broken = {100: b"{", 333: b"", 500: b'{"id": "500", "text": "\xff"}', 777: b"[" * 100_000, 999: b'{"id": "999", "x": 1}'}
    given = [
        broken.get(n, json.dumps({"id": str(n), "text": f"LIMA, March {n % 28 + 1} (Reuters) - Item {n} opened."}).encode())
        for n in range(1_000)
    ]

    answer = explain("--jsonl", "--stage", "ingest", "-", stdin=b"\n".join(given))

    objects = [json.loads(line) for line in answer.stdout.splitlines()]
    assert answer.returncode == 0
    assert answer.stderr == b""
    assert len(objects) == 1_000
    assert all(list(each) == KEYS for each in objects)
    ids = {100: None, 333: None, 500: None, 777: None}
    assert [each["id"] for each in objects] == [ids.get(n, str(n)) for n in range(1_000)]
    assert [n for n, each in enumerate(objects) if each["outcome"] == "rejected"] == sorted(broken)
    assert all(each["annotations"] is None for each in objects)
    assert objects[7]["ingested"]["text"] == "Item 7 opened."


def test_sample_is_annotated_with_offsets_that_are_true() -> None:
    line = json.dumps({"id": "sample", "text": SAMPLE.read_text()}).encode()

    (answer,) = [json.loads(line) for line in explain("--jsonl", "-", stdin=line + b"\n").stdout.splitlines()]

    text, found = answer["ingested"]["text"], answer["annotations"]
    assert set(found) == {"model", "mentions", "entities", "topics", "dates", "keywords", "quotes"}
    spans = [*found["mentions"], *found["dates"], *found["quotes"]]
    assert len(spans) > 20
    assert all(text[span["start"] : span["end"]] == span["text"] for span in spans)
    assert answer["ingested"]["dateline"] == {
        "place": "Washington DC", "region": None, "country": "US", "date": "2026-01-20", "agency": "ANI",
    }  # fmt: skip


def test_partner_that_waits_for_each_answer_gets_it() -> None:
    with subprocess.Popen(
        [*COMMAND, "--jsonl", "--stage", "ingest", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as talk:
        assert talk.stdin
        assert talk.stdout
        for n in range(3):
            talk.stdin.write(json.dumps({"id": str(n), "text": f"Item {n}."}).encode() + b"\n")
            talk.stdin.flush()

            assert json.loads(talk.stdout.readline())["id"] == str(n)

        talk.stdin.close()
        assert talk.wait(20) == 0


def test_page_is_read_and_an_address_is_not_fetched(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    body = "<p>The harbour of Port Ansel reopened on Friday after two weeks of repairs, the mayor told reporters.</p>" * 4
    page = tmp_path / "page.html"
    page.write_text(f"<html><head><title>Harbour reopens</title></head><body><article>{body}</article></body></html>")
    (tmp_path / "list.urls").write_text("http://127.0.0.1:9/never\n")

    status = run(["explain", "--json", "--stage", "ingest", str(page), str(tmp_path / "list.urls")])

    read, unread = (json.loads(line) for line in capfdbinary.readouterr().out.splitlines())
    assert status == 1
    assert "reopened on Friday" in read["ingested"]["text"]
    assert unread["reason"]["code"] == "fetch-refused"
    assert "--fetch" in unread["reason"]["detail"]


def test_page_for_a_person_shows_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("PORT ANSEL, Norland, March 3 (ANI): The ferry to Lakeside opened on Tuesday. (ANI)")
    (tmp_path / "b.jsonl").write_text('{"txt": "typo"}\n')

    status = run(["explain", "--stage", "ingest", str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")])

    page = capsys.readouterr().out
    assert status == 1
    assert "Norland" in page
    assert "[-PORT ANSEL, Norland, March 3 (ANI): -]The ferry" in page
    assert "Rejected: bad-schema" in page


def test_output_that_nobody_reads_ends_the_command() -> None:
    script = f'yes \'{{"text": "Item."}}\' | {" ".join(COMMAND)} --jsonl --stage ingest - | head -1; echo ${{PIPESTATUS[1]}}'

    answer = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert answer.stderr == ""
    assert answer.stdout.splitlines()[-1] == "4"


def test_copies_in_one_run_are_grouped_and_nothing_else_of_the_object_changes() -> None:
    generator = random.Random(5)
    stories = [a_story(an_event(generator), generator) for _ in range(3)]
    texts = [*stories, *(edit(stories[0], generator) for edit in EDITS.values()), "Too short to have copies."]
    lines = "\n".join(["{", *(json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))]).encode()

    plain, grouped = (
        [json.loads(line) for line in explain("--jsonl", "--stage", "ingest", *more, "-", stdin=lines).stdout.splitlines()]
        for more in ([], ["--group"])
    )

    assert [list(each) for each in grouped] == [[*KEYS, "group"]] * len(plain)
    assert [{key: each[key] for key in KEYS} for each in grouped] == plain
    groups = [each["group"] and each["group"]["id"] for each in grouped]
    assert groups[1] is not None
    assert groups == [None, groups[1], None, None, *([groups[1]] * len(EDITS)), None]
    assert all(0.5 <= each["group"]["similarity"] <= 1 for each in grouped if each["group"])


@pytest.mark.parametrize("more", [[], ["--jsonl", "--diff", "before.jsonl"]])
def test_groups_are_for_whole_json_objects_only(more: list[str]) -> None:
    answer = explain("--group", *more, "-")

    assert (answer.returncode, answer.stdout) == (2, b"")
    assert b"--group" in answer.stderr
