"""
Whole batches in one statement: rows travel as one JSON array and arrive as a table.

One parameter for any number of rows keeps the statement, its compiled form and its plan the same, and costs the client
a fraction of what a parameter for each value does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pydantic_core import PydanticSerializationError, to_json
from sqlalchemy import ColumnElement, Table, Text, Update, bindparam, cast, column, func, select, update
from sqlalchemy.dialects.postgresql import JSON, insert
from sqlalchemy.dialects.postgresql.dml import Insert as PostgresInsert
from sqlalchemy.sql.selectable import TableValuedAlias

from services.store.adapters.transactions import UnfitError
from services.store.core.rows import Row

ROWS: Final = "rows"


def parameters(rows: Iterable[Row]) -> dict[str, str]:
    """Pack rows for a statement of this module; UnfitError if a text is none, such as half a surrogate pair."""
    try:
        return {ROWS: to_json(list(rows)).decode()}
    except PydanticSerializationError as error:
        raise UnfitError("data", None) from error


def given(table: Table, names: Iterable[str]) -> TableValuedAlias:
    """Read the packed rows as a table of these columns, with the types that they have in `table`."""
    columns: list[ColumnElement[object]] = [column(name, table.c[name].type) for name in names]
    packed = cast(bindparam(ROWS, type_=Text), JSON)
    return func.json_to_recordset(packed).table_valued(*columns).render_derived(name="given", with_types=True)


def insert_given(table: Table, names: Sequence[str]) -> PostgresInsert:
    """Insert the packed rows in their order."""
    rows = given(table, names)
    return insert(table).from_select(list(names), select(*(rows.c[name] for name in names)))


def update_given(table: Table, names: Iterable[str], *, key: str = "id") -> Update:
    """Set these columns of the rows that have the packed rows' keys."""
    names = list(names)
    rows = given(table, [key, *names])
    return update(table).where(table.c[key] == rows.c[key]).values({name: rows.c[name] for name in names})
