"""Test vectors of article identity, so that a publisher in any language can compute the same ids."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from shared.contracts import identity

RULES: Final = (
    "article_id = UUIDv5(namespace, name); name is a JSON array of strings, UTF-8, without spaces, non-ASCII not escaped.",
    'A document with an id: ["id", source, id]. Both as submitted; no normalisation.',
    'Else with a url: ["url", normal url], see url_rules.',
    'Else: ["text", sha256], the lower-case hex SHA-256 of the UTF-8 of text, or of html where there is no text.',
    "A page's own rel=canonical is never used.",
)
URL_RULES: Final = (
    "The scheme becomes https.",
    "The host in lower case, without trailing dots, without the port where it is empty, 80 or 443. User information stays.",
    "The path as it is, without trailing slashes.",
    "The query parameters in their order; not the empty ones, not those of tracking_parameters, none that starts with utm_.",
    "The name of a parameter is compared in lower case. Without parameters there is no question mark.",
    "No fragment.",
)

_URLS: Final = (
    "https://example.org/news/1",
    "http://example.org/news/1",
    "HTTPS://Example.ORG/news/1",
    "https://example.org:443/news/1",
    "http://example.org:80/news/1",
    "https://example.org:8443/news/1",
    "https://example.org./news/1",
    "https://example.org/news/1/",
    "https://example.org/news/1//",
    "https://example.org/News/1",
    "https://example.org/news/1#comments",
    "https://example.org/news/1?utm_source=feed&utm_medium=rss",
    "https://example.org/news/1?UTM_Campaign=x&id=7",
    "https://example.org/news/1?id=7&fbclid=abc",
    "https://example.org/news?b=2&a=1",
    "https://example.org/news?a=1&b=2",
    "https://example.org/news?a=1&&b=2&",
    "https://example.org/news?a",
    "https://example.org/news?a=",
    "https://example.org/news?q=a%20b",
    "https://example.org/news?q=a+b",
    "https://example.org",
    "https://example.org/",
    "https://example.org?gclid=1",
    "https://reader@example.org/news/1",
    "https://münchen.example/straße",
    "https://xn--mnchen-3ya.example/stra%C3%9Fe",
    "https://[2001:DB8::1]:443/news/1",
)
_DOCUMENTS: Final[tuple[dict[str, str], ...]] = (
    {"source": "wire-a", "id": "2026-01-20/0001"},
    {"source": "wire-b", "id": "2026-01-20/0001"},
    {"source": "wire-a", "id": "2026-01-20/0001", "url": "https://example.org/news/1"},
    {"source": "wire-a", "id": 'quotes " and \\ backslash'},
    {"source": "wire-a", "id": "Zürich – 東京 🗞"},
    {"source": "wire-a", "id": "</script>"},
    {"text": "A ferry service opened on Monday."},
    {"text": "A ferry service opened on Monday.\n"},
    {"text": "Die Fähre fährt – endlich."},
    {"html": "<p>A ferry service opened on Monday.</p>"},
    {"text": "The text counts.", "html": "<p>Not the page.</p>"},
    {"url": "https://example.org/news/1", "text": "The address counts."},
)


def identity_vectors() -> dict[str, Any]:
    """Return namespace, rules and vectors."""
    documents = (*({"url": url} for url in _URLS), *_DOCUMENTS)
    return {
        "namespace": str(identity.NAMESPACE),
        "rules": RULES,
        "url_rules": URL_RULES,
        "tracking_parameters": sorted(identity.TRACKING_PARAMETERS),
        "vectors": [_vector(document) for document in documents],
    }


def _vector(document: dict[str, str]) -> dict[str, Any]:
    body = document.get("text") or document.get("html")
    named = {name: document.get(name) for name in ("source", "id", "url")}
    return {
        "document": document,
        "name": _name(document, body),
        "article_id": str(identity.article_id(**named, body=body)),
    }


def _name(document: dict[str, str], body: str | None) -> str:
    """Spell out what is hashed, by the rules above and not by the code that they describe."""
    if "id" in document:
        parts = ["id", document["source"], document["id"]]
    elif "url" in document:
        parts = ["url", identity.normal_url(document["url"])]
    else:
        parts = ["text", hashlib.sha256((body or "").encode()).hexdigest()]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
