"""How texts of any length are laid out for a model that reads a fixed number of word pieces at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_STOPS = frozenset(".!?…।。！？") | {"..."}
_CLOSERS = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` of one document of a batch."""

    document: int
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many pieces it holds."""
        return self.end - self.start


def sentence_ends(words: Sequence[str]) -> list[int]:
    """
    Say after which words a sentence ends: a stop with the quotes that close it, or a line break.

    An abbreviation keeps its dot in its own token, so it ends nothing.

    >>> sentence_ends(["He", "left", ".", "”", "Then", "U.S.", "troops", "came", "\\n", "Again"])
    [4, 9, 10]
    """
    ends = []
    for index, word in enumerate(words):
        if word in _STOPS or "\n" in word:
            after = index + 1
            while after < len(words) and words[after] in _CLOSERS:
                after += 1
            ends.append(after)
    if words and (not ends or ends[-1] != len(words)):
        ends.append(len(words))
    return ends


def windows(document: int, word_of_piece: Sequence[int], ends: Sequence[int], limit: int) -> Iterator[Window]:
    """
    Pack whole sentences into windows of at most `limit` pieces; cut within a sentence, at a word, only if it is longer.

    `word_of_piece` is the word that each piece belongs to, `ends` the words after which a sentence ends. A single word of
    more than `limit` pieces is cut too: nothing is left out, whatever the text.
    """
    size = len(word_of_piece)
    start = 0
    while start < size:
        end = min(size, start + limit)
        if end < size:
            end = _last_border(word_of_piece, ends, start, end)
        yield Window(document, start, end)
        start = end


def _last_border(word_of_piece: Sequence[int], ends: Sequence[int], start: int, end: int) -> int:
    borders = frozenset(ends)
    word_start = None
    for piece in range(end, start, -1):
        word = word_of_piece[piece]
        if word == word_of_piece[piece - 1]:
            continue
        if any(between in borders for between in range(word_of_piece[piece - 1] + 1, word + 1)):
            return piece
        word_start = word_start or piece
    return word_start or end


def runs(all_windows: Sequence[Window], tokens: int) -> Iterator[list[Window]]:
    """
    Group windows of like length, so that a run, padded to its longest, takes at most `tokens` places.

    This bounds memory whatever the batch is, and wastes little on padding. A single window may exceed the bound.
    """
    run: list[Window] = []
    for window in sorted(all_windows, key=lambda window: window.size):
        if run and (len(run) + 1) * (window.size + 2) > tokens:
            yield run
            run = []
        run.append(window)
    if run:
        yield run
