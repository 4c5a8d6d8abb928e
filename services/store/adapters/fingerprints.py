"""What copies are found by, of the articles first seen within the window: written before the change feed's turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, any_, bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters.recordsets import insert_given, parameters
from services.store.adapters.tables import syndication_fingerprints
from services.store.core.shingles import Fingerprint
from services.store.core.syndication import FEWEST_BANDS, MOST_COMPARED, MOST_OF_A_STORY, Lookalike

_MOST_OF_A_BAND: Final = 16  # what more than sixteen articles of late have in common says nothing about any of them
_GOES_FOR_EACH_THAT_COMES: Final = 2

_INSERT: Final = insert_given(syndication_fingerprints, [column.name for column in syndication_fingerprints.columns])
_INSERT_BANDS: Final = text("""
    INSERT INTO news.syndication_bands (band, first_seen_at, article_id)
    SELECT b.band, f.first_seen_at, f.article_id
    FROM news.syndication_fingerprints AS f, unnest(f.bands) AS b (band)
    WHERE f.article_id = ANY (:ids)
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))

_FORGET: Final = """
    WITH gone AS (
        DELETE FROM news.syndication_fingerprints WHERE article_id IN ({})
        RETURNING article_id, first_seen_at, bands
    )
    DELETE FROM news.syndication_bands AS b
    USING gone, unnest(gone.bands) AS g (band)
    WHERE b.band = g.band AND b.first_seen_at = gone.first_seen_at AND b.article_id = gone.article_id
"""
_FORGET_THESE: Final = text(_FORGET.format("SELECT unnest(:ids)")).bindparams(bindparam("ids", type_=ARRAY(Uuid)))
_FORGET_OLD: Final = text(
    _FORGET.format("""
        SELECT article_id FROM news.syndication_fingerprints WHERE first_seen_at <= :since
        ORDER BY first_seen_at LIMIT :most FOR UPDATE SKIP LOCKED
    """)
)
_LOOK_UP: Final = text(f"""
    WITH alike AS (
        SELECT f.article_id, o.article_id AS other_id, count(*) AS bands
        FROM news.syndication_fingerprints AS f, unnest(f.bands) AS g (band)
        CROSS JOIN LATERAL (
            SELECT b.article_id FROM news.syndication_bands AS b
            WHERE b.band = g.band AND b.first_seen_at > :since
            ORDER BY b.first_seen_at DESC, b.article_id DESC
            LIMIT {_MOST_OF_A_BAND}
        ) AS o
        WHERE f.article_id = ANY (:ids) AND o.article_id <> f.article_id
        GROUP BY 1, 2
        HAVING count(*) >= {FEWEST_BANDS}
    ), told AS (
        SELECT l.*, COALESCE(a.syndication_group, a.id) AS story_id
        FROM alike AS l JOIN news.articles AS a ON a.id = l.other_id
    ), of_story AS (
        SELECT *, row_number() OVER (PARTITION BY article_id, story_id ORDER BY bands DESC, other_id) AS place FROM told
    ), of_article AS (
        SELECT article_id, other_id, story_id,
            row_number() OVER (PARTITION BY article_id ORDER BY bands DESC, other_id) AS rank
        FROM of_story WHERE place <= {MOST_OF_A_STORY}
    )
    SELECT article_id, other_id, story_id FROM of_article WHERE rank <= {MOST_COMPARED}
""").bindparams(bindparam("ids", type_=ARRAY(Uuid)))  # noqa: S608 (constants)
_READ: Final = select(syndication_fingerprints.c.article_id, syndication_fingerprints.c.fingerprint).where(
    syndication_fingerprints.c.article_id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)


@dataclass(frozen=True, slots=True)
class Signed:
    """An article that copies are looked for, and its fingerprint."""

    article_id: UUID
    first_seen_at: datetime
    fingerprint: Fingerprint


async def write(connection: AsyncConnection, changed: Collection[UUID], signed: Sequence[Signed], since: datetime) -> None:
    """
    Replace the fingerprints of these articles; some that are older than `since` go.

    The caller holds the articles' locks. More goes than comes, so the tables stay as large as the window is long.
    """
    if changed:
        await connection.execute(_FORGET_THESE, {"ids": sorted(changed)})
    if signed:
        await connection.execute(_INSERT, parameters(_row(one) for one in signed))
        await connection.execute(_INSERT_BANDS, {"ids": [one.article_id for one in signed]})
        await connection.execute(_FORGET_OLD, {"since": since, "most": _GOES_FOR_EACH_THAT_COMES * len(signed)})


async def lookalikes(connection: AsyncConnection, signed: Iterable[Signed], since: datetime) -> list[Lookalike]:
    """
    Find the few articles that are worth comparing with each of these, which were written before.

    They are those that share most bands with it, few of one story; of a band the newest.
    """
    found = await connection.execute(_LOOK_UP, {"ids": [one.article_id for one in signed], "since": since})
    return [Lookalike(*row) for row in found]


async def read(connection: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, Fingerprint]:
    """Read the fingerprints of these articles, where there are any."""
    if not ids:
        return {}
    return {
        row.article_id: Fingerprint.unpacked(row.fingerprint) for row in await connection.execute(_READ, {"ids": list(ids)})
    }


def _row(one: Signed) -> dict[str, object]:
    return {
        "article_id": str(one.article_id),
        "first_seen_at": one.first_seen_at.isoformat(),
        "bands": one.fingerprint.bands,
        "fingerprint": rf"\x{one.fingerprint.packed().hex()}",
    }
