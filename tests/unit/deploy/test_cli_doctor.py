"""What `dateline doctor` calls a fault, a warning and fine, and that each comes with what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from deploy.cli import postgres_checks
from deploy.cli.checkup import Check, check_clock, check_disk
from deploy.cli.redis_checks import check_info
from deploy.cli.settings_checks import check_settings

ROOT = Path(__file__).parents[3]
REDIS = {
    "redis_version": "7.0.15", "role": "master", "cluster_enabled": 0, "aof_enabled": 1, "aof_last_write_status": "ok",
    "aof_last_bgrewrite_status": "ok", "maxmemory_policy": "noeviction", "evicted_keys": 0, "maxmemory": 2**30,
    "used_memory": 2**20, "total_system_memory": 2**33,
}  # fmt: skip
SYNCED = {"appendfsync": "everysec"}
POSTGRES = {
    "server_version": "17.2", "server_version_num": "170002", "fsync": "on", "full_page_writes": "on",
    "synchronous_commit": "on", "autovacuum": "on", "server_encoding": "UTF8", "max_connections": "100",
    "superuser_reserved_connections": "3",
}  # fmt: skip


def bad(checks: Iterable[Check]) -> list[tuple[str, str]]:
    found = [check for check in checks if check.level != "ok"]
    assert all(check.advice for check in found)
    return [(check.level, check.subject) for check in found]


def test_a_redis_as_it_is_deployed_is_fine() -> None:
    checks = list(check_info(REDIS, SYNCED))

    assert bad(checks) == []
    assert {check.subject for check in checks} == {"redis version", "redis durability", "redis eviction", "redis memory"}
    assert bad(check_info(REDIS | {"valkey_version": "8.0.0", "redis_version": "7.2.4"}, {"appendfsync": "always"})) == []


@pytest.mark.parametrize(
    ("said", "config", "level", "subject"),
    [
        ({"redis_version": "6.2.14"}, SYNCED, "fault", "redis version"),
        ({"valkey_version": "7.2.5"}, SYNCED, "fault", "redis version"),
        ({"role": "slave"}, SYNCED, "fault", "redis kind"),
        ({"cluster_enabled": 1}, SYNCED, "fault", "redis kind"),
        ({"aof_enabled": 0}, SYNCED, "fault", "redis durability"),
        ({"aof_last_write_status": "err"}, SYNCED, "fault", "redis durability"),
        ({"aof_last_bgrewrite_status": "err"}, SYNCED, "fault", "redis durability"),
        ({}, {"appendfsync": "no"}, "fault", "redis durability"),
        ({}, {}, "warning", "redis durability"),
        ({"maxmemory_policy": "allkeys-lru"}, SYNCED, "fault", "redis eviction"),
        ({"evicted_keys": 3}, SYNCED, "warning", "redis eviction"),
        ({"maxmemory": 0}, SYNCED, "warning", "redis memory"),
        ({"total_system_memory": 2**30}, SYNCED, "warning", "redis memory"),
        ({"used_memory": int(0.71 * 2**30)}, SYNCED, "warning", "redis memory"),
        ({"used_memory": int(0.86 * 2**30)}, SYNCED, "fault", "redis memory"),
    ],
)
def test_a_redis_that_may_lose_documents_is_named(
    said: dict[str, Any], config: dict[str, str], level: str, subject: str
) -> None:
    assert bad(check_info(REDIS | said, config)) == [(level, subject)]


def test_a_postgres_as_it_is_deployed_is_fine() -> None:
    assert bad(postgres_checks.check_settings(POSTGRES, 10, is_standby=False)) == []


@pytest.mark.parametrize(
    ("setting", "level", "subject"),
    [
        ({"server_version_num": "140009"}, "fault", "postgres version"),
        ({"fsync": "off"}, "fault", "postgres durability"),
        ({"full_page_writes": "off"}, "fault", "postgres durability"),
        ({"synchronous_commit": "off"}, "fault", "postgres durability"),
        ({"server_encoding": "SQL_ASCII"}, "fault", "postgres encoding"),
        ({"autovacuum": "off"}, "warning", "postgres autovacuum"),
        ({"max_connections": "15"}, "warning", "postgres connections"),
    ],
)
def test_a_postgres_that_may_lose_articles_is_named(setting: dict[str, str], level: str, subject: str) -> None:
    assert bad(postgres_checks.check_settings(POSTGRES | setting, 10, is_standby=False)) == [(level, subject)]


def test_a_standby_is_named() -> None:
    assert bad(postgres_checks.check_settings(POSTGRES, 10, is_standby=True)) == [("fault", "postgres kind")]


@pytest.mark.parametrize(("ahead_s", "level"), [(0.0, "ok"), (-1.9, "ok"), (2.1, "warning"), (-3600.0, "warning")])
def test_clocks_that_differ_are_named(ahead_s: float, level: str) -> None:
    assert check_clock("redis clock", ahead_s).level == level


def test_a_disk_is_looked_at_where_it_can_be_seen(tmp_path: Path) -> None:
    assert "GiB" in next(check_disk("redis disk", tmp_path)).found
    assert list(check_disk("redis disk", tmp_path / "nowhere")) == []


def test_settings_that_are_wrong_are_named_without_their_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bad(check_settings({})) == []
    monkeypatch.setenv("DATELINE_REDIS_URL", "http://user:secret@host")
    monkeypatch.setenv("DATELINE_STORE_BATCH_SIZE", "none")

    checks = list(check_settings({}))

    assert bad(checks) == [("fault", "settings")] * 2
    found = " ".join(check.found for check in checks)
    assert "DATELINE_REDIS_URL" in found
    assert "DATELINE_STORE_BATCH_SIZE" in found
    assert "secret" not in found


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"DATELINE_CLAIM_AFTER_S": "8"}, "DATELINE_HEARTBEAT_S is more than half of DATELINE_CLAIM_AFTER_S"),
        ({"DATELINE_INTAKE_SLOW": "100000"}, "DATELINE_INTAKE_SLOW is not below"),
    ],
)
def test_settings_that_do_not_fit_together_are_named(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], says: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert says in " ".join(check.found for check in check_settings({}))


def test_a_typing_error_is_no_silence_and_the_variables_of_compose_are_none() -> None:
    files = ("docker-compose.yml", "compose.expose.yml", "compose.metrics.yml", "run")
    composed = "".join((ROOT / file).read_text() for file in files)
    names = dict.fromkeys(re.findall(r"DATELINE_[A-Z_]+", composed + (ROOT / ".env.example").read_text()), "")

    (check,) = check_settings({"DATELINE_CLAIM_AFTR_S": "30"})

    assert (check.found, check.advice) == ("DATELINE_CLAIM_AFTR_S is no setting", "is DATELINE_CLAIM_AFTER_S meant?")
    assert len(names) > 20
    assert bad(check_settings(names)) == []
