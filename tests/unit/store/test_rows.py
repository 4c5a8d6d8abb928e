from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.store.adapters.tables import articles
from services.store.core.precedence import Copy, Standing, key_of
from services.store.core.rows import TOMBSTONE_KEEPS, article_row, effective_at, related_title_rows, removed_span_rows
from shared.contracts.events import Dateline, RemovedSpan
from tests.integration.store_fixtures.articles import NOON, TEXT, a_withdrawal, an_article

BEFORE = NOON - timedelta(days=30)
EVENT = an_article()
STORED = Standing(key_of(EVENT), Copy(0, EVENT.content_hash, "usable"), BEFORE, BEFORE + timedelta(hours=1))


def test_every_column_that_the_store_fills_has_a_value() -> None:
    filled_otherwise = {"search", "syndication_group", "syndication_similarity"}

    assert set(article_row(EVENT, None)) == {column.name for column in articles.columns} - filled_otherwise


def test_a_row_can_travel_as_json() -> None:
    assert json.loads(json.dumps(article_row(EVENT, None)))["text"] == TEXT


@pytest.mark.parametrize(
    ("published_at", "printed", "expected"),
    [
        (NOON - timedelta(hours=9), "2026-03-01", NOON - timedelta(hours=9)),
        (None, "2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        (None, "March 1", NOON),
        (None, "2026-02-30", NOON),
        (None, "20260301", NOON),
        (None, None, NOON),
    ],
)
def test_an_article_sorts_by_the_best_date_that_is_known(
    published_at: datetime | None, printed: str | None, expected: datetime
) -> None:
    event = an_article(published_at=published_at, dateline=Dateline(date=printed))

    assert effective_at(event, None) == expected


def test_what_was_first_seen_once_stays_so() -> None:
    undated = an_article(published_at=None, dateline=None)

    row = article_row(undated, STORED)

    assert (row["first_seen_at"], row["effective_at"]) == (BEFORE.isoformat(), BEFORE.isoformat())
    assert row["updated_at"] == NOON.isoformat()


def test_a_printed_date_is_kept_as_printed_and_as_a_date_where_it_is_one() -> None:
    full = article_row(an_article(dateline=Dateline(date="2026-03-01")), None)
    partial = article_row(an_article(dateline=Dateline(date="March 1")), None)

    assert (full["dateline_printed_date"], full["dateline_date"]) == ("2026-03-01", date(2026, 3, 1).isoformat())
    assert (partial["dateline_printed_date"], partial["dateline_date"]) == ("March 1", None)


def test_a_tombstone_says_nothing_even_if_its_event_does() -> None:
    talkative = a_withdrawal(entry="2-0").model_copy(update={"title": "Secret", "text": "Secret", "byline": "By Secret"})

    said = {name: value for name, value in article_row(talkative, STORED).items() if name not in TOMBSTONE_KEEPS}

    assert "Secret" not in json.dumps(said)
    assert (said["text"], said["extracted_text"], said["title"], said["word_count"]) == ("", "", None, 0)


def test_a_tombstone_sorts_where_its_article_did() -> None:
    assert effective_at(a_withdrawal(entry="2-0"), STORED) == STORED.effective_at
    assert effective_at(a_withdrawal(entry="2-0"), replace(STORED, effective_at=NOON)) == NOON


def test_removed_spans_and_related_titles_keep_their_order() -> None:
    spans = (RemovedSpan(rule="b", start=0, end=1, text="x"), RemovedSpan(rule="a", start=4, end=5, text="y"))
    event = an_article(removed=spans, related=("Two", "One", "Two"))

    assert [(row["position"], row["rule"]) for row in removed_span_rows(event)] == [(0, "b"), (1, "a")]
    assert [(row["position"], row["title"]) for row in related_title_rows(event)] == [(0, "Two"), (1, "One"), (2, "Two")]
