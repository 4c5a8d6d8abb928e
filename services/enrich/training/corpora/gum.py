"""GUM's open genres: every mention is annotated, so names are taken out of longer noun phrases by their heads."""

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.gazetteer import demonyms, place_label, title_length
from services.enrich.training.labels import NAMED_THING

GENRES = ("news", "interview", "bio", "academic", "court", "voyage")
"""Speech and textbook are left out: the corpus's licence file does not name them."""

_TYPES = {"organization": "ORG", "event": "EVENT|MISC", "object": NAMED_THING, "abstract": NAMED_THING}
_LINKS = frozenset("of for and the de la & in on at to".split())
_MARK = re.compile(r"\(([^()]+?)(?=[()]|$)(\))?|(\d+)?\)")
_MAX_NAME = 9
_MIN_WORDS = 4


@dataclass(frozen=True)
class _Token:
    word: str
    kind: str
    head: int
    start: int
    entity: str

    @property
    def end(self) -> int:
        return self.start + len(self.word)


def read_gum(path: Path) -> list[Sentence]:
    """Read the genres whose licences are open."""
    found = []
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda each: each.name):
            genre = Path(member.name).name.split("_")[1:2]
            file = archive.extractfile(member) if genre and genre[0] in GENRES else None
            if file:
                found += [_sentence(block) for block in file.read().decode().split("\n\n") if block.strip()]
    return [sentence for sentence in found if len(sentence.text.split()) >= _MIN_WORDS]


def _sentence(block: str) -> Sentence:
    tokens: list[_Token] = []
    text = ""
    for line in block.splitlines():
        fields = line.split("\t")
        if line.startswith("#") or not fields[0].isdigit():
            continue
        facts = dict(each.partition("=")[::2] for each in fields[9].split("|"))
        tokens.append(_Token(fields[1], fields[3], int(fields[6]) - 1, len(text), facts.get("Entity", "")))
        text += fields[1] + ("" if facts.get("SpaceAfter") == "No" else " ")
    spans = [span for first, last, kind in _mentions(tokens) if (span := _named(tokens, first, last, kind, text))]
    spans += [Span(token.start, token.end, "NORP") for token in tokens if token.word in demonyms()]
    return Sentence.of(text.rstrip(), spans, "gum")


def _mentions(tokens: list[_Token]) -> Iterator[tuple[int, int, str]]:
    open_ones: list[tuple[int, str, str]] = []
    for index, token in enumerate(tokens):
        for match in _MARK.finditer(token.entity):
            if match[1]:
                number, kind = (*match[1].split("-"), "")[:2]
                open_ones.append((index, number, kind))
            if match[1] and not match[2]:
                continue
            wanted = match[3]
            for place in range(len(open_ones) - 1, -1, -1):
                first, number, kind = open_ones[place]
                if wanted is None or number.partition("[")[0] == wanted:
                    del open_ones[place]
                    yield first, index + 1, kind
                    break


def _named(tokens: list[_Token], first: int, last: int, kind: str, text: str) -> Span | None:
    """Find the proper name in a mention, if its head is one."""
    if kind not in {"person", "place", *_TYPES}:
        return None
    outer = range(first, last)
    while first < last and tokens[first].kind in {"DET", "PUNCT"}:
        first += 1
    while first < last and (tokens[last - 1].kind == "PUNCT" or tokens[last - 1].word in {"'s", "’s"}):
        last -= 1
    inner = tokens[first:last]
    whole = all(each.kind in {"PROPN", "NUM"} or each.word in _LINKS or each.word[0].isupper() for each in inner)
    if not (whole and len(inner) <= _MAX_NAME and any(each.kind == "PROPN" for each in inner)):
        heads = [index for index in range(first, last) if tokens[index].head not in outer]
        if not heads or tokens[heads[0]].kind != "PROPN":
            return None
        first = last = heads[0]
        while first > outer.start and tokens[first - 1].kind == "PROPN":
            first -= 1
        while last < outer.stop and tokens[last].kind == "PROPN":
            last += 1
    start, end = tokens[first].start, tokens[last - 1].end
    return _labelled(text, start, end, kind)


def _labelled(text: str, start: int, end: int, kind: str) -> Span | None:
    name = text[start:end]
    if name in demonyms():
        return Span(start, end, "NORP")
    if kind == "place":
        return Span(start, end, place_label(name))
    if kind == "person":
        start += title_length(name)
        return Span(start, end, "PERSON") if text[start:end][:1].isupper() else None
    return Span(start, end, _TYPES[kind])
