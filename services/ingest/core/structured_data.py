"""The schema.org description that a page carries as JSON-LD, reduced to the node that is about its article."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

Node = dict[str, Any]

_MOST_NODES: Final = 5_000  # a page of 10 MB can describe a million things; its article is among the first
_OTHER_ARTICLES: Final = frozenset({"BlogPosting", "LiveBlogPosting", "Report"})


def article_node(tree: HtmlElement) -> Node:
    """
    Return the first node that is an article with a headline, else the first article, else an empty node.

    What it only refers to by ``@id``, as its author, is put in place if the page describes it elsewhere.
    """
    nodes = list(_nodes(tree))
    articles = [node for node in nodes if _is_article(node)]
    article = next((node for node in articles if node.get("headline")), articles[0] if articles else {})
    described = {str(node["@id"]): node for node in nodes if "@id" in node and "name" in node}
    return {name: _followed(value, described) for name, value in article.items()}


def texts(value: object) -> Iterator[str]:
    """Iterate over what is said by a property that may be a string, a thing with a name, or a list of either."""
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, dict):
        yield from texts(value.get("name") or value.get("@value"))
    elif isinstance(value, list):
        for item in value[:100]:
            if not isinstance(item, list):
                yield from texts(item)


def addresses(value: object) -> Iterator[str]:
    """Iterate over the addresses in a property that may be an address, or a thing that has one."""
    for item in value if isinstance(value, list) else [value]:
        address = item.get("@id") or item.get("url") if isinstance(item, dict) else item
        if isinstance(address, str):
            yield address


def _followed(value: object, described: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_followed(item, described) for item in value if not isinstance(item, list)]
    if isinstance(value, dict) and "name" not in value:
        return described.get(str(value.get("@id")), value)
    return value


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    """Walk every node of every script, outer before inner, in document order."""
    seen = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        waiting: list[object] = [_load(script.text or "")]
        while waiting and seen < _MOST_NODES:
            node = waiting.pop()
            seen += 1
            if isinstance(node, dict):
                yield node
                waiting.extend(value for value in reversed(node.values()) if isinstance(value, dict | list))
            elif isinstance(node, list):
                waiting.extend(reversed(node))


def _load(text: str) -> object:
    try:
        value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
        if "\\ud" in text.lower():  # half of an escaped pair is no character, and could not be written on
            value = json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return value


def _is_article(node: Node) -> bool:
    return any(kind.rpartition("/")[2].endswith("Article") or kind in _OTHER_ARTICLES for kind in texts(node.get("@type")))
