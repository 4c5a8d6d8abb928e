"""The folder that the service loads: weights, a manifest with every hash, figures and a model card."""

import hashlib
import json
import shutil
from pathlib import Path

from services.enrich.training.base_checkpoint import VOCABULARY
from services.enrich.training.card import model_card
from services.enrich.training.labels import TAGS
from services.enrich.training.pieces import MAX_PIECES
from services.enrich.training.topics import files
from services.enrich.training.topics.model import MAX_WORDS
from services.enrich.training.workspace import Workspace

VERSION = "1.0.0"
UNKNOWN_BELOW = 0.4
"""
Below this best score no topic is shown. On the 7,687 held-out items, which have one heading each, the best guess is right
in 0.36 of those scored 0.25-0.3, 0.39 at 0.3-0.35, 0.43 at 0.35-0.4, 0.53 at 0.4-0.5: from here on more often than not.
"""

FURTHER_FROM = 0.2
"""
From this score on a second topic is shown. On the held-out items it is their one heading in 0.17 of those scored 0.1-0.15,
0.24 at 0.15-0.2, 0.30 at 0.2-0.3; most articles have more than one, so these are the least that it is right.
"""

_MODEL, _TOKENIZER = "ner.onnx", "ner-tokenizer.json"


def publish(space: Workspace, stage: str, metrics: dict[str, object]) -> None:
    """Write everything into the output folder, the manifest last."""
    space.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(space.small(stage), space.out / _MODEL)
    shutil.copyfile(space.base / "tokenizer.json", space.out / _TOKENIZER)
    for name in (files.WEIGHTS, files.VOCABULARY):
        shutil.copyfile(space.work / "topics" / name, space.out / name)
    (space.out / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    (space.out / "MODEL_CARD.md").write_text(model_card(VERSION, metrics), encoding="utf-8")
    (space.out / "model.json").write_text(json.dumps(_manifest(space.out), indent=2) + "\n", encoding="utf-8")


def _manifest(folder: Path) -> dict[str, object]:
    model = files.read_topics(folder)
    hashed = (_MODEL, _TOKENIZER, files.WEIGHTS, files.VOCABULARY)
    return {
        "name": "dateline-en",
        "version": VERSION,
        "licence": "CC-BY-SA-4.0",
        "ner": {
            "model": _MODEL,
            "tokenizer": _TOKENIZER,
            "window": MAX_PIECES,
            "case_stride": VOCABULARY,
            "tags": list(TAGS),
        },
        "topics": {
            "weights": files.WEIGHTS,
            "vocabulary": files.VOCABULARY,
            "words": MAX_WORDS,
            "threshold": UNKNOWN_BELOW,
            "further_threshold": FURTHER_FROM,
            "temperature": round(model.temperature, 4),
            "codes": {code: code for code in model.codes},
        },
        "files": {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in hashed},
    }
