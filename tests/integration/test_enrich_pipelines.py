"""Our component is a spaCy component like any other, and any other spaCy pipeline can take its place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from services.enrich.adapters.model_files import MANIFEST, SHIPPED, ModelError, ModelFiles
from services.enrich.adapters.onnx_ner import FACTORY, OnnxNer
from services.enrich.adapters.spacy_annotator import SpacyAnnotator
from services.enrich.adapters.topic_model import TopicModel
from services.enrich.settings import EnrichSettings
from shared.contracts.events import Model
from tests.unit.enrich.articles import an_article

_TEXT = "Ann Halloran met Ola Brandt in Japan."


def _own_pipeline() -> Language:
    nlp = spacy.blank("en")
    component = nlp.add_pipe(FACTORY)
    assert isinstance(component, OnnxNer)
    component.from_disk(SHIPPED)
    return nlp


def _names(nlp: Language, text: str) -> list[tuple[str, str]]:
    return [(ent.text, ent.label_) for ent in nlp(text).ents]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A pipeline of another make, with labels of its own."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [{"label": "PER", "pattern": "Ann Halloran"}, {"label": "LOCATION", "pattern": "Japan"}]
    )
    nlp.meta["name"], nlp.meta["version"] = "desk", "2.1.0"
    nlp.to_disk(tmp_path / "desk")
    return tmp_path / "desk"


def _model(folder: Path) -> Model:
    with SpacyAnnotator(EnrichSettings(model=str(folder))) as annotator:
        return annotator.model


def test_component_sets_entities_with_confidence() -> None:
    doc = _own_pipeline()(_TEXT)

    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Ann Halloran", "PERSON"),
        ("Ola Brandt", "PERSON"),
        ("Japan", "GPE"),
    ]
    assert all(0.5 < ent._.confidence <= 1 for ent in doc.ents)


def test_piped_documents_get_what_each_gets_alone() -> None:
    nlp = _own_pipeline()
    texts = [_TEXT, "", "Nothing here.", "Leeds beat Ann Halloran."] * 3

    piped = [[(ent.text, ent.label_) for ent in doc.ents] for doc in nlp.pipe(texts, batch_size=5)]

    assert piped == [_names(nlp, text) for text in texts]


def test_saved_pipeline_is_loaded_with_its_weights(tmp_path: Path) -> None:
    own = _own_pipeline()
    own.to_disk(tmp_path / "saved")

    loaded = spacy.load(tmp_path / "saved")

    assert loaded.pipe_names == [FACTORY]
    assert _names(loaded, _TEXT) == _names(own, _TEXT)


def test_component_without_weights_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(FACTORY)

    with pytest.raises(ModelError, match="from_disk"):
        nlp(_TEXT)


def test_altered_weights_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "model")
    tokenizer = folder / ModelFiles.read(folder).manifest.ner.tokenizer
    tokenizer.write_text(tokenizer.read_text().replace("[MASK]", "[MOSK]"))

    with pytest.raises(ModelError, match="SHA-256"):
        OnnxNer(threads=1).from_disk(folder)


@pytest.mark.parametrize("manifest", ["", "{}", '{"name": "x"}'])
def test_broken_manifest_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)

    with pytest.raises(ModelError, match=MANIFEST):
        ModelFiles.read(tmp_path)


def test_topic_codes_that_do_not_fit_the_weights_are_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "model")
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["topics"]["codes"].popitem()
    (folder / MANIFEST).write_text(json.dumps(manifest))

    with pytest.raises(ModelError, match="do not fit"):
        TopicModel.read(ModelFiles.read(folder))


def test_other_pipeline_annotates_with_our_labels_entities_and_numbers(foreign: Path) -> None:
    with SpacyAnnotator(EnrichSettings(model=str(foreign))) as annotator:
        (annotations,) = annotator.annotate([an_article("Ann Halloran paid $5 million in Japan. Halloran left on Tuesday.")])

    assert annotations is not None
    assert [(mention.text, mention.label, mention.entity) for mention in annotations.mentions] == [
        ("Ann Halloran", "PERSON", "person:ann-halloran"),
        ("$5 million", "MONEY", None),
        ("Japan", "GPE", "gpe:jp"),
        ("Tuesday", "DATE", None),
    ]
    assert annotations.dates[0].value == "2026-01-20"


def test_other_pipeline_is_named_as_what_annotated(foreign: Path) -> None:
    model = _model(foreign)

    assert (model.name, model.version) == ("en_desk", "2.1.0")


def test_config_hash_changes_with_the_weights_of_a_pipeline(foreign: Path) -> None:
    before = _model(foreign)
    patterns = foreign / "entity_ruler" / "patterns.jsonl"
    patterns.write_text(patterns.read_text().replace("Japan", "Spain"))

    after = _model(foreign)

    assert after.config_hash != before.config_hash
    assert (after.name, after.version) == (before.name, before.version)


def test_config_hash_changes_with_what_decides_results_alone() -> None:
    hashes = []
    for settings in (EnrichSettings(), EnrichSettings(batch_size=7, threads=2), EnrichSettings(document_characters=5_000)):
        with SpacyAnnotator(settings) as annotator:
            hashes.append(annotator.model.config_hash)

    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("model", ["no_such_pipeline", "/no/such/folder"])
def test_pipeline_that_is_not_there_is_named(model: str) -> None:
    with pytest.raises(ModelError, match=model):
        SpacyAnnotator(EnrichSettings(model=model))


def test_pipeline_that_finds_nothing_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "empty")

    with pytest.raises(ModelError, match="finds no entities"):
        SpacyAnnotator(EnrichSettings(model=str(tmp_path / "empty")))
