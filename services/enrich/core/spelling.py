"""When two spellings are the same name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_POSSESSIVE: Final = re.compile(r"['’‘]s?$")
_ABBREVIATION_DOT: Final = re.compile(r"(?<=\b\w)\.(?=\w\b|\s|$)")
_SHORT_FORM: Final = range(2, 13)
_NOT_WORD: Final = re.compile(r"[\W_]+")


def one_line(name: str) -> str:
    r"""
    Fold the spaces and line breaks of a name as printed.

    >>> one_line("European\n Union")
    'European Union'
    """
    return " ".join(name.split())


@lru_cache(maxsize=16_384)
def slug(name: str) -> str:
    """
    Fold case, accents, dots of abbreviations, possessives and punctuation: equal slugs are the same spelling.

    >>> slug("The U.S."), slug("Côte d’Ivoire"), slug("Procter & Gamble's"), slug("J.D. Vance")
    ('us', 'cote-divoire', 'procter-and-gamble', 'jd-vance')
    """
    plain = _ABBREVIATION_DOT.sub("", _POSSESSIVE.sub("", name)).lower().replace("&", " and ")
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = re.sub(r"['’.]", "", plain)
    return _NOT_WORD.sub("-", plain).strip("-").removeprefix("the-")


def is_short_for(short: str, words: Sequence[str]) -> bool:
    """
    Say whether a word has its letters, in order, from a name of several words, none of which it is.

    >>> is_short_for("exim", ("export", "import", "bank")), is_short_for("delhi", ("delhi", "high", "court"))
    (True, False)
    """
    if "-" in short or len(short) not in _SHORT_FORM or short in words or len(words) == 1:
        return False
    left = iter("".join(words))
    return all(letter in left for letter in short)


def words_of(name: str) -> tuple[str, ...]:
    """
    Give the words of a name as they are compared.

    >>> words_of("Export-Import Bank of the U.S.")
    ('export', 'import', 'bank', 'of', 'the', 'us')
    """
    return tuple(slug(name).split("-"))
