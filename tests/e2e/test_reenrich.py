"""Two thousand stored articles go through enrich again while others arrive, and the command is killed on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.contracts import streams
from tests.support.pipelines import a_pipeline
from tests.support.system import Dateline, dateline

ARTICLES = 2_000
SETS = """
    SELECT count(*) FILTER (WHERE NOT is_current AND model_version = '1'),
        count(*) FILTER (WHERE is_current AND model_version = '2')
    FROM news.annotation_sets WHERE article_id IN (SELECT article_id FROM news.v_articles WHERE source = 'stock')
"""
WITHOUT_ONE_CURRENT_SET = """
    SELECT count(*) FROM news.articles AS a
    WHERE (SELECT count(*) FROM news.annotation_sets AS s WHERE s.article_id = a.id AND s.is_current) <> 1
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Dateline]:
    """A system whose stock was annotated by version 1, and whose enrich runs version 2 by now."""
    first = a_pipeline(tmp_path, "1", Mirela_Oduya="ORG")
    second = a_pipeline(tmp_path, "2", Mirela_Oduya="PERSON", Port_Ansel="GPE")
    with dateline(DATELINE_ENRICH_MODEL=first) as system:
        ids = system.publish_many(ARTICLES, "stock")
        assert system.settled(ids) == ["created"] * ARTICLES
        enrich = system.system.services["enrich"]
        enrich.environment["DATELINE_ENRICH_MODEL"] = second
        enrich.end(signal.SIGTERM)
        enrich.wait(30)
        enrich.start()
        yield system


def reenrich(system: Dateline, *options: str) -> subprocess.Popen[str]:
    servers = system.system.servers
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.cli", "reenrich", "--older-than", "en_desk:2", "--json", *options],
        env={**os.environ, "DATELINE_REDIS_URL": servers.redis_url, "DATELINE_DATABASE_URL": servers.database_url},
        stdout=subprocess.PIPE,
        text=True,
    )


def re_enriched(system: Dateline) -> int:
    [(count,)] = system.query("SELECT count(*) FROM news.v_changes WHERE kind = 'reenriched'")
    return int(count)


def test_stored_articles_get_the_new_models_annotations_behind_live_ones_and_across_a_kill(running: Dateline) -> None:
    killed = reenrich(running, "--rate", "300")
    live: list[str] = []
    waits: list[float] = []

    def live_article_arrives() -> None:
        published = time.monotonic()
        live.extend(running.publish_many(1, f"live{len(live)}"))
        running.until(lambda: len(running.outcomes(live)) == len(live), seconds=30)
        waits.append(time.monotonic() - published)

    running.until(lambda: re_enriched(running) > 100)
    while re_enriched(running) < ARTICLES // 3:
        live_article_arrives()
    killed.kill()
    killed.communicate()
    before = re_enriched(running)
    [(old_ones_beside, new_ones)] = running.query(SETS)
    live_while_killed = len(live)

    again = reenrich(running, "--rate", "300")
    while again.poll() is None:
        live_article_arrives()
        assert running.query(WITHOUT_ONE_CURRENT_SET) == [(0,)]
    answer = json.loads(again.communicate()[0])

    assert 0 < before < ARTICLES
    assert old_ones_beside == new_ones >= before
    assert (again.returncode, answer["dead"], answer["on_the_way"], answer["left"]) == (0, 0, 0, 0)
    assert answer["sent"] < ARTICLES
    assert running.redis.xinfo_stream(streams.INGESTED_BULK)["entries-added"] == ARTICLES
    assert re_enriched(running) == ARTICLES
    assert running.query(SETS) == [(ARTICLES, ARTICLES)]
    assert running.query("SELECT DISTINCT label FROM news.v_entities WHERE name = 'Mirela Oduya'") == [("PERSON",)]
    assert running.outcomes(live) == ["created"] * len(live)
    assert live_while_killed > 0
    assert sorted(waits)[len(waits) // 2] < 3.0
    [(outcomes,)] = running.query("SELECT count(*) FROM news.outcomes")
    assert outcomes == ARTICLES + len(live) == running.redis.xlen(streams.SETTLED)
    assert running.redis.xinfo_stream(streams.SUBMITTED)["entries-added"] == outcomes


def test_the_command_stops_where_enrich_runs_no_newer_model(running: Dateline) -> None:
    running.until(lambda: running.redis.exists(streams.INGESTED_BULK) == 1)

    command = reenrich(running, "--older-than", "en_desk:3")
    answer = json.loads(command.communicate()[0])

    assert (command.returncode, answer["sent"]) == (1, 10)
