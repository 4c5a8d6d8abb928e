"""What a run consists of, and what of it the faults may touch."""

from __future__ import annotations

import random
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import psycopg
import spacy
from redis import Redis

from deploy.embedded.backing import Servers
from tests.chaos.fleet import ROOT, Fleet, Replica
from tests.chaos.proxy import Link


@dataclass(slots=True)
class World:
    """One run: the servers, the services before them, and the publisher's way to Redis."""

    random: random.Random
    servers: Servers
    fleet: Fleet
    publisher: Link
    publisher_url: str
    disks: dict[str, Path] = field(default_factory=dict)
    """Small file systems of their own, by server; empty where none can be mounted."""
    other_code: Path | None = None
    """The services as they were before the last change of them; None where there is no history."""

    def replica(self, *services: str) -> Replica:
        """Pick a replica, of one of the services if any are named."""
        return self.random.choice([one for one in self.fleet.replicas if not services or one.service in services])

    def link(self) -> Link:
        """Pick a way to a server: a replica's to either, or the publisher's."""
        links = [link for one in self.fleet.replicas for link in (one.redis, one.postgres) if link]
        return self.random.choice([*links, self.publisher])

    def redis(self) -> Redis:
        """Make a client that goes straight to the server."""
        return Redis.from_url(self.servers.redis_url, socket_timeout=10)

    def postgres(self) -> psycopg.Connection:
        """Connect straight to the server, as its owner."""
        return psycopg.connect(self.servers.database_url.replace("+psycopg", ""), autocommit=True)


@contextmanager
def small_disks(folder: Path) -> Iterator[dict[str, Path]]:
    """Mount a small file system for each server's data below `folder`; none where that is not permitted."""
    disks = {"postgres": folder / "data", "redis": folder / "data" / "redis"}
    mounted: list[Path] = []
    try:
        for (name, disk), size in zip(disks.items(), ("1g", "256m"), strict=True):
            disk.mkdir(mode=0o711, exist_ok=True)
            command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", f"dateline-chaos-{name}", str(disk)]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                break
            mounted.append(disk)
        yield disks if len(mounted) == len(disks) else {}
    finally:
        for disk in reversed(mounted):
            subprocess.run(["umount", "-l", str(disk)], check=False)


def code_before(folder: Path) -> Path | None:
    """Unpack the services as they were before the last change of them; None where there is no history."""
    changes = _git("log", "--format=%H", "-n", "2", "--", "services", "shared").split()
    archive = _git("archive", changes[-1], "services", "shared") if len(changes) > 1 else b""
    if not archive:
        return None
    before = folder / "before"
    with tarfile.open(fileobj=BytesIO(archive)) as packed:
        packed.extractall(before, filter="data")
    return before


def commit() -> str:
    """Name the commit, and say whether the tree differs from it."""
    return _git("describe", "--always", "--dirty", "--abbrev=10").decode().strip() or "unknown"


def _git(*arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return b""


def tiny_model(folder: Path) -> str:
    """Save a spaCy pipeline that knows three names: it costs next to nothing."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    names = {"Mirela Oduya": "PERSON", "Norland": "GPE", "Tomas Berg": "PERSON"}
    ruler.add_patterns([{"label": label, "pattern": name} for name, label in names.items()])  # type: ignore[attr-defined]
    nlp.to_disk(folder / "model")
    return str(folder / "model")
