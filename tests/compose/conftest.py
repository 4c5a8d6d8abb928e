"""One deployment for all compose tests: built once, started as the documentation says, removed at the end."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.pages import block
from tests.compose.system import ROOT, System


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The deployment, healthy, with nothing published on the host."""
    made = System(tmp_path_factory.mktemp("compose"))
    made.compose("--profile", "tools", "build")
    started = time.monotonic()
    try:
        made.script(block("deploy.md", "start"))
        made.seconds_to_healthy = time.monotonic() - started
        yield made
    finally:
        made.script(block("deploy.md", "remove"))


@pytest.fixture(scope="session")
def exposed(system: System) -> System:
    """The same deployment, with Redis and Postgres on ports of loopback."""
    system.script(block("deploy.md", "expose").replace("-f ", f"-f {ROOT}/"))
    system.variables["COMPOSE_FILE"] = f"{ROOT}/docker-compose.yml:{ROOT}/compose.expose.yml"
    return system


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Node's redis package."""
    place = tmp_path_factory.mktemp("node")
    (place / "package.json").write_text('{"private": true}')
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "redis@6"], cwd=place, check=True)
    return place
