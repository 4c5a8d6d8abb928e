"""The batch upsert: articles, what was found in them, outcomes and the change feed, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.store.adapters import change_feed, findings, outcomes, syndication
from services.store.adapters.recordsets import insert_given, parameters, update_given
from services.store.adapters.tables import articles
from services.store.adapters.transactions import UnfitError, in_transaction
from services.store.core.precedence import Copy, Key, Standing, Verdict, judge
from services.store.core.rollups import Place
from services.store.core.rows import TOMBSTONE_KEEPS, Row, article_row, effective_at, key_row
from shared.contracts.events import ArticleEnriched, Outcome
from shared.errors import RejectedError

_MOST_CODE_POINTS: Final = 8_000_000  # of texts in one transaction: a statement's one parameter may hold 1 GB at most

_COLUMNS: Final = tuple(
    c.name for c in articles.columns if c.name not in {"search", "syndication_group", "syndication_similarity"}
)
_KEY: Final = Key._fields
_A_FORTNIGHT: Final = timedelta(days=14)

_LOCK: Final = (
    select(
        articles.c.id,
        *(articles.c[name] for name in _KEY),
        articles.c.content_hash,
        articles.c.status,
        articles.c.first_seen_at,
        articles.c.effective_at,
        articles.c.outlet,
        articles.c.syndication_group,
    )
    .where(articles.c.id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(articles.c.id)
    .with_for_update(key_share=True)
)
_INSERT: Final = insert_given(articles, _COLUMNS).on_conflict_do_nothing().returning(articles.c.id)
_REPLACE: Final = update_given(articles, [name for name in _COLUMNS if name not in {"id", "first_seen_at"}])
_WITHDRAW: Final = update_given(articles, [name for name in _COLUMNS if name not in {"id", *TOMBSTONE_KEEPS}])
_ADVANCE: Final = update_given(articles, _KEY)


class _OvertakenError(Exception):
    """Another writer stored an article that was not there when we looked: look again."""


async def save(
    engine: AsyncEngine, events: Sequence[ArticleEnriched], *, syndication_window: timedelta = _A_FORTNIGHT
) -> list[Outcome | RejectedError]:
    """
    Store a batch, and return for each event the outcome of its submission, or why the database refuses it.

    Repeating a batch changes nothing and returns the same. A row that the database refuses fails alone: the batch is
    halved until the others are stored. Articles first seen within the window are compared, for copies of one story.
    """
    results: list[Outcome | RejectedError] = []
    for portion in _portions(events):
        results += await _save_what_fits(engine, portion, syndication_window)
    return results


def _portions(events: Sequence[ArticleEnriched]) -> Iterator[list[ArticleEnriched]]:
    portion: list[ArticleEnriched] = []
    size = 0
    for event in events:
        weight = len(event.text) + len(event.extracted_text)
        if portion and size + weight > _MOST_CODE_POINTS:
            yield portion
            portion, size = [], 0
        portion.append(event)
        size += weight
    if portion:
        yield portion


async def _save_what_fits(
    engine: AsyncEngine, events: list[ArticleEnriched], window: timedelta
) -> list[Outcome | RejectedError]:
    try:
        return [*await _save_together(engine, events, window)]
    except UnfitError as error:
        if len(events) == 1:
            return [_rejection(error)]
    half = len(events) // 2
    return [*await _save_what_fits(engine, events[:half], window), *await _save_what_fits(engine, events[half:], window)]


def _rejection(error: UnfitError) -> RejectedError:
    rejection = RejectedError("bad-schema" if error.kind == "data" else "bug", f"postgres refuses the row: {error}")
    rejection.__cause__ = error
    return rejection


async def _save_together(engine: AsyncEngine, events: list[ArticleEnriched], window: timedelta) -> list[Outcome]:
    """Store the batch whole. Each round that is overtaken finds at least one article more than the round before."""
    for _ in events:
        with suppress(_OvertakenError):
            return await in_transaction(engine, lambda connection: _write(connection, events, window))
    return await in_transaction(engine, lambda connection: _write(connection, events, window))


async def _write(connection: AsyncConnection, events: list[ArticleEnriched], window: timedelta) -> list[Outcome]:
    """
    Take the steps in the one order that all writers keep, so that none waits for another in a circle.

    Articles, entities and outcomes are locked in the order of their ids; the change feed's lock, which only one writer
    holds, comes last and is held until the commit.
    """
    stored = await _lock(connection, {event.article_id for event in events})
    verdicts = judge(events, stored)
    changed = [verdict for verdict in verdicts if verdict.change]
    await _write_articles(connection, verdicts, stored)
    differences = await findings.replace(connection, [_change(verdict, stored) for verdict in changed])
    recorded = await outcomes.record(connection, verdicts)
    if changed:
        texts = await syndication.sign(connection, changed, stored, window)
        await change_feed.append(connection, changed, differences, texts)
    return [recorded[event.submission.entry_id] for event in events]


async def _lock(connection: AsyncConnection, ids: set[UUID]) -> dict[UUID, Standing]:
    rows = await connection.execute(_LOCK, {"ids": sorted(ids)})
    return {
        row.id: Standing(
            Key(row.version, int(row.entry_ms), int(row.entry_seq), row.generation),
            Copy(row.version, row.content_hash, row.status),
            row.first_seen_at,
            row.effective_at,
            row.outlet,
            row.syndication_group,
        )
        for row in rows
    }


async def _write_articles(connection: AsyncConnection, verdicts: Sequence[Verdict], stored: Mapping[UUID, Standing]) -> None:
    new: list[Row] = []
    replaced: list[Row] = []
    withdrawn: list[Row] = []
    for verdict in verdicts:
        if verdict.change:
            standing = stored.get(verdict.event.article_id)
            rows = new if standing is None else withdrawn if verdict.change == "withdrawn" else replaced
            rows.append(article_row(verdict.event, standing))
    advanced = [key_row(verdict.event) for verdict in verdicts if verdict.advances_key]
    if new and len((await connection.scalars(_INSERT, parameters(new))).all()) < len(new):
        raise _OvertakenError
    for statement, rows in ((_REPLACE, replaced), (_WITHDRAW, withdrawn), (_ADVANCE, advanced)):
        if rows:
            await connection.execute(statement, parameters(rows))


def _change(verdict: Verdict, stored: Mapping[UUID, Standing]) -> findings.ChangedArticle:
    event = verdict.event
    standing = stored.get(event.article_id)
    if standing is None:
        return findings.ChangedArticle(event, None, Place(effective_at(event, None), event.outlet))
    before = Place(standing.effective_at, standing.outlet, standing.syndication_group)
    return findings.ChangedArticle(
        event,
        before,
        replace(before, effective_at=effective_at(event, standing), outlet=event.outlet),
        reenriched=verdict.change == "reenriched",
    )
