"""A password that a process was given in a file is in no log of it, in no environment and in no list of processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.embedded.runner import system
from tests.support.ports import free_ports
from tests.support.protected_redis import Protected, protected_redis

ROOT = Path(__file__).parents[2]
CANARY = "canary-7f3a"


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Protected]:
    with protected_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


def secret(place: Path, name: str, value: str) -> dict[str, str]:
    path = place / name.lower()
    path.touch(mode=0o600)
    path.write_text(value)
    return {f"{name}_FILE": str(path)}


@contextmanager
def running(service: str, log: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", f"services.{service}"],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "DATELINE_PROBE_PORT": "0",
                "DATELINE_LOG_LEVEL": "DEBUG",
                **environment,
            },
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until_logged(log: Path, words: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)


def shown(process: int) -> str:
    """What everybody with the same user sees of a process."""
    return "".join(Path(f"/proc/{process}/{file}").read_bytes().decode() for file in ("environ", "cmdline"))


@pytest.mark.parametrize("service", ["ingest", "enrich", "store"])
def test_a_service_at_work_shows_no_password(protected: Protected, tmp_path: Path, service: str) -> None:
    """The store's Postgres does not answer, which it says, without the address that it was given."""
    log = tmp_path / "log"
    environment = secret(tmp_path, "DATELINE_REDIS_URL", protected.url(service))
    environment |= secret(tmp_path, "DATELINE_DATABASE_URL", f"postgresql://writer:{CANARY}@127.0.0.1:1/news")

    with running(service, log, environment) as process:
        until_logged(log, "service_started", process)
        if service == "store":
            until_logged(log, "waiting_for_dependency", process)
        seen = shown(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0

    assert "DATELINE_REDIS_URL_FILE" in seen
    for password in (f"{service}-password", CANARY):
        assert password not in seen + log.read_text()


def test_a_refused_login_is_not_shown(protected: Protected, tmp_path: Path) -> None:
    log = tmp_path / "log"
    url = protected.url("ingest").replace("ingest-password", CANARY)

    with running("ingest", log, secret(tmp_path, "DATELINE_REDIS_URL", url)) as process:
        until_logged(log, "waiting_for_dependency", process)
        seen = shown(process.pid)

    assert CANARY not in seen + log.read_text()


@pytest.mark.parametrize("how", ["both forms", "an odd address"])
def test_a_wrong_setting_ends_the_process_and_is_not_shown(tmp_path: Path, how: str) -> None:
    log = tmp_path / "log"
    environment = secret(tmp_path, "DATELINE_REDIS_URL", f"http://user:{CANARY}@redis")
    if how == "both forms":
        environment["DATELINE_REDIS_URL"] = "redis://redis/0"

    with running("store", log, environment) as process:
        assert process.wait(30) == 2

    assert "DATELINE_REDIS_URL" in log.read_text()
    assert CANARY not in log.read_text()


def test_the_embedded_system_shows_none_of_its_passwords() -> None:
    """`dateline up` answers on ports of loopback, and so has a password."""
    first, second = free_ports(2)
    with system(tcp_ports=(first, second)) as embedded:
        password = urlsplit(embedded.servers.redis_tcp_url).password
        seen = {process: shown(process) for process in descendants(os.getpid())}
        services = {service.pid for service in embedded.services.values()}
        logs = "".join(service.log.read_text() for service in embedded.services.values())

    assert password
    assert services < set(seen)
    assert [text for text in (*seen.values(), logs) if password in text] == []


def descendants(process: int) -> set[int]:
    parent_of: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent_of[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
    found: set[int] = set()
    while more := {child for child, parent in parent_of.items() if parent in found | {process}} - found:
        found |= more
    return found
