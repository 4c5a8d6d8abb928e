"""Small spaCy pipelines that find what they are told to, for tests in which it matters that two models differ."""

from __future__ import annotations

from pathlib import Path

import spacy


def a_pipeline(folder: Path, version: str, **names: str) -> str:
    """Save version `version` of a pipeline `en_desk` that knows these names (spaces as underscores) by their labels."""
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [{"label": label, "pattern": name.replace("_", " ")} for name, label in names.items()]
    )
    nlp.meta["name"], nlp.meta["version"] = "desk", version
    nlp.to_disk(folder / version)
    return str(folder / version)
