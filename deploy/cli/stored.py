"""What Postgres knows, for the command line: plain queries on the tables and views that consumers read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from deploy.cli.comparison import Found
from deploy.cli.errors import CommandError, Status
from shared.contracts import identity

_CONNECT_S: Final = 3
_OPTIONS: Final = "-c statement_timeout=10000 -c timezone=UTC"


@contextmanager
def connected(database_url: str) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """Connect to read; CommandError where Postgres does not answer, or has no schema yet."""
    address = database_url.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        with psycopg.connect(
            address, autocommit=True, connect_timeout=_CONNECT_S, options=_OPTIONS, row_factory=dict_row
        ) as connection:
            yield connection
    except psycopg.errors.UndefinedTable as error:
        raise CommandError(Status.UNREACHABLE, "PostgreSQL has no schema yet: run 'dateline migrate'") from error
    except psycopg.Error as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise CommandError(Status.UNREACHABLE, f"PostgreSQL (DATELINE_DATABASE_URL) does not answer: {reason}") from error


def count_outcomes(database_url: str) -> dict[str, int]:
    """Count submissions by outcome."""
    with connected(database_url) as connection:
        rows = connection.execute("SELECT outcome, count(*) AS count FROM news.outcomes GROUP BY outcome")
        return {row["outcome"]: row["count"] for row in rows}


def read_article(database_url: str, article_id: UUID) -> dict[str, Any]:
    """Read everything that consumers can read of one article; CommandError if there is no such article."""
    with connected(database_url) as connection:

        def rows(query: LiteralString) -> list[dict[str, Any]]:
            return connection.execute(query, {"id": article_id}).fetchall()

        articles = rows("SELECT * FROM news.v_articles WHERE article_id = %(id)s")
        if not articles:
            raise CommandError(Status.NO, f"no article {article_id} is stored")
        article = {name: value for name, value in articles[0].items() if name != "search"}
        article["removed"] = rows(
            'SELECT rule, start_offset AS start, end_offset AS "end", text FROM news.removed_spans'
            " WHERE article_id = %(id)s ORDER BY position"
        )
        titles = rows("SELECT title FROM news.related_titles WHERE article_id = %(id)s ORDER BY position")
        article["related"] = [row["title"] for row in titles]
        sets = rows(
            "SELECT json_build_object('name', model_name, 'version', model_version, 'config_hash', config_hash) AS model,"
            " mentions, dates, quotes, keywords, truncated FROM news.annotation_sets"
            " WHERE article_id = %(id)s AND is_current"
        )
        article["annotations"] = None
        if sets:
            entities = rows(
                "SELECT entity_key AS key, name, label, aliases, mentions, salience, country FROM news.v_entities"
                " WHERE article_id = %(id)s ORDER BY salience DESC, entity_key"
            )
            topics = rows("SELECT code, label, score FROM news.v_topics WHERE article_id = %(id)s ORDER BY score DESC")
            article["annotations"] = {**sets[0], "entities": entities, "topics": topics}
        return article


def read_findings(connection: psycopg.Connection[dict[str, Any]], article_ids: Sequence[UUID]) -> dict[UUID, Found]:
    """Read the entities and topics of articles."""
    found = {article_id: Found({}, {}) for article_id in article_ids}
    ids = [list(article_ids)]
    entities = "SELECT article_id, entity_key, name, label FROM news.v_entities WHERE article_id = ANY (%s)"
    for row in connection.execute(entities, ids):
        found[row["article_id"]].entities[row["entity_key"]] = row["name"], row["label"]
    for row in connection.execute("SELECT article_id, code, label FROM news.v_topics WHERE article_id = ANY (%s)", ids):
        found[row["article_id"]].topics[row["code"]] = row["label"]
    return found


def read_history(database_url: str, submission_entry_id: str) -> list[dict[str, Any]]:
    """Read what each stage did to a submission; empty if it has no outcome yet."""
    with connected(database_url) as connection:
        query = "SELECT history FROM news.ledger WHERE submission_entry_id = %s"
        row = connection.execute(query, (submission_entry_id,)).fetchone()
        return row["history"] if row else []


def read_submissions(
    database_url: str, entry_id: str | None, article_ids: Iterable[UUID], correlation_id: str, limit: int
) -> list[dict[str, Any]]:
    """
    Read the histories and outcomes of the submissions that are meant, the newest first.

    The correlation id is looked for where nothing else is found.
    """
    query = (
        "SELECT submission_entry_id, article_id, correlation_id, history FROM news.ledger WHERE {}"
        " ORDER BY settled_at DESC LIMIT %(limit)s"
    )
    given = {"entry_id": entry_id, "article_ids": list(article_ids), "correlation_id": correlation_id, "limit": limit}
    named = sql.SQL("submission_entry_id = %(entry_id)s OR article_id = ANY(%(article_ids)s)")
    correlated = sql.SQL("correlation_id = %(correlation_id)s")
    with connected(database_url) as connection:
        for condition in (named, correlated):
            if found := connection.execute(sql.SQL(query).format(condition), given).fetchall():
                break
        outcomes = connection.execute(
            "SELECT submission_entry_id, source, publisher_id AS id, version, outcome, reason, errors, at"
            " FROM news.outcomes WHERE outcome_id = ANY(%s)",
            ([identity.outcome_id(row["submission_entry_id"]) for row in found],),
        ).fetchall()
    outcome_of = {row.pop("submission_entry_id"): row for row in outcomes}
    return [row | {"outcome": outcome_of.get(row["submission_entry_id"])} for row in found]
