"""Whether Postgres is one that loses nothing, has our schema, and keeps its roles apart."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import psycopg

from deploy.cli.checkup import Check, check_clock, check_disk, fault, ok, warning
from deploy.cli.stored import connected
from services.store.adapters.migrate import head

_OLDEST: Final = 15
_CROWDED: Final = 0.8
_ROLES: Final = ("dateline_owner", "dateline_migrator", "dateline_writer", "dateline_reader")
_GRANT: Final = "GRANT dateline_reader TO it, or use a login that has that role"
_LOSES: Final = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
_SERVER: Final = """
    SELECT current_user AS login, pg_is_in_recovery() AS is_standby,
        extract(epoch FROM clock_timestamp())::double precision AS at,
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
        (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
        (SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'news') AS may_look,
        EXISTS (SELECT FROM pg_tables WHERE schemaname = 'news' AND tablename = 'alembic_version') AS has_schema,
        (SELECT jsonb_object_agg(name, setting) FROM pg_settings WHERE name = ANY(%s)) AS settings
"""
_SETTINGS: Final = """
    server_version server_version_num server_encoding data_directory max_connections superuser_reserved_connections
    fsync full_page_writes synchronous_commit autovacuum
""".split()
_MAY: Final = """
    SELECT has_table_privilege(r.name, 'news.articles', 'SELECT') AS reads,
        has_table_privilege(r.name, 'news.articles', 'INSERT')
            AND has_table_privilege(r.name, 'news.articles', 'UPDATE') AS writes,
        has_table_privilege(r.name, 'news.articles', 'DELETE')
            OR has_table_privilege(r.name, 'news.outcomes', 'DELETE')
            OR has_schema_privilege(r.name, 'news', 'CREATE') AS destroys
    FROM (SELECT CAST(%s AS name) AS name) AS r
"""


def check_postgres(database_url: str) -> Iterator[Check]:
    """Look at the server, the schema and the roles; CommandError where it does not answer."""
    with connected(database_url) as connection:
        before = time.time()
        (server,) = connection.execute(_SERVER, (_SETTINGS,)).fetchall()
        yield check_clock("postgres clock", server["at"] - (before + time.time()) / 2)
        yield from check_settings(server["settings"], server["connections"], is_standby=server["is_standby"])
        is_here = connection.info.host.startswith("/")  # a socket
        if is_here and "data_directory" in server["settings"]:
            yield from check_disk("postgres disk", Path(server["settings"]["data_directory"]))
        if not server["has_schema"]:
            yield fault("postgres schema", "there is none yet", "dateline migrate")
            return
        if not server["may_look"]:
            yield fault("postgres login", f"{server['login']} may not look into schema news", _GRANT)
            return
        yield _check_schema(connection)
        yield from _check_roles(connection)
        yield _check_login(connection, server["login"], is_superuser=server["is_superuser"])
        yield _check_outbox(connection)


def check_settings(settings: Mapping[str, str], connections: int, *, is_standby: bool) -> Iterator[Check]:
    """Judge the server's settings."""
    version = f"PostgreSQL {settings['server_version']}"
    if int(settings["server_version_num"]) // 10_000 >= _OLDEST:
        yield ok("postgres version", version)
    else:
        yield fault("postgres version", version, f"upgrade it to {_OLDEST} or newer")
    if is_standby:
        yield fault("postgres kind", "a standby: nothing can be written", "give DATELINE_DATABASE_URL the primary")
    if lost := [f"{name} is {setting}" for name, setting in _LOSES.items() if settings[name] == setting]:
        yield fault("postgres durability", f"{', '.join(lost)}: a power cut loses or damages articles", "turn it on")
    else:
        yield ok("postgres durability", "every commit is on the disk")
    if settings["server_encoding"] != "UTF8":
        yield fault("postgres encoding", settings["server_encoding"], "make the database anew, with the encoding UTF8")
    if settings["autovacuum"] == "off":
        yield warning("postgres autovacuum", "off: tables grow, and some day nothing can be written", "turn it on")
    room = int(settings["max_connections"]) - int(settings["superuser_reserved_connections"])
    found = f"{connections} of {room} in use"
    if connections < _CROWDED * room:
        yield ok("postgres connections", found)
    else:
        yield warning("postgres connections", found, "raise max_connections, or end those of idle consumers")


def _check_schema(connection: psycopg.Connection[dict[str, Any]]) -> Check:
    try:
        rows = connection.execute("SELECT version_num FROM news.alembic_version").fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return warning("postgres schema", "this login may not read its version", "run doctor with another login, once")
    at = rows[0]["version_num"] if rows else None
    if at == head():
        return ok("postgres schema", f"at {at}, the newest")
    found = f"at {at or 'nothing'}, this release needs {head()}"
    return fault("postgres schema", found, "dateline migrate; or this command is older than what is deployed")


def _check_roles(connection: psycopg.Connection[dict[str, Any]]) -> Iterator[Check]:
    rows = connection.execute(
        "SELECT rolname, rolsuper, rolcanlogin FROM pg_roles WHERE rolname = ANY(%s)", (list(_ROLES),)
    ).fetchall()
    found = {row["rolname"]: row for row in rows}
    if not found:
        advice = "fine on one machine; elsewhere run deploy/postgres/roles.sql"
        yield warning("postgres roles", "none of ours: whoever connects may do everything", advice)
        return
    faults = [f"{name} is missing" for name in _ROLES if name not in found]
    faults += [f"{name} is a superuser" for name, row in found.items() if row["rolsuper"]]
    if "dateline_owner" in found and found["dateline_owner"]["rolcanlogin"]:
        faults.append("dateline_owner can log in")
    faults += [text for name in found if name in _ROLES[2:] for text in _check_privileges(connection, name)]
    if faults:
        yield fault("postgres roles", "; ".join(faults), "run deploy/postgres/roles.sql, then 'dateline migrate'")
    else:
        yield ok("postgres roles", "owner, migrator, writer and reader, each with its own rights")


def _check_privileges(connection: psycopg.Connection[dict[str, Any]], role: str) -> Sequence[str]:
    (may,) = connection.execute(_MAY, (role,)).fetchall()
    writes = role == "dateline_writer"
    return [
        *([] if may["reads"] else [f"{role} may not read"]),
        *([] if may["writes"] == writes else [f"{role} may {'not ' if writes else ''}write"]),
        *([f"{role} may remove articles or change tables"] if may["destroys"] else []),
    ]


def _check_login(connection: psycopg.Connection[dict[str, Any]], login: str, *, is_superuser: bool) -> Check:
    (may,) = connection.execute(_MAY, (login,)).fetchall()
    if is_superuser:
        return warning("postgres login", f"{login} is a superuser", "this command needs no more than dateline_reader may do")
    if not may["reads"]:
        return fault("postgres login", f"{login} may not read articles", _GRANT)
    return ok("postgres login", f"{login} may read")


def _check_outbox(connection: psycopg.Connection[dict[str, Any]]) -> Check:
    try:
        (late,) = connection.execute(
            "SELECT count(*) AS outcomes FROM news.outcomes WHERE announced_at IS NULL AND at < now() - interval '1 minute'"
        ).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return warning("outcomes", "this login may not read them", "run doctor with another login, once")
    if late["outcomes"]:
        advice = "is store running, and does Redis take writes? They are announced when both hold"
        return warning("outcomes", f"{late['outcomes']:,} were stored more than a minute ago, and are not announced", advice)
    return ok("outcomes", "announced")
