"""What makes two annotation sets comparable: the model, its version, and everything else that decides what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path

from spacy.language import Language

from services.enrich.adapters.model_files import ModelFiles
from services.enrich.adapters.pipeline import OWN
from services.enrich.settings import EnrichSettings
from shared.contracts.events import Model

_DECIDE_RESULTS = ("piece_characters", "document_characters")


def model_of(nlp: Language, shipped: ModelFiles, settings: EnrichSettings) -> Model:
    """
    Name what annotates. `config_hash` changes with the weights, the pipeline, the rules in `core/` and the settings that
    decide results; it does not change with what decides speed alone.
    """
    digest = hashlib.sha256()
    for part in _parts(nlp, shipped, settings):
        digest.update(hashlib.sha256(part).digest())
    own = settings.model == OWN
    return Model(
        name=shipped.manifest.name if own else f"{nlp.lang}_{nlp.meta['name']}",
        version=shipped.manifest.version if own else str(nlp.meta["version"]),
        config_hash=digest.hexdigest()[:16],
    )


def _parts(nlp: Language, shipped: ModelFiles, settings: EnrichSettings) -> Iterator[bytes]:
    yield shipped.manifest.model_dump_json().encode()
    yield json.dumps({name: getattr(settings, name) for name in _DECIDE_RESULTS}).encode()
    yield from (source.read_bytes() for source in _rules())
    if settings.model != OWN:
        yield json.dumps({"meta": nlp.meta, "config": nlp.config}, sort_keys=True, default=str).encode()
        yield from (path.read_bytes() for path in _weights(nlp))


def _rules() -> list[Path]:
    core = resources("services.enrich.core")
    return sorted(Path(str(source)) for source in core.iterdir() if source.name.endswith((".py", ".tsv")))


def _weights(nlp: Language) -> list[Path]:
    return sorted(path for path in nlp.path.rglob("*") if path.is_file()) if nlp.path else []
