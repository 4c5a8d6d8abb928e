"""The pages that were fetched in the last day, on Redis, so that one that is still the same is not sent again."""

from __future__ import annotations

import asyncio
import hashlib
import json
import zlib
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from services.ingest.core.page import KeptPage, Page
from services.ingest.settings import IngestSettings

KEYS: Final = "dateline:page:"
"""What every key here begins with."""

LARGEST: Final = 128 * 1024
"""Bytes of a page that is kept, compressed: half of all news pages take less than 56 KB, nine in ten less than this."""

_KEPT_S: Final = 24 * 3600
_PATIENCE_S: Final = 2.0
_LONGEST_HEAD: Final = 16 * 1024


class RedisPages:
    """
    A `PageMemory` of so many places as `kept_pages` says.

    Each address has its place, and what comes later puts out what is there: so there are never more pages, whatever
    replicas do at the same time, and nothing has to be counted or tidied up. Each is forgotten a day after it was sent,
    also by a server that says for ever that it has not changed.
    """

    def __init__(self, client: Redis, settings: IngestSettings) -> None:
        self._client, self._places = client, settings.kept_pages
        self._longest = settings.max_body_bytes + _LONGEST_HEAD

    async def recall(self, url: str) -> KeptPage | None:
        """Return the page at `url` if it is kept; None also where Redis is slow, or holds what cannot be read."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                packed: Any = await self._client.get(self._key(url))
        except (RedisError, OSError):  # a TimeoutError is one
            return None
        return await asyncio.to_thread(_unpacked, packed, url, self._longest) if packed else None

    async def keep(self, url: str, kept: KeptPage) -> None:
        """Keep the page at `url`, unless it is too large or Redis is down or full."""
        packed = await asyncio.to_thread(_packed, url, kept)
        if len(packed) > LARGEST:
            return
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._client.set(self._key(url), packed, ex=_KEPT_S)
        except (RedisError, OSError):
            return

    def _key(self, url: str) -> str:
        return f"{KEYS}{int.from_bytes(hashlib.sha256(url.encode()).digest()[:8], 'big') % self._places}"


def _packed(url: str, kept: KeptPage) -> bytes:
    page = kept.page
    head = json.dumps([url, kept.etag, kept.last_modified, page.content_type, page.charset])
    return zlib.compress(head.encode() + b"\n" + page.body)


def _unpacked(packed: bytes, url: str, longest: int) -> KeptPage | None:
    """Read what was kept, within the bounds of a page that is fetched; None if it is another's, or damaged."""
    inflate = zlib.decompressobj()
    try:
        head, _, body = inflate.decompress(packed, longest).partition(b"\n")
        kept_url, etag, last_modified, content_type, charset = json.loads(head)
    except (zlib.error, ValueError, TypeError):
        return None
    if kept_url != url or not inflate.eof:
        return None
    return KeptPage(Page(body, url, content_type, charset), etag, last_modified)
