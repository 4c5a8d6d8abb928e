"""When two copies of an article say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

_CONTENT: Final = ("status", "title", "byline", "authors", "language", "published_at", "url", "metadata", "text")


def content_hash(facts: Mapping[str, object]) -> str:
    """
    Digest what among an article's facts a reader would call its content.

    Same version and same hash is a duplicate and changes nothing, so whatever a publisher may correct without raising the
    version must be in here: a new headline over an unchanged text is another content. Moments are equal wherever their zone.
    """
    content = {name: facts.get(name) for name in _CONTENT}
    document = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_moment)
    return hashlib.sha256(document.encode()).hexdigest()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
