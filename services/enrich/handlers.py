"""Ingested articles in, enriched articles out."""

from __future__ import annotations

from collections.abc import Sequence

from services.enrich.core.language import is_english
from services.enrich.ports import Annotate
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched, ArticleIngested


async def enrich_articles(batch: Sequence[Received[ArticleIngested]], annotate: Annotate) -> list[ArticleEnriched]:
    """
    Annotate what is usable and English, and pass the rest on without annotations: `status` or `language` says why.

    Every article that comes in goes out, in order.
    """
    chosen = [index for index, received in enumerate(batch) if _is_annotated(received.message)]
    found = await annotate([batch[index].message for index in chosen]) if chosen else ()
    annotations = dict(zip(chosen, found, strict=True))
    return [
        ArticleEnriched.of(received.message, received.step, annotations.get(index)) for index, received in enumerate(batch)
    ]


def _is_annotated(article: ArticleIngested) -> bool:
    return article.status == "usable" and is_english(article.language, article.text)
