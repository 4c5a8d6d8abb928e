"""
What surrounds an article inside its own container, and is left in by general extraction.

Found on pages of many outlets, none of which is named here: the headline repeated, quoted posts of social networks, links to
other stories between paragraphs, the author's portrait, and lists of other stories after the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml.html import HtmlElement

_WORD: Final = re.compile(r"[^\W_]+")  # a row of underscores is a rule, not a word
_EMBED: Final = re.compile(r"(?:^|\s)(?:twitter|instagram|tiktok|bluesky|mastodon|reddit|threads)-", re.IGNORECASE)
_MOST_LINKED: Final = 1 / 3  # a page with more of its text in such paragraphs is made of links, and they are its content
_HEAD_BLOCKS: Final = 4  # the headline comes first, or after a kicker and a date
_PORTRAIT_BLOCKS: Final = 3
_STANDFIRST_LENGTH: Final = 40  # characters; shorter descriptions are slogans
_PORTRAIT: Final = (
    r"(?:['’]s?|,)? ?(?:is|was|has|have|are|covers?|reports?|reported|writes?|joined|serves?|works?|contributed|began)\b"
)
_NEXT_STORIES: Final = re.compile(
    r"""(?:-\ )?(?:
        (?:more|latest|related|recommended|popular|trending|top)
        \ (?:from|on|in|for|stories|articles|news|topics|posts|content|reading|coverage|now|today|this|videos)\b.{0,40}
        | related | recommended | trending | popular | up\ next | topics? | tags | comments? | see\ also
        | about\ the\ authors?
        | read\ (?:more|next|also) | what\ to\ read\ next | most\ (?:popular|read|viewed|shared)\b.{0,20}
        | you\ (?:may|might)\ (?:also\ )?(?:like|enjoy)\b.{0,20} | editors?['’]?\ picks? | share\ this\b.{0,20}
    )(?<![.!?,])[:\s]*""",
    re.IGNORECASE | re.VERBOSE,
)
_TEASER: Final = 0.6  # how much shorter than the article's paragraphs its list of other stories is, on the average


def words(text: str | None) -> str:
    """Reduce `text` to its words in lower case: what makes two spellings of a headline equal."""
    return " ".join(_WORD.findall((text or "").lower()))


def prune(tree: HtmlElement) -> None:
    """Take quoted posts and paragraphs that only link elsewhere out of `tree`, in place."""
    for quote in list(tree.iter("blockquote")):
        if _EMBED.search(quote.get("class") or ""):
            quote.drop_tree()
    paragraphs = [(paragraph, words(_text(paragraph))) for paragraph in tree.iter("p")]
    linked = [(paragraph, text) for paragraph, text in paragraphs if text and _is_link(paragraph, text)]
    if sum(len(text) for _, text in linked) <= _MOST_LINKED * sum(len(text) for _, text in paragraphs):
        for paragraph, _ in linked:
            paragraph.drop_tree()


def trim(blocks: Sequence[str], titles: Iterable[str], authors: Iterable[str]) -> list[str]:
    """Drop the headline before the article, and the list of other stories and the author's portrait after it."""
    kept = [block for block in blocks if words(block)]
    headlines = {words(title) for title in titles}
    repeated = next((i for i, block in enumerate(kept[:_HEAD_BLOCKS]) if words(block) not in headlines), _HEAD_BLOCKS)
    kept = _before_next_stories(kept[repeated:])
    portraits = [re.compile(re.escape(author) + _PORTRAIT) for author in authors]
    for _ in range(_PORTRAIT_BLOCKS):
        if len(kept) > _PORTRAIT_BLOCKS and any(portrait.match(kept[-1]) for portrait in portraits):
            kept.pop()
    return kept


def standfirst(tree: HtmlElement, description: str | None, blocks: Sequence[str]) -> str | None:
    """Return the summary that readers see under the headline, if `description` is that and extraction has missed it."""
    wanted = words(description)
    if description is None or len(wanted) < _STANDFIRST_LENGTH or wanted in words(" ".join(blocks)):
        return None
    printed = (words(_text(element)) for element in tree.iter("p", "h2", "h3", "h4", "div") if _is_leaf(element))
    return description if wanted in printed else None


def _before_next_stories(blocks: list[str]) -> list[str]:
    """Cut where, in the second half, a heading announces what else there is to read, and only teasers follow."""
    half, passed = sum(map(len, blocks)) / 2, 0
    for i, block in enumerate(blocks):
        if passed > half and _NEXT_STORIES.fullmatch(block):
            after = blocks[i + 1 :] or [""]
            if sum(map(len, after)) / len(after) < _TEASER * passed / i:
                return blocks[:i]
        passed += len(block)
    return blocks


def _is_link(paragraph: HtmlElement, text: str) -> bool:
    return text == words(" ".join(_text(link) for link in paragraph.iter("a")))


def _is_leaf(element: HtmlElement) -> bool:
    return element.tag != "div" or element.find("./p") is None


def _text(element: HtmlElement) -> str:
    return "".join(element.itertext())
