"""What the ingest handler asks of the world: to fetch a page, and to have one read."""

from __future__ import annotations

from typing import Protocol

from services.ingest.core.page import Extracted, Page


class FetchPage(Protocol):
    """Get the page at an address."""

    async def __call__(self, url: str) -> Page:
        """
        Fetch `url`.

        RejectedError: it may not or can never be had. RetryableError: it may be had later. DependencyError: nothing can be
        fetched at all.
        """
        ...


class ExtractPage(Protocol):
    """Find the article in a page."""

    async def __call__(self, page: Page) -> Extracted:
        """Read `page`; RejectedError if reading it takes too long, too much memory, or kills the reader."""
        ...
