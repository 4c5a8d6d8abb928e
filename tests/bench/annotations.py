"""
`python -m tests.bench.annotations [--publish]`: what the service finds, with its rules, on texts with known answers.

Sentences are our own (and PUD's, if the corpora are there); articles are our own, as they came and as ingest cleans them.
`--publish` writes the figures beside the model, and its card anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from services.enrich.adapters.model_files import SHIPPED, ModelFiles
from services.enrich.adapters.pipeline import RULES, load_pipeline, spans_of
from services.enrich.adapters.spacy_annotator import SpacyAnnotator
from services.enrich.core.spelling import slug
from services.enrich.settings import EnrichSettings
from services.enrich.training.annotated import Sentence
from services.enrich.training.annotated import Span as Gold
from services.enrich.training.card import model_card
from services.enrich.training.corpora.all_names import DATA, own, pud
from services.enrich.training.scoring import score
from services.ingest.core.clean import clean
from services.ingest.core.repair import repair
from shared.contracts.events import ArticleIngested, Entity, Submission

CORPORA = Path(__file__).parents[3] / "shared" / "data" / "ner"
_NUMBERS = ("NORP", "DATE", "MONEY")
Form = tuple[str, str]
"""A name's spelling, folded, and its type."""


@dataclass(frozen=True)
class Tally:
    """Entities of an article that are right, found and wanted; and for each name found the shares that B-cubed averages."""

    right: int
    found: int
    wanted: int
    joining: tuple[tuple[float, float], ...]


def main() -> int:
    """Measure, print as JSON, and publish if asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.annotations", description=__doc__)
    parser.add_argument("--publish", action="store_true", help="write the figures and the card beside the model")
    asked = parser.parse_args()
    figures = {"rules": sentence_figures(), "articles": article_figures()}
    print(json.dumps(figures, indent=2))  # noqa: T201
    if asked.publish:
        metrics = json.loads((SHIPPED / "metrics.json").read_text()) | figures
        (SHIPPED / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
        (SHIPPED / "MODEL_CARD.md").write_text(model_card(ModelFiles.read(SHIPPED).manifest.version, metrics))
    return 0


def sentence_figures() -> dict[str, dict[str, dict[str, float]]]:
    """Give F1 by type, of the model alone and with the service's rules after it."""
    sets = {"own": own("dev"), "blind": own("blind")} | ({"pud": pud(CORPORA)} if CORPORA.is_dir() else {})
    return {
        kind: {name: _f1(sentences, disabled) for name, sentences in sets.items()}
        for kind, disabled in (("model", [RULES]), ("with rules", []))
    }


def _f1(sentences: Sequence[Sentence], disabled: list[str]) -> dict[str, float]:
    nlp = load_pipeline(EnrichSettings())
    with nlp.select_pipes(disable=disabled):
        docs = nlp.pipe([sentence.text for sentence in sentences])
        found = [[Gold(span.start, span.end, span.label) for span in spans_of(doc)] for doc in docs]
    rows = score(sentences, found, _NUMBERS)
    return {label: round(100 * row.f1, 1) for label, row in rows.items() if row.wanted}


def article_figures() -> dict[str, dict[str, float]]:
    """Give set F1 of (entity, type), and B-cubed of joining, on our own articles: as they came, and cleaned."""
    lines = (DATA / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    kinds = {entity["type"] for row in rows for entity in row["entities"]}
    with SpacyAnnotator(EnrichSettings()) as annotator:
        figures = {}
        for name, is_cleaned in (("as they came", False), ("cleaned", True)):
            found = annotator.annotate([_ingested(row, is_cleaned=is_cleaned) for row in rows])
            tallies = [
                _tally(row, annotations.entities, kinds) for row, annotations in zip(rows, found, strict=True) if annotations
            ]
            figures[name] = _summary(tallies)
    return figures


def _ingested(row: dict[str, str], *, is_cleaned: bool) -> ArticleIngested:
    text = repair(row["text"])
    cleaned = clean(text)
    facts = {"text": cleaned.text, "agency": cleaned.agency} if is_cleaned else {"text": text}
    return ArticleIngested.model_validate(
        {
            "event_id": UUID(int=0),
            "article_id": UUID(int=0),
            "submission": Submission(entry_id="1-0"),
            "occurred_at": row["published_at"],
            "published_at": row["published_at"],
            "title": row["title"],
            "language": "en",
            "content_hash": "0" * 64,
            "extracted_text": text,
            "rules_version": "1",
            **facts,
        }
    )


def _tally(row: dict[str, list[dict[str, object]]], entities: Sequence[Entity], kinds: set[str]) -> Tally:
    wanted = [_forms(entity["name"], entity["aliases"], entity["type"]) for entity in row["entities"]]
    found = [_forms(entity.name, entity.aliases, entity.label) for entity in entities if entity.label in kinds]
    left = list(wanted)
    for forms in found:
        hit = next((candidate for candidate in left if candidate & forms), None)
        if hit is not None:
            left.remove(hit)
    return Tally(len(wanted) - len(left), len(found), len(wanted), tuple(_joining(wanted, found)))


def _forms(name: object, aliases: object, kind: object) -> frozenset[Form]:
    assert isinstance(aliases, list | tuple)
    return frozenset((slug(str(form)), str(kind)) for form in (name, *aliases))


def _joining(wanted: Sequence[frozenset[Form]], found: Sequence[frozenset[Form]]) -> Iterator[tuple[float, float]]:
    """For each spelling that both have: of those found joined to it the share that belongs, and the other way round."""
    gold = {form: i for i, forms in enumerate(wanted) for form, _ in forms}
    said = {form: i for i, forms in enumerate(found) for form, _ in forms}
    both = gold.keys() & said.keys()
    for form in both:
        belongs = {other for other in both if gold[other] == gold[form]}
        joined = {other for other in both if said[other] == said[form]}
        yield len(belongs & joined) / len(joined), len(belongs & joined) / len(belongs)


def _summary(tallies: Sequence[Tally]) -> dict[str, float]:
    right, found, wanted = (sum(getattr(tally, part) for tally in tallies) for part in ("right", "found", "wanted"))
    joining = [pair for tally in tallies for pair in tally.joining]
    precision, recall = (sum(shares) / len(joining) for shares in zip(*joining, strict=True))
    return {
        "articles": len(tallies),
        "entities": wanted,
        "precision": round(right / found, 3),
        "recall": round(right / wanted, 3),
        "f1": round(2 * right / (found + wanted), 3),
        "b_cubed": round(2 * precision * recall / (precision + recall), 3),
    }


if __name__ == "__main__":
    sys.exit(main())
