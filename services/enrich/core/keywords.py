"""What an article is about in its own words: phrases that recur, or stand in the title, and carry meaning."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from typing import Final

from services.enrich.core.stopwords import STOPWORDS

_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[.,;:!?()\"“”\n]")
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
    counts, in_title = _recurring(_phrases(text[:_READ]), _phrases(title or ""))
    scores = {
        phrase: count * _BY_LENGTH[len(phrase)] * (_IN_TITLE if phrase in in_title else 1.0)
        for phrase, count in counts.items()
        if len(phrase) > 1 or len(phrase[0]) >= _SHORTEST_WORD
    }
    return tuple(" ".join(phrase) for phrase in _telling(scores, counts))


def _phrases(text: str) -> dict[int, Phrase]:
    """Give the words that carry meaning by their position, each a phrase; where words are parted a position is empty."""
    words = enumerate(_WORD.findall(text.lower().replace("’", "'")))
    return {at: (word.removesuffix("'s"),) for at, word in words if len(word) > 1 and word not in STOPWORDS}


def _recurring(phrases: dict[int, Phrase], title: dict[int, Phrase]) -> tuple[dict[Phrase, int], set[Phrase]]:
    """
    Count the phrases that occur twice or more, the title counting once, and say which are in the title.

    A phrase recurs only if both its beginning and its end do: length by length, few are left to count.
    """
    recurring: dict[Phrase, int] = {}
    titled: set[Phrase] = set()
    for _ in range(_LONGEST):
        in_title = set(title.values())
        counts = Counter(phrases.values())
        counts.update(in_title)
        several = {phrase: count for phrase, count in counts.items() if count > 1}
        recurring |= several
        titled |= in_title
        phrases, title = _longer(phrases, several), _longer(title, several)
    return recurring, titled


def _longer(phrases: Mapping[int, Phrase], recurring: Container[Phrase]) -> dict[int, Phrase]:
    """Lengthen each phrase by the word after it, where both it and the phrase that begins a word later recur."""
    kept = {at: phrase for at, phrase in phrases.items() if phrase in recurring}
    return {at: (*phrase, kept[at + 1][-1]) for at, phrase in kept.items() if at + 1 in kept}


def _telling(scores: Mapping[Phrase, float], counts: Mapping[Phrase, int]) -> list[Phrase]:
    chosen: list[Phrase] = []
    within: set[str] = set()  # the words of the longer phrases chosen
    for _, phrase in sorted((-score, phrase) for phrase, score in scores.items()):
        if len(phrase) == 1:
            if phrase[0] in within:
                continue
        elif any(_is_only_within(phrase, other, counts) for other in chosen):
            continue
        else:
            within.update(phrase)
            chosen = [other for other in chosen if not _is_told_by(other, phrase, counts)]
        chosen.append(phrase)
        if len(chosen) == 2 * _MOST:
            break
    return chosen[:_MOST]


def _is_told_by(phrase: Phrase, other: Phrase, counts: Mapping[Phrase, int]) -> bool:
    return phrase[0] in other if len(phrase) == 1 else _is_only_within(phrase, other, counts)


def _is_only_within(phrase: Phrase, other: Phrase, counts: Mapping[Phrase, int]) -> bool:
    """Say whether `phrase` is a part of `other` that hardly ever occurs without the rest."""
    if len(phrase) >= len(other) or counts[phrase] > counts[other]:
        return False
    return any(other[i : i + len(phrase)] == phrase for i in range(len(other) - len(phrase) + 1))
