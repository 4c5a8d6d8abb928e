"""The consumers' page, docs/consume.md: every query on it runs, answers its question, and uses an index."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from tests.integration.store_fixtures.articles import (
    CORRAN,
    NOON,
    ODUYA,
    PORT_ANSEL,
    TEXT,
    a_withdrawal,
    an_article,
    article_id,
    some_annotations,
)
from tests.integration.store_fixtures.database import a_store, rows, run

PAGE = (Path(__file__).parents[2] / "docs/consume.md").read_text()
QUERIES = dict(re.findall(r"^```sql (\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
GROUP = UUID(int=11)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Two copies of one story in two outlets, another story, and one of the day before."""
    async with a_store(database_url) as engine:
        await save(
            engine,
            [
                an_article("first", entry="1-0"),
                an_article(
                    "copy", entry="2-0", outlet="island-post.example", published_at=NOON, at=NOON + timedelta(hours=2)
                ),
                an_article(
                    "other",
                    entry="3-0",
                    title="Harbour budget",
                    text="Port Ansel votes on the budget.",
                    annotations=some_annotations("Port Ansel votes on the budget.", [PORT_ANSEL]),
                ),
                an_article("before", entry="4-0", published_at=NOON - timedelta(days=1), text=f"{TEXT} Before."),
            ],
        )
        await run(
            engine,
            "INSERT INTO news.syndication_groups VALUES (:id, :first, :copy, 2, :at)",
            id=GROUP,
            first=article_id("first"),
            copy=article_id("copy"),
            at=NOON,
        )
        await run(
            engine,
            "UPDATE news.articles SET syndication_group = :id, syndication_similarity = 0.9 WHERE id = ANY (:ids)",
            id=GROUP,
            ids=[article_id("first"), article_id("copy")],
        )
        yield engine


async def ask(store: AsyncEngine, name: str, **parameters: object) -> list[dict[str, object]]:
    async with store.connect() as connection:
        found = await connection.execute(text(QUERIES[name]), parameters)
        return [dict(row) for row in found.mappings()]


def test_the_page_has_the_six_queries() -> None:
    assert set(QUERIES) == {
        "sync_by_cursor",
        "stories_of_an_entity",
        "share_of_voice",
        "search_an_outlet",
        "spread_of_a_story",
        "quotes_of_a_person",
    }


async def test_the_page_describes_the_columns_as_the_database_does(store: AsyncEngine) -> None:
    described = {
        (view, column, meaning)
        for view, table in re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
        for column, meaning in re.findall(r"^\| `(\w+)` \| [^|]+ \| (.*) \|$", table, re.MULTILINE)
    }

    found = await rows(
        store,
        "SELECT relname, attname, col_description(c.oid, attnum) FROM pg_class c JOIN pg_attribute ON attrelid = c.oid"
        " WHERE relnamespace = CAST('news' AS regnamespace) AND attnum > 0"
        " AND (relkind = 'v' OR relname IN ('entity_daily', 'topic_daily'))",
    )

    assert described == set(found)


async def test_a_cursor_brings_a_copy_in_step(store: AsyncEngine) -> None:
    everything = await ask(store, "sync_by_cursor", last=0)
    last = everything[-1]["change_seq"]

    await save(store, [an_article("other", entry="5-0", version=1, title="Budget passed")])
    await save(store, [a_withdrawal("before", entry="6-0")])
    news = await ask(store, "sync_by_cursor", last=last)

    assert {row["article_id"] for row in everything} == {article_id(n) for n in ("first", "copy", "other", "before")}
    assert [(row["kind"], row["status"], row["title"]) for row in news] == [
        ("updated", "usable", "Budget passed"),
        ("withdrawn", "withdrawn", None),
    ]


async def test_an_entitys_stories_of_a_day_are_one_row_a_story(store: AsyncEngine) -> None:
    stories = await ask(store, "stories_of_an_entity", entity_key=PORT_ANSEL.key, day=date(2026, 3, 14))

    assert {(row["story_id"], row["article_id"]) for row in stories} == {
        (GROUP, article_id("first")),
        (article_id("other"), article_id("other")),
    }


async def test_share_of_voice_adds_up(store: AsyncEngine) -> None:
    shares = await ask(
        store,
        "share_of_voice",
        entity_keys=[PORT_ANSEL.key, CORRAN.key],
        first_day=date(2026, 3, 14),
        last_day=date(2026, 3, 14),
    )

    assert [(row["name"], row["stories"], float(str(row["percent"]))) for row in shares] == [
        ("Port Ansel", 3, 60.0),
        ("Corran Island", 2, 40.0),
    ]


async def test_a_saved_search_finds_forms_of_its_words_in_its_outlet(store: AsyncEngine) -> None:
    hits = await ask(
        store,
        "search_an_outlet",
        language="en",
        words="ferries -budget",
        outlet="ansel-courier.example",
        since=datetime(2026, 3, 14, tzinfo=UTC),
    )

    assert [row["article_id"] for row in hits] == [article_id("first")]


async def test_the_spread_of_a_story_is_told_from_its_first_copy(store: AsyncEngine) -> None:
    copies = await ask(store, "spread_of_a_story", article_id=article_id("copy"))

    assert [(row["outlet"], row["delay"], row["is_first_copy"]) for row in copies] == [
        ("ansel-courier.example", timedelta(0), True),
        ("island-post.example", timedelta(hours=2), False),
    ]


async def test_a_persons_quotes_are_found_by_any_form_of_the_name(store: AsyncEngine) -> None:
    quotes = await ask(store, "quotes_of_a_person", entity_key=ODUYA.key, since=NOON - timedelta(hours=12))

    assert [(row["text"], row["speaker"], row["outlet"]) for row in quotes] == [
        ("We have waited two winters for this,", "Oduya", "island-post.example"),
        ("We have waited two winters for this,", "Oduya", "ansel-courier.example"),
    ]


async def test_every_query_can_use_an_index_to_find_its_rows(store: AsyncEngine) -> None:
    parameters = {
        "sync_by_cursor": {"last": 0},
        "stories_of_an_entity": {"entity_key": "x", "day": date(2026, 3, 14)},
        "share_of_voice": {"entity_keys": ["x"], "first_day": date(2026, 3, 1), "last_day": date(2026, 3, 14)},
        "search_an_outlet": {"language": "en", "words": "ferry", "outlet": "x", "since": NOON},
        "spread_of_a_story": {"article_id": GROUP},
        "quotes_of_a_person": {"entity_key": "x", "since": NOON},
    }
    scans: dict[str, list[str]] = {}
    async with store.connect() as connection:
        await connection.execute(text("SET enable_seqscan = off"))
        for name, query in QUERIES.items():
            plan = await connection.execute(text(f"EXPLAIN {query}"), parameters[name])
            scans[name] = [line for (line,) in plan if "Seq Scan" in line]

    assert scans == {name: [] for name in QUERIES}
