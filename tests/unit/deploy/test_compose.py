"""What docker compose starts is contained: no root, no capabilities, no way around the networks, nothing on the host."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.redis.acl import ROLES
from services.store.settings import StoreSettings
from shared.bus.service import GRACE_S
from shared.settings import BusSettings, ProbeSettings

_ROOT = Path(__file__).parents[3]
_COMPOSE: dict[str, Any] = yaml.safe_load((_ROOT / "docker-compose.yml").read_text())
_EXPOSE: dict[str, Any] = yaml.safe_load((_ROOT / "compose.expose.yml").read_text())
_METRICS: dict[str, Any] = yaml.safe_load((_ROOT / "compose.metrics.yml").read_text())
_SERVICES: dict[str, Any] = _COMPOSE["services"]
_ALL: dict[str, Any] = _SERVICES | _METRICS["services"]
_OURS = ["ingest", "enrich", "store"]
_RUNNING = ["redis", "postgres", *_OURS]
_ONE_SHOT = ["migrate", "cli"]


def seconds(duration: str) -> float:
    return float(duration.removesuffix("s"))


def default(value: str) -> str:
    """What Compose makes of ``${NAME:-default}`` where the variable is not set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def test_each_service_is_known_here() -> None:
    assert set(_SERVICES) == {*_RUNNING, *_ONE_SHOT}


@pytest.mark.parametrize("name", _ALL)
def test_a_container_has_no_root_no_capabilities_and_nothing_to_write_on(name: str) -> None:
    service = _ALL[name]

    assert int(service["user"].split(":")[0]) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert any(mount.startswith("/tmp:") for mount in service["tmpfs"])
    assert not {"cap_add", "privileged", "devices", "pid", "ipc", "network_mode", "container_name"} & set(service)


@pytest.mark.parametrize("name", _ALL)
def test_a_container_has_limits_and_a_bounded_log(name: str) -> None:
    service = _ALL[name]

    assert 0 < service["pids_limit"] <= 256
    assert re.fullmatch(r"\d+[gm]", default(service["mem_limit"]))
    assert 0 < float(default(service["cpus"])) <= 1
    assert set(service["logging"]["options"]) == {"max-size", "max-file"}


@pytest.mark.parametrize("name", [*_RUNNING, "prometheus"])
def test_what_runs_is_probed_often_and_comes_back_by_itself(name: str) -> None:
    service = _ALL[name]
    probe = service["healthcheck"]

    assert service["restart"] == "unless-stopped"
    assert seconds(probe["interval"]) * probe["retries"] <= 30
    assert seconds(probe["timeout"]) < seconds(probe["interval"])


@pytest.mark.parametrize("name", _ONE_SHOT)
def test_what_runs_once_is_not_started_again(name: str) -> None:
    assert _SERVICES[name]["restart"] == "no"


@pytest.mark.parametrize("name", _OURS)
def test_a_service_gets_more_time_to_stop_than_it_takes(name: str) -> None:
    assert seconds(_SERVICES[name]["stop_grace_period"]) > GRACE_S + 5


@pytest.mark.parametrize("name", [*_OURS, *_ONE_SHOT])
def test_an_image_is_built_from_its_own_extra_and_tagged_with_the_release(name: str) -> None:
    image = "cli" if name in _ONE_SHOT else name

    assert _SERVICES[name]["image"] == f"dateline-{image}:${{DATELINE_VERSION:-dev}}"
    assert _SERVICES[name]["build"]["args"]["SERVICE"] == image
    assert (_ROOT / f"requirements/{image}.txt").exists()


def test_only_ingest_reaches_the_outside() -> None:
    internal = {name for name, network in _COMPOSE["networks"].items() if network.get("internal")}

    assert [name for name in _SERVICES if not set(_SERVICES[name]["networks"]) <= internal] == ["ingest"]


def test_only_the_store_the_schema_and_the_command_line_reach_postgres() -> None:
    reaching = {name for name in _SERVICES if "database" in _SERVICES[name]["networks"]}

    assert reaching == {"postgres", "migrate", "store", "cli"}
    assert _SERVICES["postgres"]["networks"] == ["database"]
    assert _SERVICES["redis"]["networks"] == ["queue"]


def test_nothing_is_published_on_the_host() -> None:
    assert not [name for name in _SERVICES if "ports" in _SERVICES[name]]


def test_what_is_exposed_is_bound_to_an_address_that_somebody_chose_and_speaks_tls() -> None:
    assert set(_EXPOSE["services"]) == {"redis", "postgres"}
    for service in _EXPOSE["services"].values():
        (port,) = service["ports"]
        assert port.startswith("${DATELINE_BIND_ADDRESS:?")
    assert _EXPOSE["services"]["redis"]["ports"][0].endswith(":6380")
    assert "--tls-port" in _EXPOSE["services"]["redis"]["command"]
    assert "ssl=on" in _EXPOSE["services"]["postgres"]["command"]
    rules = [line for line in (_ROOT / "deploy/postgres/pg_hba.expose.conf").read_text().splitlines() if line[:1] != "#"]
    assert {line.split()[0] for line in rules} == {"local", "hostssl"}


def test_prometheus_answers_on_loopback_alone_and_holds_no_secret() -> None:
    [(name, prometheus)] = _METRICS["services"].items()

    assert name == "prometheus"
    assert [port.partition(":")[0] for port in prometheus["ports"]] == ["127.0.0.1"]
    assert "database" not in prometheus["networks"]
    assert not {"secrets", "environment", "env_file"} & set(prometheus)


@pytest.mark.parametrize("name", ["redis", "postgres"])
def test_exposing_a_server_changes_nothing_else_of_its_command(name: str) -> None:
    command = [str(word) for word in _SERVICES[name]["command"]]

    assert _EXPOSE["services"][name]["command"][: len(command)] == command


def test_published_servers_have_no_way_out() -> None:
    for network in [*_EXPOSE["networks"].values(), *_METRICS["networks"].values()]:
        assert network["driver_opts"]["com.docker.network.bridge.enable_ip_masquerade"] == "false"


@pytest.mark.parametrize("name", _SERVICES)
def test_secrets_come_as_files_and_each_container_gets_only_its_own(name: str) -> None:
    service = _SERVICES[name]
    given = {secret if isinstance(secret, str) else secret["source"] for secret in service["secrets"]}
    prefix = {"redis": "redis_", "postgres": "postgres_"}.get(name, f"{name}_")

    assert all(secret.startswith(prefix) for secret in given)
    for variable in service.get("environment", {}):
        assert not re.search("PASSWORD$|_URL$|SECRET$|TOKEN$", variable)


def test_each_secret_is_declared_and_used() -> None:
    used = {
        secret if isinstance(secret, str) else secret["source"]
        for compose in (_COMPOSE, _EXPOSE)
        for service in compose["services"].values()
        for secret in service.get("secrets", ())
    }

    assert used == {*_COMPOSE["secrets"], *_EXPOSE["secrets"]}


def test_variables_of_the_services_are_settings() -> None:
    known = {
        f"DATELINE_{field}".upper() for kind in (BusSettings, ProbeSettings, StoreSettings) for field in kind.model_fields
    }

    for name in _OURS:
        for variable in _SERVICES[name]["environment"]:
            assert variable.removesuffix("_FILE") in known


def test_the_example_settings_name_every_variable_of_compose() -> None:
    files = ("docker-compose.yml", "compose.expose.yml", "compose.metrics.yml")
    text = "".join((_ROOT / file).read_text() for file in files)
    offered = set(re.findall(r"^#?(DATELINE_\w+)=", (_ROOT / ".env.example").read_text(), re.MULTILINE))

    asked = set(re.findall(r"\$\{(DATELINE_\w+)", text))

    assert asked - offered == {"DATELINE_SECRETS", "DATELINE_ENV_FILE", "DATELINE_REVISION"}


def test_redis_loses_nothing_and_evicts_nothing() -> None:
    lines = (_ROOT / "deploy/redis/redis.conf").read_text().splitlines()

    settings = dict(line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))

    assert settings["appendonly"] == "yes"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["aclfile"] == "/run/secrets/redis_acl"


def test_each_login_has_a_reader() -> None:
    logins = {name.removesuffix("_redis_url") for name in _COMPOSE["secrets"] if name.endswith("_redis_url")}

    assert logins == {"ingest", "enrich", "store", "cli"}
    assert {"publisher", "exporter"} < set(ROLES)
