"""The exported model as run time sees it: texts in, spans with confidences out. For filters and figures, not for serving."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from services.enrich.core.decoding import Odds, names, word_parts
from services.enrich.training.annotated import Span
from services.enrich.training.labels import LABELS, TAGS
from services.enrich.training.pieces import IGNORED, PieceEncoder, Pieces, Word

_BATCH = 32


@dataclass(frozen=True)
class Found:
    """A span and the mean probability (geometric, over its words) of its label."""

    span: Span
    confidence: float


@dataclass(frozen=True)
class Tagged:
    """What the model says of one text; `certainty` is that of the least certain word, in a span or not."""

    found: tuple[Found, ...]
    certainty: float

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans without their confidences."""
        return tuple(each.span for each in self.found)


class Tagger:
    """An ONNX session with its tokenisers."""

    def __init__(self, model: Path, encoder: PieceEncoder, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._encoder = encoder

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """Tag texts in batches of similar lengths."""
        words = [self._encoder.words(text) for text in texts]
        windows = [(number, window) for number, each in enumerate(words) for window in self._encoder.windows(each)]
        windows.sort(key=lambda pair: len(pair[1].ids))
        odds = [np.eye(1, len(TAGS), dtype=np.float32).repeat(len(each), 0) for each in words]
        for at in range(0, len(windows), _BATCH):
            batch = windows[at : at + _BATCH]
            found = self._run([window for _, window in batch])
            for row, (number, window) in enumerate(batch):
                columns = [column for column, word in enumerate(window.first_of) if word != IGNORED]
                odds[number][[window.first_of[column] for column in columns]] = found[row, columns]
        return [decode(each, matrix) for each, matrix in zip(words, odds, strict=True)]

    def _run(self, batch: list[Pieces]) -> Odds:
        shape = (len(batch), max(len(window.ids) for window in batch))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        logits = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        odds = np.exp(logits - logits.max(-1, keepdims=True))
        return np.asarray(odds / odds.sum(-1, keepdims=True), np.float32)


def decode(words: list[Word], odds: Odds) -> Tagged:
    """Read spans from each word's tag probabilities, as the running service does."""
    found = [
        Found(Span(words[name.first].start, words[name.last - 1].end, name.label), name.confidence)
        for name in names(odds, LABELS)
    ]
    return Tagged(tuple(found), float(word_parts(odds).max(axis=1).min(initial=1.0)))
