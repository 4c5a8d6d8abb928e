"""The steps from corpora to a published model, in order."""

import json
from collections.abc import Callable
from pathlib import Path

from services.enrich.training import ner_stages as ner
from services.enrich.training.base_checkpoint import PACKAGE, fetch_base
from services.enrich.training.corpora.all_names import DATA, GOLD_FILES, SILVER_FILE, own_files
from services.enrich.training.corpora.topic_items import (
    read_current_events,
    read_headlines,
    read_items,
    read_seeds,
    write_items,
)
from services.enrich.training.export import export_onnx
from services.enrich.training.figures import name_figures, topic_figures
from services.enrich.training.publish import publish
from services.enrich.training.steps import Step
from services.enrich.training.topics.files import VOCABULARY, WEIGHTS, write_topics
from services.enrich.training.topics.fit import fit_topics
from services.enrich.training.workspace import Workspace

_SOURCE = Path(__file__).parent
_LEARNING = tuple(
    _SOURCE / name for name in ("augment.py", "data/names.toml", "fit.py", "labels.py", "network.py", "pieces.py")
)
"""What a round depends on besides its sentences and its recipe."""


def plan(space: Workspace, report: Callable[[str], None]) -> list[Step]:
    """Give every step; the last round of the entity model is the one that is published."""
    first, second = (_round(space, stage, report) for stage in (ner.FIRST, ner.SECOND))
    return [
        Step("base", (), PACKAGE, (space.base / "model.safetensors",), lambda: fetch_base(space.base)),
        Step(
            "sentences",
            (*(space.names / name for name in (*GOLD_FILES, SILVER_FILE)), *sorted(_SOURCE.glob("corpora/*.py"))),
            "",
            (space.sentences("gold"), space.sentences("silver")),
            lambda: ner.build_sentences(space),
        ),
        *first,
        Step(
            "agreed",
            (space.sentences("silver"), space.small("first"), _SOURCE / "agreement.py"),
            "",
            (space.sentences("agreed"),),
            lambda: ner.drop_contradicted(space),
        ),
        *second,
        *_topics(space),
        *_results(space, ner.SECOND.name),
    ]


def _round(space: Workspace, stage: ner.Round, report: Callable[[str], None]) -> list[Step]:
    sets = (*stage.sets, *(("silver",) if stage.silver_sample else ()))
    inputs = [space.sentences(name) for name in sets]
    inputs += own_files("train") if stage.own_copies else ()
    if stage.starts_from:
        inputs.append(space.weights(stage.starts_from))
    weights, exported = space.weights(stage.name), (space.full(stage.name), space.small(stage.name))
    return [
        Step(stage.name, (*inputs, *_LEARNING), stage, (weights,), lambda: ner.train_round(space, stage, report)),
        Step(
            f"{stage.name}-export",
            (weights, _SOURCE / "export.py"),
            "",
            exported,
            lambda: export_onnx(space.checkpoint(stage.name), *exported),
        ),
    ]


def _topics(space: Workspace) -> list[Step]:
    items, folder = space.work / "topic-items.jsonl", space.work / "topics"
    texts = (space.current_events, space.headlines, DATA / "topic_seeds.txt", DATA / "topic_words.toml")

    learning = (DATA / "topic_words.toml", *(_SOURCE / "topics" / name for name in ("fit.py", "model.py", "words.py")))

    def build() -> None:
        found = [*read_current_events(space.current_events), *read_headlines(space.headlines)]
        write_items(items, [*found, *read_seeds(DATA / "topic_seeds.txt")])

    def fit() -> None:
        write_topics(fit_topics(read_items(items)), folder)

    return [
        Step("topic-items", (*texts, _SOURCE / "corpora" / "topic_items.py"), "", (items,), build),
        Step("topics", (items, *learning), "", (folder / WEIGHTS, folder / VOCABULARY), fit),
    ]


def _results(space: Workspace, stage: str) -> list[Step]:
    metrics, folder = space.work / "metrics.json", space.work / "topics"
    items = space.work / "topic-items.jsonl"

    def measure() -> None:
        found = {
            "names": name_figures(space, stage),
            "topics": topic_figures(folder, read_items(items)),
        }
        metrics.write_text(json.dumps(found, indent=2), encoding="utf-8")

    model = (space.small(stage), folder / WEIGHTS)
    measured = (
        *model,
        *own_files("dev"),
        *own_files("blind"),
        DATA / "topics_eval.jsonl",
        _SOURCE / "figures.py",
        _SOURCE / "scoring.py",
    )
    published = (*model, metrics, _SOURCE / "card.py", _SOURCE / "publish.py")
    return [
        Step("figures", measured, "", (metrics,), measure),
        Step(
            "publish",
            published,
            str(space.out),
            (space.out / "model.json",),
            lambda: publish(space, stage, json.loads(metrics.read_text(encoding="utf-8"))),
        ),
    ]
