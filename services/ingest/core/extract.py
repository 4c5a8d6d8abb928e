"""A page to its article: trafilatura on a pruned tree, with what the page declares about itself."""

from __future__ import annotations

from html import unescape
from typing import Final

import trafilatura
from lxml.etree import ErrorTypes, ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from services.ingest.core.boilerplate import prune, standfirst, trim
from services.ingest.core.charset import decode
from services.ingest.core.markup_limits import check_markup
from services.ingest.core.metadata import Metadata, read_metadata
from services.ingest.core.page import Extracted, Page
from shared.errors import RejectedError

_SHORT: Final = 250  # characters; trafilatura's own measure of an extraction that may have failed
_FULLER: Final = 2  # so many times the extracted text must a declared body be long to be believed instead


def extract_page(page: Page) -> Extracted:
    """
    Find the article in `page`; a plain text is its own article.

    RejectedError if its markup is built to keep a parser busy, or is more than it can hold. Always the same for the same
    page: nothing is remembered between pages (trafilatura's `deduplicate` would).
    """
    is_html = page.content_type != "text/plain"
    text = decode(page.body, page.charset, is_html=is_html)
    if not is_html:
        return Extracted(text=text)
    check_markup(text)
    tree = _parse(text)
    if tree is None:
        return Extracted(text="")
    metadata = read_metadata(tree, page.url)
    return Extracted(
        text=_body(tree, metadata),
        title=next(iter(metadata.titles), None),
        byline=", ".join(metadata.authors) or None,
        authors=metadata.authors,
        language=metadata.language,
        published_at=metadata.published_at,
        published_precision=metadata.published_precision,
        modified_at=metadata.modified_at,
        canonical_url=metadata.canonical_url,
    )


def _parse(text: str) -> HtmlElement | None:
    """
    Parse a page, whole or not at all: at its limit of depth the parser would end without a word, and what follows be lost.

    That limit is 256 elements in one another, which unclosed tags reach on real pages, and 2,048 for a `huge_tree`; the
    other limits that it lifts are those of the reader's memory and deadline here.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    try:
        tree = document_fromstring(text.replace("\0", "").encode(), parser=parser)  # it would print NUL as U+FFFD
    except ParserError:
        return None
    if any(error.type == ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise RejectedError("too-large", "its elements are nested more than 2,048 deep")
    return tree


def _body(tree: HtmlElement, metadata: Metadata) -> str:
    """
    Extract the article's paragraphs, separated by blank lines.

    Tables are taken only where there is little text without them: in news they are scores and prices. A body that the page
    declares for machines is taken only where it is much fuller than what its readers see, as behind a paywall.
    """
    prune(tree)
    blocks = _blocks(tree, tables=False)
    if sum(map(len, blocks)) < _SHORT:
        blocks = max(blocks, _blocks(tree, tables=True), key=lambda found: sum(map(len, found)))
    summary = standfirst(tree, metadata.description, blocks)
    blocks = trim(blocks, metadata.titles, metadata.authors)
    declared = _plain(metadata.body or "")
    if len(declared) > max(_SHORT, _FULLER * sum(map(len, blocks))):
        return declared
    return "\n\n".join([summary, *blocks] if summary else blocks)


def _blocks(tree: HtmlElement, *, tables: bool) -> list[str]:
    text = trafilatura.extract(tree, include_comments=False, include_tables=tables)
    return text.split("\n") if text else []


def _plain(declared: str) -> str:
    """Take the markup out of a declared body, which some pages put in."""
    if "<" in declared and ">" in declared:
        tree = _parse(f"<div>{declared}</div>")
        declared = "\n\n".join(part.strip() for part in tree.itertext() if part.strip()) if tree is not None else ""
    return unescape(declared)
