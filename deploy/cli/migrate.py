"""``dateline migrate``: the database's schema, to the version that this release was written for."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from deploy.cli.connections import database_url
from deploy.cli.errors import CommandError, Status
from services.store.adapters import migrate as schema


def migrate(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if the schema is behind.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Bring the schema of DATELINE_DATABASE_URL to the newest version.

    Safe to run at any time and many times at once: one works, the others wait and find nothing to do.
    """
    url = database_url()
    try:
        before = schema.current(url)
        if not check:
            schema.upgrade(url)
        after = schema.current(url)
    except DBAPIError as error:
        raise CommandError(Status.UNREACHABLE, f"PostgreSQL (DATELINE_DATABASE_URL): {_first_line(error.orig)}") from error
    is_newest = after == schema.head()
    if as_json:
        print(json.dumps({"before": before, "after": after, "newest": schema.head(), "is_newest": is_newest}))
    elif not is_newest:
        print(f"The schema is at {after or 'nothing'}, this release needs {schema.head()}: run 'dateline migrate'.")
    elif before == after:
        print(f"The schema is at {after}: nothing to do.")
    else:
        print(f"The schema went from {before or 'nothing'} to {after}.")
    return Status.OK if is_newest else Status.NO


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else "no answer"
