"""Annotated sentences: the one shape every corpus is read into."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_CLOSING = frozenset([*",.;:!?)]}%", "'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "'", "’", "..."])
_OPENING = frozenset("([{$£€#")
_QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True)
class Span:
    """A name in a text, by character offsets; `label` may be a choice such as ``GPE|LOC|FAC``."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Sentence:
    """A text with its names, sorted and disjoint, and the corpus it came from."""

    text: str
    spans: tuple[Span, ...]
    source: str

    @classmethod
    def of(cls, text: str, spans: Iterable[Span], source: str) -> "Sentence":
        """Keep the longest of overlapping spans, in order."""
        kept: list[Span] = []
        for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
            if span.start < span.end and all(span.end <= other.start or other.end <= span.start for other in kept):
                kept.append(span)
        return cls(text, tuple(sorted(kept, key=lambda each: each.start)), source)


def tag_runs(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """
    Read BIO, or IOB1, as (first token, last token + 1, label).

    >>> list(tag_runs(["O", "I-ORG", "I-ORG", "B-ORG", "O"]))
    [(1, 3, 'ORG'), (3, 4, 'ORG')]
    """
    start, label, index = 0, "", -1
    for index, tag in enumerate(tags):
        prefix, _, found = tag.partition("-")
        if label and (prefix != "I" or found != label):
            yield start, index, label
            label = ""
        if found and not label:
            start, label = index, found
    if label:
        yield start, index + 1, label


def join_words(words: Iterable[str]) -> tuple[str, list[tuple[int, int]]]:
    """
    Write tokens as ordinary text, and say where each one lies.

    >>> join_words(["``", "No", "''", ",", "he", "said", "."])[0]
    '"No", he said.'
    """
    text, offsets, inside_quote, glue = "", [], False, True
    for word in words:
        plain = _QUOTES.get(word, word)
        closes_quote = plain == '"' and inside_quote
        if not (glue or closes_quote or plain in _CLOSING):
            text += " "
        offsets.append((len(text), len(text) + len(plain)))
        text += plain
        inside_quote ^= plain == '"'
        glue = plain in _OPENING or (plain == '"' and inside_quote)
    return text, offsets


def write_jsonl(path: Path, sentences: Iterable[Sentence]) -> None:
    """Write one sentence a line."""
    with path.open("w", encoding="utf-8") as file:
        for each in sentences:
            spans = [[span.start, span.end, span.label] for span in each.spans]
            file.write(json.dumps([each.text, spans, each.source], ensure_ascii=False) + "\n")


def read_jsonl(path: Path) -> list[Sentence]:
    """Read what `write_jsonl` wrote."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Sentence(text, tuple(Span(*span) for span in spans), source) for text, spans, source in rows]
