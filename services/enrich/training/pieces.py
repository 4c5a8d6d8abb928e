"""Sentences as the network sees them: word pieces with letter case, and for each first piece the tags that are right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import spacy
from tokenizers import Tokenizer

from services.enrich.core.letter_case import case_class
from services.enrich.training.annotated import Sentence
from services.enrich.training.base_checkpoint import VOCABULARY
from services.enrich.training.labels import allowed_tags, outside_tags

MAX_PIECES = 128
IGNORED = -1
"""The target of pieces that continue a word, and of the two special pieces."""

_CLS, _SEP = 101, 102


@dataclass(frozen=True)
class Word:
    """A token of spaCy's English tokeniser, by character offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Pieces:
    """One window of a text: piece ids with their letter case, and which word each first piece begins."""

    ids: tuple[int, ...]
    first_of: tuple[int, ...]
    """For each piece the index of the word it begins, else `IGNORED`."""


@dataclass(frozen=True)
class Example:
    """A window with its targets: for each piece an index into a `TargetSets`, or `IGNORED`."""

    ids: tuple[int, ...]
    targets: tuple[int, ...]


class TargetSets:
    """Number the sets of right tags, so that a batch holds integers."""

    def __init__(self) -> None:
        self._numbers: dict[frozenset[str], int] = {}

    def number(self, tags: frozenset[str]) -> int:
        """Give the set's number; equal sets have equal numbers."""
        return self._numbers.setdefault(tags, len(self._numbers))

    def __iter__(self) -> Iterator[frozenset[str]]:
        return iter(self._numbers)


class PieceEncoder:
    """The tokenisers of run time, in run time's order: spaCy's words, then word pieces."""

    def __init__(self, tokenizer_file: Path) -> None:
        self._english = spacy.blank("en")
        self._pieces = Tokenizer.from_file(str(tokenizer_file))
        self._pieces.no_truncation()
        self._pieces.no_padding()

    def words(self, text: str) -> list[Word]:
        """Split a text as the running service does."""
        tokens = self._english.make_doc(text)
        return [Word(token.text, token.idx, token.idx + len(token)) for token in tokens if not token.is_space]

    def windows(self, words: list[Word]) -> Iterator[Pieces]:
        """Cut a text into windows that the network accepts, never inside a word."""
        encoded = self._pieces.encode([word.text for word in words], is_pretokenized=True, add_special_tokens=False)
        owners = [owner for owner in encoded.word_ids if owner is not None]
        start, room = 0, MAX_PIECES - 2
        while start < len(owners):
            end = min(len(owners), start + room)
            while start + 1 < end < len(owners) and owners[end] == owners[end - 1]:
                end -= 1
            ids = [_CLS]
            first_of = [IGNORED]
            for at in range(start, end):
                ids.append(encoded.ids[at] + VOCABULARY * case_class(words[owners[at]].text))
                first_of.append(owners[at] if at == 0 or owners[at - 1] != owners[at] else IGNORED)
            yield Pieces((*ids, _SEP), (*first_of, IGNORED))
            start = end

    def examples(self, sentences: Iterable[Sentence], sets: TargetSets) -> Iterator[Example]:
        """Encode annotated sentences for training."""
        for sentence in sentences:
            words = self.words(sentence.text)
            numbers = [sets.number(tags) for tags in word_tags(sentence, words)]
            for window in self.windows(words):
                targets = tuple(IGNORED if word == IGNORED else numbers[word] for word in window.first_of)
                yield Example(window.ids, targets)


def word_tags(sentence: Sentence, words: list[Word]) -> list[frozenset[str]]:
    """Give each word the tags that are right for it; a word that a span only touches counts as inside."""
    outside = outside_tags(sentence.source)
    tags = []
    spans = list(sentence.spans)
    begun = None
    for word in words:
        while spans and spans[0].end <= word.start:
            del spans[0]
        if spans and spans[0].start < word.end:
            tags.append(allowed_tags(spans[0].label, "I-" if begun is spans[0] else "B-"))
            begun = spans[0]
        else:
            tags.append(outside)
    return tags
