"""What an article is about in its own words: phrases that recur, or stand in the title, and carry meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Final

from services.enrich.core.stopwords import STOPWORDS

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.,;:!?()\"“”\n]")
_LONGEST: Final = 4
_SHORTEST_WORD: Final = 4
_MOST: Final = 10
_READ: Final = 10_000  # characters: what matters recurs in these
_IN_TITLE: Final = 2.0
_BY_LENGTH: Final = {1: 1.0, 2: 2.0, 3: 2.6, 4: 3.0}

Phrase = tuple[str, ...]


def keywords(title: str | None, text: str) -> tuple[str, ...]:
    """
    Choose up to ten phrases of one to four words, in lower case, the most telling first.

    A phrase scores by how often it occurs, more if it is long, and double if it is in the title too. A word of a longer
    phrase that was chosen, or a part that occurs only within it, adds nothing and is left out, as is what occurs once.

    >>> keywords(None, "Rare earth prices rose. Miners hold rare earth. Rare earth prices may fall; rare earth is dear.")
    ('rare earth', 'rare earth prices')
    """
    runs = _runs(text[:_READ])
    title_runs = _runs(title or "")
    in_words = Counter(word for run in (*runs, *title_runs) for word in run)
    recurring = {word for word, count in in_words.items() if count > 1}
    in_title = set(_phrases(title_runs, recurring))
    counts = Counter(_phrases(runs, recurring))
    counts.update(in_title)
    scores = {
        phrase: count * _BY_LENGTH[len(phrase)] * (_IN_TITLE if phrase in in_title else 1.0)
        for phrase, count in counts.items()
        if count > 1 and (len(phrase) > 1 or len(phrase[0]) >= _SHORTEST_WORD)
    }
    return tuple(" ".join(phrase) for phrase in _telling(scores, counts))


def _runs(text: str) -> list[list[str]]:
    """Give the words that carry meaning, as long as nothing stands between them."""
    runs: list[list[str]] = [[]]
    for word in _WORD.findall(text.lower()):
        if word[0].isalpha() and word not in STOPWORDS and len(word) > 1:
            runs[-1].append(word.replace("’", "'").removesuffix("'s"))
        elif runs[-1]:
            runs.append([])
    return runs


def _phrases(runs: Iterable[Sequence[str]], recurring: Container[str]) -> Iterator[Phrase]:
    """Give the phrases all of whose words recur: no other phrase can."""
    for run in runs:
        last: list[str] = []
        for word in run:
            if word not in recurring:
                last = []
                continue
            last = [*last[1 - _LONGEST :], word]
            for length in range(1, len(last) + 1):
                yield tuple(last[-length:])


def _telling(scores: Mapping[Phrase, float], counts: Counter[Phrase]) -> list[Phrase]:
    chosen: list[Phrase] = []
    for phrase in sorted(scores, key=lambda phrase: (-scores[phrase], phrase)):
        if not any(_adds_nothing(phrase, other, counts) for other in chosen):
            chosen = [other for other in chosen if not _adds_nothing(other, phrase, counts)]
            chosen.append(phrase)
        if len(chosen) == 2 * _MOST:
            break
    return chosen[:_MOST]


def _adds_nothing(phrase: Phrase, other: Phrase, counts: Counter[Phrase]) -> bool:
    """Say whether `phrase` is one word of `other`, or a part of it that hardly ever occurs without the rest."""
    if len(phrase) >= len(other):
        return False
    if len(phrase) == 1:
        return phrase[0] in other
    parts = (other[i : i + len(phrase)] for i in range(len(other) - len(phrase) + 1))
    return counts[phrase] <= counts[other] and phrase in parts
