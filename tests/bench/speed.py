"""
`python -m tests.bench.speed`: words per CPU second of one thread, beside a spaCy pipeline of `en_core_web_sm`'s shape.

That pipeline is not trained: it finds nothing, but works as long. It is measured with both libraries that spaCy can multiply
matrices with: blis, its own, which is slow on processors that it does not know, and numpy's. All take turns on the same
texts, so that a busy machine slows them alike; figures of one run can be compared with each other.
"""

from __future__ import annotations

import os

os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")  # read when numpy is loaded

import random
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, use_ops

from services.enrich.adapters.pipeline import RULES, load_pipeline
from services.enrich.settings import EnrichSettings
from services.ingest.core.clean import clean
from services.ingest.core.repair import repair
from tests.bench.articles import article

_ARTICLES, _ROUNDS = 40, 9
_WIDTH, _TAGS, _DEPENDENCIES, _ENTITIES = 96, 50, 45, 18  # as en_core_web_sm 3.8 has them


def main() -> int:
    """Measure and print."""
    generator = random.Random(2026)
    texts = [clean(repair(article(generator))).text for _ in range(_ARTICLES)]
    words = sum(len(text.split()) for text in texts)
    seconds = _measured(texts)
    fastest = max(words / took for name, took in seconds.items() if not name.startswith("dateline"))
    for name, took in seconds.items():
        print(f"{name:<44}{words / took:>8.0f} words/s{words / took / fastest:>8.2f}")  # noqa: T201
    return 0


def _measured(texts: Sequence[str]) -> dict[str, float]:
    """Give the median CPU seconds that each pipeline takes for the texts."""
    own = load_pipeline(EnrichSettings())
    kinds: dict[str, tuple[Language, list[str]]] = {
        "spaCy: tok2vec, tagger, parser, ner; blis": (_of_web_sm_shape(use_blis=True), []),
        "spaCy: tok2vec, tagger, parser, ner; numpy": (_of_web_sm_shape(use_blis=False), []),
        "dateline: the model alone": (own, [RULES]),
        "dateline: with its rules": (own, []),
    }
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(1 + _ROUNDS):
        for name, (nlp, disabled) in kinds.items():
            with nlp.select_pipes(disable=disabled):
                taken[name].append(_cpu_seconds(nlp, texts))
    return {name: median(times[1:]) for name, times in taken.items()}  # the first round fills caches


def _cpu_seconds(nlp: Language, texts: Sequence[str]) -> float:
    started = time.process_time()
    with nlp.memory_zone():
        for _ in nlp.pipe(texts, batch_size=EnrichSettings().batch_size):
            pass
    return time.process_time() - started


def _of_web_sm_shape(*, use_blis: bool) -> Language:
    """Build what `en_core_web_sm` is, but for its weights and its lookup tables."""
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": _WIDTH, "upstream": "tok2vec"}
    shared = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 50, "IS_SPACE": 50}
    entities = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500}
    with use_ops(NumpyOps.name, use_blis=use_blis):
        nlp = spacy.blank("en")
        nlp.add_pipe("tok2vec", config={"model": _tok2vec(shared)})
        tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
        parser = nlp.add_pipe("parser", config={"model": _transitions("parser", listener)})
        ner = nlp.add_pipe("ner", config={"model": _transitions("ner", _tok2vec(entities))})
        for component, count in ((tagger, _TAGS), (parser, _DEPENDENCIES), (ner, _ENTITIES)):
            for number in range(count):
                component.add_label(f"L{number}")  # type: ignore[attr-defined]
        nlp.initialize()
    return nlp


def _tok2vec(rows: dict[str, int]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": _WIDTH,
            "attrs": [*rows],
            "rows": [*rows.values()],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": _WIDTH,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


if __name__ == "__main__":
    sys.exit(main())
