"""What the model card says: every figure, counted by one function from files that are there."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from services.enrich.training.annotated import Sentence
from services.enrich.training.corpora.all_names import DATA, own, pud
from services.enrich.training.corpora.topic_items import TopicItem
from services.enrich.training.pieces import PieceEncoder
from services.enrich.training.scoring import Score, score
from services.enrich.training.tagger import Tagger
from services.enrich.training.topics.files import VOCABULARY, WEIGHTS, read_topics
from services.enrich.training.topics.model import TopicModel, calibration_error
from services.enrich.training.workspace import Workspace

Figures = dict[str, object]
_NUMBERS = ("NORP", "DATE", "MONEY")
_PERCENT = 100


def name_figures(space: Workspace, stage: str) -> Figures:
    """Measure the entity model, in 8 bits and in floats, on the test set and on our own sentences."""
    encoder = PieceEncoder(space.base / "tokenizer.json")
    models = {"int8": space.small(stage), "float": space.full(stage)}
    found: Figures = {"megabytes": round(space.small(stage).stat().st_size / 1e6, 2)}
    for kind, path in models.items():
        tagger = Tagger(path, encoder)
        found[kind] = {
            "own": _scores(tagger, own("dev"), _NUMBERS),
            "blind": _scores(tagger, own("blind"), _NUMBERS),
            "pud": _scores(tagger, pud(space.names), ()),
        }
    return found


def topic_figures(folder: Path, items: Sequence[TopicItem]) -> Figures:
    """Measure the topic classifier on held-out items and on our own labelled articles."""
    model = read_topics(folder)
    held_out = [item for item in items if item.held_out]
    rows = [json.loads(line) for line in (DATA / "topics_eval.jsonl").read_text(encoding="utf-8").splitlines()]
    articles = [(f"{row['title']}. {row['lead']}", tuple(row["topics"])) for row in rows]
    return {
        "megabytes": round(sum((folder / name).stat().st_size for name in (WEIGHTS, VOCABULARY)) / 1e6, 2),
        "codes": list(model.codes),
        "temperature": round(model.temperature, 3),
        "own": _hits(model, articles),
        **{
            source: _hits(model, [(item.text, item.codes) for item in held_out if item.source == source])
            for source in ("current-events", "headlines")
        },
    }


def _scores(tagger: Tagger, gold: Sequence[Sentence], extra: tuple[str, ...]) -> Figures:
    texts = [sentence.text for sentence in gold]
    begun = time.process_time()
    tagged = tagger.tag(texts)
    seconds = time.process_time() - begun
    rows = score(gold, tagged, extra)
    words = sum(len(text.split()) for text in texts)
    return {
        "sentences": len(gold),
        "words_per_cpu_second": round(words / seconds),
        **{label: _row(counts) for label, counts in rows.items()},
    }


def _row(counts: Score) -> dict[str, float]:
    return {
        "precision": round(_PERCENT * counts.precision, 1),
        "recall": round(_PERCENT * counts.recall, 1),
        "f1": round(_PERCENT * counts.f1, 1),
        "wanted": counts.wanted,
    }


def _hits(model: TopicModel, articles: Sequence[tuple[str, tuple[str, ...]]]) -> Figures:
    scores = model.scores([text for text, _ in articles])
    ranked = np.argsort(-scores, axis=1)
    first = np.array([model.codes[row[0]] in codes for row, (_, codes) in zip(ranked, articles, strict=True)])
    second = np.array([model.codes[row[1]] in codes for row, (_, codes) in zip(ranked, articles, strict=True)])
    return {
        "articles": len(articles),
        "top1": round(float(first.mean()), 3),
        "top2": round(float((first | second).mean()), 3),
        "calibration_error": round(calibration_error(scores, first), 3),
    }
