"""Named entities as a spaCy component: ``dateline_ner`` sets ``doc.ents`` from an ONNX token classifier."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from services.enrich.adapters.model_files import MANIFEST, ModelError, ModelFiles
from services.enrich.adapters.onnx_tagger import OnnxTagger, Tags

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
        """Find the names of a document."""
        tagger = self._loaded.tagger
        words = [token.text for token in doc]
        ents = []
        for start, end, label, confidence in names(words, tagger.tag(words), tagger.classes):
            ent = Span(doc, start, end, label=label)
            ent._.confidence = confidence
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
        tagger = OnnxTagger(
            files.checked(ner.model),
            files.checked(ner.tokenizer),
            tags=ner.tags,
            window=ner.window,
            threads=self._threads,
        )
        self._weights = _Weights(files, tagger)
        return self

    @property
    def _loaded(self) -> _Weights:
        if self._weights is None:
            raise ModelError(f"{FACTORY} has no weights yet: from_disk loads them")
        return self._weights


def names(words: list[str], tags: Tags, classes: tuple[str, ...]) -> Iterator[tuple[int, int, str, float]]:
    """
    Read the names off the tags: first word, the word after the last, label, confidence.

    A name goes on over one line break if the model says so (hard-wrapped wire copy), over a blank line never.
    """
    inside = tags.classes.nonzero()[0].tolist()
    index = 0
    while index < len(inside):
        first = last = inside[index]
        index += 1
        while index < len(inside) and _goes_on(words, tags, last, inside[index]):
            last = inside[index]
            index += 1
        held = tags.classes[first : last + 1] != 0
        confidence = float(tags.probabilities[first : last + 1][held].mean())
        yield first, last + 1, classes[tags.classes[first]], round(confidence, 3)


def _goes_on(words: list[str], tags: Tags, last: int, word: int) -> bool:
    gap = words[last + 1 : word]
    return (
        tags.classes[word] == tags.classes[last]
        and not tags.begins[word]
        and (not gap or (len(gap) == 1 and gap[0].isspace() and gap[0].count("\n") < 2))  # noqa: PLR2004 - a blank line
    )


@Language.factory(FACTORY, assigns=["doc.ents", "span._.confidence"], default_config={"threads": 1})
def _make(nlp: Language, name: str, threads: int) -> OnnxNer:
    del nlp, name
    return OnnxNer(threads)
