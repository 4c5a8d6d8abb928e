"""Conditional requests (RFC 9110, 13): asking a server for a page only if it is no longer the one that is kept."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import ClientResponse

from services.ingest.core.page import KeptPage, Page

UNCHANGED: Final = 304
_VALIDATOR: Final = re.compile(r"[\x20-\x7e]{1,256}")  # what may stand in a request again, whoever wrote it


def conditions(kept: KeptPage | None) -> dict[str, str]:
    """Return the request headers that ask for another page than `kept`."""
    if kept is None:
        return {}
    given = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {name: value for name, value in given.items() if value is not None}


def keepable(page: Page, response: ClientResponse) -> KeptPage | None:
    """Return `page` with what `response` says that its server knows it by; None if nothing, or if nobody may keep it."""
    etag, last_modified = (_validator(response.headers.get(name)) for name in ("ETag", "Last-Modified"))
    is_private = "no-store" in _directives(response, "Cache-Control") or "*" in _directives(response, "Vary")
    return None if is_private or not (etag or last_modified) else KeptPage(page, etag, last_modified)


def _validator(value: str | None) -> str | None:
    return value if value is not None and _VALIDATOR.fullmatch(value) else None


def _directives(response: ClientResponse, name: str) -> set[str]:
    return {part.strip().lower() for line in response.headers.getall(name, []) for part in line.split(",")}
