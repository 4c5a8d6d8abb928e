"""
`python -m tests.bench.extraction FOLDER [--json]`: how well the body of real pages is found, beside trafilatura alone.

FOLDER holds `html/*.html.gz` and `ground_truth.json` (file name → `{"body": [paragraphs]}`), as the evaluation of the
library Fundus publishes them (dobbersc/fundus-evaluation, MIT). Precision and recall are those of the runs of four words,
page by page, and F1 is that of their means.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import trafilatura

from services.ingest.core.extract import extract_page
from services.ingest.core.page import Page
from services.ingest.core.repair import repair

Extractor = Callable[[bytes], str]


@dataclass(frozen=True)
class Figures:
    """What one way of extraction is worth on all pages; seconds are CPU time."""

    f1: float
    precision: float
    recall: float
    worst_page: str
    mean_s: float
    slowest_s: float


def ours(page: bytes) -> str:
    """Extract as ingest does: what becomes `extracted_text`."""
    return repair(extract_page(Page(page)).text)


def alone(page: bytes) -> str:
    """Extract with the library's defaults."""
    return trafilatura.extract(page, include_comments=False) or ""


def alone_and_precise(page: bytes) -> str:
    """Extract with the library's mode for precision."""
    return trafilatura.extract(page, include_comments=False, favor_precision=True) or ""


WAYS: Mapping[str, Extractor] = {
    "ours": ours,
    "trafilatura": alone,
    "trafilatura, favor_precision": alone_and_precise,
}


def overlap(found: str, wanted: str) -> tuple[float, float]:
    """Return precision and recall of the runs of four words in `found`."""
    has, needs = _shingles(found), _shingles(wanted)
    shared = (has & needs).total()
    return shared / max(1, has.total()), shared / max(1, needs.total())


def measure(extract: Extractor, pages: Mapping[str, bytes], bodies: Mapping[str, str]) -> Figures:
    """Extract every page, and compare it with its body."""
    scores: dict[str, tuple[float, float]] = {}
    seconds: list[float] = []
    for name, page in pages.items():
        began = time.process_time()
        found = extract(page)
        seconds.append(time.process_time() - began)
        scores[name] = overlap(found, bodies[name])
    precision, recall = (sum(each) / len(scores) for each in zip(*scores.values(), strict=True))
    return Figures(
        f1=_f1(precision, recall),
        precision=precision,
        recall=recall,
        worst_page=min(scores, key=lambda name: _f1(*scores[name])),
        mean_s=sum(seconds) / len(seconds),
        slowest_s=max(seconds),
    )


def report(figures: Mapping[str, Figures], pages: int) -> Iterable[str]:
    """Lay the figures out."""
    yield f"{pages} pages, runs of four words"
    yield f"{'':<30}{'F1':>7}{'prec.':>8}{'recall':>8}{'ms/page':>9}{'slowest':>9}  worst page"
    for way, of in figures.items():
        times = f"{1000 * of.mean_s:>9.0f}{1000 * of.slowest_s:>9.0f}"
        yield f"{way:<30}{of.f1:>7.3f}{of.precision:>8.3f}{of.recall:>8.3f}{times}  {of.worst_page}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extraction", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    truth = json.loads((asked.folder / "ground_truth.json").read_text())
    bodies = {name: "\n".join(article["body"]) for name, article in truth.items()}
    pages = {name: gzip.decompress((asked.folder / "html" / name).read_bytes()) for name in bodies}
    extract_page(Page(next(iter(pages.values()))))  # imports and tables are nobody's page
    figures = {way: measure(extract, pages, bodies) for way, extract in WAYS.items()}
    if asked.json:
        print(json.dumps({way: asdict(of) for way, of in figures.items()}))  # noqa: T201
    else:
        print("\n".join(report(figures, len(pages))))  # noqa: T201
    return 0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[start:] for start in range(4)), strict=False)) or Counter([tuple(words)])


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


if __name__ == "__main__":
    sys.exit(main())
