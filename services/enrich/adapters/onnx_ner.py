"""Named entities as a spaCy component: ``dateline_ner`` sets ``doc.ents`` from an ONNX token classifier."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from services.enrich.adapters.model_files import MANIFEST, ModelError, ModelFiles
from services.enrich.adapters.onnx_tagger import OnnxTagger
from services.enrich.core.decoding import names

FACTORY = "dateline_ner"
Span.set_extension("confidence", default=None, force=True)


@dataclass(frozen=True, slots=True)
class _Weights:
    files: ModelFiles
    tagger: OnnxTagger


class OnnxNer:
    """
    Find names in documents.

    Sets `doc.ents`, and `span._.confidence` to the mean probability of a name's words. The weights come with `from_disk`:
    a pipeline that is saved and loaded again carries them along.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        self._weights: _Weights | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Find the names of a document; one goes on over a line break, as in hard-wrapped wire copy, never over two."""
        tagger = self._loaded.tagger
        tokens = [token.i for token in doc if not token.is_space]
        apart = [word for word, (before, token) in enumerate(pairwise(tokens), 1) if _is_apart(doc, before, token)]
        ents = []
        odds = tagger.tag([token.text for token in doc])[tokens]
        for name in names(odds, tagger.labels, apart):
            ent = Span(doc, tokens[name.first], tokens[name.last - 1] + 1, label=name.label)
            ent._.confidence = round(name.confidence, 3)
            ents.append(ent)
        doc.ents = ents
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Find the names of many documents, each as if it were alone (`OnnxTagger` says why)."""
        del batch_size
        return map(self, stream)

    def to_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights to the folder `path`."""
        del exclude
        files = self._loaded.files
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name in (MANIFEST, files.manifest.ner.model, files.manifest.ner.tokenizer):
            shutil.copyfile(files.folder / name, folder / name)

    def from_disk(self, path: Path | str, *, exclude: Iterable[str] = ()) -> OnnxNer:
        """Load the weights in the folder `path`; ModelError if they are not what its manifest says."""
        del exclude
        files = ModelFiles.read(Path(path))
        ner = files.manifest.ner
        tagger = OnnxTagger(files.checked(ner.model), files.checked(ner.tokenizer), ner, self._threads)
        self._weights = _Weights(files, tagger)
        return self

    @property
    def _loaded(self) -> _Weights:
        if self._weights is None:
            raise ModelError(f"{FACTORY} has no weights yet: from_disk loads them")
        return self._weights


def _is_apart(doc: Doc, before: int, token: int) -> bool:
    return token - before > 1 and doc[before + 1 : token].text.count("\n") > 1


@Language.factory(FACTORY, assigns=["doc.ents", "span._.confidence"], default_config={"threads": 1})
def _make(nlp: Language, name: str, threads: int) -> OnnxNer:
    del nlp, name
    return OnnxNer(threads)
