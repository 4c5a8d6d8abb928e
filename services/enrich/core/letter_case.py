"""
How a word is written, handed to a model whose vocabulary is lower-case.

Folding capitals away loses what names live by. So the class of a word's capitals rides on its piece ids
(``piece + class * stride``, the stride being the size of the vocabulary); the network takes them apart again.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

CLASSES: Final = 4
_CAPITALISED, _ALL_CAPITALS, _MIXED = 1, 2, 3


@lru_cache(maxsize=16_384)
def case_class(word: str) -> int:
    """
    Tell lower-case (or caseless), Capitalised, ALL CAPITALS and miXed apart.

    >>> [case_class(word) for word in ("minister", "2026", "Rubio", "A", "ANI", "U.S.", "iPhone", "McKinsey")]
    [0, 0, 1, 1, 2, 2, 3, 3]
    """
    letters = [character for character in word if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if not capitals:
        return 0
    if capitals == 1 and letters[0].isupper():
        return _CAPITALISED
    return _ALL_CAPITALS if capitals == len(letters) else _MIXED
