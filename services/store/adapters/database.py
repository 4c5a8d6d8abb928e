"""The connection pool, and the timeouts that every statement of the store runs under."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.store.settings import StoreSettings


def open_database(settings: StoreSettings) -> AsyncEngine:
    """
    Build the pool; it connects at first use. The caller disposes of it.

    The timeouts are set here as well as on the role (deploy/postgres/roles.sql): no deployment runs without them.
    """
    options = {
        "timezone": "UTC",
        "statement_timeout": settings.store_statement_timeout_ms,
        "lock_timeout": settings.store_lock_timeout_ms,
        "idle_in_transaction_session_timeout": settings.store_idle_timeout_ms,
    }
    return create_async_engine(
        settings.database_url.get_secret_value(),
        pool_size=settings.store_pool_size,
        max_overflow=0,
        pool_timeout=settings.store_pool_timeout_s,
        pool_pre_ping=True,
        connect_args={
            "application_name": "dateline-store",
            "connect_timeout": settings.store_connect_timeout_s,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        },
    )
