"""Sentences of our own, annotated in the text: ``[PERSON Marco Rubio] leads the [ORG State Department].``"""

import re
from pathlib import Path

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.labels import LABELS

_MARK = re.compile(r"\[(" + "|".join(LABELS) + r") ([^\[\]]+)\]")
_UNKNOWN = re.compile(r"\[[A-Z_]{3,} ")


def read_own(path: Path) -> list[Sentence]:
    """Read one sentence a line; empty lines and lines that start with ``#`` are for people."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_inline(line) for line in lines if line.strip() and not line.startswith("#")]


def parse_inline(line: str) -> Sentence:
    """
    Turn the annotated line into its text and spans.

    >>> parse_inline("[GPE Kenya] signs").spans
    (Span(start=0, end=5, label='GPE'),)
    """
    text, spans, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    text += line[at:]
    if _UNKNOWN.search(text):
        raise ValueError(f"an unknown label: {line}")
    return Sentence(text, tuple(spans), "own")
