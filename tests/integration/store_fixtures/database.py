"""A database with the schema in it, and short ways to look into it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters import migrate
from services.store.adapters.database import open_database
from services.store.settings import StoreSettings


@asynccontextmanager
async def a_store(database_url: str, **settings: object) -> AsyncIterator[AsyncEngine]:
    """Migrate an empty database and open it as the store does."""
    migrate.upgrade(database_url)
    engine = open_database(StoreSettings(database_url=SecretStr(database_url), **settings))
    try:
        yield engine
    finally:
        await engine.dispose()


async def rows(engine: AsyncEngine, query: str, **parameters: object) -> list[tuple[object, ...]]:
    async with engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(query), parameters)]


async def one(engine: AsyncEngine, query: str, **parameters: object) -> object:
    ((value,),) = await rows(engine, query, **parameters)
    return value


async def run(engine: AsyncEngine, statement: str, **parameters: object) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement), parameters)


EVERYTHING = (
    "articles", "annotation_sets", "entities", "article_entities", "article_topics", "removed_spans", "related_titles",
    "outcomes", "dead_letters", "ledger", "changes", "entity_daily", "topic_daily",
    "syndication_groups", "syndication_fingerprints", "syndication_bands",
)  # fmt: skip


async def contents(engine: AsyncEngine) -> dict[str, list[str]]:
    """Read all that the store writes, to compare."""
    return {
        table: sorted(str(row[0]) for row in await rows(engine, f"SELECT CAST(t AS text) FROM news.{table} AS t"))
        for table in EVERYTHING
    }


COUNTED_ANEW = {
    "entity_daily": """
        SELECT CAST(l.effective_at AT TIME ZONE 'UTC' AS date), CAST(l.entity_id AS text), COALESCE(a.outlet, ''),
            count(*), count(DISTINCT COALESCE(a.syndication_group, a.id)), sum(l.mentions)
        FROM news.article_entities AS l JOIN news.articles AS a ON a.id = l.article_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """,
    "topic_daily": """
        SELECT CAST(l.effective_at AT TIME ZONE 'UTC' AS date), l.code, COALESCE(a.outlet, ''),
            count(*), count(DISTINCT COALESCE(a.syndication_group, a.id))
        FROM news.article_topics AS l JOIN news.articles AS a ON a.id = l.article_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    """,
}


async def assert_daily_counts_are_right(engine: AsyncEngine) -> None:
    """Compare the counts that were kept with the same counted from the articles."""
    kept = {
        "entity_daily": "SELECT day, CAST(entity_id AS text), outlet, articles, stories, mentions FROM news.entity_daily",
        "topic_daily": "SELECT day, code, outlet, articles, stories FROM news.topic_daily",
    }
    for table, query in kept.items():
        assert await rows(engine, f"{query} ORDER BY 1, 2, 3") == await rows(engine, COUNTED_ANEW[table])
