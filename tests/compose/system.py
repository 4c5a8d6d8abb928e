"""The deployment under test: docker compose as an operator runs it, with secrets, ports and names of its own."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.support.ports import free_ports

ROOT = Path(__file__).parents[2]


def built(tag: str, dockerfile: str) -> str:
    """Build an image that needs no files, and return its tag."""
    command = ["docker", "build", "--quiet", "--tag", tag, "-"]
    subprocess.run(command, input=dockerfile, text=True, check=True, capture_output=True)
    return tag


class System:
    """
    One compose project.

    Its commands run in `place`, a folder that looks like a checkout to those of the documentation: it holds `run` and
    `secrets/`, and Compose finds its files by a variable.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.seconds_to_healthy = 0.0
        self.redis_port, self.postgres_port = free_ports(2)
        self.variables = {
            "COMPOSE_PROJECT_NAME": f"dateline-test-{os.getpid()}",
            "COMPOSE_FILE": f"{ROOT}/docker-compose.yml",
            "COMPOSE_DISABLE_ENV_FILE": "1",
            "DATELINE_ENV_FILE": str(place / "settings.env"),
            "DATELINE_SECRETS": str(self.secrets),
            "DATELINE_VERSION": "test",
            "DATELINE_BIND_ADDRESS": "127.0.0.1",
            "DATELINE_REDIS_PORT": str(self.redis_port),
            "DATELINE_POSTGRES_PORT": str(self.postgres_port),
        }
        (place / "run").write_text(f'#!/bin/sh\nexec {ROOT}/run "$@"\n')
        (place / "run").chmod(0o755)

    @property
    def secrets(self) -> Path:
        return self.place / "secrets"

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text().strip()

    def redis_url(self, role: str) -> str:
        return f"rediss://{role}:{self.secret(f'redis_{role}_password')}@localhost:{self.redis_port}/0"

    @property
    def reader_address(self) -> str:
        return (
            f"postgresql://dateline_reader:{self.secret('postgres_reader_password')}@localhost:{self.postgres_port}/dateline"
            f"?hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={self.secrets / 'ca.crt'}"
        )

    def run(self, command: list[str], *, given: str = "", variables: Mapping[str, str] | None = None) -> str:
        """Run a command, and return what it prints; what it says on both channels is in the failure."""
        environment = {**os.environ, **self.variables, **(variables or {})}
        done = subprocess.run(
            command, input=given, capture_output=True, text=True, cwd=self.place, env=environment, check=False
        )
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def compose(self, *arguments: str, given: str = "", **variables: str) -> str:
        """Run a docker compose command."""
        return self.run(["docker", "compose", *arguments], given=given, variables=variables)

    def script(self, text: str) -> str:
        """Run a block of the documentation."""
        return self.run(["sh", "-e", "-c", text])

    def exec(self, service: str, *command: str, given: str = "") -> str:
        """Run a command in a running container."""
        return self.compose("exec", "-T", service, *command, given=given)

    def containers(self, service: str) -> list[dict[str, Any]]:
        """Return what `docker inspect` says of a service's containers."""
        ids = self.compose("ps", "--all", "--quiet", service).split()
        inspected: list[dict[str, Any]] = json.loads(self.run(["docker", "inspect", *ids])) if ids else []
        return inspected

    def health(self, service: str) -> set[str]:
        return {container["State"].get("Health", {}).get("Status", "none") for container in self.containers(service)}

    def query(self, statement: str) -> str:
        """Ask Postgres as its superuser, from within."""
        return self.exec("postgres", "psql", "-U", "postgres", "-d", "dateline", "-tAc", statement).strip()

    def stored(self, source: str) -> int:
        return int(self.query(f"SELECT count(*) FROM news.articles WHERE source = '{source}'"))

    def until(self, holds: Callable[[], object], seconds: float = 180) -> None:
        """Wait until `holds` is true; fail, with the state of all containers, after `seconds`."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, self.compose("ps", "--all") + self.compose("logs", "--no-color", "--tail=5")
            time.sleep(0.5)
