"""What ingest asks of the world: to fetch a page, to have one read, and what replicas must agree on about hosts."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from services.ingest.core.page import Extracted, KeptPage, Page


class FetchPage(Protocol):
    """Get the page at an address."""

    async def __call__(self, url: str) -> Page:
        """
        Fetch `url`.

        RejectedError: it may not or can never be had. RetryableError: it may be had later. PostponedError: its host is busy.
        DependencyError: nothing can be fetched at all.
        """
        ...


class ExtractPage(Protocol):
    """Find the article in a page."""

    async def __call__(self, page: Page) -> Extracted:
        """Read `page`; RejectedError if reading it takes too long, too much memory, or kills the reader."""
        ...


@dataclass(slots=True)
class Visit:
    """What a visit teaches about its host: the pause that its rules ask for, and how long it wants to be left alone."""

    crawl_delay_s: float = 0.0
    quiet_s: float = 0.0


class HostTurn(Protocol):
    """One visit to a host at a time, and a pause after each, whichever replica it is that comes."""

    def __call__(self, host: str, url: str) -> AbstractAsyncContextManager[Visit]:
        """
        Take the turn at `host` while the block lasts, to fetch `url`.

        PostponedError: it is not the turn of `url`, which now has a time to come back at. DependencyError: nobody knows
        whose turn it is.
        """
        ...


class RobotsMemory(Protocol):
    """The rules of origins (scheme, host and port), asked for once for all replicas."""

    async def recall(self, origin: str) -> str | None:
        """Return the rules of `origin`, None if they have to be fetched. DependencyError: nobody knows."""
        ...

    async def keep(self, origin: str, rules: str) -> None:
        """Keep the rules of `origin`, for a day at most."""
        ...


class PageMemory(Protocol):
    """Pages that were fetched before, kept for all replicas; a memory that fails is one that knows nothing."""

    async def recall(self, url: str) -> KeptPage | None:
        """Return the page at `url`, None if it has to be fetched."""
        ...

    async def keep(self, url: str, kept: KeptPage) -> None:
        """Keep the page at `url`, for a day at most."""
        ...
