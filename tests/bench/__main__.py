"""
`./run bench [--quick]`: throughput of the whole system, and CPU time by stage beside the bare model's, in one run.

Figures of one run can be compared with each other, not with those of another machine or hour.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import time
from dataclasses import dataclass

from services.enrich.adapters.pipeline import load_pipeline
from services.enrich.settings import EnrichSettings
from services.ingest.core.clean import clean
from services.ingest.core.repair import repair
from tests.bench.articles import article
from tests.support.system import dateline

STAGES = ("ingest", "enrich", "store")


@dataclass(frozen=True)
class Figures:
    """What one run measured; CPU in milliseconds per document."""

    documents: int
    words: int
    per_second: float
    cpu_ms: dict[str, float]
    model_ms: float
    bare_model_ms: float

    @property
    def outside_the_model_ms(self) -> float:
        """CPU of everything but the pipeline at work inside enrich: what Dateline itself costs."""
        return sum(self.cpu_ms.values()) - self.model_ms


def measure(documents: int) -> Figures:
    """Send `documents` articles of some 400 words through the system, and the same texts through the bare model."""
    generator = random.Random(2026)
    texts = [article(generator) for _ in range(documents)]
    with dateline(quick=False) as running:
        running.settled([running.publish(source="warm", id=str(number), text=texts[number]) for number in range(3)])
        before = {name: running.metrics(name) for name in STAGES}
        started = time.perf_counter()
        ids = running.publish_all({"source": "bench", "id": str(number), "text": text} for number, text in enumerate(texts))
        running.settled(ids, seconds=600)
        wall_s = time.perf_counter() - started
        after = {name: running.metrics(name) for name in STAGES}

    def took_ms(name: str, metric: str) -> float:
        return 1000 * (after[name][metric] - before[name][metric]) / documents

    cleaned = [clean(repair(text)).text for text in texts]
    return Figures(
        documents=documents,
        words=sum(len(text.split()) for text in cleaned),
        per_second=documents / wall_s,
        cpu_ms={name: took_ms(name, "dateline_cpu_seconds") for name in STAGES},
        model_ms=took_ms("enrich", "dateline_model_cpu_seconds"),
        bare_model_ms=1000 * _bare_model_s(cleaned) / documents,
    )


def _bare_model_s(texts: list[str]) -> float:
    nlp = load_pipeline(EnrichSettings())
    list(nlp.pipe(texts[:2]))
    started = time.process_time()
    with nlp.memory_zone():
        for _ in nlp.pipe(texts, batch_size=EnrichSettings().batch_size):
            pass
    return time.process_time() - started


def report(figures: Figures) -> str:
    """Lay the figures out."""
    words = figures.words // figures.documents
    share = figures.outside_the_model_ms / figures.model_ms
    rows = [f"{name:<28}{cpu_ms:>8.2f} ms" for name, cpu_ms in figures.cpu_ms.items()]
    return "\n".join(
        [
            f"{figures.documents} articles of {words} words, one replica a stage, Python {platform.python_version()}",
            f"{'throughput':<28}{figures.per_second:>8.1f} documents/s",
            "CPU per document:",
            *rows,
            f"{'  of it the model':<28}{figures.model_ms:>8.2f} ms",
            f"{'the bare model (nlp.pipe)':<28}{figures.bare_model_ms:>8.2f} ms",
            f"{'all but the model':<28}{figures.outside_the_model_ms:>8.2f} ms  ({share:.0%} of the model)",
        ]
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="300 articles instead of 2,000")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    asked = parser.parse_args()
    figures = measure(300 if asked.quick else 2000)
    if asked.json:
        print(json.dumps(figures.__dict__ | {"outside_the_model_ms": figures.outside_the_model_ms}))  # noqa: T201
    else:
        print(report(figures))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
