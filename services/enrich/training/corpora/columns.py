"""The corpora that come as one token a line: CrossNER, WikiGold, UNER EWT and PUD, re3d."""

import gzip
import tarfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from services.enrich.training.annotated import Sentence, Span, join_words, tag_runs
from services.enrich.training.gazetteer import countries, is_demonym, place_label
from services.enrich.training.labels import NAMED_THING, UNDECIDED

_CROSSNER = {
    **dict.fromkeys(("person", "politician", "writer", "scientist", "musicalartist"), "PERSON"),
    **dict.fromkeys(("organisation", "politicalparty", "university", "band"), "ORG"),
    **dict.fromkeys(("event", "election"), "EVENT"),
    **dict.fromkeys(("book", "poem", "song", "album"), "WORK_OF_ART"),
    **dict.fromkeys(("magazine", "academicjournal"), "ORG|WORK_OF_ART"),
    "country": "GPE",
    "location": "place",
    "award": NAMED_THING,
    "misc": "misc",
    "astronomicalobject": "LOC|MISC",
}
_CONLL = {"PER": "PERSON", "ORG": "ORG", "LOC": "place", "MISC": "misc"}
_RE3D = {
    "Person": "PERSON",
    "Organisation": "ORG",
    "Location": "place",
    "Nationality": "NORP",
    "Temporal": "DATE",
    "Money": "MONEY",
    "Quantity": "",
}


def read_crossner(path: Path) -> list[Sentence]:
    """Read Wikipedia sentences of one domain; genres, chemicals and the like are not names here."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return list(_sentences(_blocks(lines, "\t"), "crossner", lambda label: _CROSSNER.get(label, UNDECIDED)))


def read_wikigold(path: Path) -> list[Sentence]:
    """Read Wikipedia sentences with CoNLL's four types."""
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    return list(_sentences(_blocks(lines, " "), "wikigold", lambda label: _CONLL[label]))


def read_re3d(path: Path) -> list[Sentence]:
    """Read defence and news documents; a span without a capital ("coalition") is left undecided."""
    found: list[Sentence] = []
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda each: each.name):
            file = archive.extractfile(member) if member.name.endswith(".conll") else None
            if file:
                lines = file.read().decode(errors="replace").splitlines()
                found += _sentences(_blocks(lines, "\t"), "re3d", lambda label: _RE3D.get(label, UNDECIDED))
    return found


def read_uner(path: Path, source: str) -> list[Sentence]:
    """Read Universal NER; the printed sentence is kept and its tokens are found in it, so offsets are the reader's."""
    found: list[Sentence] = []
    for block in gzip.decompress(path.read_bytes()).decode().split("\n\n"):
        lines = block.splitlines()
        text = next((line[9:] for line in lines if line.startswith("# text = ")), "")
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        offsets, at = [], 0
        for row in rows:
            start = text.index(row[1], at)
            at = start + len(row[1])
            offsets.append((start, at))
        if rows:
            found.append(_sentence(text, offsets, [row[2] for row in rows], source, lambda label: _CONLL.get(label, "")))
    return found


def _blocks(lines: Iterable[str], separator: str) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for line in (*lines, ""):
        word, _, tag = line.strip().partition(separator)
        if word and tag:
            words.append(word)
            tags.append(tag)
        elif words:
            yield words, tags
            words, tags = [], []


def _sentences(
    blocks: Iterable[tuple[list[str], list[str]]], source: str, mapped: Callable[[str], str]
) -> Iterator[Sentence]:
    for words, tags in blocks:
        text, offsets = join_words(words)
        yield _sentence(text, offsets, tags, source, mapped)


def _sentence(
    text: str, offsets: list[tuple[int, int]], tags: list[str], source: str, mapped: Callable[[str], str]
) -> Sentence:
    spans = []
    for first, last, label in tag_runs(tags):
        start, end = offsets[first][0], offsets[last - 1][1]
        if source == "re3d" and text[start:end].lower().startswith("the "):
            start += 4
        spans.append(Span(start, end, _decided(text[start:end], mapped(label))))
    return Sentence.of(text, [span for span in spans if span.label], source)


def _decided(name: str, label: str) -> str:
    if label == "place":
        return place_label(name)
    if label == "misc":
        return "NORP" if is_demonym(name) else NAMED_THING
    if label == "ORG" and (name.islower() or name in countries()):
        return UNDECIDED
    return label
