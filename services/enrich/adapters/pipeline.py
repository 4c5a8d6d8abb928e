"""The spaCy pipeline that finds names, numbers and dates: ours, or any that is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from services.enrich.adapters.model_files import SHIPPED, ModelError
from services.enrich.adapters.onnx_ner import FACTORY
from services.enrich.core.cleanup import clean_names
from services.enrich.core.merge import with_numbers_and_dates
from services.enrich.core.spans import Span
from services.enrich.settings import EnrichSettings

OWN: Final = "dateline"
RULES: Final = "dateline_rules"
_OUR_LABELS: Final = {
    "PER": "PERSON", "PERS": "PERSON", "ORGANIZATION": "ORG", "ORGANISATION": "ORG", "LOCATION": "LOC", "FACILITY": "FAC",
    "NATIONALITY": "NORP", "WORK": "WORK_OF_ART", "PRD": "PRODUCT", "EVT": "EVENT", "LAW": "MISC", "LANGUAGE": "MISC",
}  # fmt: skip
"""What other pipelines call what OntoNotes, and so Dateline, names."""


def load_pipeline(settings: EnrichSettings) -> Language:
    """
    Load the pipeline that the settings name, with Dateline's rules after its own components; ModelError if there is none.

    Whatever the pipeline, its names get our labels, borders and numbers.
    """
    nlp = _own(settings) if settings.model == OWN else _installed(settings.model)
    nlp.add_pipe(RULES, last=True)
    return nlp


def _own(settings: EnrichSettings) -> Language:
    nlp = spacy.blank("en")
    component = nlp.add_pipe(FACTORY, config={"threads": settings.threads})
    component.from_disk(SHIPPED)  # type: ignore[attr-defined]
    return nlp


def _installed(model: str) -> Language:
    try:
        nlp = spacy.load(Path(model) if Path(model).is_dir() else model)
    except (OSError, ValueError, ImportError) as error:
        raise ModelError(f"{model!r} is no installed spaCy pipeline and no folder of one: {error}") from error
    if "ner" not in nlp.pipe_names and "entity_ruler" not in nlp.pipe_names and FACTORY not in nlp.pipe_names:
        raise ModelError(f"{model!r} finds no entities: it has {', '.join(nlp.pipe_names) or 'no components'}")
    return nlp


@Language.component(RULES, requires=["doc.ents"], assigns=["doc.ents", "span._.confidence"])
def dateline_rules(doc: Doc) -> Doc:
    """Give names their true borders and labels, and add numbers and dates by rule, which win over the model's."""
    text = doc.text
    ents = []
    for span in with_numbers_and_dates(text, clean_names(text, spans_of(doc))):
        ent = doc.char_span(span.start, span.end, label=span.label, alignment_mode="expand")
        if ent is not None:
            ent._.confidence = span.confidence
            ents.append(ent)
    doc.ents = filter_spans(ents)
    return doc


def spans_of(doc: Doc) -> list[Span]:
    """Give the entities of a document as spans with our labels."""
    return [
        Span(ent.start_char, ent.end_char, _OUR_LABELS.get(ent.label_, ent.label_), ent._.confidence) for ent in doc.ents
    ]
