"""The command itself: quick help, one line for every fault, exit statuses for scripts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.cli.main import VERBS, run

HEAVY = ("pydantic", "redis", "rich.console", "spacy", "sqlalchemy", "trafilatura", "faststream")


def python(code: str, *, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", code], input=stdin, capture_output=True, check=False)


def test_help_lists_every_verb_without_importing_what_verbs_need() -> None:
    code = f"""
import sys
from deploy.cli.main import run
assert run(["--help"]) == 0
print([name for name in {HEAVY!r} if name in sys.modules])
"""

    answer = python(code)

    *page, imported = answer.stdout.decode().splitlines()
    assert imported == "[]"
    assert all(any(line.strip().startswith(verb) for line in page) for verb in VERBS)


def test_every_verb_explains_itself_and_speaks_json() -> None:
    code = f"""
from deploy.cli.main import run
for verb in {list(VERBS)!r}:
    assert run([verb, "--help"]) == 0
    print("=====")
"""

    pages = python(code).stdout.decode().split("=====\n")[:-1]

    assert len(pages) == len(VERBS)
    for verb, page in zip(VERBS, pages, strict=True):
        assert page.startswith(f"Usage: dateline {verb} ")
        assert "--json" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["explian", "x"], "Did you mean 'explain'?"),
        (["validate"], "Missing argument"),
        (["publish", "x.txt", "--wiat"], "--wiat"),
        (["status", "--interval", "soon"], "--interval"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(arguments)

    printed = capsys.readouterr()
    assert status == 2
    assert printed.out == ""
    assert says in printed.err
    assert printed.err.count("\n") == 1


def test_missing_file_is_named_and_exit_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["validate", str(tmp_path / "gone.txt")])

    assert status == 4
    assert capsys.readouterr().err == f"dateline validate: {tmp_path / 'gone.txt'}: No such file or directory\n"


def test_wrong_setting_is_named_without_its_value_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", "http://user:secret@host")
    (tmp_path / "a.txt").write_text("Text.")

    status = run(["publish", str(tmp_path / "a.txt")])

    printed = capsys.readouterr().err
    assert status == 2
    assert "DATELINE_REDIS_URL" in printed
    assert "secret" not in printed


def test_bug_is_one_line_with_its_place_and_exit_70(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise KeyError("of the programmer's")

    monkeypatch.setattr("deploy.cli.validate.findings", broken)
    (tmp_path / "a.txt").write_text("Text.")

    status = run(["validate", str(tmp_path / "a.txt")])

    printed = capsys.readouterr().err
    assert status == 70
    assert "unexpected KeyError in test_cli_main.py:" in printed
    assert printed.count("\n") == 1


def test_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text("nonsense\n" * 20_000)
    command = f"{sys.executable} -m deploy.cli validate {lines} | head -1; echo ${{PIPESTATUS[0]}}"

    answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)

    assert answer.stderr == ""
    assert answer.stdout.splitlines()[-1] == "4"


def test_verbs_for_publishers_run_where_only_their_own_packages_are() -> None:
    code = """
import sys
for absent in ("spacy", "onnxruntime", "numpy", "trafilatura", "lxml", "ftfy", "aiohttp", "sqlalchemy", "psycopg"):
    sys.modules[absent] = None
from deploy.cli.main import load, run
assert run(["validate", "-"]) == 0
for verb in ("publish", "status", "validate"):
    load(verb)
sys.exit(run(["explain", "-"]))
"""

    answer = python(code, stdin=b"A ferry opened.")

    assert answer.returncode == 2
    assert answer.stdout.decode() == "1 document is valid.\n"
    assert "pip install 'dateline[" in answer.stderr.decode()
