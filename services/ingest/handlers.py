"""A submission in, an ingested article out: read what was submitted, repair it, clean it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from services.ingest.core.clean import RULES_VERSION, clean
from services.ingest.core.content_hash import content_hash
from services.ingest.core.language import Language, identify_language, is_certain
from services.ingest.core.outlet import outlet_of
from services.ingest.core.page import Extracted, Page, Precision
from services.ingest.core.repair import repair
from services.ingest.ports import ExtractPage, FetchPage
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested, Submission
from shared.contracts.submission import ArticleSubmitted
from shared.errors import RejectedError

MAX_CHARACTERS: Final = 1_000_000
"""What a publisher may submit as text (docs/publish.md) is also the most that a page may hold."""


async def ingest_article(received: Received[ArticleSubmitted], fetch: FetchPage, extract: ExtractPage) -> ArticleIngested:
    """
    Reduce one submission to clean text and what is known about it; RejectedError says why it can never be one.

    A submitted text wins over a submitted page, and that over fetching; what the publisher states wins over what is found.
    A withdrawal passes through without texts, whatever it carries.
    """
    submitted = received.message
    if submitted.status == "withdrawn":
        return _ingested(received, _tombstone(submitted))
    found, final_url = await _read(submitted, fetch, extract)
    extracted_text = repair(found.text)
    if len(extracted_text) > MAX_CHARACTERS:
        raise RejectedError(
            "too-large", f"the text has {len(extracted_text)} characters, at most {MAX_CHARACTERS} are allowed"
        )
    published_at, precision = _published(submitted, found)
    cleaned = clean(extracted_text, published_on=published_at.date() if published_at else None)
    if not cleaned.text:
        raise RejectedError(
            "no-text", "there is no text in it" if not extracted_text else "nothing but boilerplate is in it"
        )
    if published_at is None and cleaned.header_date is not None:
        published_at, precision = _midnight(cleaned.header_date), "day"
    language = _language(submitted, found, cleaned.text)
    facts: dict[str, object] = {
        "title": _line(submitted.title or found.title),
        "byline": _line(submitted.byline or found.byline),
        "authors": tuple(filter(None, map(_line, found.authors))),
        "language": language.tag if language else None,
        "language_confidence": language.confidence if language else None,
        "published_at": published_at,
        "published_precision": precision,
        "modified_at": submitted.modified_at or found.modified_at,
        "url": submitted.url,
        "outlet": outlet_of(final_url or submitted.url or found.canonical_url),
        "canonical_url": found.canonical_url,
        "metadata": submitted.metadata,
        "extracted_text": extracted_text,
        "removed": cleaned.removed,
        "text": cleaned.text,
        "dateline": cleaned.dateline,
        "agency": cleaned.agency,
        "related": cleaned.related,
    }
    return _ingested(received, facts)


async def _read(submitted: ArticleSubmitted, fetch: FetchPage, extract: ExtractPage) -> tuple[Extracted, str | None]:
    """Get the article out of the best that was submitted, and the address it was fetched from, if it was."""
    if submitted.text is not None:
        return Extracted(text=submitted.text), None
    if submitted.html is not None:
        return await extract(Page.handed_in(submitted.html, submitted.url)), None
    if submitted.url is None:
        raise RejectedError("no-text", "it names neither text, html nor url")
    page = await fetch(submitted.url)
    return await extract(page), page.url


def _tombstone(submitted: ArticleSubmitted) -> dict[str, object]:
    return {
        "status": "withdrawn",
        "published_at": submitted.published_at,
        "published_precision": "second" if submitted.published_at else None,
        "modified_at": submitted.modified_at,
        "url": submitted.url,
        "outlet": outlet_of(submitted.url),
        "metadata": submitted.metadata,
        "extracted_text": "",
        "text": "",
    }


def _ingested(received: Received[ArticleSubmitted], facts: dict[str, object]) -> ArticleIngested:
    submitted = received.message
    submission = Submission(
        entry_id=received.submission_id,
        version=submitted.version,
        correlation_id=received.correlation_id,
        source=submitted.source,
        id=submitted.id,
    )
    digest = content_hash({**facts, "status": submitted.status})
    return ArticleIngested.first(
        submitted.article_id, submission, received.step, **facts, content_hash=digest, rules_version=RULES_VERSION
    )


def _published(submitted: ArticleSubmitted, found: Extracted) -> tuple[datetime | None, Precision | None]:
    if submitted.published_at is not None:
        return submitted.published_at, "second"
    return found.published_at, found.published_precision


def _language(submitted: ArticleSubmitted, found: Extracted, text: str) -> Language | None:
    """Take the publisher's word, else the text's own where it is clear, else the page's, which templates get wrong."""
    if submitted.language is not None:
        return Language(submitted.language, None)
    identified = identify_language(text)
    if found.language is not None and not is_certain(identified):
        return Language(found.language, None)
    return identified


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC))


def _line(value: str | None) -> str | None:
    """Repair a field that is one line by nature; None if nothing is left of it."""
    return " ".join(repair(value).split()) or None if value else None
