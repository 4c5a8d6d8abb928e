"""`dateline validate` names each fault where it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.cli.main import run
from tests.bad_inputs import DOCUMENTS
from tests.bad_inputs.case import Case, Refused


def test_fault_is_named_by_file_line_and_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "fine"}\n{"text": "a", "titel": "b", "version": -1}\n{"text": \n\xff\n')

    status = run(["validate", str(path)])

    assert status == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:2: bad-schema: version: greater_than_equal",
        f"{path}:2: bad-schema: titel: unknown_field",
        f"{path}:3: bad-json: json_invalid: not JSON at column 10",
        f"{path}:4: invalid-utf8: invalid_utf8: byte 0 is not UTF-8",
        "3 of 4 documents would be refused.",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n  "text": "a",\n  "language": "??"\n}', 3),
        ('{\n  "text": "a",\n  "title": "b"\n  "id": 1\n}', 4),
    ],
)
def test_fault_of_a_json_file_has_its_line(tmp_path: Path, text: str, line: int, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)

    run(["validate", str(path)])

    assert capsys.readouterr().out.startswith(f"{path}:{line}: ")


def test_what_ingest_would_accept_is_exit_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Ferry")
    (tmp_path / "a.jsonl").write_text('{"url": "https://a.example/1"}\n{"status": "withdrawn", "source": "a", "id": "1"}\n')

    status = run(["validate", str(tmp_path / "a.txt"), str(tmp_path / "a.jsonl")])

    assert status == 0
    assert capsys.readouterr().out == "3 documents are valid.\n"


def test_id_needs_a_source_as_it_does_in_ingest(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "a"}\n')

    assert run(["validate", str(tmp_path / "a.jsonl")]) == 1


def test_json_holds_the_counts_and_every_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": 1, "x": 2}\n')

    run(["validate", "--json", str(path)])

    answer = json.loads(capsys.readouterr().out)
    assert (answer["documents"], answer["valid"]) == (2, 1)
    assert [(fault["line"], fault["path"]) for fault in answer["faults"]] == [(2, "text"), (2, "x")]


@pytest.mark.parametrize("case", DOCUMENTS, ids=lambda case: case.name)
def test_verdict_on_a_bad_input_is_that_of_ingest(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(case.data)

    status = run(["validate", "--format", "json", "--json", str(path)])

    printed = capsys.readouterr().out
    named = [(fault["reason"], fault["path"], fault["code"]) for fault in json.loads(printed)["faults"]]
    refused = [(case.end.reason, *fault) for fault in case.end.faults] if isinstance(case.end, Refused) else []
    assert (status, named) == (int(bool(refused)), refused)
    assert case.canary not in printed
