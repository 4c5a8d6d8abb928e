"""The exported model as run time sees it: texts in, spans with confidences out. For filters and figures, not for serving."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from services.enrich.training.annotated import Span
from services.enrich.training.labels import LABELS, TAGS
from services.enrich.training.pieces import IGNORED, PieceEncoder, Pieces, Word

Odds = npt.NDArray[np.float32]
"""Probabilities, one row a word, one column a tag of `TAGS`."""

_BATCH = 32
_GOES_ON = 2
_TINY = 1e-9


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
    """
    Read spans from each word's tag probabilities: boundaries first, then one label a span.

    A word's part (outside, begins, goes on) is the likeliest over all labels together, and a span's label the
    likeliest over all its words together; so "Burkina|LOC Faso|ORG" cannot come out as two halves.
    """
    parts = np.stack([odds[:, :1].sum(1), odds[:, 1::2].sum(1), odds[:, 2::2].sum(1)], axis=1)
    chosen = parts.argmax(1)
    found = []
    first = 0
    while first < len(words):
        last = first + 1
        if chosen[first]:
            while last < len(words) and chosen[last] == _GOES_ON:
                last += 1
            found.append(_labelled(words, odds, first, last))
        first = last
    return Tagged(tuple(found), float(parts.max(1).min(initial=1.0)))


def _labelled(words: list[Word], odds: Odds, first: int, last: int) -> Found:
    by_label = odds[first:last, 1::2] + odds[first:last, 2::2]
    together = np.log(by_label + _TINY).mean(0)
    best = int(together.argmax())
    span = Span(words[first].start, words[last - 1].end, LABELS[best])
    return Found(span, float(np.exp(together[best])))
