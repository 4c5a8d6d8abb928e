"""What ingest makes of a submission, with the world replaced by plain functions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.ingest.core.page import Extracted, Page
from services.ingest.handlers import ingest_article
from shared.errors import RejectedError
from tests.unit.ingest.submissions import (
    NOW,
    STORY,
    finding,
    ingest_found,
    ingest_text,
    no_extract,
    no_fetch,
    received,
    serving,
)


async def test_submitted_text_is_neither_fetched_nor_extracted() -> None:
    article = await ingest_text(html="<p>page</p>", url="https://a.example.org/1")

    assert article.text == STORY


async def test_submitted_page_is_not_fetched() -> None:
    article = await ingest_article(
        received(html="<p>page</p>", url="https://a.example.org/1"), no_fetch, finding(Extracted(text=STORY))
    )

    assert article.text == STORY


async def test_submitted_page_is_extracted_as_it_was_handed_in() -> None:
    pages: list[Page] = []

    async def extract(page: Page) -> Extracted:
        pages.append(page)
        return Extracted(text=STORY)

    await ingest_article(received(html="<p>Zażółć</p>", url="https://a.example.org/1"), no_fetch, extract)

    assert pages == [Page(body="<p>Zażółć</p>".encode(), url="https://a.example.org/1", charset="utf-8")]


async def test_address_alone_is_fetched_and_extracted() -> None:
    page = Page(body=b"<p>x</p>", url="https://a.example.org/1")

    article = await ingest_article(received(url="https://a.example.org/1"), serving(page), finding(Extracted(text=STORY)))

    assert article.text == STORY
    assert article.url == "https://a.example.org/1"


async def test_event_says_which_submission_it_is_about() -> None:
    article = await ingest_text(source="wire", id="x-1", version=3)

    assert article.submission.entry_id == "1700000000000-0"
    assert article.submission.version == 3
    assert (article.submission.source, article.submission.id) == ("wire", "x-1")
    assert article.submission.correlation_id == "corr-1"
    assert [step.stage for step in article.history] == ["ingest"]


async def test_same_delivery_twice_gives_the_same_event() -> None:
    assert await ingest_text() == await ingest_text()


async def test_text_is_repaired_before_it_is_cleaned() -> None:
    article = await ingest_text("The caf\u00e9\u200b   opened \r\n on Friday &amp; closed on Monday, its owner said.")

    assert article.extracted_text == "The café opened\non Friday & closed on Monday, its owner said."


async def test_extracted_text_without_the_removed_spans_is_the_text() -> None:
    article = await ingest_text(
        f"PORT LOUIS, March 3 (Xenon News) - {STORY}\n\nAlso Read | Minister Opens Fish Market in Vessel Bay.\n\n{STORY}"
    )
    pieces, position = [], 0
    for span in article.removed:
        pieces.append(article.extracted_text[position : span.start])
        position = span.end
    pieces.append(article.extracted_text[position:])

    assert article.removed
    assert "".join(pieces) == article.text


@pytest.mark.parametrize("text", [" \n\t ", "\u200b\ufeff", "&nbsp;"])
async def test_text_without_words_is_rejected(text: str) -> None:
    with pytest.raises(RejectedError, match="no text") as rejected:
        await ingest_text(text)

    assert rejected.value.reason == "no-text"


async def test_page_without_an_article_is_rejected() -> None:
    with pytest.raises(RejectedError) as rejected:
        await ingest_found(Extracted(text="", title="Log in"))

    assert rejected.value.reason == "no-text"


async def test_page_longer_than_any_text_that_may_be_submitted_is_rejected() -> None:
    with pytest.raises(RejectedError) as rejected:
        await ingest_found(Extracted(text="ab cd. " * 150_000))

    assert rejected.value.reason == "too-large"


PAGE_FACTS = Extracted(
    text=STORY,
    title="Page title",
    byline="Page Author",
    authors=("Page Author",),
    language="fr",
    published_at=datetime(2026, 1, 1, tzinfo=UTC),
    published_precision="day",
    modified_at=datetime(2026, 1, 2, tzinfo=UTC),
    canonical_url="https://www.harbour-post.co.uk/deep",
)


async def test_what_the_page_declares_is_kept() -> None:
    article = await ingest_found(PAGE_FACTS)

    assert (article.title, article.byline, article.authors) == ("Page title", "Page Author", ("Page Author",))
    assert (article.published_at, article.published_precision) == (datetime(2026, 1, 1, tzinfo=UTC), "day")
    assert article.modified_at == datetime(2026, 1, 2, tzinfo=UTC)
    assert article.canonical_url == "https://www.harbour-post.co.uk/deep"


async def test_what_the_publisher_states_wins_over_what_the_page_declares() -> None:
    stated = datetime(2026, 2, 2, 8, 30, tzinfo=UTC)

    article = await ingest_found(
        PAGE_FACTS, title="Stated title", byline="Stated Author", language="en-GB", published_at=stated, modified_at=stated
    )

    assert (article.title, article.byline) == ("Stated title", "Stated Author")
    assert (article.language, article.language_confidence) == ("en-GB", None)
    assert (article.published_at, article.published_precision) == (stated, "second")
    assert article.modified_at == stated


async def test_language_is_identified_from_the_text_and_not_from_the_page() -> None:
    article = await ingest_found(PAGE_FACTS)

    assert article.language == "en"
    assert article.language_confidence is not None
    assert article.language_confidence > 0.8


async def test_language_of_the_page_is_taken_where_the_text_does_not_tell() -> None:
    article = await ingest_found(Extracted(text="12.30 - 14.45", language="pt-BR"))

    assert (article.language, article.language_confidence) == ("pt-BR", None)


async def test_title_and_byline_are_repaired_to_one_line() -> None:
    article = await ingest_text(title=" Bay\u200b to be\n deepened &amp; widened ", byline="By\tA.  Writer")

    assert article.title == "Bay to be deepened & widened"
    assert article.byline == "By A. Writer"


async def test_header_sets_the_day_where_nobody_states_one() -> None:
    article = await ingest_text(f" date 2026-01-20 {STORY}")

    assert article.published_at == datetime(2026, 1, 20, tzinfo=UTC)
    assert article.published_precision == "day"
    assert article.text == STORY


async def test_header_does_not_override_the_publisher() -> None:
    stated = datetime(2026, 1, 21, 6, 0, tzinfo=UTC)

    article = await ingest_text(f" date 2026-01-20 {STORY}", published_at=stated)

    assert (article.published_at, article.published_precision) == (stated, "second")


async def test_day_of_a_dateline_gets_its_year_from_the_publication() -> None:
    article = await ingest_text(f"OSLO, March 3 (Xenon News) - {STORY}", published_at=NOW)

    assert article.dateline is not None
    assert article.dateline.date == "2026-03-03"


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://www.news.example.co.uk/a?x=1", "example.co.uk"),
        ("https://harbour.blogspot.com/2026/a.html", "harbour.blogspot.com"),
        ("https://127.0.0.1/a", None),
        ("https://intranet/a", None),
    ],
)
async def test_outlet_is_the_registrable_domain(url: str, outlet: str | None) -> None:
    article = await ingest_text(url=url)

    assert article.outlet == outlet


async def test_outlet_is_the_one_that_served_the_page() -> None:
    page = Page(body=b"", url="https://www.harbour-post.co.uk/deep")

    article = await ingest_article(
        received(url="https://short.example.org/x"), serving(page), finding(Extracted(text=STORY))
    )

    assert article.outlet == "harbour-post.co.uk"
    assert article.url == "https://short.example.org/x"


async def test_withdrawal_passes_through_without_texts() -> None:
    article = await ingest_article(
        received(source="wire", id="x-1", status="withdrawn", text=STORY, title="T", metadata={"desk": "2"}),
        no_fetch,
        no_extract,
    )

    assert article.status == "withdrawn"
    assert (article.text, article.extracted_text, article.title, article.removed) == ("", "", None, ())
    assert article.metadata == {"desk": "2"}
