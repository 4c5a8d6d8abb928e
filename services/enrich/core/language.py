"""The language gate: the models read English, and a wrong annotation is worse than none."""

from __future__ import annotations

from typing import Final

_SAMPLE: Final = 2_000
_LEAST_SHARE: Final = 0.9  # French and Spanish prose have about 0.96 too: this tells scripts apart, not languages


def is_english(language: str | None, text: str) -> bool:
    """
    Say whether a text is English: by its BCP 47 tag, or, without one, if it is written in ASCII letters.

    Detection abstains on short texts and lists of names. In a stream of English news those are English far more often than
    not, so an untagged text in Latin script is annotated, and one in another script is not.

    >>> is_english("en-GB", "…"), is_english("fr", "Paris"), is_english(None, "Fed raises rates"), is_english(None, "新华社")
    (True, False, True, False)
    """
    if language is not None:
        return language.replace("_", "-").partition("-")[0].lower() in {"en", "eng"}
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    return bool(letters) and sum(map(str.isascii, letters)) >= _LEAST_SHARE * len(letters)
