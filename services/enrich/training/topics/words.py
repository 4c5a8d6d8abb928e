"""The hand-chosen words of each topic: how an item without a label shows what it is about."""

import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).parents[1] / "data" / "topic_words.toml"
_SHORTEST_ARTICLE, _LONGEST_ARTICLE = 8, 22


@dataclass(frozen=True)
class TopicWords:
    """One IPTC topic: its code, its English name, and words that speak for it."""

    code: str
    name: str
    words: tuple[str, ...]


@cache
def topics() -> tuple[TopicWords, ...]:
    """Give all seventeen topics in the order of their codes."""
    rows = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return tuple(TopicWords(code, row["name"], tuple(row["words"])) for code, row in sorted(rows.items()))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        topic.code: re.compile(r"\b(?:" + "|".join(map(re.escape, topic.words)) + r")\b", re.IGNORECASE)
        for topic in topics()
    }


def evidence(text: str, code: str) -> int:
    """
    Count the different words of a topic in a text.

    >>> evidence("The union called a strike over wages; the strike goes on", "medtop:09000000")
    3
    """
    return len({match.lower() for match in _patterns()[code].findall(text)})


def word_articles(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Give `count` bags of words a topic, as (text, code): they teach the words where articles are few."""
    choose = random.Random(seed)  # noqa: S311
    for topic in topics():
        for _ in range(count):
            size = choose.randint(_SHORTEST_ARTICLE, _LONGEST_ARTICLE)
            yield " . ".join(choose.sample(topic.words, min(size, len(topic.words)))), topic.code
