"""Submissions as the handler receives them, and a world of plain functions."""

from __future__ import annotations

from datetime import UTC, datetime

from services.ingest.core.page import Extracted, Page
from services.ingest.handlers import ingest_article
from services.ingest.ports import ExtractPage, FetchPage
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested, Step
from shared.contracts.submission import ArticleSubmitted

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
STORY = (
    "The harbour of Vessel Bay will be deepened by two metres, the port authority said on Tuesday.\n\n"
    "Work is to begin in spring and to take a year."
)


def received(*, entry: str = "1700000000000-0", **fields: object) -> Received[ArticleSubmitted]:
    return Received(ArticleSubmitted.model_validate(fields), Step(stage="ingest", at=NOW), entry, "corr-1")


def serving(page: Page) -> FetchPage:
    async def fetch(url: str) -> Page:
        del url
        return page

    return fetch


def finding(found: Extracted) -> ExtractPage:
    async def extract(page: Page) -> Extracted:
        del page
        return found

    return extract


async def no_fetch(url: str) -> Page:
    raise AssertionError(f"fetched {url}")


async def no_extract(page: Page) -> Extracted:
    raise AssertionError(f"extracted {page.url}")


async def ingest_text(text: str = STORY, **fields: object) -> ArticleIngested:
    return await ingest_article(received(text=text, **fields), no_fetch, no_extract)


async def ingest_found(found: Extracted, **fields: object) -> ArticleIngested:
    return await ingest_article(received(html="<p>any</p>", **fields), no_fetch, finding(found))
