"""Long texts in pieces, so that memory is bounded by a piece and not by the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_UNREADABLE: Final = re.compile(r"\S{200,}")  # no word of any language that the model reads; tokenisers take forever on them
_BORDERS: Final = ("\n\n", "\n", ". ", " ")


class Piece(NamedTuple):
    """A part of a text and where it starts there."""

    offset: int
    text: str


def pieces(text: str, longest: int) -> Iterator[Piece]:
    """
    Cut a text into pieces of at most `longest` characters, at the end of a paragraph, else a line, a sentence, a word.

    An unbroken run of more than 200 characters (a data URL, a line of a table) is blanked, not left out: offsets stay true.

    >>> list(pieces("One two. Three four.", 12))
    [Piece(offset=0, text='One two. '), Piece(offset=9, text='Three four.')]
    """
    start = 0
    while start < len(text):
        end = start + longest
        if end < len(text):
            end = next(
                (
                    cut + len(border)
                    for border in _BORDERS
                    if (cut := text.rfind(border, start + 1, end - len(border) + 1)) > 0
                ),
                end,
            )
        yield Piece(start, _UNREADABLE.sub(lambda run: " " * len(run.group()), text[start:end]))
        start = end
