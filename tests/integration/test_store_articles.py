"""What the store writes for a batch, on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from shared.contracts.events import Entity, Topic
from tests.integration.store_fixtures.articles import (
    CORRAN,
    NOON,
    ODUYA,
    PORT_ANSEL,
    TEXT,
    TRANSPORT,
    a_withdrawal,
    an_article,
    some_annotations,
)
from tests.integration.store_fixtures.database import (
    a_store,
    assert_daily_counts_are_right,
    contents,
    one,
    rows,
)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url) as engine:
        yield engine


CHANGES = "SELECT kind FROM news.v_changes ORDER BY change_seq"


async def test_a_new_article_can_be_read_in_every_view(store: AsyncEngine) -> None:
    outcomes = await save(store, [an_article()])

    assert outcomes == ["created"]
    assert await rows(store, "SELECT title, outlet, dateline_place, dateline_date, effective_at FROM news.v_articles") == [
        (
            "Ferry to Corran Island returns",
            "ansel-courier.example",
            "Port Ansel",
            date(2026, 3, 13),
            NOON - timedelta(hours=3),
        )
    ]
    assert await rows(store, "SELECT name, mentions FROM news.v_entities ORDER BY name") == [
        ("Corran Island", 1),
        ("Mirela Oduya", 2),
        ("Port Ansel", 1),
    ]
    assert await rows(store, "SELECT code, label, score FROM news.v_topics") == [
        ("medtop:04000000", "economy, business and finance", 0.81)
    ]
    assert (
        await rows(
            store,
            "SELECT m.text = substr(a.text, m.start_offset + 1, m.end_offset - m.start_offset), m.entity_id IS NOT NULL"
            " FROM news.v_mentions m JOIN news.v_articles a USING (article_id)",
        )
        == [(True, True)] * 3
    )
    assert await rows(
        store, "SELECT q.speaker, e.name FROM news.v_quotes q JOIN news.v_known_entities e ON e.entity_id = q.speaker_id"
    ) == [("Oduya", "Mirela Oduya")]
    assert await rows(store, "SELECT rule, text FROM news.removed_spans") == [("also-read", "Also Read | Ice\n\n")]
    assert await rows(store, "SELECT title FROM news.related_titles") == [("Ice on the sound",)]
    assert await rows(store, CHANGES) == [("created",)]
    await assert_daily_counts_are_right(store)


async def test_repeating_a_batch_changes_nothing_and_gives_the_same_outcomes(store: AsyncEngine) -> None:
    batch = [
        an_article("a", entry="1-0"),
        an_article("a", entry="1-1"),
        an_article("b", entry="2-0", version=2),
        an_article("b", entry="3-0", version=1, text=f"{TEXT} Early."),
        a_withdrawal("c", entry="4-0"),
    ]
    first = await save(store, batch)
    before = await contents(store)

    again = [await save(store, batch), await save(store, batch[::-1]), [(await save(store, [e]))[0] for e in batch]]

    assert first == ["duplicate", "created", "created", "superseded", "withdrawn"]
    assert again == [first, first[::-1], first]
    assert await contents(store) == before


async def test_one_document_a_hundred_times_in_one_batch_is_one_row_and_one_change(store: AsyncEngine) -> None:
    outcomes = await save(store, [an_article(entry=f"7-{n}") for n in range(100)])

    assert sorted(outcomes) == ["created"] + ["duplicate"] * 99
    assert await rows(store, CHANGES) == [("created",)]
    assert await one(store, "SELECT count(*) FROM news.outcomes") == 100


async def test_a_late_older_version_does_not_overwrite(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="5-0", version=2, title="Second")])

    outcomes = await save(store, [an_article(entry="9-0", version=1, title="First", text=f"{TEXT} Old.")])

    assert outcomes == ["superseded"]
    assert await rows(store, "SELECT title, version FROM news.v_articles") == [("Second", 2)]
    assert await rows(store, CHANGES) == [("created",)]


async def test_stream_ids_are_compared_as_numbers(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="10-2", title="Tenth")])

    outcomes = await save(store, [an_article(entry="9-9", text=f"{TEXT} 9.")]) + await save(
        store, [an_article(entry="10-10", title="Later", text=f"{TEXT} 10.")]
    )

    assert outcomes == ["superseded", "updated"]
    assert await one(store, "SELECT title FROM news.v_articles") == "Later"


async def test_stream_ids_up_to_their_limit_are_stored(store: AsyncEngine) -> None:
    greatest = f"{2**64 - 1}-{2**64 - 1}"
    await save(store, [an_article(entry=greatest)])

    outcomes = await save(store, [an_article(entry=f"{2**64 - 1}-{2**64 - 2}", text=f"{TEXT} Less.")])

    assert outcomes == ["superseded"]


async def test_a_duplicate_advances_the_key_without_a_change(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="5-0")])

    outcomes = await save(store, [an_article(entry="8-0", title="Not shown")])
    late = await save(store, [an_article(entry="7-0", text=f"{TEXT} Between.")])

    assert (outcomes, late) == (["duplicate"], ["superseded"])
    assert await rows(store, "SELECT entry_ms, title FROM news.articles") == [(8, "Ferry to Corran Island returns")]
    assert await rows(store, CHANGES) == [("created",)]


async def test_an_update_replaces_everything_that_was_found(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0")])
    text = "Port Ansel waits for the ferry."
    found = some_annotations(text, [PORT_ANSEL], [Topic(code="medtop:17000000", label="weather", score=0.6)])

    outcomes = await save(
        store,
        [an_article(entry="2-0", version=1, text=text, annotations=found, outlet="b.example", removed=(), related=())],
    )

    assert outcomes == ["updated"]
    assert await rows(store, "SELECT name FROM news.v_entities") == [("Port Ansel",)]
    assert await rows(store, "SELECT code FROM news.v_topics") == [("medtop:17000000",)]
    assert await rows(store, "SELECT outlet, articles FROM news.entity_daily") == [("b.example", 1)]
    for table in ("removed_spans", "related_titles", "v_quotes"):
        assert await one(store, f"SELECT count(*) FROM news.{table}") == 0
    await assert_daily_counts_are_right(store)


async def test_an_update_keeps_when_the_article_was_first_seen(store: AsyncEngine) -> None:
    undated = {"published_at": None, "published_precision": None, "dateline": None}
    await save(store, [an_article(entry="1-0", **undated)])

    await save(store, [an_article(entry="2-0", version=1, at=NOON + timedelta(days=2), **undated)])

    assert await rows(store, "SELECT first_seen_at, effective_at, updated_at FROM news.v_articles") == [
        (NOON, NOON, NOON + timedelta(days=2))
    ]


async def test_re_enrichment_replaces_annotations_and_keeps_the_outcome(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0")])
    better = some_annotations(entities=[ODUYA, CORRAN])

    outcomes = await save(store, [an_article(entry="1-0", generation=1, annotations=better)])
    repeated = await save(store, [an_article(entry="1-0", generation=1, annotations=better), an_article(entry="1-0")])

    assert (outcomes, repeated) == (["created"], ["created", "created"])
    assert await rows(store, CHANGES) == [("created",), ("reenriched",)]
    assert await rows(store, "SELECT name FROM news.v_entities ORDER BY name") == [("Corran Island",), ("Mirela Oduya",)]
    assert await one(store, "SELECT count(*) FROM news.outcomes") == 1
    await assert_daily_counts_are_right(store)


async def test_a_withdrawal_erases_texts_and_annotations_and_leaves_a_tombstone(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0")])
    effective_at = await one(store, "SELECT effective_at FROM news.v_articles")

    outcomes = await save(store, [a_withdrawal(entry="2-0", at=NOON + timedelta(days=1))])

    assert outcomes == ["withdrawn"]
    assert await rows(
        store, "SELECT status, title, text, extracted_text, agency, dateline_place, word_count, search FROM news.v_articles"
    ) == [("withdrawn", None, "", "", None, None, 0, "")]
    assert await rows(store, "SELECT outlet, url, effective_at FROM news.v_articles") == [
        ("ansel-courier.example", "https://ansel-courier.example/ferry", effective_at)
    ]
    for table in ("annotation_sets", "article_entities", "article_topics", "removed_spans", "related_titles"):
        assert await one(store, f"SELECT count(*) FROM news.{table}") == 0
    assert await rows(store, "SELECT * FROM news.entity_daily") == []
    assert await rows(store, CHANGES) == [("created",), ("withdrawn",)]


async def test_a_withdrawal_of_an_unknown_article_keeps_a_late_copy_out(store: AsyncEngine) -> None:
    outcomes = await save(store, [a_withdrawal(entry="2-0")])

    late = await save(store, [an_article(entry="1-0")])

    assert (outcomes, late) == (["withdrawn"], ["superseded"])
    assert await rows(store, "SELECT status, text FROM news.v_articles") == [("withdrawn", "")]


async def test_a_withdrawn_article_can_be_published_again(store: AsyncEngine) -> None:
    await save(store, [an_article(entry="1-0")])
    await save(store, [a_withdrawal(entry="2-0")])

    outcomes = await save(store, [an_article(entry="3-0")])

    assert outcomes == ["updated"]
    assert await rows(store, "SELECT status, text FROM news.v_articles") == [("usable", TEXT)]
    await assert_daily_counts_are_right(store)


async def test_an_article_without_annotations_is_stored(store: AsyncEngine) -> None:
    outcomes = await save(store, [an_article(annotated=False, language="eu", text="Ferrya berriro dabil.")])

    assert outcomes == ["created"]
    assert await one(store, "SELECT count(*) FROM news.annotation_sets") == 0


async def test_an_entity_is_one_row_whatever_articles_name_it(store: AsyncEngine) -> None:
    other = Entity(key=ODUYA.key, name="M. Oduya", label="PERSON", aliases=("Chair Oduya",))
    await save(store, [an_article("a", entry="1-0")])

    await save(store, [an_article("b", entry="2-0", annotations=some_annotations(entities=[other]))])

    assert await rows(store, "SELECT name, aliases FROM news.v_known_entities WHERE entity_key = :key", key=ODUYA.key) == [
        ("Mirela Oduya", ["Chair Oduya", "M. Oduya", "Oduya"])
    ]


async def test_what_a_model_lists_twice_is_counted_together(store: AsyncEngine) -> None:
    twice = some_annotations(entities=[ODUYA, ODUYA], topics=[TRANSPORT, TRANSPORT.model_copy(update={"score": 0.2})])

    await save(store, [an_article(annotations=twice)])

    assert await rows(store, "SELECT mentions FROM news.v_entities") == [(4,)]
    assert await rows(store, "SELECT score FROM news.v_topics") == [(0.81,)]


async def test_a_topic_that_this_release_does_not_know_is_kept_with_its_label(store: AsyncEngine) -> None:
    newer = some_annotations(topics=[Topic(code="medtop:20000002", label="ferry traffic", score=0.7)])

    outcomes = await save(store, [an_article(annotations=newer)])

    assert outcomes == ["created"]
    assert await rows(store, "SELECT code, label FROM news.v_topics") == [("medtop:20000002", "ferry traffic")]


@pytest.mark.parametrize(
    ("language", "word", "found"),
    [("en", "sailed", True), ("en-GB", "sailed", True), ("de", "sailed", False), ("xx", "sail", True), (None, "sail", True)],
)
async def test_search_knows_the_words_of_the_articles_language(
    store: AsyncEngine, language: str | None, word: str, *, found: bool
) -> None:
    await save(store, [an_article(language=language)])

    hits = await one(
        store,
        "SELECT count(*) FROM news.v_articles WHERE search @@ plainto_tsquery(news.search_configuration(language), :word)",
        word=word,
    )

    assert hits == int(found)


async def test_a_text_of_a_million_code_points_is_stored(store: AsyncEngine) -> None:
    text = " ".join(f"слово{n}" for n in range(100_000))[:1_000_000]

    outcomes = await save(store, [an_article(text=text, annotated=False, language="ru")])

    assert outcomes == ["created"]
    assert await one(store, "SELECT length(text) FROM news.v_articles") == len(text)


@pytest.mark.parametrize("letter", ["a", "б", "海", "\U00010400"])
@pytest.mark.parametrize("joint", ["-", " ", "/"])
async def test_a_text_of_which_no_word_occurs_twice_fits_into_the_search(
    store: AsyncEngine, letter: str, joint: str
) -> None:
    """The dearest texts for a tsvector of 1 MB: hyphenated words, of which it keeps each part and the whole."""
    letters = [chr(ord(letter) + number) for number in range(24)]
    words = ("".join(word) for word in itertools.product(letters, repeat=4))
    text = " ".join(f"{word}{joint}{next(words)}" for word in itertools.islice(words, 20_000))

    outcomes = await save(store, [an_article(text=text, annotated=False, language=None)])

    assert outcomes == ["created"]


async def test_search_finds_a_word_at_the_end_of_a_long_text(store: AsyncEngine) -> None:
    await save(store, [an_article(text="word " * 39_990 + "ferry", annotated=False, language="en")])

    assert await one(store, "SELECT count(*) FROM news.v_articles WHERE search @@ 'ferri'::tsquery") == 1
