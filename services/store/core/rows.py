"""An article's event to its rows: which column holds which fact. Values are JSON, the form in which rows travel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Final, TypeAlias

from services.store.core.precedence import Standing, key_of
from shared.contracts.events import ArticleEnriched

Row: TypeAlias = Mapping[str, object]

TOMBSTONE_KEEPS: Final = frozenset(
    {
        "source", "publisher_id", "url", "canonical_url", "outlet", "language", "language_confidence",
        "published_at", "published_precision", "modified_at", "effective_at", "first_seen_at",
    }
)  # fmt: skip
"""Columns that a withdrawal leaves as they are: which article it was, and when. Its event knows little of that."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def effective_at(event: ArticleEnriched, stored: Standing | None) -> datetime:
    """Choose the time that an article sorts by: published, else its dateline's date, else when it was first seen."""
    if stored is not None and event.status == "withdrawn":
        return stored.effective_at
    if event.published_at is not None:
        return event.published_at
    printed = _day(event.dateline.date) if event.dateline else None
    return datetime.combine(printed, time.min, UTC) if printed else first_seen_at(event, stored)


def first_seen_at(event: ArticleEnriched, stored: Standing | None) -> datetime:
    """Return when the article was first stored: by this event, unless it was before."""
    return stored.first_seen_at if stored else event.history[-1].at


def article_row(event: ArticleEnriched, stored: Standing | None) -> Row:
    """Fill the article's row. A tombstone says nothing."""
    says = event.status == "usable"
    dateline = event.dateline if says else None
    return {
        "id": str(event.article_id),
        "source": event.submission.source,
        "publisher_id": event.submission.id,
        "status": event.status,
        **key_of(event)._asdict(),
        "content_hash": event.content_hash,
        "rules_version": event.rules_version,
        "title": event.title if says else None,
        "byline": event.byline if says else None,
        "authors": event.authors if says else (),
        "extracted_text": event.extracted_text if says else "",
        "text": event.text if says else "",
        "word_count": len(event.text.split()) if says else 0,
        "language": event.language,
        "language_confidence": event.language_confidence,
        "url": event.url,
        "canonical_url": event.canonical_url,
        "outlet": event.outlet,
        "published_at": _iso(event.published_at),
        "published_precision": event.published_precision,
        "modified_at": _iso(event.modified_at),
        "effective_at": effective_at(event, stored).isoformat(),
        "first_seen_at": first_seen_at(event, stored).isoformat(),
        "updated_at": event.history[-1].at.isoformat(),
        "dateline_place": dateline and dateline.place,
        "dateline_region": dateline and dateline.region,
        "dateline_country": dateline and dateline.country,
        "dateline_printed_date": dateline and dateline.date,
        "dateline_date": _iso(_day(dateline.date)) if dateline else None,
        "agency": event.agency if says else None,
        "metadata": event.metadata,
    }


def key_row(event: ArticleEnriched) -> Row:
    """Fill only the key: what a later copy that says the same changes."""
    return {"id": str(event.article_id), **key_of(event)._asdict()}


def removed_span_rows(event: ArticleEnriched) -> list[Row]:
    """List what cleaning took out, in order."""
    article_id = str(event.article_id)
    return [
        {
            "article_id": article_id,
            "position": position,
            "rule": span.rule,
            "start_offset": span.start,
            "end_offset": span.end,
            "text": span.text,
        }
        for position, span in enumerate(event.removed)
    ]


def related_title_rows(event: ArticleEnriched) -> list[Row]:
    """List the stories that the page pointed to, in order."""
    article_id = str(event.article_id)
    return [{"article_id": article_id, "position": position, "title": title} for position, title in enumerate(event.related)]


def _day(printed: str | None) -> date | None:
    """Read a full ISO date; anything less was printed without a year."""
    if printed is None or not _DAY.fullmatch(printed):
        return None
    try:
        return date.fromisoformat(printed)
    except ValueError:
        return None


def _iso(moment: date | None) -> str | None:
    return None if moment is None else moment.isoformat()
