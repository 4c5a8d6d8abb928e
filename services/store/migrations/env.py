"""Alembic's entry point: migrate over the connection that `services.store.adapters.migrate` hands in."""

from __future__ import annotations

from alembic import context

from services.store.adapters.tables import SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema=SCHEMA,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
