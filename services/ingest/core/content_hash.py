"""When two copies of an article say the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime


def content_hash(content: Mapping[str, object]) -> str:
    """
    Digest everything that a reader would call the article's content.

    Same version and same hash is a duplicate and changes nothing, so whatever a publisher may correct without raising the
    version must be in here: a new headline over an unchanged text is another content. Moments are equal wherever their zone.
    """
    document = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_moment)
    return hashlib.sha256(document.encode()).hexdigest()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
