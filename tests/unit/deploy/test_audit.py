"""An audit that learned nothing is not one that found nothing."""

from __future__ import annotations

import json

import pytest

from deploy.audit import Findings, Verdict, judge, read_report

SOUND = {"name": "sound", "version": "1.0", "vulns": []}
HOLED = {"name": "holed", "version": "2.0", "vulns": [{"id": "GHSA-1", "fix_versions": ["2.1"]}]}
UNFIXED = {"name": "unfixed", "version": "3.0", "vulns": [{"id": "GHSA-2", "fix_versions": []}]}
SKIPPED = {"name": "skipped", "skip_reason": "Dependency not found on the index and could not be audited: skipped (4.0)"}


def found(*packages: dict[str, object]) -> Findings | None:
    return read_report(json.dumps({"dependencies": packages, "fixes": []}))


@pytest.mark.parametrize(
    ("audited", "verdict"),
    [
        ([found(SOUND), found(SOUND)], Verdict.CLEAN),
        ([found(SOUND), found(SOUND, HOLED)], Verdict.VULNERABLE),
        ([found(SOUND, SKIPPED)], Verdict.UNKNOWN),
        ([found(SKIPPED, HOLED)], Verdict.VULNERABLE),
        ([found(SOUND), found()], Verdict.UNKNOWN),
        ([found(SOUND), read_report("")], Verdict.UNKNOWN),
        ([read_report('{"error": "no answer"}')], Verdict.UNKNOWN),
    ],
)
def test_the_exit_status_tells_clean_vulnerable_and_unknown_apart(audited: list[Findings | None], verdict: Verdict) -> None:
    assert judge([(str(at), findings) for at, findings in enumerate(audited)]) == verdict


def test_each_vulnerability_is_named_with_its_fix(capsys: pytest.CaptureFixture[str]) -> None:
    judge([("all", found(SOUND, HOLED, UNFIXED))])

    said = capsys.readouterr().err
    assert "requirements/all.txt: holed 2.0: GHSA-1, fixed in 2.1" in said
    assert "unfixed 3.0: GHSA-2, fixed in no version yet" in said
    assert "sound" not in said


def test_what_is_not_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    judge([("all", found(SOUND, SKIPPED))])

    assert "nothing is known about 1 of 2 packages" in capsys.readouterr().err
