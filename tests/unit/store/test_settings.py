from __future__ import annotations

import pytest

from services.store.settings import StoreSettings
from shared.settings import SettingsError, load


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_address_may_be_written_as_other_tools_do(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", f"{scheme}://writer:s3cret@db/news")

    settings = load(StoreSettings)

    assert settings.database_url.get_secret_value() == "postgresql+psycopg://writer:s3cret@db/news"
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize("address", ["mysql://writer:s3cret@db/news", "writer:s3cret@db"])
def test_another_database_is_refused_without_repeating_the_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", address)

    with pytest.raises(SettingsError, match="DATELINE_DATABASE_URL") as refusal:
        load(StoreSettings)

    assert "s3cret" not in str(refusal.value)


def test_every_setting_is_described() -> None:
    assert [name for name, field in StoreSettings.model_fields.items() if not field.description] == []
