"""
`./run audit`: what is in the images, written down (CycloneDX), and which of it has known vulnerabilities (pip-audit).

pip-audit itself exits with 0 and "No known vulnerabilities found" where the index told it nothing about any package. Not
knowing is an answer of its own here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).parents[1]
_PROGRAMS: Final = Path(sys.executable).parent
_IMAGES: Final = ("ingest", "enrich", "store", "cli")
_AUDITED: Final = ("all", "uv", "audit")  # all.txt holds what each image does, at the same versions
_BILLS: Final = _ROOT / "build/sbom"


class Verdict(IntEnum):
    """The exit status."""

    CLEAN = 0
    VULNERABLE = 1
    UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of the packages of one lock file: `vulnerable` as lines to read, `unknown` as names."""

    packages: int
    vulnerable: tuple[str, ...]
    unknown: tuple[str, ...]


def main() -> int:
    """Write the bills of materials, then audit; the exit status is a verdict."""
    for image in _IMAGES:
        _write_bill(image)
    _say(f"{len(_IMAGES)} bills of materials in {_BILLS.relative_to(_ROOT)}/")
    return judge([(name, _audit(name)) for name in _AUDITED])


def judge(audited: Sequence[tuple[str, Findings | None]]) -> Verdict:
    """Say what was found in each lock file (None: the audit itself failed), and return the worst of it."""
    for name, findings in audited:
        for line in findings.vulnerable if findings else ():
            _say(f"requirements/{name}.txt: {line}")
    if any(findings.vulnerable for _, findings in audited if findings):
        return Verdict.VULNERABLE
    if unknown := list(_unknown(audited)):
        for line in unknown:
            _say(line)
        _say("this is no pass: audit again from where the package index answers about vulnerabilities")
        return Verdict.UNKNOWN
    _say(f"no known vulnerabilities in {sum(findings.packages for _, findings in audited if findings)} pins")
    return Verdict.CLEAN


def read_report(text: str) -> Findings | None:
    """Read pip-audit's JSON; None where it is not that, because pip-audit has failed."""
    try:
        packages: list[dict[str, Any]] = json.loads(text)["dependencies"]
    except (json.JSONDecodeError, KeyError, TypeError):
        return None
    return Findings(
        packages=len(packages),
        vulnerable=tuple(
            f"{one['name']} {one['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or 'no version yet'}"
            for one in packages
            for found in one.get("vulns", ())
        ),
        unknown=tuple(one["name"] for one in packages if "skip_reason" in one),
    )


def _unknown(audited: Sequence[tuple[str, Findings | None]]) -> Iterator[str]:
    for name, findings in audited:
        if findings is None:
            yield f"requirements/{name}.txt: not audited, pip-audit failed: see above"
        elif findings.unknown or not findings.packages:
            yield f"requirements/{name}.txt: nothing is known about {len(findings.unknown)} of {findings.packages} packages"


def _audit(name: str) -> Findings | None:
    command = [str(_PROGRAMS / "pip-audit"), "--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    done = subprocess.run([*command, "-r", _lock(name)], capture_output=True, text=True, check=False)  # noqa: S603 (ours)
    if (findings := read_report(done.stdout)) is None:
        sys.stderr.write(done.stderr)
    return findings


def _write_bill(image: str) -> None:
    _BILLS.mkdir(parents=True, exist_ok=True)
    quiet = [sys.executable, "-W", "ignore", str(_PROGRAMS / "cyclonedx-py"), "requirements", _lock(image)]
    project = ["--pyproject", str(_ROOT / "pyproject.toml"), "--output-reproducible"]
    subprocess.run([*quiet, *project, "-o", str(_BILLS / f"{image}.cdx.json")], check=True)  # noqa: S603 (ours)


def _lock(name: str) -> str:
    return str(_ROOT / f"requirements/{name}.txt")


def _say(line: str) -> None:
    sys.stderr.write(f"audit: {line}\n")


if __name__ == "__main__":
    sys.exit(main())
