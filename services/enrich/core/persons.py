"""Which mentions of persons are one person: surnames, initials and other short forms join the full name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from services.enrich.core.spelling import words_of

_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd"})
_PARTICLES: Final = frozenset(
    {"de", "da", "di", "del", "della", "van", "von", "der", "den", "bin", "ibn", "al", "el", "la", "le", "dos"}
)


def join_persons(names: Sequence[str]) -> list[int | None]:
    """
    Point each name, given in text order, at the name that tells most fully who it is; None for a surname that joins none.

    A surname that fits several people is the one named last before it.

    >>> join_persons(["Marco Rubio", "Rubio", "Ann Roe", "A. Roe", "Jones", "Xi Jinping", "Xi", "Ursula von der Leyen", "von der Leyen"])
    [0, 0, 2, 2, None, 5, 5, 7, 7]
    """
    people = [_Person(name) for name in names]
    fullest: list[int] = []
    for index, person in enumerate(people):
        if person.is_full and not any(people[other].is_same(person) for other in fullest):
            better = [other for other in range(index, len(people)) if people[other].is_same(person)]
            fullest.append(max(better, key=lambda other: (len(people[other].words), -other)))
    return [_target(index, people, fullest) for index in range(len(people))]


def person_slug(name: str) -> str:
    """
    Spell a full name as its key does: without suffix and middle initials, which come and go.

    >>> person_slug("Donald J. Trump Jr."), person_slug("J.D. Vance")
    ('donald-trump', 'jd-vance')
    """
    words = [word for word in words_of(name) if word not in _SUFFIXES] or list(words_of(name))
    return "-".join([words[0], *(word for word in words[1:-1] if len(word) > 1), *words[1:][-1:]])


class _Person:
    def __init__(self, name: str) -> None:
        words = [word for word in words_of(name) if word not in _SUFFIXES]
        self.words = tuple(words) or words_of(name)
        self.own = tuple(word for word in self.words if word not in _PARTICLES) or self.words

    @property
    def is_full(self) -> bool:
        """A given name and a family name, at least; "von der Leyen" is a family name alone."""
        return len(self.own) > 1

    def is_same(self, other: _Person) -> bool:
        """Compare two full names: one's words are the other's, in order, where an initial stands for its name."""
        short, long = sorted((self.own, other.own), key=len)
        if short[-1] != long[-1] and not (len(short) > 1 and long[: len(short)] == short):
            return False
        if short[-1] != long[-1]:
            return True
        given_short, given_long = short[:-1], long[:-1]
        return _is_within(given_short, given_long) or _letters(given_short) == _letters(given_long)

    def is_short_for(self, full: _Person) -> bool:
        """Compare a lone name with a full one: the family name, last or, in much of Asia, first."""
        return self.own[-1] in {full.own[-1], full.own[0]} or full.words[-len(self.words) :] == self.words


def _is_within(short: Sequence[str], long: Sequence[str]) -> bool:
    left = iter(long)
    return all(any(_is_same_word(word, other) for other in left) for word in short)


def _is_same_word(word: str, other: str) -> bool:
    return word == other or (1 in {len(word), len(other)} and word[0] == other[0])


def _letters(words: Sequence[str]) -> str:
    return "".join(word if len(word) < 3 else word[0] for word in words)  # noqa: PLR2004 - "JD" is two initials


def _target(index: int, people: Sequence[_Person], fullest: Sequence[int]) -> int | None:
    person = people[index]
    if person.is_full:
        return next(other for other in fullest if people[other].is_same(person))
    fitting = [other for other in fullest if person.is_short_for(people[other])]
    by_surname = [other for other in fitting if people[other].own[-1] == person.own[-1]]
    fitting = by_surname or fitting
    if len(fitting) < 2:  # noqa: PLR2004
        return fitting[0] if fitting else None
    named = [earlier for earlier in range(index) if any(people[other].is_same(people[earlier]) for other in fitting)]
    last = people[named[-1]] if named else people[fitting[0]]
    return next((other for other in fitting if people[other].is_same(last)), fitting[0])
