"""An image holds its service, its packages, and nothing to build or install others with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_DOCKERFILE = (_ROOT / "deploy/docker/Dockerfile").read_text()
_STAGES = dict(re.findall(r"^FROM \S+(?: AS (\S+))?\n(.*?)(?=^FROM |\Z)", _DOCKERFILE, re.MULTILINE | re.DOTALL))


def test_packages_are_checked_by_hash_and_never_compiled() -> None:
    for option in ("--require-hashes", "--only-binary=:all:", "--no-deps"):
        assert option in _STAGES["packages"]


def test_nothing_is_installed_in_the_final_image() -> None:
    final = _STAGES["runtime"] + "".join(body for name, body in _STAGES.items() if name.startswith("run-"))

    assert not re.search(r"apt-get|\binstall\b|\bgcc\b", final.replace("uninstall", ""))
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert "pip uninstall" in final


@pytest.mark.parametrize("service", ["ingest", "enrich", "store"])
def test_a_service_image_gets_shared_and_its_own_folder(service: str) -> None:
    copied = re.findall(r"^COPY (services/\S+)", _STAGES[f"code-{service}"] + _STAGES["shared-code"], re.MULTILINE)

    assert sorted(copied) == sorted(["services/__init__.py", f"services/{service}/"])


def test_the_dockerfile_needs_no_frontend_from_a_registry() -> None:
    assert "syntax=" not in _DOCKERFILE


def test_the_builder_sees_no_secrets() -> None:
    lines = [line for line in (_ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]

    assert lines[0] == "*"
    assert {line for line in lines if line.startswith("!")} == {
        "!requirements",
        "!shared",
        "!services",
        "!deploy/__init__.py",
        "!deploy/cli",
        "!deploy/embedded",
        "!deploy/docker/healthcheck.py",
    }
