"""What the system leans on dies, is away, is full or is slow: nothing is lost, it recovers alone, and it says so."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.compose.documents import documents
from tests.compose.publishing import handing_in, healthy, publishing, restarts
from tests.compose.system import System
from tests.support.metrics import samples

_KILL = """
for process in /proc/[0-9]*; do
    case $(cat $process/comm 2>/dev/null) in {program}) kill -9 ${{process#/proc/}} || true ;; esac
done
"""
_METRICS = "import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:8080/metrics', timeout=9).read().decode())"
_HEAVY = {f"part-{number}": "x" * 1000 for number in range(20)}


def metrics(system: System, service: str) -> dict[str, float]:
    """The metrics of a service's only replica."""
    return samples(system.exec(service, "python", "-c", _METRICS))


def status(system: System) -> dict[str, Any]:
    """What `dateline status` says; its exit status says whether something is stuck, and is not asked here."""
    said = system.compose(
        "run", "--rm", "--no-deps", "-T", "--entrypoint", "sh", "cli", "-c", "python -m deploy.cli status --json || true"
    )
    report: dict[str, Any] = json.loads(said)
    return report


def reserve(system: System) -> int:
    """The bytes that ingest has laid by on Redis."""
    login = f"REDISCLI_AUTH={system.secret('redis_ops_password')}"
    asked = ["redis-cli", "--user", "ops", "memory", "usage", "dateline:intake:reserve"]
    return int(system.exec("redis", "env", login, *asked).strip() or 0)


def probe_output(system: System, service: str) -> str:
    (container,) = system.containers(service)
    return str(container["State"]["Health"]["Log"][-1]["Output"])


@pytest.mark.parametrize("server", ["redis", "postgres"])
def test_a_killed_server_comes_back_by_itself_and_nothing_is_lost(exposed: System, server: str) -> None:
    before = restarts(exposed, server)

    with publishing(exposed, f"killed-{server}", 200):
        exposed.until(lambda: exposed.stored(f"killed-{server}") > 10)
        exposed.exec(server, "sh", "-c", f"({_KILL.format(program='redis-server' if server == 'redis' else 'postgres')}) &")
        exposed.until(lambda: restarts(exposed, server) > before)
        exposed.until(lambda: exposed.health(server) == {"healthy"})

    exposed.until(lambda: healthy(exposed))


def test_five_minutes_without_postgres_are_waited_for_and_seen_everywhere(exposed: System) -> None:
    before = {name: restarts(exposed, name) for name in ("ingest", "enrich", "store")}
    exposed.compose("stop", "postgres")
    away_since = time.monotonic()
    with publishing(exposed, "five-minutes", 300):
        exposed.until(lambda: exposed.health("store") == {"unhealthy"}, seconds=90)
        assert "postgres" in probe_output(exposed, "store")
        assert metrics(exposed, "store")['dateline_waiting{dependency="postgres"}'] == 1
        exposed.until(lambda: {s["stage"]: s["backlog"] + s["in_flight"] for s in status(exposed)["stages"]}["store"] >= 300)
        said = status(exposed)
        assert said["outcomes"] is None
        assert any("outcomes are not known" in note for note in said["notes"])
        exposed.until(lambda: time.monotonic() - away_since > 300, seconds=310)
        exposed.compose("start", "postgres")
        exposed.until(lambda: exposed.health("postgres") == {"healthy"})

    exposed.until(lambda: healthy(exposed))
    assert {name: restarts(exposed, name) for name in before} == before


@contextmanager
def limited(system: System, **settings: str) -> Iterator[None]:
    """Run redis and the services with other settings; and as before after the block, whatever happens in it."""
    chosen = (system.place / "settings.env").read_text() if (system.place / "settings.env").exists() else ""
    (system.place / "settings.env").write_text(chosen + "".join(f"{name}={value}\n" for name, value in settings.items()))
    try:
        system.compose("up", "-d", "--wait", **settings)
        yield
    finally:
        (system.place / "settings.env").write_text(chosen)
        system.compose("up", "-d", "--wait")


def test_a_redis_that_is_full_drains_by_itself(exposed: System) -> None:
    """It fills within seconds, while Postgres is away, so that nothing can leave it."""
    lines = documents("full", 900, metadata=_HEAVY)

    with limited(exposed, DATELINE_REDIS_MAXMEMORY="16mb"):
        exposed.until(lambda: 0 < reserve(exposed) < 1_000_000)  # before, it is that of a larger Redis
        exposed.compose("stop", "postgres")
        with handing_in(exposed, lines) as accepted:
            exposed.until(
                lambda: (said := status(exposed))["intake"] == "closed" and any("memory is" in n for n in said["notes"])
            )
            exposed.until(lambda: metrics(exposed, "ingest").get('dateline_waiting{dependency="redis-memory"}') == 1)
            said = metrics(exposed, "ingest")
            assert said["dateline_intake"] == 2
            assert said["dateline_redis_memory_ratio"] > 0.9
            exposed.until(lambda: exposed.health("ingest") == {"unhealthy"}, seconds=90)
            assert "redis-memory" in probe_output(exposed, "ingest")
            assert len(accepted) < len(lines)
            exposed.compose("start", "postgres")
        exposed.until(lambda: exposed.stored("full") == len(lines), seconds=600)

    assert exposed.query("SELECT count(*) FROM news.outcomes WHERE source = 'full' AND outcome = 'rejected'") == "0"
    exposed.until(lambda: healthy(exposed))


def test_a_slow_enrich_slows_the_stage_before_it_and_the_publishers(exposed: System) -> None:
    limits = {"DATELINE_OUTPUT_LIMIT": "50", "DATELINE_INTAKE_SLOW": "100", "DATELINE_INTAKE_CLOSED": "10000"}

    with limited(exposed, **limits):
        (enrich,) = exposed.containers("enrich")
        exposed.run(["docker", "update", "--cpus", "0.1", enrich["Id"]])
        with publishing(exposed, "slowly", 400):
            exposed.until(lambda: metrics(exposed, "ingest").get('dateline_waiting{dependency="room"}') == 1)
            exposed.until(lambda: status(exposed)["intake"] == "slow")
            exposed.until(lambda: metrics(exposed, "ingest")['dateline_entries{stage="ingest",state="unread"}'] >= 100)
            exposed.until(lambda: metrics(exposed, "enrich")['dateline_entries{stage="enrich",state="in_work"}'] >= 1)
            assert exposed.health("ingest") == {"healthy"}
            exposed.run(["docker", "update", "--cpus", "1.0", enrich["Id"]])

        exposed.until(lambda: status(exposed)["intake"] == "open")
    exposed.until(lambda: healthy(exposed))
