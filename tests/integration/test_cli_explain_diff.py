"""`dateline explain --diff`: what a change of the cleaning rules does to a file of articles, before it is released."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.main import run
from services.ingest.core.clean import article as cleaning
from services.ingest.core.clean.rule import Rule

ADVERT = "The vote was lost. Story continues below advertisement\n\nA second one follows in the autumn."
ARTICLES = (
    {"id": "wire", "text": "PORT ANSEL, Norland, March 3 (ANI): The ferry to Lakeside opened on Tuesday. (ANI)"},
    {"id": "advert", "text": ADVERT},
    {"id": "related", "text": "Also Read | Bridge Reopens After Storm.\n\nThe ferry opened on Tuesday, and the mayor came."},
    {"id": "notice", "text": "Story continues below advertisement"},
    {"id": "typo", "txt": ADVERT},
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    path.write_text("\n".join([*map(json.dumps, ARTICLES), "{", '{"text": "Nobody named this one."}']))
    return path


@pytest.fixture
def before(articles: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Path:
    path = articles.with_name("before.jsonl")
    assert run(["explain", "--jsonl", "--stage", "ingest", str(articles)]) == 0
    path.write_bytes(capsysbinary.readouterr().out)
    return path


@pytest.fixture
def without_adverts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Change the rules: of all only those about links to other stories are left."""
    hinted = cleaning.rules_hinted_at

    def fewer(text: str) -> list[tuple[Rule, list[int]]]:
        return [(rule, lines) for rule, lines in hinted(text) if rule.id.startswith("interstitial.")]

    monkeypatch.setattr(cleaning, "rules_hinted_at", fewer)


def differences(printed: bytes) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    *changes, last = map(json.loads, printed.splitlines())
    return {change["id"]: change for change in changes}, last["summary"]


def test_rules_as_they_were_change_nothing(articles: Path, before: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    status = run(["explain", "--jsonl", "--diff", str(before), str(articles)])

    assert status == 0
    assert differences(capsysbinary.readouterr().out) == ({}, {"articles": 7, "changed": 0, "rules": {}})


def test_changed_rules_are_told_document_by_document_and_in_sum(
    articles: Path, before: Path, without_adverts: None, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    status = run(["explain", "--jsonl", "--diff", str(before), str(articles)])

    changes, summary = differences(capsysbinary.readouterr().out)
    assert status == 1
    assert changes.keys() == {"advert", "notice"}
    assert changes["advert"] == {
        "where": f"{articles}:2",
        "id": "advert",
        "gained": [],
        "lost": [{"rule": "advert.continues", "start": 18, "end": 54, "text": " Story continues below advertisement"}],
        "before": {"text": "The vote was lost.\n\nA second one follows in the autumn."},
        "after": {"text": ADVERT},
    }
    assert changes["notice"]["before"] == {"outcome": "rejected", "reason": "no-text"}
    assert changes["notice"]["after"] == {"outcome": "accepted", "reason": None}
    assert summary == {"articles": 7, "changed": 2, "rules": {"advert.continues": {"gained": 0, "lost": 1}}}


def test_new_rule_a_person_sees_in_its_place(
    articles: Path, before: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.loads(line) for line in before.read_text().splitlines()]
    wire, advert = lines[0]["ingested"], lines[1]["ingested"]
    wire["dateline"], wire["removed"][0]["rule"] = None, "header.date"
    advert["removed"], advert["text"] = [], ADVERT
    before.write_text("\n".join(map(json.dumps, lines)))
    monkeypatch.setenv("COLUMNS", "160")

    status = run(["explain", "--diff", str(before), str(articles)])

    printed = [" ".join(line.split()) for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert status == 1
    assert f"{articles}:2 advert" in [line.rstrip("─ ") for line in printed]
    assert "removed now advert.continues The vote was lost.[- Story continues below advertisement-]↵↵A second one" in (
        line.removesuffix(" follows in the") for line in printed
    )
    assert "dateline none → PORT ANSEL · Norland · March 3 · ANI" in printed
    assert printed[-4:] == [
        "7 documents, 2 changed",
        "advert.continues 1 removed now 0 kept now",
        "dateline 1 removed now 0 kept now",
        "header.date 0 removed now 1 kept now",
    ]


def test_text_that_is_extracted_otherwise_moves_no_span(
    articles: Path, before: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    articles.write_text(articles.read_text().replace("Also Read", r"Rain.\n\nAlso Read"))

    run(["explain", "--jsonl", "--diff", str(before), str(articles)])

    changes, _ = differences(capsysbinary.readouterr().out)
    assert changes["related"]["before"].keys() == {"extracted_text", "text"}
    assert (changes["related"]["gained"], changes["related"]["lost"]) == ([], [])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda lines: lines[:3], "before.jsonl:4: is missing"),
        (lambda lines: [*lines, lines[0]], "before.jsonl:8: is of a document that FILE does not have"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "before.jsonl:1: is of another document"),
        (lambda lines: [b'{"id": "wire", "text": "A submission."}', *lines[1:]], "before.jsonl:1: is not what explain"),
        (lambda lines: [b"[" * 100_000, *lines[1:]], "before.jsonl:1: is not what explain"),
    ],
)
def test_former_run_of_other_documents_is_wrong_usage(
    articles: Path, before: Path, spoil: Any, says: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    before.write_bytes(b"\n".join(spoil(before.read_bytes().splitlines())))

    status = run(["explain", "--jsonl", "--diff", str(before), str(articles)])

    assert status == 2
    assert says in capsysbinary.readouterr().err.decode()
