"""Stored articles as the events that brought them, to go their way again; the database alone knows which are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Self, TypeAlias
from uuid import UUID, uuid5

import psycopg

from shared.contracts import identity, streams
from shared.contracts.events import ArticleIngested, Model, Step

Connection: TypeAlias = psycopg.Connection[dict[str, Any]]

# Of the locks with two numbers, which are apart from those of the store and the migrations: a reader may take these alone.
_ONE_AT_A_TIME: Final = [int.from_bytes(b"dl:a"), int.from_bytes(b"gain")]
_LONG: Final = "SET statement_timeout TO '10min'"

_BY_MODEL: Final = """EXISTS (
    SELECT FROM news.annotation_sets AS s WHERE s.article_id = a.id AND s.is_current
    AND (s.model_name, s.model_version, s.config_hash) IN (
        SELECT * FROM unnest(%(names)s::text[], %(versions)s::text[], %(hashes)s::text[])
    )
)"""
_BY_RULES: Final = "a.rules_version = ANY (%(rules)s)"
_CHOSEN: Final = """
    FROM news.articles AS a
    WHERE {condition}
    AND a.status = 'usable' AND a.effective_at >= %(since)s
    AND NOT EXISTS (
        SELECT FROM news.dead_letters AS d
        WHERE d.submission_entry_id = a.entry_ms || '-' || a.entry_seq AND d.stream = ANY (%(bulk)s)
    )
"""
_FACTS: Final = """
    SELECT a.id, a.source, a.publisher_id, a.version, a.entry_ms || '-' || a.entry_seq AS entry_id, a.generation, a.title,
        a.byline, a.authors, a.language, a.language_confidence, a.published_at, a.published_precision, a.modified_at, a.url,
        a.outlet, a.canonical_url, a.content_hash, a.metadata, a.extracted_text, a.text, a.dateline_place, a.dateline_region,
        a.dateline_country, a.dateline_printed_date, a.agency, a.rules_version, a.effective_at,
        (SELECT json_agg(json_build_object('rule', rule, 'start', start_offset, 'end', end_offset, 'text', r.text)
            ORDER BY position) FROM news.removed_spans AS r WHERE r.article_id = a.id) AS removed,
        (SELECT json_agg(t.title ORDER BY position) FROM news.related_titles AS t WHERE t.article_id = a.id) AS related,
        (SELECT json_build_object('history', history, 'correlation_id', correlation_id) FROM news.ledger
            WHERE submission_entry_id = a.entry_ms || '-' || a.entry_seq) AS ledger
"""
_KEPT_AS_THEY_ARE: Final = (
    "title", "byline", "authors", "language", "language_confidence", "published_at", "published_precision", "modified_at",
    "url", "outlet", "canonical_url", "content_hash", "metadata", "extracted_text", "text", "agency", "rules_version",
)  # fmt: skip
_DATELINE: Final = ("place", "region", "country")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which stored articles: an SQL condition on ``a``, and its parameters."""

    condition: str
    parameters: Mapping[str, Any]

    @classmethod
    def by_models(cls, models: Iterable[Model]) -> Self:
        """Choose those whose current annotations are by one of `models`."""
        parts = [(model.name, model.version, model.config_hash) for model in models]
        names, versions, hashes = ([part[index] for part in parts] for index in range(3))
        return cls(_BY_MODEL, {"names": names, "versions": versions, "hashes": hashes})

    @classmethod
    def by_rules(cls, rules_versions: Iterable[str]) -> Self:
        """Choose those that were cleaned by one of these versions of the rules."""
        return cls(_BY_RULES, {"rules": list(rules_versions)})


@dataclass(slots=True)
class StoredArticles:
    """
    The stored articles of a choice, dated `since` (without a zone: UTC) or later, the newest first.

    Those that died on an earlier try are left out: `dateline dead` is for them.
    """

    connection: Connection
    choice: Choice
    since: datetime | None = None
    _before: tuple[Any, Any] = field(default=("infinity", UUID(int=2**128 - 1)))

    def count(self) -> int:
        """Count them all, as they are now."""
        self.connection.execute(_LONG)
        row = self.connection.execute(f"SELECT count(*) AS count {self._chosen}", self._parameters()).fetchone()
        return int(row["count"]) if row else 0

    def pages(self, step: Step, most: int, at_once: int) -> Iterator[list[ArticleIngested]]:
        """Yield at most `most` of them as events of the next generation, each once."""
        while most > 0:
            size = min(at_once, most)
            query = f"{_FACTS} {self._chosen} AND (a.effective_at, a.id) < (%(at)s, %(id)s)"
            query += " ORDER BY a.effective_at DESC, a.id DESC LIMIT %(size)s"
            rows = self.connection.execute(query, {**self._parameters(), "size": size}).fetchall()
            if not rows:
                return
            self._before = rows[-1]["effective_at"], rows[-1]["id"]
            yield [_again(row, step) for row in rows]
            most -= len(rows)

    def sample(self, step: Step, size: int) -> list[ArticleIngested]:
        """Return `size` of them, the same ones each time: ids are hashes, so their order says nothing about content."""
        query = f"{_FACTS} {self._chosen} ORDER BY a.id LIMIT %(size)s"
        return [_again(row, step) for row in self.connection.execute(query, {**self._parameters(), "size": size})]

    @property
    def _chosen(self) -> str:
        return _CHOSEN.format(condition=self.choice.condition)

    def _parameters(self) -> dict[str, Any]:
        at, article_id = self._before
        since = self.since and (self.since if self.since.tzinfo else self.since.replace(tzinfo=UTC))
        return {
            **self.choice.parameters,
            "since": since or "-infinity",
            "bulk": list(streams.BULK),
            "at": at,
            "id": article_id,
        }


def take_turn(connection: Connection) -> bool:
    """Say whether nobody else sends articles of this database again; it is so until the connection ends."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s::int, %s::int) AS ours", _ONE_AT_A_TIME).fetchone()
    return bool(row and row["ours"])


def current_models(connection: Connection) -> dict[Model, int]:
    """Count articles by the model of their current annotations, the most first."""
    connection.execute(_LONG)
    rows = connection.execute(
        "SELECT model_name, model_version, config_hash, count(*) AS count FROM news.annotation_sets WHERE is_current"
        " GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3"
    )
    return {_model(row): row["count"] for row in rows}


def rules_versions(connection: Connection) -> dict[str, int]:
    """Count usable articles by the rules that cleaned them, the most first."""
    connection.execute(_LONG)
    rows = connection.execute(
        "SELECT rules_version, count(*) AS count FROM news.articles WHERE status = 'usable' GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return {row["rules_version"]: row["count"] for row in rows}


def newest_model(connection: Connection) -> Model | None:
    """Return the model that annotated the article which was stored last."""
    row = connection.execute(
        "SELECT s.model_name, s.model_version, s.config_hash FROM news.changes AS c"
        " JOIN news.annotation_sets AS s ON s.article_id = c.article_id AND s.is_current"
        " ORDER BY c.change_seq DESC LIMIT 1"
    ).fetchone()
    return _model(row) if row else None


def models_of(connection: Connection, articles: Sequence[ArticleIngested]) -> list[Model]:
    """Return the models of those articles that have been stored again since `articles` were sent."""
    rows = connection.execute(
        "SELECT DISTINCT s.model_name, s.model_version, s.config_hash FROM news.articles AS a"
        " JOIN news.annotation_sets AS s ON s.article_id = a.id AND s.is_current"
        " JOIN unnest(%s::uuid[], %s::integer[]) AS sent (id, generation) ON sent.id = a.id"
        " WHERE a.generation >= sent.generation",
        [[article.article_id for article in articles], [article.submission.generation for article in articles]],
    )
    return [_model(row) for row in rows]


def _model(row: Mapping[str, Any]) -> Model:
    return Model(name=row["model_name"], version=row["model_version"], config_hash=row["config_hash"])


def _again(row: Mapping[str, Any], step: Step) -> ArticleIngested:
    """Build the event that brings a stored article to enrich again: the same facts, one generation later."""
    ledger = row["ledger"] or {"history": [], "correlation_id": None}
    generation = row["generation"] + 1
    dateline = {name: row[f"dateline_{name}"] for name in _DATELINE} | {"date": row["dateline_printed_date"]}
    return ArticleIngested.model_validate(
        {
            "event_id": uuid5(uuid5(identity.NAMESPACE, row["entry_id"]), f"{step.stage}:{generation}"),
            "article_id": row["id"],
            "submission": {
                "entry_id": row["entry_id"],
                "version": row["version"],
                "generation": generation,
                "correlation_id": ledger["correlation_id"],
                "source": row["source"],
                "id": row["publisher_id"],
            },
            "occurred_at": step.at,
            "history": [*_first_time(ledger["history"]), step],
            **{name: row[name] for name in _KEPT_AS_THEY_ARE},
            "dateline": dateline if any(dateline.values()) else None,
            "removed": row["removed"] or (),
            "related": row["related"] or (),
        }
    )


def _first_time(history: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Keep the way that the submission itself took: of later ones a history shows the last, or it would grow for ever."""
    stages = [step["stage"] for step in history]
    return history[: stages.index("store") + 1] if "store" in stages else history
