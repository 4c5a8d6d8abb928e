"""Items with a topic: Wikipedia's current events 2002-2026, and HuffPost headlines for the topics it lacks."""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from services.enrich.training.topics.words import evidence

_HEADINGS = {
    "arts|art and culture|arts and culture": "medtop:01000000",
    "law and crime": "medtop:02000000",
    "disasters and accidents|disasters": "medtop:03000000",
    "business and economy|business and economics": "medtop:04000000",
    "health|health and medicine": "medtop:07000000",
    "politics and elections|politics and election|politics|international relations": "medtop:11000000",
    "religion": "medtop:12000000",
    "science and technology|science": "medtop:13000000",
    "sports|sport": "medtop:15000000",
    "armed conflicts and attacks|armed conflict and attacks|armed conflicts and incidents|armed attacks and conflicts|"
    "syrian civil war|iraq war": "medtop:16000000",
}
_CODE_OF_HEADING = {heading: code for headings, code in _HEADINGS.items() for heading in headings.split("|")}
_HEADLINE_CODES = {
    **dict.fromkeys(("GREEN", "ENVIRONMENT"), "medtop:06000000"),
    **dict.fromkeys(("COLLEGE", "EDUCATION"), "medtop:05000000"),
    "RELIGION": "medtop:12000000",
    **dict.fromkeys(
        ("TRAVEL", "STYLE&BEAUTY", "STYLE", "FOOD&DRINK", "TASTE", "HOME&LIVING", "WEDDINGS", "PARENTING"),
        "medtop:10000000",
    ),
}
_ENOUGH = {
    "medtop:04000000": 2,
    "medtop:05000000": 3,
    "medtop:06000000": 2,
    "medtop:08000000": 2,
    "medtop:09000000": 2,
    "medtop:14000000": 2,
    "medtop:17000000": 3,
}
"""Topics that no heading names, or that hide under others, and how many different words of one an item must hold."""

_MIN_WORDS = 8
_SOURCES = re.compile(r"(\s*\([^()]{2,60}\))+\s*$")
_HELD_OUT_YEARS = ("2014", "2019")
_HELD_OUT_PERCENT = 8


@dataclass(frozen=True)
class TopicItem:
    """A short text with its topics; `held_out` items are for calibration and figures."""

    text: str
    codes: tuple[str, ...]
    source: str
    held_out: bool


def read_current_events(path: Path) -> Iterator[TopicItem]:
    """Read items whose heading or words name their topics, each text once."""
    seen = set()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text = _SOURCES.sub("", row["text"]).strip()
            if len(text.split()) < _MIN_WORDS or text in seen:
                continue
            seen.add(text)
            codes = _codes(row["cat"].lower(), text)
            if codes:
                yield TopicItem(text, codes, "current-events", row["date"][:4] in _HELD_OUT_YEARS)


def read_headlines(path: Path) -> Iterator[TopicItem]:
    """Read the headlines of the topics that current events lack; any other headline is left out."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text = re.sub(r" (?=[.,!?:;'’]|n't)", "", row["text"])
            code = _HEADLINE_CODES.get(row["label"])
            held_out = zlib.crc32(text.encode()) % 100 < _HELD_OUT_PERCENT
            if code and len(text.split()) > _MIN_WORDS // 2:
                yield TopicItem(text, (code,), "headlines", held_out)


def read_seeds(path: Path) -> Iterator[TopicItem]:
    """Read items of our own writing, one a line: ``code|text``."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            number, _, text = line.partition("|")
            yield TopicItem(text, (f"medtop:{number}000000",), "seeds", held_out=False)


def write_items(path: Path, items: Iterable[TopicItem]) -> None:
    """Write one item a line."""
    with path.open("w", encoding="utf-8") as file:
        for item in items:
            row = [item.text, item.codes, item.source, item.held_out]
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read_items(path: Path) -> list[TopicItem]:
    """Read what `write_items` wrote."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [TopicItem(text, tuple(codes), source, held_out) for text, codes, source, held_out in rows]


def _codes(heading: str, text: str) -> tuple[str, ...]:
    mined = tuple(code for code, enough in _ENOUGH.items() if evidence(text, code) >= enough)
    if heading == "health and environment":
        health, environment = evidence(text, "medtop:07000000"), evidence(text, "medtop:06000000")
        named = ("medtop:07000000",) if health > environment else ("medtop:06000000",) if environment else ()
    else:
        code = _CODE_OF_HEADING.get(heading)
        named = (code,) if code else ()
    return tuple(sorted({*named, *mined}))
