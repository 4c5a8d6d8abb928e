"""Any document at all, through the cores of all three services: it is refused, or becomes rows that a database can store."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.enrich.core.annotations import annotations_of
from services.enrich.core.cleanup import clean_names
from services.enrich.core.merge import with_numbers_and_dates
from services.enrich.core.spans import Span
from services.ingest.core.extract import extract_page
from services.ingest.core.page import Extracted, Page
from services.ingest.handlers import ingest_article
from services.store.core.findings import annotation_set_rows, article_entity_rows, entity_rows, findings
from services.store.core.records import ledger_row, outcome_row, settled
from services.store.core.rollups import Place
from services.store.core.rows import article_row, effective_at, related_title_rows, removed_span_rows
from shared.bus.wire import Entry, reading_events, write
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched, ArticleIngested, Model, Step
from shared.contracts.submission import ArticleSubmitted, read_submission
from shared.errors import RejectedError
from tests.bad_inputs.text_cases import FLOODS

ODD = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [*FLOODS.values(), "\0", "\x1b[31m", "\u202e", "\ufeff", "\u0338" * 40, "e\u0301", "\u0958", "�", " ", "\n\n"]
    ),
    st.sampled_from(
        [
            "On Tuesday ",
            "two weeks ago",
            "31 February 2026",
            "$1e9",
            "“",
            '" said ',
            "(AP) — ",
            "Q9 2026",
            "date 2026-99-99 ",
        ]
    ),
)
TEXTS = st.lists(ODD, min_size=1, max_size=12).map("".join)
TAGS = st.sampled_from(
    "html head body article p div b a table td script style title meta time !-- svg math template".split()
)
MARKUP = st.one_of(
    st.builds("<{}>".format, TAGS),
    st.builds("</{}>".format, TAGS),
    st.builds("<{} {}={!r}>".format, TAGS, st.sampled_from("href class lang content property datetime".split()), ODD),
    ODD,
)
PAGES = st.lists(MARKUP, min_size=1, max_size=30).map("".join)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "text": TEXTS, "html": PAGES, "title": TEXTS, "byline": TEXTS, "url": st.just("https://a.example/") | TEXTS,
        "source": st.just("agency") | TEXTS, "id": TEXTS, "version": st.integers() | st.floats(),
        "language": st.sampled_from(["en", "de"]) | TEXTS, "published_at": st.just("2026-01-20T09:30:00Z") | TEXTS,
        "status": st.sampled_from(["usable", "withdrawn", ""]), "metadata": st.dictionaries(TEXTS, TEXTS, max_size=3),
    },
)  # fmt: skip
MODEL = Model(name="none", version="0", config_hash="0")
NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


async def _extract(page: Page) -> Extracted:
    return extract_page(page)


async def _no_fetch(url: str) -> Page:
    raise RejectedError("fetch-refused", "nothing is fetched here")


async def _ingested(data: bytes) -> ArticleIngested:
    submitted: ArticleSubmitted = read_submission(data)
    received = Received(submitted, Step(stage="ingest", at=NOW), "1-1", "c")
    return await ingest_article(received, _no_fetch, _extract)


def _enriched(article: ArticleIngested) -> ArticleEnriched:
    text = article.text
    half = len(text) // 2  # a model may find anything: two names that tear the text apart
    torn = [Span(0, half, "PERSON", 0.9), Span(half, len(text), "ORG", 0.9)] if half else []
    spans = with_numbers_and_dates(text, clean_names(text, torn))
    return ArticleEnriched.of(article, Step(stage="enrich", at=NOW), annotations_of(article, spans, (), MODEL))


def _rows(event: ArticleEnriched) -> list[object]:
    found = findings(event, Place(effective_at(event, None), event.outlet))
    return [
        article_row(event, None), *removed_span_rows(event), *related_title_rows(event), *entity_rows([found]),
        *article_entity_rows(found), *annotation_set_rows(found), outcome_row(settled(event, "created")), ledger_row(event),
    ]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
async def test_a_document_is_refused_or_becomes_rows_that_can_be_stored(fields: dict[str, object]) -> None:
    try:
        article = await _ingested(json.dumps(fields).encode())
    except RejectedError:
        return
    event = _enriched(article)

    sent = Entry(streams.ENRICHED, "1-1", write(event, {}))
    assert reading_events(ArticleEnriched)(sent) == event
    stored = json.dumps(_rows(event), ensure_ascii=False, default=str)
    assert "\\u0000" not in stored.replace("\\\\", "")
    assert stored.encode().decode() == stored
    assert unicodedata.is_normalized("NFC", event.text)
    assert _with_removed(event) == event.extracted_text
    for span in (*(event.annotations.mentions if event.annotations else ()), *event.removed):
        whole = event.text if span not in event.removed else event.extracted_text
        assert whole[span.start : span.end] == span.text


def _with_removed(event: ArticleEnriched) -> str:
    text = event.text
    for span in event.removed:
        text = text[: span.start] + span.text + text[span.start :]
    return text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES.map(str.encode) | st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "utf-7", "\0", "x" * 99]))
def test_a_page_of_any_bytes_is_read_or_refused(body: bytes, charset: str | None) -> None:
    try:
        found = extract_page(Page(body, "https://a.example/", charset=charset))
    except RejectedError:
        return
    assert isinstance(found.text, str)


@pytest.mark.parametrize("forged", ["\0", "\ud800"])
def test_the_check_for_what_cannot_be_stored_can_fail(forged: str) -> None:
    stored = json.dumps([forged], ensure_ascii=False)

    assert "\\u0000" in stored or stored.encode(errors="replace").decode() != stored
