"""The daily counts, changed by differences. Only whoever holds the change feed's lock may call this module."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Delete,
    FromClause,
    Select,
    Table,
    Update,
    Uuid,
    any_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, Insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters.records import entity_daily, topic_daily
from services.store.adapters.recordsets import given, insert_given, parameters
from services.store.adapters.tables import article_entities, article_topics, articles
from services.store.core.rollups import Cell, Count


@dataclass(frozen=True, slots=True)
class _Statements:
    subject: str
    add: Insert
    drop_empty: Delete
    recount_stories: Update
    recount_copies: Update


def _statements(daily: Table, links: Table, subject: str) -> _Statements:
    """Write the statements for one table of counts, whose `subject` is linked to articles in `links`."""
    cell = (subject, "day", "outlet")
    names = [column.name for column in daily.columns]
    sums = [name for name in names if name not in cell]
    add = insert_given(daily, names)
    rows = given(daily, cell)
    is_given = tuple_(*(daily.c[name] for name in cell)) == tuple_(*(rows.c[name] for name in cell))
    stories = (
        select(func.count(func.coalesce(articles.c.syndication_group, articles.c.id).distinct()))
        .join(links, links.c.article_id == articles.c.id)
        .where(
            links.c[subject] == daily.c[subject],
            links.c.effective_at >= _midnight(daily.c.day),
            links.c.effective_at < _midnight(daily.c.day + 1),
            func.coalesce(articles.c.outlet, "") == daily.c.outlet,
        )
    )
    return _Statements(
        subject,
        add.on_conflict_do_update(index_elements=cell, set_={name: daily.c[name] + add.excluded[name] for name in sums}),
        delete(daily).where(is_given, daily.c.articles == 0),
        update(daily).where(is_given).values(stories=stories.scalar_subquery()),
        update(daily)
        .where(tuple_(*(daily.c[name] for name in cell)).in_(_cells_of_copies(links, subject)))
        .values(stories=stories.scalar_subquery()),
    )


def _cells_of_copies(links: Table, subject: str) -> Select[*tuple[object, ...]]:
    """Choose the cells of the given articles that have another copy in the same outlet on the same day."""
    copy = articles.alias()
    return (
        select(links.c[subject], _day(articles), _outlet(articles))
        .join(articles, articles.c.id == links.c.article_id)
        .where(
            articles.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))),
            exists().where(
                copy.c.syndication_group == articles.c.syndication_group,
                copy.c.id != articles.c.id,
                _day(copy) == _day(articles),
                _outlet(copy) == _outlet(articles),
            ),
        )
    )


def _day(table: FromClause) -> ColumnElement[date]:
    return cast(func.timezone("UTC", table.c.effective_at), Date)


def _outlet(table: FromClause) -> ColumnElement[str]:
    return func.coalesce(table.c.outlet, "")


def _midnight(day: ColumnElement[date]) -> ColumnElement[datetime]:
    return func.timezone("UTC", cast(day, DateTime))


_ENTITIES: Final = _statements(entity_daily, article_entities, "entity_id")
_TOPICS: Final = _statements(topic_daily, article_topics, "code")


async def add(connection: AsyncConnection, entities: Mapping[Cell, Count], topics: Mapping[Cell, Count]) -> None:
    """Add the differences to these cells; a cell that counts no article any more goes."""
    await _add(connection, _ENTITIES, entities)
    await _add(connection, _TOPICS, topics)


async def recount(connection: AsyncConnection, moved: Collection[UUID]) -> None:
    """
    Count the stories anew where these articles count, whose groups have changed.

    Where an article is its story's only copy of a cell it counts as one story, whatever its group: those cells are right.
    """
    if moved:
        for statements in (_ENTITIES, _TOPICS):
            await connection.execute(statements.recount_copies, {"ids": sorted(moved)})


async def _add(connection: AsyncConnection, statements: _Statements, counts: Mapping[Cell, Count]) -> None:
    rows = {
        cell: {
            statements.subject: cell.subject,
            "day": cell.day.isoformat(),
            "outlet": cell.outlet,
            "articles": count.articles,
            "stories": count.stories,
            "mentions": count.mentions,
        }
        for cell, count in counts.items()
    }
    if rows:
        await connection.execute(statements.add, parameters(rows.values()))
    if gone := [rows[cell] for cell, count in counts.items() if count.articles < 0]:
        await connection.execute(statements.drop_empty, parameters(gone))
    if shared := [rows[cell] for cell, count in counts.items() if count.recount]:
        await connection.execute(statements.recount_stories, parameters(shared))
