"""Which article tells which story: rows of articles and groups, moved within the change feed's turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters.recordsets import parameters, update_given
from services.store.adapters.tables import articles
from services.store.core.syndication import Joining, Told

_FELLOWS: Final = 3


def _by_ids(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("ids", type_=ARRAY(Uuid)))


_TELL: Final = _by_ids("""
    SELECT a.id, COALESCE(a.syndication_group, a.id), a.first_seen_at, g.id IS NOT NULL, COALESCE(g.size, 1)
    FROM news.articles AS a LEFT JOIN news.syndication_groups AS g ON g.id = a.syndication_group
    WHERE a.id = ANY (:ids)
""")
_READ_FELLOWS: Final = text(f"""
    SELECT g.article_id, f.id, f.text
    FROM json_to_recordset(CAST(:rows AS json)) AS g (article_id uuid, story_id uuid)
    CROSS JOIN LATERAL (
        SELECT a.id, a.text FROM news.articles AS a
        WHERE a.syndication_group = g.story_id AND a.id <> g.article_id
        ORDER BY a.word_count DESC, a.first_seen_at, a.id
        LIMIT {_FELLOWS}
    ) AS f
""")  # noqa: S608 (a constant)

# Another writer may hold one of them and wait for our turn to end: waiting for it would be a circle, so we start again.
_LOCK: Final = """
    SELECT id, COALESCE(syndication_group, id) AS story_id, syndication_similarity, updated_at FROM news.articles
    WHERE {} ORDER BY id FOR NO KEY UPDATE NOWAIT
"""
_LOCK_GROUPS: Final = _by_ids(_LOCK.format("syndication_group = ANY (:ids)"))
_LOCK_STORIES: Final = _by_ids(_LOCK.format("id = ANY (:ids) OR syndication_group = ANY (:ids)"))
_MOVE: Final = update_given(articles, ["syndication_group", "syndication_similarity", "updated_at"])
_LEAVE: Final = _by_ids("""
    UPDATE news.articles SET syndication_group = NULL, syndication_similarity = NULL WHERE id = ANY (:ids)
""")
_REMAINING: Final = _by_ids("""
    SELECT syndication_group, array_agg(id ORDER BY first_seen_at, id) FROM news.articles
    WHERE syndication_group = ANY (:ids) GROUP BY 1
""")

_FOUND: Final = _by_ids("""
    INSERT INTO news.syndication_groups (id, created_at) SELECT id, :now FROM unnest(:ids) AS new (id) ON CONFLICT DO NOTHING
""")
_SUM_UP: Final = _by_ids("""
    UPDATE news.syndication_groups AS g
    SET size = s.size, first_article_id = s.ids[1], fullest_article_id = s.fullest[1]
    FROM (
        SELECT syndication_group, count(*) AS size, array_agg(id ORDER BY first_seen_at, id) AS ids,
            array_agg(id ORDER BY word_count DESC, first_seen_at, id) AS fullest
        FROM news.articles WHERE syndication_group = ANY (:ids) GROUP BY 1
    ) AS s
    WHERE g.id = s.syndication_group
""")
_DROP_EMPTY: Final = _by_ids("""
    DELETE FROM news.syndication_groups AS g
    WHERE g.id = ANY (:ids) AND NOT EXISTS (SELECT FROM news.articles AS a WHERE a.syndication_group = g.id)
""")


async def tell(connection: AsyncConnection, ids: Iterable[UUID]) -> dict[UUID, Told]:
    """Say which story each of these articles tells."""
    found = await connection.execute(_TELL, {"ids": sorted(ids)})
    return {article_id: Told(*known) for article_id, *known in found}


async def fellows(connection: AsyncConnection, groups: Mapping[UUID, UUID]) -> list[tuple[UUID, UUID, str]]:
    """Read, for each article of a group, the ids and texts of the fullest other copies."""
    rows = [{"article_id": str(article_id), "story_id": str(group)} for article_id, group in groups.items()]
    return [
        (article_id, other_id, text)
        for article_id, other_id, text in await connection.execute(_READ_FELLOWS, parameters(rows))
    ]


async def join(
    connection: AsyncConnection, plans: Iterable[Joining], similarities: Mapping[UUID, float], now: datetime
) -> set[UUID]:
    """Unite stories; return the articles that moved. One that is new in its group keeps its similarity there."""
    targets: dict[UUID, UUID | None] = {story: plan.story_id for plan in plans for story in plan.moves}
    return await _move(connection, _LOCK_STORIES, targets, similarities, now)


async def leave(connection: AsyncConnection, groups: Mapping[UUID, UUID], now: datetime) -> set[UUID]:
    """
    Take these articles out of their groups; return the others that moved because of it.

    One that remains alone is no copy any more, and copies whose founder is gone are named after the next one.
    """
    await connection.execute(_LEAVE, {"ids": sorted(groups)})
    targets: dict[UUID, UUID | None] = {}
    for group, members in await connection.execute(_REMAINING, {"ids": sorted(set(groups.values()))}):
        if len(members) == 1:
            targets[group] = None
        elif group not in members:
            targets[group] = members[0]
    moved = await _move(connection, _LOCK_GROUPS, targets, {}, now)
    await sum_up(connection, set(groups.values()))
    return moved


async def sum_up(connection: AsyncConnection, groups: Collection[UUID]) -> None:
    """Count these groups' copies, and name the first and the fullest; a group without copies goes."""
    if groups:
        await connection.execute(_SUM_UP, {"ids": sorted(groups)})
        await connection.execute(_DROP_EMPTY, {"ids": sorted(groups)})


async def _move(
    connection: AsyncConnection,
    lock: TextClause,
    targets: Mapping[UUID, UUID | None],
    similarities: Mapping[UUID, float],
    now: datetime,
) -> set[UUID]:
    """Move all that tell one of these stories to another group, or to none."""
    if not targets:
        return set()
    locked = [row for row in await connection.execute(lock, {"ids": sorted(targets)}) if row.story_id in targets]
    rows = [
        {
            "id": str(row.id),
            "syndication_group": (target := targets[row.story_id]) and str(target),
            "syndication_similarity": target and (row.syndication_similarity or similarities.get(row.id)),
            "updated_at": max(row.updated_at, now).isoformat(),
        }
        for row in locked
    ]
    groups = {target for target in targets.values() if target}
    await connection.execute(_FOUND, {"ids": sorted(groups), "now": now})
    await connection.execute(_MOVE, parameters(rows))
    await sum_up(connection, groups | targets.keys())
    return {row.id for row in locked}
