"""Values: a page as it was received, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Precision = Literal["second", "day"]


@dataclass(frozen=True, slots=True)
class Page:
    """
    A page as it was received.

    `url` is the address it came from after redirects, None for a page that was handed in; `charset` is the label that the
    sender gave, which may be anything.
    """

    body: bytes
    url: str | None = None
    content_type: str = "text/html"
    charset: str | None = None

    @classmethod
    def handed_in(cls, html: str, url: str | None) -> Page:
        """Wrap a page that came as text, so that nothing has to be guessed about its encoding."""
        return cls(body=html.encode(), url=url, charset="utf-8")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page, and what its server knows it by: with that it can be asked whether the page is still the same."""

    page: Page
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Extracted:
    """
    What a page says: its article's text, and what it declares about it.

    A date without a time, or a time without a zone, is midnight UTC with precision ``day``. `language` is what the page
    claims, which templates often get wrong.
    """

    text: str
    title: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    modified_at: datetime | None = None
    canonical_url: str | None = None
