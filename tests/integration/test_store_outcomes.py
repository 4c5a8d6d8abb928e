"""Outcomes are announced at least once, dead letters are mirrored, and a retry that succeeds has the last word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from services.store.adapters.dead_letters import forget, mirror
from services.store.adapters.outbox import announce
from services.store.handlers import record_dead_letters
from shared.contracts import streams
from shared.contracts.events import ArticleSettled
from shared.contracts.identity import outcome_id
from tests.integration.store_fixtures.articles import NOON, an_article, article_id, data_of
from tests.integration.store_fixtures.database import a_store, contents, one, rows
from tests.integration.store_fixtures.letters import a_dead_submission


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url) as engine:
        yield engine


class Publisher:
    """Stands for the stream of outcomes."""

    def __init__(self) -> None:
        self.published: list[ArticleSettled] = []

    async def __call__(self, outcomes: Sequence[ArticleSettled]) -> None:
        self.published.extend(outcomes)


async def test_every_outcome_is_announced_once_and_carries_what_its_publisher_sent(store: AsyncEngine) -> None:
    publish = Publisher()
    await save(store, [an_article("a", entry="1-0", version=4), an_article("b", entry="2-0")])

    counts = [await announce(store, publish, limit=1), await announce(store, publish), await announce(store, publish)]

    assert counts == [1, 1, 0]
    settled = {outcome.submission_entry_id: outcome for outcome in publish.published}
    assert settled["1-0"] == ArticleSettled(
        outcome_id=outcome_id("1-0"),
        submission_entry_id="1-0",
        source="wire",
        id="a",
        article_id=article_id("a"),
        version=4,
        outcome="created",
        at=NOON,
    )


async def test_outcomes_whose_announcement_failed_are_announced_again(store: AsyncEngine) -> None:
    publish = Publisher()
    await save(store, [an_article()])

    async def refuse(_: Sequence[ArticleSettled]) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await announce(store, refuse)

    assert await announce(store, publish) == 1


async def test_two_replicas_never_take_the_same_outcome(store: AsyncEngine) -> None:
    await save(store, [an_article(f"d{n}", entry=f"{n}-0") for n in range(40)])
    both_are_publishing = asyncio.Barrier(2)
    publish = Publisher()

    async def publish_together(outcomes: Sequence[ArticleSettled]) -> None:
        await both_are_publishing.wait()
        await publish(outcomes)

    counts = await asyncio.gather(*(announce(store, publish_together, limit=20) for _ in range(2)))

    assert counts == [20, 20]
    assert len({outcome.outcome_id for outcome in publish.published}) == 40


async def test_a_dead_letter_is_mirrored_and_rejects_its_submission(store: AsyncEngine) -> None:
    publish = Publisher()

    await record_dead_letters([a_dead_submission()], partial(mirror, store))

    await announce(store, publish)
    (settled,) = publish.published
    assert (settled.outcome, settled.reason, settled.id, settled.version) == ("rejected", "fetch-failed", "ferry", 3)
    assert [(fault.path, fault.code) for fault in settled.errors] == [("url", "unreachable")]
    assert settled.article_id == article_id("ferry")
    assert await rows(store, "SELECT stage, reason, attempts, data FROM news.dead_letters") == [
        ("ingest", "fetch-failed", 5, a_dead_submission().data)
    ]
    assert await one(store, "SELECT history #>> '{0,stage}' FROM news.ledger") == "ingest"


async def test_a_letter_of_a_later_stage_still_names_its_document(store: AsyncEngine) -> None:
    letter = a_dead_submission(stream=streams.ENRICHED, stage="store", submitted=None, data=data_of(an_article(entry="1-0")))

    await mirror(store, [letter])

    assert await rows(store, "SELECT publisher_id, article_id FROM news.outcomes") == [("ferry", article_id("ferry"))]
    assert await one(store, "SELECT jsonb_path_query_array(history, '$[*].stage') FROM news.ledger") == [
        "enrich",
        "store",
        "store",
    ]


async def test_a_stored_article_that_dies_on_its_second_way_has_its_outcome_already(store: AsyncEngine) -> None:
    publish = Publisher()
    bulk = {"stage": "store", "stream": streams.ENRICHED_BULK, "submitted": None, "submission_id": "8-0"}
    again = data_of(an_article(entry="1-0", generation=1))
    await save(store, [an_article(entry="1-0")])
    await announce(store, publish)

    await mirror(store, [a_dead_submission(**bulk, data=again, at=NOON + timedelta(hours=1))])
    await mirror(store, [a_dead_submission(**bulk, data=b"?", entry="9-1", at=NOON + timedelta(hours=1))])

    assert await announce(store, publish) == 0
    assert await rows(store, "SELECT submission_entry_id, outcome FROM news.outcomes") == [("1-0", "created")]
    assert await rows(store, "SELECT submission_entry_id FROM news.dead_letters ORDER BY 1") == [("1-0",), ("8-0",)]


@pytest.mark.parametrize("data", [None, b"", b"\xff\x00\xfe", b"[]", b'{"text": "\x00"}'])
async def test_a_letter_may_hold_anything_at_all(store: AsyncEngine, data: bytes | None) -> None:
    letter = a_dead_submission(
        data=data,
        submitted=None,
        error="NUL \x00 and half \udc80",
        correlation_id="\x00",
        stream=streams.ENRICHED,
    )

    await mirror(store, [letter])

    assert await rows(store, "SELECT data, error, correlation_id FROM news.dead_letters") == [
        (data, "NUL \ufffd and half \ufffd", "\ufffd")
    ]


async def test_repeating_dead_letters_changes_nothing(store: AsyncEngine) -> None:
    letters = [a_dead_submission(), a_dead_submission("2-0", entry="9-1"), a_dead_submission("2-0", entry="9-2")]
    await mirror(store, letters)
    before = await contents(store)

    await mirror(store, letters[::-1])
    await mirror(store, [])

    assert await contents(store) == before
    assert await one(store, "SELECT count(*) FROM news.dead_letters") == 3
    assert await one(store, "SELECT count(*) FROM news.outcomes") == 2


async def test_a_retry_that_succeeds_clears_the_letter_and_is_announced_with_the_real_outcome(store: AsyncEngine) -> None:
    publish = Publisher()
    await mirror(store, [a_dead_submission()])
    await announce(store, publish)

    outcomes = await save(store, [an_article(entry="1-0", version=3, at=NOON + timedelta(hours=1))])

    assert outcomes == ["created"]
    assert await announce(store, publish) == 1
    assert [(settled.outcome, settled.reason) for settled in publish.published] == [
        ("rejected", "fetch-failed"),
        ("created", None),
    ]
    assert len({settled.outcome_id for settled in publish.published}) == 1
    assert await rows(store, "SELECT * FROM news.dead_letters") == []
    assert await one(store, "SELECT history #>> '{-1,stage}' FROM news.ledger") == "store"


async def test_letters_that_an_operator_removed_are_forgotten_and_their_submissions_stay_rejected(
    store: AsyncEngine,
) -> None:
    await mirror(store, [a_dead_submission("1-0", entry="9-0"), a_dead_submission("2-0", entry="9-1")])

    for _ in range(2):
        await forget(store, [(streams.SUBMITTED, "9-0"), (streams.INGESTED, "9-1"), ("nobody's", "")])

    assert await rows(store, "SELECT submission_entry_id FROM news.dead_letters") == [("2-0",)]
    assert await one(store, "SELECT count(*) FROM news.outcomes WHERE outcome = 'rejected'") == 2
    assert await one(store, "SELECT count(*) FROM news.ledger") == 2


async def test_a_letter_that_is_older_than_the_success_of_its_submission_is_left_out(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0", at=NOON + timedelta(hours=1))])
    before = await contents(store)

    await mirror(store, [a_dead_submission(at=NOON)])

    assert await contents(store) == before


async def test_a_later_failure_of_a_stored_submission_is_mirrored_and_rejects_nothing(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0")])

    await mirror(store, [a_dead_submission(at=NOON + timedelta(days=1), stage="enrich", reason="crash")])

    assert await rows(store, "SELECT outcome FROM news.outcomes") == [("created",)]
    assert await rows(store, "SELECT stage, reason FROM news.dead_letters") == [("enrich", "crash")]


async def test_dead_letters_and_retries_at_the_same_time_agree(store: AsyncEngine) -> None:
    names = range(30)
    letters = [a_dead_submission(f"{n}-1", entry=f"50-{n}", at=NOON) for n in names]
    events = [an_article(f"d{n}", entry=f"{n}-1", at=NOON + timedelta(minutes=1)) for n in names]

    await asyncio.gather(
        mirror(store, letters), save(store, events), mirror(store, letters[::-1]), save(store, events[::-1])
    )

    assert await rows(store, "SELECT DISTINCT outcome FROM news.outcomes") == [("created",)]
    assert await rows(store, "SELECT * FROM news.dead_letters") == []
