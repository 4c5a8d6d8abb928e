"""
Which article a submission is about, computed the same way by publishers in any language.

The rules are published with test vectors in ``docs/schemas/identity-vectors.json``.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("5b4f1f0e-7c39-5d0f-9d9a-3f3c4e6a1d27")
"""The UUID namespace of every identity of ours; never changes."""

TRACKING_PARAMETERS: Final = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid", "ttclid", "mc_cid", "mc_eid",
        "_ga", "_gl", "cmpid", "ocid", "ncid", "s_cid", "smid", "ito", "ref_src", "ref_url",
    }
)  # fmt: skip
"""Query parameters that say how a reader came, not which page it is; so does every name that starts with ``utm_``."""

_DEFAULT_PORT = re.compile(r":(?:80|443)?$")


def normal_url(url: str) -> str:
    """
    Fold the spellings of one address into one.

    Scheme ``https``, host in lower case without a trailing dot or default port, no fragment, no tracking parameters, no
    trailing slash. The path and the order of the other parameters stay as they are: to some servers they matter.

    >>> normal_url("HTTP://Example.ORG:80/a/?utm_source=x&id=7#top")
    'https://example.org/a?id=7'
    """
    parts = urlsplit(url)
    userinfo, at, hostport = parts.netloc.rpartition("@")
    host = _DEFAULT_PORT.sub("", hostport.lower()).rstrip(".")
    query = "&".join(p for p in parts.query.split("&") if p and not _tracks(p))
    return f"https://{userinfo}{at}{host}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def _tracks(parameter: str) -> bool:
    name = parameter.partition("=")[0].lower()
    return name.startswith("utm_") or name in TRACKING_PARAMETERS


def article_id(
    *,
    source: str | None = None,
    id: str | None = None,
    url: str | None = None,
    body: str | None = None,
) -> UUID:
    """
    Name the article: by the publisher's own id, else by its address, else by the submitted text or page itself.

    A page's own rel=canonical is never used: a page may not overwrite another's article.
    """
    name: list[str]
    if id is not None:
        name = ["id", source or "", id]
    elif url is not None:
        name = ["url", normal_url(url)]
    elif body is not None:
        name = ["text", hashlib.sha256(body.encode()).hexdigest()]
    else:
        raise ValueError("an article is named by id, url or body; none was given")
    return uuid5(NAMESPACE, json.dumps(name, ensure_ascii=False, separators=(",", ":")))


def outcome_id(submission_entry_id: str) -> UUID:
    """Name the outcome of one submission, the same however often it is announced."""
    return uuid5(NAMESPACE, f"outcome:{submission_entry_id}")
