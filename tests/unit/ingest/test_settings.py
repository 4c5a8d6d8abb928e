"""What ingest reads from its environment."""

from __future__ import annotations

import pytest

from services.ingest.settings import IngestSettings
from shared.settings import SettingsError, load


def test_every_setting_is_described() -> None:
    undescribed = [name for name, field in IngestSettings.model_fields.items() if not field.description]

    assert undescribed == []


def test_no_private_host_is_allowed_unless_somebody_says_so() -> None:
    assert load(IngestSettings).allow_private_hosts == frozenset()


@pytest.mark.parametrize(
    ("value", "hosts"),
    [("", []), ("127.0.0.1:8099", ["127.0.0.1:8099"]), (" Pages.Test , 127.0.0.1:8099,", ["pages.test", "127.0.0.1:8099"])],
)
def test_private_hosts_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch, value: str, hosts: list[str]) -> None:
    monkeypatch.setenv("DATELINE_INGEST_ALLOW_PRIVATE_HOSTS", value)

    assert load(IngestSettings).allow_private_hosts == frozenset(hosts)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("WINDOW", "0"), ("PAGE_DEADLINE_S", "-1"), ("USER_AGENT", "a\nX-Injected: b"), ("PAGE_MEMORY_MIB", "1")],
)
def test_setting_that_cannot_work_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(f"DATELINE_INGEST_{variable}", value)

    with pytest.raises(SettingsError, match=f"DATELINE_INGEST_{variable}"):
        load(IngestSettings)
