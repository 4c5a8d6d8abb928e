"""Scaling, crashes, restarts and upgrades under load: every document arrives, and arrives once."""

from __future__ import annotations

from tests.compose.pages import block
from tests.compose.publishing import healthy, publishing, restarts
from tests.compose.system import System

_KILL = (
    "import os; from pathlib import Path; me = {1, os.getpid()};"
    "[os.kill(int(p.name), 9) for p in Path('/proc').iterdir() if p.name.isdigit() and int(p.name) not in me"
    " and b'services.' in (p / 'cmdline').read_bytes()]"
)


def test_three_replicas_share_the_work(exposed: System) -> None:
    exposed.script(block("deploy.md", "scale"))

    with publishing(exposed, "shared", 300):
        pass

    logs = {one["Name"]: exposed.run(["docker", "logs", one["Id"]]) for one in exposed.containers("enrich")}
    worked = {name: log.count("document_settled") for name, log in logs.items()}
    assert len(worked) == 3
    assert min(worked.values()) > 20, worked
    exposed.compose("up", "-d", "--wait", "--scale", "enrich=1")


def test_a_killed_service_comes_back_and_loses_nothing(exposed: System) -> None:
    with publishing(exposed, "killed", 200):
        for name in ("enrich", "store", "ingest"):
            (before,) = exposed.containers(name)
            exposed.exec(name, "python", "-c", _KILL)
            exposed.until(lambda name=name, before=before: restarts(exposed, name) > before["RestartCount"])

    exposed.until(lambda: healthy(exposed))


def test_restarts_of_redis_and_postgres_are_waited_for(exposed: System) -> None:
    before = {name: restarts(exposed, name) for name in ("ingest", "enrich", "store")}

    with publishing(exposed, "restarted", 200):
        exposed.compose("restart", "redis")
        exposed.compose("restart", "postgres")

    exposed.until(lambda: healthy(exposed))
    assert {name: restarts(exposed, name) for name in before} == before


def test_a_service_that_waits_for_postgres_is_unhealthy_and_says_so(exposed: System) -> None:
    exposed.compose("stop", "postgres")

    with publishing(exposed, "waiting", 5):
        exposed.until(lambda: exposed.health("store") == {"unhealthy"}, seconds=90)
        (store,) = exposed.containers("store")
        exposed.compose("start", "postgres")

    assert "postgres" in store["State"]["Health"]["Log"][-1]["Output"]
    exposed.until(lambda: healthy(exposed))


def test_an_upgrade_under_load_loses_nothing(exposed: System) -> None:
    exposed.variables["DATELINE_VERSION"] = "next"

    with publishing(exposed, "upgraded", 200):
        exposed.script(block("deploy.md", "upgrade"))

    for name in ("ingest", "enrich", "store"):
        (container,) = exposed.containers(name)
        assert container["Config"]["Labels"]["org.opencontainers.image.version"] == "next"
        assert container["Config"]["Image"] == f"dateline-{name}:next"


def test_rotated_passwords_lock_the_old_ones_out(exposed: System) -> None:
    old = exposed.redis_url("store"), exposed.secret("postgres_writer_password")

    exposed.script(block("deploy.md", "rotate"))

    assert exposed.redis_url("store") != old[0]
    assert exposed.secret("postgres_writer_password") != old[1]
    with publishing(exposed, "rotated", 5):
        pass


def test_everything_is_accounted_for(exposed: System) -> None:
    said = exposed.compose("run", "--rm", "-T", "cli", "status", "--json")

    assert '"difference": 0' in said
    assert '"in_flight": 0' in said
