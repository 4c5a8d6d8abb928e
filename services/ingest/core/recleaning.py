"""An article that was cleaned by older rules, cleaned again."""

from __future__ import annotations

from services.ingest.core.clean import RULES_VERSION, clean
from services.ingest.core.content_hash import content_hash
from shared.contracts.events import ArticleIngested, Dateline

_NO_DATELINE = Dateline()


def clean_again(article: ArticleIngested) -> ArticleIngested | None:
    """
    Clean the extracted text by the rules of this release; None where that changes nothing, or would leave no text.

    All else that is known of the article stays: its language and its date of publication, wherever they came from.
    """
    published_on = article.published_at.date() if article.published_at else None
    cleaned = clean(article.extracted_text, published_on=published_on)
    again = article.model_copy(
        update={
            "text": cleaned.text,
            "removed": cleaned.removed,
            "dateline": cleaned.dateline,
            "agency": cleaned.agency,
            "related": cleaned.related,
            "rules_version": RULES_VERSION,
        }
    )
    if not again.text or _findings(again) == _findings(article):
        return None
    return again.model_copy(update={"content_hash": content_hash(dict(again))})


def _findings(article: ArticleIngested) -> tuple[object, ...]:
    """What the rules found; a dateline's agency is the article's, and not stored twice."""
    dateline = (article.dateline or _NO_DATELINE).model_copy(update={"agency": None})
    return article.text, article.removed, dateline, article.agency, article.related
