"""`dateline reenrich` and `dateline diff` on a stored article, without the services."""

from __future__ import annotations

import json
from asyncio import to_thread
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.cli.main import run
from deploy.cli.stored import connected
from deploy.cli.stored_articles import Choice, StoredArticles, current_models, take_turn
from services.store.adapters.articles import save
from shared.contracts import streams
from shared.contracts.events import Article, Event, Step
from tests.integration.store_fixtures.articles import MODEL, NOON, an_article, article_id
from tests.integration.store_fixtures.database import a_store
from tests.support.pipelines import a_pipeline

STEP = Step(stage="reenrich", at=NOON)
FACTS = Article.model_fields.keys() - Event.model_fields.keys()


@pytest.fixture
async def store(
    database_url: str, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncEngine]:
    monkeypatch.setenv("DATELINE_REDIS_URL", redis_url)
    monkeypatch.setenv("DATELINE_DATABASE_URL", database_url)
    async with a_store(database_url) as engine:
        yield engine


async def test_a_stored_article_goes_again_as_it_came_one_generation_later(store: AsyncEngine, database_url: str) -> None:
    came = an_article(entry="18446744073709551615-7", version=3)
    await save(store, [came])

    with connected(database_url) as connection:
        [[again]] = StoredArticles(connection, Choice.by_models(current_models(connection))).pages(STEP, 9, 9)

    plain = came.dateline.model_copy(update={"agency": None}) if came.dateline else None
    assert {name: getattr(again, name) for name in FACTS} == {name: getattr(came, name) for name in FACTS} | {
        "dateline": plain
    }
    assert again.submission == came.submission.model_copy(update={"generation": 1})
    assert [step.stage for step in again.history] == ["enrich", "store", "reenrich"]
    assert again.event_id != came.event_id


async def test_articles_are_chosen_by_model_and_date_the_newest_first(store: AsyncEngine, database_url: str) -> None:
    days = {"old": 1, "new": 20, "middle": 10}
    await save(
        store,
        [an_article(name, entry=f"{day}-0", published_at=NOON.replace(day=day)) for name, day in days.items()],
    )

    with connected(database_url) as connection:
        chosen = StoredArticles(connection, Choice.by_models([MODEL]), NOON.replace(day=5))
        none = StoredArticles(connection, Choice.by_models([MODEL.model_copy(update={"config_hash": "other"})]))
        counts = chosen.count(), none.count()
        ids = [article.article_id for page in chosen.pages(STEP, 9, 1) for article in page]

    assert counts == (2, 0)
    assert ids == [article_id("new"), article_id("middle")]


async def test_what_died_on_its_second_way_is_left_to_dead_letters(store: AsyncEngine, database_url: str) -> None:
    await save(store, [an_article(entry="1-0")])
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        connection.execute(
            "INSERT INTO news.dead_letters (stream, entry_id, dead_entry_id, submission_entry_id, stage, reason, error,"
            " attempts, at, faults) VALUES (%s, '9-0', '8-0', '1-0', 'enrich', 'bug', '', 1, now(), '[]')",
            [streams.INGESTED_BULK],
        )

    with connected(database_url) as connection:
        assert StoredArticles(connection, Choice.by_models([MODEL])).count() == 0


async def test_a_dry_run_counts_by_model_and_sends_nothing(
    store: AsyncEngine, redis: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    await save(store, [an_article(entry="1-0"), an_article("other", entry="2-0")])

    statuses = [run(["reenrich", "--dry-run", "--json", *of]) for of in ((), ("--older-than", f"{MODEL.name}:1.1"))]

    by_the_last_article, older = map(json.loads, capsys.readouterr().out.splitlines())
    assert statuses == [0, 0]
    assert (by_the_last_article["total"], older["total"]) == (0, 2)
    assert older["models"] == [{**MODEL.model_dump(), "articles": 2, "older": True}]
    assert not await redis.exists(streams.INGESTED_BULK)


async def test_two_runs_at_once_are_refused(
    store: AsyncEngine, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await save(store, [an_article(entry="1-0")])

    with connected(database_url) as other:
        assert take_turn(other)
        status = run(["reenrich", "--older-than", "another"])

    assert status == 2
    assert "another 'dateline reenrich' or 'reclean' is at work" in capsys.readouterr().err


async def test_diff_shows_what_another_model_would_change(
    store: AsyncEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await save(store, [an_article(entry="1-0")])
    other = a_pipeline(tmp_path, "2.0", Mirela_Oduya="ORG", Port_Ansel="GPE", Friday="EVENT")

    status = await to_thread(run, ["diff", "--model", other, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (answer["model"]["name"], answer["model"]["version"]) == ("en_desk", "2.0")
    assert (answer["articles"], answer["changed"]) == (1, 1)
    assert answer["entities"]["lost"] == {"LOC": 1}
    assert {"from": "PERSON", "to": "ORG", "count": 1} in answer["entities"]["relabelled"]
    assert answer["examples"][0]["article_id"] == str(article_id("ferry"))

    assert await to_thread(run, ["diff", "--model", other]) == 0
    page = capsys.readouterr().out
    assert "1 of 1 articles would change." in page
    assert "~ Mirela Oduya (PERSON → ORG)" in page


async def test_diff_names_a_model_that_is_not_there(store: AsyncEngine, capsys: pytest.CaptureFixture[str]) -> None:
    await save(store, [an_article(entry="1-0")])

    assert await to_thread(run, ["diff", "--model", "no_such_model"]) == 2
    assert "'no_such_model' is no installed spaCy pipeline" in capsys.readouterr().err
