"""Prometheus finds every replica, and its rules speak when they should; Debian's stands in for the published image."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest

from tests.compose.pages import block
from tests.compose.publishing import healthy
from tests.compose.system import ROOT, System, built
from tests.support.ports import free_ports

_IMAGE = "dateline-test-prometheus"
_PROMETHEUS = """
FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -qq --no-install-recommends prometheus wget
RUN mkdir -p /prometheus && chown 65534:65534 /prometheus
ENTRYPOINT ["prometheus"]
"""


@pytest.fixture(scope="module")
def watched(exposed: System) -> Iterator[System]:
    """The deployment with Prometheus, which is gone again afterwards."""
    before = dict(exposed.variables)
    (port,) = free_ports(1)
    exposed.variables |= {"DATELINE_PROMETHEUS_IMAGE": built(_IMAGE, _PROMETHEUS), "DATELINE_PROMETHEUS_PORT": str(port)}
    both = f"-f {ROOT}/docker-compose.yml -f {ROOT}/compose.expose.yml"
    started = block("metrics.md", "metrics").replace("-f docker-compose.yml", both)
    exposed.script(started.replace("-f compose.metrics.yml", f"-f {ROOT}/compose.metrics.yml"))
    exposed.variables["COMPOSE_FILE"] += f":{ROOT}/compose.metrics.yml"
    try:
        yield exposed
    finally:
        exposed.compose("rm", "--stop", "--force", "prometheus")
        exposed.variables.clear()
        exposed.variables |= before


def asked(system: System, path: str) -> dict[str, Any]:
    with urlopen(f"http://127.0.0.1:{system.variables['DATELINE_PROMETHEUS_PORT']}/api/v1/{path}", timeout=9) as answer:
        told: dict[str, Any] = json.load(answer)["data"]
    return told


def reached(system: System) -> list[str]:
    targets = asked(system, "targets")["activeTargets"]
    return sorted(target["labels"]["service"] for target in targets if target["health"] == "up")


def test_every_replica_is_found(watched: System) -> None:
    watched.compose("up", "-d", "--wait", "--scale", "enrich=2")

    watched.until(lambda: reached(watched) == ["enrich", "enrich", "ingest", "store"])
    watched.compose("up", "-d", "--wait", "--scale", "enrich=1")
    watched.until(lambda: reached(watched) == ["enrich", "ingest", "store"])


def test_the_rules_are_taken_and_an_outage_is_noticed(watched: System) -> None:
    (group,) = asked(watched, "rules")["groups"]
    watched.compose("stop", "postgres")

    def pending() -> set[str]:
        return {alert["labels"]["alertname"] for alert in asked(watched, "alerts")["alerts"]}

    watched.until(lambda: "DatelineWaitsForPostgres" in pending())
    watched.compose("start", "postgres")
    watched.until(lambda: "DatelineWaitsForPostgres" not in pending())
    watched.until(lambda: healthy(watched))
    assert {rule["health"] for rule in group["rules"]} == {"ok"}


def test_the_rules_speak_when_they_should(watched: System) -> None:
    watched.run(
        [
            *("docker", "run", "--rm", "--entrypoint", "promtool", "--volume", f"{ROOT}:/dateline:ro"),
            *(_IMAGE, "test", "rules", "/dateline/tests/prometheus/alerts.yml"),
        ]
    )
