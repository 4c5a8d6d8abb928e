"""The services as processes, two replicas each, started again when they end: compose's ``restart: unless-stopped``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from deploy.embedded.backing import Servers
from deploy.embedded.child import die_with_parent
from tests.chaos.documents import STAGES
from tests.chaos.proxy import Link, Network
from tests.support.system import QUICK

CLAIM_AFTER_S: Final = float(QUICK["DATELINE_CLAIM_AFTER_S"])
ROOT: Final = Path(__file__).parents[2]


@dataclass(slots=True)
class Replica:
    """One process of one service, and its ways to the servers."""

    service: str
    environment: dict[str, str]
    log: Path
    redis: Link
    postgres: Link | None
    code: Path = ROOT
    starts: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def tend(self) -> None:
        """Start the process unless it runs. Always from the main thread: the kernel ends a child with its thread."""
        if self._process is not None and self._process.poll() is None:
            return
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "tests.chaos.service", self.service],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={**self.environment, "PYTHONPATH": os.pathsep.join((str(self.code), str(ROOT)))},
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 (one call into the C library, no lock)
            )
        self.starts += 1

    def send(self, how: signal.Signals) -> None:
        """Send the process a signal; one that has just ended gets none."""
        if self._process is not None:
            self._process.send_signal(how)

    def end(self) -> None:
        """End the process for good."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def has_started(self) -> int:
        """Count how often the service was ready to work."""
        return self.log.read_text(errors="replace").count("service_started")


@dataclass(slots=True)
class Fleet:
    """All replicas."""

    replicas: list[Replica]
    deliveries: Path

    def tend(self) -> None:
        """Start what has ended."""
        for replica in self.replicas:
            replica.tend()

    def end(self) -> None:
        """End all processes, stopped ones too."""
        for replica in self.replicas:
            replica.end()

    @property
    def restarts(self) -> int:
        """Count the starts after the first ones."""
        return sum(replica.starts for replica in self.replicas) - len(self.replicas)


def make_fleet(servers: Servers, network: Network, folder: Path, *, mutant: str, model: str) -> Fleet:
    """Lay out two replicas of each service, each behind links of its own; `tend` starts them."""
    deliveries = folder / "deliveries"
    deliveries.touch()
    redis, redis_url = _linked(network, servers.redis_tcp_url)
    postgres, database_url = _linked(network, servers.database_tcp_url)
    replicas = []
    for service in STAGES:
        for number in range(2):
            to_redis, to_postgres = redis(), postgres() if service == "store" else None
            environment = os.environ | QUICK | {
                "DATELINE_REDIS_URL": redis_url(to_redis),
                "DATELINE_PROBE_PORT": "0",
                "DATELINE_ENRICH_MODEL": model,
                "CHAOS_DELIVERIES": str(deliveries),
                "CHAOS_MUTANT": mutant,
                "CHAOS_CLOCK_S": "0",
            }  # fmt: skip
            if to_postgres:
                environment["DATELINE_DATABASE_URL"] = database_url(to_postgres)
            replicas.append(Replica(service, environment, folder / f"{service}-{number}.log", to_redis, to_postgres))
    return Fleet(replicas, deliveries)


def through(network: Network, url: str | None) -> tuple[Link, str]:
    """Open a link to the server of `url`, and give the URL that goes through it."""
    link, address = _linked(network, url)
    opened = link()
    return opened, address(opened)


def _linked(network: Network, url: str | None) -> tuple[Callable[[], Link], Callable[[Link], str]]:
    assert url
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    host, port = parts.hostname, parts.port
    return lambda: network.link(host, port), lambda link: url.replace(f":{port}", f":{link.port}", 1)
