"""How texts of any length are laid out for a model that reads a fixed number of word pieces at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_STOPS = frozenset(".!?…।。！？") | {"..."}
_CLOSERS = frozenset("\"'”’»)]")


def sentence_ends(words: Sequence[str]) -> list[int]:
    r"""
    Say after which words a sentence ends: a stop with the quotes that close it, or a line break.

    An abbreviation keeps its dot in its own token, so it ends nothing.

    >>> sentence_ends(["He", "left", ".", "”", "Then", "U.S.", "troops", "came", "\n", "Again"])
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


def windows(word_of_piece: Sequence[int], ends: Sequence[int], limit: int) -> Iterator[tuple[int, int]]:
    """
    Pack whole sentences into windows of at most `limit` pieces; cut within a sentence, at a word, only if it is longer.

    `word_of_piece` is the word that each piece belongs to, `ends` the words after which a sentence ends. A single word of
    more than `limit` pieces is cut too: nothing is left out, whatever the text.

    >>> list(windows([0, 1, 2, 2, 3, 4, 5], ends=[2, 6], limit=5))
    [(0, 2), (2, 7)]
    """
    borders = frozenset(ends)
    start = 0
    while start < len(word_of_piece):
        end = start + limit
        if end < len(word_of_piece):
            end = _last_border(word_of_piece, borders, start, end)
        yield start, min(end, len(word_of_piece))
        start = end


def _last_border(word_of_piece: Sequence[int], borders: frozenset[int], start: int, end: int) -> int:
    last_word = end
    for piece in range(end, start, -1):
        before, word = word_of_piece[piece - 1], word_of_piece[piece]
        if word == before:
            continue
        if not borders.isdisjoint(range(before + 1, word + 1)):  # words without pieces lie between
            return piece
        last_word = piece if last_word == end and word_of_piece[end] == word_of_piece[end - 1] else last_word
    return last_word
