"""What was found in articles: written whole with each change of an article, never touched otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Uuid, any_, bindparam, delete, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters import tables
from services.store.adapters.recordsets import insert_given, parameters
from services.store.core.findings import (
    Findings,
    annotation_set_rows,
    article_entity_rows,
    article_topic_rows,
    counted_entities,
    counted_topics,
    entity_rows,
    findings,
    topic_rows,
)
from services.store.core.rollups import Cell, Count, Counted, Place, differences, share
from services.store.core.rows import Row, related_title_rows, removed_span_rows
from shared.contracts.events import ArticleEnriched
from shared.contracts.iptc import TOPICS

_MOST_ALIASES: Final = 50  # more forms of one name are noise, and every article that adds one rewrites the row


@dataclass(frozen=True, slots=True)
class ChangedArticle:
    """
    The event that changed an article, where that counted before (None if it is new) and where it counts now.

    `reenriched`: the text is the same, so that what the last model found in it still holds.
    """

    event: ArticleEnriched
    before: Place | None
    after: Place
    reenriched: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """What the daily counts of entities and of topics have to be changed by."""

    entities: Mapping[Cell, Count]
    topics: Mapping[Cell, Count]


def _of_articles(table: Table) -> ColumnElement[bool]:
    return table.c.article_id == any_(bindparam("ids", type_=ARRAY(Uuid)))


_ERASE: Final = [delete(table).where(_of_articles(table)) for table in (tables.removed_spans, tables.related_titles)]
_SETS: Final = tables.annotation_sets
_ERASE_SETS: Final = delete(_SETS).where(_of_articles(_SETS))
_ERASE_EARLIER_SETS: Final = _ERASE_SETS.where(~_SETS.c.is_current)
_RETIRE_SETS: Final = update(_SETS).where(_of_articles(_SETS)).values(is_current=False)
_UNLINK_ENTITIES: Final = (
    delete(tables.article_entities)
    .where(_of_articles(tables.article_entities))
    .returning(tables.article_entities.c.article_id, tables.article_entities.c.entity_id, tables.article_entities.c.mentions)
)
_UNLINK_TOPICS: Final = (
    delete(tables.article_topics)
    .where(_of_articles(tables.article_topics))
    .returning(tables.article_topics.c.article_id, tables.article_topics.c.code)
)

# Known entities are only read here: a lock on every "India" would let one writer work at a time.
_ADD_ENTITIES: Final = insert_given(
    tables.entities, ["id", "key", "label", "name", "aliases", "country"]
).on_conflict_do_nothing()
_ADD_ALIASES: Final = text(f"""
    WITH given AS (
        SELECT g.id, g.aliases || g.name AS forms, g.country
        FROM json_to_recordset(CAST(:rows AS json)) AS g (id uuid, name text, aliases text[], country text)
    ), renamed AS (
        SELECT e.id, g.forms, g.country
        FROM news.entities AS e JOIN given AS g ON g.id = e.id
        WHERE (NOT e.aliases || e.name @> g.forms AND cardinality(e.aliases) < {_MOST_ALIASES})
            OR (e.country IS NULL AND g.country IS NOT NULL)
        ORDER BY e.id
        FOR NO KEY UPDATE OF e
    )
    UPDATE news.entities AS e
    SET aliases = ARRAY(SELECT DISTINCT f FROM unnest(e.aliases || r.forms) AS f WHERE f <> e.name ORDER BY f),
        country = COALESCE(e.country, r.country)
    FROM renamed AS r
    WHERE e.id = r.id
""")  # noqa: S608 (a constant)
_ADD_TOPICS: Final = insert_given(tables.topics, ["code", "label"]).on_conflict_do_nothing()

_ROWS: Final[Mapping[Table, Callable[[Findings], list[Row]]]] = {
    tables.annotation_sets: annotation_set_rows,
    tables.article_entities: article_entity_rows,
    tables.article_topics: article_topic_rows,
    tables.removed_spans: lambda article: removed_span_rows(article.event),
    tables.related_titles: lambda article: related_title_rows(article.event),
}
_INSERT: Final = {table: insert_given(table, [column.name for column in table.columns]) for table in _ROWS}
_INSERT[_SETS] = _INSERT[_SETS].on_conflict_do_update(  # the retired set may be the same model's
    index_elements=list(_SETS.primary_key),
    set_={column.name: _INSERT[_SETS].excluded[column.name] for column in _SETS.columns if not column.primary_key},
)


async def replace(connection: AsyncConnection, changes: Sequence[ChangedArticle]) -> Differences:
    """
    Write what was found in these articles; what was found before goes, but for the last annotation set of the same text.

    The caller holds the articles' locks.
    """
    gone = {change.event.article_id: change.before for change in changes if change.before is not None}
    entities_before, topics_before = await _erase(connection, gone) if gone else ([], [])
    await _retire_sets(connection, [change for change in changes if change.before is not None])
    found = [findings(change.event, change.after) for change in changes if change.event.status == "usable"]
    await _add_vocabulary(connection, found)
    for table, rows_of in _ROWS.items():
        if rows := [row for article in found for row in rows_of(article)]:
            await connection.execute(_INSERT[table], parameters(rows))
    return Differences(
        differences(entities_before, (share for article in found for share in counted_entities(article))),
        differences(topics_before, (share for article in found for share in counted_topics(article))),
    )


async def _erase(connection: AsyncConnection, places: Mapping[UUID, Place]) -> tuple[list[Counted], list[Counted]]:
    ids = {"ids": list(places)}
    for statement in _ERASE:
        await connection.execute(statement, ids)
    entities = await connection.execute(_UNLINK_ENTITIES, ids)
    topics = await connection.execute(_UNLINK_TOPICS, ids)
    return (
        _shares(places, ((article_id, str(entity_id), mentions) for article_id, entity_id, mentions in entities)),
        _shares(places, ((article_id, code, 0) for article_id, code in topics)),
    )


async def _retire_sets(connection: AsyncConnection, changes: Sequence[ChangedArticle]) -> None:
    """Keep a re-enriched article's current set beside the new one, and the one before it no longer."""
    again = [change.event.article_id for change in changes if change.reenriched]
    if others := [change.event.article_id for change in changes if not change.reenriched]:
        await connection.execute(_ERASE_SETS, {"ids": others})
    if again:
        await connection.execute(_ERASE_EARLIER_SETS, {"ids": again})
        await connection.execute(_RETIRE_SETS, {"ids": again})


def _shares(places: Mapping[UUID, Place], links: Iterable[tuple[UUID, str, int]]) -> list[Counted]:
    of_article: dict[UUID, list[tuple[str, int]]] = {}
    for article_id, subject, mentions in links:
        of_article.setdefault(article_id, []).append((subject, mentions))
    return [one for article_id, counted in of_article.items() for one in share(places[article_id], counted)]


async def _add_vocabulary(connection: AsyncConnection, found: Sequence[Findings]) -> None:
    if entities := entity_rows(found):
        packed = parameters(entities)
        await connection.execute(_ADD_ENTITIES, packed)
        await connection.execute(_ADD_ALIASES, packed)
    if unknown := [topic for topic in topic_rows(found) if topic["code"] not in TOPICS]:
        await connection.execute(_ADD_TOPICS, parameters(unknown))
