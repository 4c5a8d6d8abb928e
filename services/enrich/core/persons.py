"""Which mentions of persons are one person: surnames, initials and other short forms join the full name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from services.enrich.core.spelling import words_of

_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd"})
_PARTICLES: Final = frozenset("de da di del della van von der den bin ibn al el la le dos".split(" "))
_MOST_ALIKE: Final = 50  # more people of one name are a list; comparing them all would take a minute
_INITIALS: Final = 2  # "JD" is two

Words = tuple[str, ...]


def join_persons(names: Sequence[str]) -> list[int | None]:
    """
    Point each name, given in text order, at the name that tells most fully who it is; None for a surname that joins none.

    A surname that fits several people is the one named last before it.

    >>> join_persons(["Marco Rubio", "Rubio", "Ann Roe", "A. Roe", "Jones", "Xi Jinping", "Xi"])
    [0, 0, 2, 2, None, 5, 5]
    """
    own = [_own_words(name) for name in names]
    full = _fullest(own)
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for bearer in dict.fromkeys(full.values()):
        for word in dict.fromkeys(own[bearer]):
            owners[word].append(bearer)
    last_named: dict[int, int] = {}
    targets: list[int | None] = []
    for index, words in enumerate(own):
        target = full[words] if len(words) > 1 else _owner(words[0], own, owners[words[0]], last_named)
        if target is not None:
            last_named[target] = index
        targets.append(target)
    return targets


def person_slug(name: str) -> str:
    """
    Spell a full name as its key does: without suffix and middle initials, which come and go.

    >>> person_slug("Donald J. Trump Jr."), person_slug("J.D. Vance")
    ('donald-trump', 'jd-vance')
    """
    words = [word for word in words_of(name) if word not in _SUFFIXES] or list(words_of(name))
    return "-".join([words[0], *(word for word in words[1:-1] if len(word) > 1), *words[1:][-1:]])


def _own_words(name: str) -> Words:
    """Leave out suffixes and particles: what is left of "von der Leyen" is one word, so a family name alone."""
    words = words_of(name)
    return tuple(word for word in words if word not in _SUFFIXES and word not in _PARTICLES) or words


def _fullest(own: Sequence[Words]) -> dict[Words, int]:
    """Give each full name the index of the fullest name of its person."""
    first: dict[Words, int] = {}
    alike: defaultdict[Words, list[Words]] = defaultdict(list)
    for index, words in enumerate(own):
        if len(words) > 1 and words not in first:
            first[words] = index
            alike[words[-1:]].append(words)
            alike[words[:2]].append(words)
    full: dict[Words, int] = {}
    for words in first:
        same = [
            other
            for other in (alike[words[-1:]] + alike[words[:2]])[:_MOST_ALIKE]
            if other == words or _is_same(words, other)
        ]
        known = next((full[other] for other in same if other in full), None)
        full[words] = (
            first[max(same, key=lambda other: (len(other), -first[other]), default=words)] if known is None else known
        )
    return full


def _is_same(one: Words, other: Words) -> bool:
    """Compare two full names: the words of one are the other's, in order, and an initial stands for its name."""
    short, long = sorted((one, other), key=len)
    if short[-1] != long[-1]:
        return long[: len(short)] == short
    return _is_within(short[:-1], long[:-1]) or _letters(short[:-1]) == _letters(long[:-1])


def _is_within(short: Words, long: Words) -> bool:
    left = iter(long)
    return all(any(_is_same_word(word, other) for other in left) for word in short)


def _is_same_word(word: str, other: str) -> bool:
    return word == other or (1 in {len(word), len(other)} and word[0] == other[0])


def _letters(words: Words) -> str:
    return "".join(word if len(word) <= _INITIALS else word[0] for word in words)


def _owner(word: str, own: Sequence[Words], bearers: Sequence[int], last_named: dict[int, int]) -> int | None:
    """Say whose a lone name is: a family name, last or, in much of Asia, first; else any other of the full name."""
    bearers = bearers[:_MOST_ALIKE]
    by_family_name = [bearer for bearer in bearers if own[bearer][-1] == word] or bearers
    return max(by_family_name, key=lambda bearer: (last_named.get(bearer, -1), -bearer), default=None)
