"""What a page declares about its article, for machines: schema.org JSON-LD, OpenGraph and other ``<meta>``, ``<link>``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Final
from urllib.parse import urljoin

from lxml.html import HtmlElement

from services.ingest.core.moment import read_moment
from services.ingest.core.page import Precision
from services.ingest.core.structured_data import Node, addresses, article_node, texts

_TITLE_LENGTH: Final = 1_000
_ADDRESS_LENGTH: Final = 2_048
_NAME_LENGTH: Final = 100
_MOST_AUTHORS: Final = 20
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}", re.ASCII)
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s\x00-\x20\x7f\\/?#]+(?:[/?#][^\x00-\x20\x7f\\]*)?", re.IGNORECASE)
_BY: Final = re.compile(r"^(?:written |words |story )?by[:\s]\s*", re.IGNORECASE)
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:[,;|]|\band\b|&)\s*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself. `titles` are all its spellings of the headline, the best first."""

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    modified_at: datetime | None = None
    canonical_url: str | None = None
    description: str | None = None
    body: str | None = None


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """
    Collect what `tree` declares.

    JSON-LD comes before OpenGraph, and that before the rest: the nearer a vocabulary is to news, the better it is kept.
    Relative addresses are resolved against `url`.
    """
    article = article_node(tree)
    meta = _meta(tree)
    published = read_moment(_dates(article, meta, tree, "datePublished", _PUBLISHED))
    modified = read_moment(_dates(article, meta, None, "dateModified", _MODIFIED))
    return Metadata(
        titles=tuple(dict.fromkeys(_titles(article, meta, tree))),
        authors=tuple(dict.fromkeys(_authors(article, meta, tree)))[:_MOST_AUTHORS],
        language=next(_languages(article, meta, tree), None),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        modified_at=modified.at if modified else None,
        canonical_url=next(_addresses(article, meta, tree, url), None),
        body=next(texts(article.get("articleBody")), None),
        description=next((clean for clean in map(_line, _of(meta, "og:description", "description")) if clean), None),
    )


_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "dcterms.created", "dc.date.issued", "dcterms.date", "dc.date", "pubdate", "publishdate", "publish-date", "date",
)  # fmt: skip
_MODIFIED: Final = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified")


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if content and name:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _of(meta: Mapping[str, list[str]], *names: str) -> Iterator[str]:
    for name in names:
        yield from meta.get(name, ())


def _titles(article: Node, meta: Mapping[str, list[str]], tree: HtmlElement) -> Iterator[str]:
    yield from _lines(texts(article.get("headline")))
    yield from _lines(_of(meta, "og:title", "twitter:title", "dc.title", "parsely-title"))
    yield from _lines("".join(heading.itertext()) for heading in tree.iter("h1"))
    yield from _lines("".join(title.itertext()) for title in tree.findall("./head/title"))


def _lines(values: Iterator[str]) -> Iterator[str]:
    for value in values:
        line = _line(value)
        if line and len(line) <= _TITLE_LENGTH:
            yield line


def _line(value: str) -> str:
    return " ".join(unescape(value).split())


def _authors(article: Node, meta: Mapping[str, list[str]], tree: HtmlElement) -> list[str]:
    """Take the first vocabulary that names anybody; names in two of them are often spelled in two ways."""
    sources = (
        texts(article.get("author") or article.get("creator")),
        _of(meta, "author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator"),
        ("".join(link.itertext()) for link in tree.iter("a") if (link.get("rel") or "").lower() == "author"),
    )
    return next(filter(None, ([name for credit in _lines(source) for name in _names(credit)] for source in sources)), [])


def _names(credit: str) -> Iterator[str]:
    for name in _BETWEEN_NAMES.split(_BY.sub("", credit)):
        if name and len(name) <= _NAME_LENGTH and "://" not in name and not name.startswith(("@", "/")):
            yield name


def _languages(article: Node, meta: Mapping[str, list[str]], tree: HtmlElement) -> Iterator[str]:
    declared = [
        *texts(article.get("inLanguage")),
        tree.get("lang") or "",
        *_of(meta, "og:locale", "language", "content-language"),
    ]
    for tag in declared:
        if _LANGUAGE.fullmatch(tag.strip().replace("_", "-")):
            yield tag.strip().replace("_", "-")


def _dates(
    article: Node, meta: Mapping[str, list[str]], tree: HtmlElement | None, property_: str, names: tuple[str, ...]
) -> Iterator[str]:
    yield from texts(article.get(property_))
    yield from _of(meta, *names)
    for element in tree.iter("time") if tree is not None else ():
        yield element.get("datetime") or ""


def _addresses(article: Node, meta: Mapping[str, list[str]], tree: HtmlElement, url: str | None) -> Iterator[str]:
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for address in [
        *links,
        *_of(meta, "og:url"),
        *addresses(article.get("mainEntityOfPage")),
        *addresses(article.get("url")),
    ]:
        try:
            absolute = urljoin(url or "", address.strip())
        except ValueError:
            continue
        if len(absolute) <= _ADDRESS_LENGTH and _WEB_ADDRESS.fullmatch(absolute):
            yield absolute
