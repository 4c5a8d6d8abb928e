"""From the probabilities of tags, word by word, to names: boundaries first, then one label for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Odds = NDArray[np.float32]
"""Probabilities: a row for each word; the columns are O, then B and I of each label in turn."""

_OUTSIDE, _GOES_ON = 0, 2  # as `word_parts` numbers them
_TINY: Final = 1e-9


class Name(NamedTuple):
    """The words `first` to `last` (exclusive) of a text as one name, and the geometric mean of its label's probabilities."""

    first: int
    last: int
    label: str
    confidence: float


def names(odds: Odds, labels: Sequence[str], apart: Collection[int] = ()) -> Iterator[Name]:
    """
    Read the names off the probabilities, in text order; none goes on into a word of `apart`.

    A word's part (outside, begins, goes on) is the likeliest over all labels together, and a name's label the likeliest
    over all its words together; so "Burkina|LOC Faso|ORG" cannot come out as two halves.

    >>> odds = np.array([[0.1, 0.8, 0.0, 0.1, 0.0], [0.0, 0.1, 0.4, 0.0, 0.5], [1, 0, 0, 0, 0]], np.float32)
    >>> [name[:3] for name in names(odds, ["LOC", "ORG"])]
    [(0, 2, 'LOC')]
    """
    parts = word_parts(odds).argmax(axis=1).tolist()
    first = 0
    while first < len(parts):
        last = first + 1
        if parts[first] == _OUTSIDE:
            first = last
            continue
        while last < len(parts) and parts[last] == _GOES_ON and last not in apart:
            last += 1
        by_label = odds[first:last, 1::2] + odds[first:last, 2::2]
        together = np.log(by_label + _TINY).mean(axis=0)
        best = int(together.argmax())
        yield Name(first, last, labels[best], float(np.exp(together[best])))
        first = last


def word_parts(odds: Odds) -> Odds:
    """Give for each word the probability of being outside, of beginning a name, and of going on with one."""
    return np.stack([odds[:, 0], odds[:, 1::2].sum(axis=1), odds[:, 2::2].sum(axis=1)], axis=1)
