"""Everything that the store reads from its environment."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr

from shared.settings import Settings

_DRIVER = "postgresql+psycopg://"


def _with_driver(value: SecretStr) -> SecretStr:
    """Accept the address as other tools write it, and name our driver."""
    scheme, separator, rest = value.get_secret_value().partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+psycopg"} or not separator:
        raise ValueError("is not a postgresql:// address")
    return SecretStr(f"{_DRIVER}{rest}")


class StoreSettings(Settings):
    """Where Postgres is, and how much the store asks of it at a time."""

    database_url: Annotated[SecretStr, AfterValidator(_with_driver)] = Field(
        default=SecretStr("postgresql+psycopg://localhost/dateline"), description="PostgreSQL: postgresql://user@host/name"
    )
    store_batch_size: int = Field(default=64, ge=1, le=1000, description="Articles that are stored in one transaction")
    store_pool_size: int = Field(default=4, ge=1, description="Connections that one store process keeps")
    store_pool_timeout_s: float = Field(
        default=5.0, gt=0, description="Wait for a free connection after which Postgres counts as down"
    )
    store_connect_timeout_s: int = Field(default=5, ge=2, description="Wait for a new connection to Postgres")
    store_statement_timeout_ms: int = Field(
        default=10_000, ge=1, description="Run time after which a statement is cancelled"
    )
    store_lock_timeout_ms: int = Field(
        default=3_000, ge=1, description="Wait for a lock after which a statement is cancelled"
    )
    store_idle_timeout_ms: int = Field(
        default=30_000, ge=1, description="Idle time after which Postgres ends an open transaction"
    )
    store_syndication_days: int = Field(
        default=14, ge=0, le=366, description="Days for which new articles are compared with an article; 0 finds no copies"
    )
