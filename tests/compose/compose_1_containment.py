"""The deployment starts quickly, and its containers can do no more than they must."""

from __future__ import annotations

import json
import re
import socket
import subprocess

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.compose.pages import block
from tests.compose.system import ROOT, System

_RUNNING = ["redis", "postgres", "ingest", "enrich", "store"]
_IMAGES = {"ingest": ["ingest"], "enrich": ["enrich"], "store": ["store"], "cli": ["cli", "store"]}
_INSTALLED = (
    "import importlib.metadata as m, json, platform;"
    "print(json.dumps([platform.python_version(), [d.name for d in m.distributions()]]))"
)


def test_it_is_healthy_in_under_90_seconds(system: System) -> None:
    assert system.seconds_to_healthy < 90
    assert {name: system.health(name) for name in _RUNNING} == {name: {"healthy"} for name in _RUNNING}
    assert [one["State"]["ExitCode"] for one in system.containers("migrate")] == [0]


def test_a_first_article_is_stored_and_everything_is_accounted_for(system: System) -> None:
    said = system.script(block("deploy.md", "first_article"))

    assert "Outcomes: created 1." in said
    assert "received 1 = created 1" in said


def test_the_command_line_publishes_the_files_of_a_folder(system: System) -> None:
    (system.place / "articles").mkdir(mode=0o755)
    (system.place / "articles/bridge.txt").write_text("LISBON (Example Wire) - The mayor of Lisbon opened the bridge.")

    said = system.script(block("deploy.md", "publish_files"))

    assert "Outcomes: created 1." in said


@pytest.mark.parametrize("name", [*_RUNNING, "migrate"])
def test_a_container_is_contained(system: System, name: str) -> None:
    for container in system.containers(name):
        host = container["HostConfig"]

        assert container["Config"]["User"].split(":")[0] not in {"", "0", "root"}
        assert host["ReadonlyRootfs"]
        assert host["CapDrop"] == ["ALL"]
        assert not host["CapAdd"]
        assert not host["Privileged"]
        assert host["SecurityOpt"] == ["no-new-privileges:true"]
        assert min(host["PidsLimit"], host["Memory"], host["NanoCpus"]) > 0
        assert host["LogConfig"]["Config"]["max-size"]


@pytest.mark.parametrize("name", _RUNNING)
def test_a_process_holds_no_capability_and_can_write_nowhere_but_in_tmp(system: System, name: str) -> None:
    status = system.exec(name, "cat", "/proc/self/status")
    refused = "touch /usr/local/x /app/x /etc/x 2>/dev/null && echo written || touch /tmp/x && rm /tmp/x && echo refused"

    assert re.search(r"^CapEff:\s+0+$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)
    assert system.exec(name, "sh", "-c", refused).strip() == "refused"


def test_no_port_of_the_host_answers(system: System) -> None:
    for name in _RUNNING:
        for container in system.containers(name):
            assert not any(container["NetworkSettings"]["Ports"].values())
    for port in (system.redis_port, system.postgres_port, 6379, 6380, 5432, 8080):
        with socket.socket() as client:
            assert client.connect_ex(("127.0.0.1", port)) != 0, port


@pytest.mark.parametrize("name", ["ingest", "enrich"])
def test_what_does_not_need_postgres_does_not_reach_it(system: System, name: str) -> None:
    (postgres,) = system.containers("postgres")
    address = next(iter(postgres["NetworkSettings"]["Networks"].values()))["IPAddress"]
    knock = f"import socket; s = socket.socket(); s.settimeout(2); print(s.connect_ex(('{address}', 5432)))"

    assert system.exec(name, "python", "-c", knock).strip() != "0"
    with pytest.raises(AssertionError, match="gaierror"):
        system.exec(name, "python", "-c", "import socket; socket.getaddrinfo('postgres', 5432)")


@pytest.mark.parametrize(("name", "goes_out"), [(name, name == "ingest") for name in _RUNNING])
def test_only_ingest_has_a_way_out(system: System, name: str, goes_out: bool) -> None:  # noqa: FBT001
    routes = system.exec(name, "cat", "/proc/net/route").splitlines()[1:]

    assert any(route.split()[1] == "00000000" for route in routes) is goes_out


def test_secrets_are_in_no_environment_no_log_and_no_layer(system: System) -> None:
    passwords = [file.read_text().strip() for file in system.secrets.glob("*_password")]
    seen = system.compose("logs", "--no-color") + json.dumps([system.containers(name) for name in _RUNNING])
    seen += "".join(system.run(["docker", "history", "--no-trunc", f"dateline-{image}:test"]) for image in _IMAGES)

    assert len(passwords) >= 10
    assert not [password for password in passwords if password in seen]


@pytest.mark.parametrize("image", _IMAGES)
def test_an_image_holds_its_own_packages_and_none_other(system: System, image: str) -> None:
    version, installed = json.loads(run_image(system, image, "python", "-c", _INSTALLED))

    assert set(map(canonicalize_name, installed)) == set().union(*(locked(extra, version) for extra in _IMAGES[image]))


def locked(extra: str, version: str) -> set[str]:
    """The packages of a lock file that a Python of this version installs here."""
    python = {"python_full_version": version, "python_version": version.rpartition(".")[0]}
    lines = re.findall(r"^([\w.-]+==[^\\\n]+)", (ROOT / f"requirements/{extra}.txt").read_text(), re.MULTILINE)
    wanted = map(Requirement, lines)
    return {canonicalize_name(one.name) for one in wanted if one.marker is None or one.marker.evaluate(python)}


@pytest.mark.parametrize("image", _IMAGES)
def test_an_image_can_build_and_install_nothing(system: System, image: str) -> None:
    tools = "for t in pip pip3 uv gcc cc make git curl wget; do command -v $t; done; python -m pip 2>/dev/null; true"

    assert run_image(system, image, "sh", "-c", tools) == ""


@pytest.mark.parametrize("image", _IMAGES)
def test_an_image_says_what_it_is(system: System, image: str) -> None:
    labels = json.loads(
        system.run(["docker", "image", "inspect", "-f", "{{json .Config.Labels}}", f"dateline-{image}:test"])
    )

    assert labels["org.opencontainers.image.title"] == f"dateline-{image}"
    assert labels["org.opencontainers.image.version"] == "test"
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"


def test_enrich_starts_and_annotates_without_a_network(system: System) -> None:
    """Its model is in the image: it waits for Redis, which comes after the model is loaded."""
    name = f"{system.variables['COMPOSE_PROJECT_NAME']}-offline"
    limits = ["--network", "none", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"]
    system.run(["docker", "run", "--detach", "--name", name, *limits, "dateline-enrich:test"])
    try:
        system.until(lambda: "waiting_for_dependency" in system.run(["docker", "logs", name]), seconds=60)
    finally:
        subprocess.run(["docker", "rm", "--force", name], check=True, capture_output=True)


def run_image(system: System, image: str, *command: str) -> str:
    return system.run(
        ["docker", "run", "--rm", "--network", "none", "--entrypoint", command[0], f"dateline-{image}:test", *command[1:]]
    )
