"""
How a word is written, handed to a model whose vocabulary is lower-case.

The base checkpoint folds capitals away, and names live by them. The class of a word's capitals rides on its piece
ids (``piece + class * VOCABULARY``); the network takes them apart again and adds the class as a token-type
embedding. So its inputs stay two, and text whose capitals mean nothing can be sent as it is.
"""

VOCABULARY = 30522
"""Pieces in the base checkpoint's vocabulary."""

CLASSES = 4
_CAPITALISED, _ALL_CAPITALS, _MIXED = 1, 2, 3


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
