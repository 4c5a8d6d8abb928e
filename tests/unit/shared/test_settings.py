"""Settings come from the environment, secrets from files, and a wrong one is named without its value."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from shared import settings
from shared.settings import BusSettings, SettingsError, load


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "redis_url"
    file.write_text("redis://ops:hidden@redis:6379/0\n")
    file.chmod(0o600)
    return file


def test_a_secret_may_come_as_a_file(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL_FILE", str(secret))

    assert load(BusSettings).redis_url.get_secret_value() == "redis://ops:hidden@redis:6379/0"


def test_a_secret_is_never_shown() -> None:
    assert "hidden" not in repr(BusSettings.model_validate({"redis_url": "redis://ops:hidden@redis:6379/0"}))


def test_a_secret_that_everyone_can_read_is_refused(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret.chmod(0o644)
    monkeypatch.setenv("DATELINE_REDIS_URL_FILE", str(secret))

    with pytest.raises(SettingsError, match="DATELINE_REDIS_URL_FILE: the file is readable by everyone: chmod 600 it"):
        load(BusSettings)


def test_the_modes_that_a_container_engine_gives_are_only_warned_of(
    secret: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret.chmod(0o644)
    monkeypatch.setenv("DATELINE_REDIS_URL_FILE", str(secret))
    monkeypatch.setattr(settings, "_ENGINE_SECRETS", secret.parent)

    with caplog.at_level(logging.WARNING):
        assert load(BusSettings).redis_url.get_secret_value().endswith("redis:6379/0")

    assert "DATELINE_REDIS_URL_FILE" in caplog.text


def test_both_forms_of_a_secret_at_once_are_refused(secret: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL_FILE", str(secret))
    monkeypatch.setenv("DATELINE_REDIS_URL", "redis://redis:6379/0")

    with pytest.raises(SettingsError, match="are both set"):
        load(BusSettings)


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL_FILE", "/nowhere/redis_url")

    with pytest.raises(SettingsError, match="DATELINE_REDIS_URL_FILE: No such file"):
        load(BusSettings)


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CRASH_LIMIT", "sesame")

    with pytest.raises(SettingsError) as wrong:
        load(BusSettings)

    assert "DATELINE_CRASH_LIMIT" in str(wrong.value)
    assert "sesame" not in str(wrong.value)
