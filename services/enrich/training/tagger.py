"""The exported model as run time sees it: texts in, spans out. For filters and figures, not for serving."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from services.enrich.core.decoding import Odds, names
from services.enrich.training.annotated import Span
from services.enrich.training.labels import LABELS, TAGS
from services.enrich.training.pieces import IGNORED, PieceEncoder, Word


class Tagger:
    """An ONNX session with its tokenisers, in one thread: a sentence is too little work to be shared."""

    def __init__(self, model: Path, encoder: PieceEncoder) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._encoder = encoder

    def tag(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Tag texts, each as if it were alone."""
        return [self._tag(self._encoder.words(text)) for text in texts]

    def _tag(self, words: list[Word]) -> tuple[Span, ...]:
        odds = np.eye(1, len(TAGS), dtype=np.float32).repeat(len(words), 0)
        for window in self._encoder.windows(words):
            first_of = np.array(window.first_of)
            columns = np.flatnonzero(first_of != IGNORED)
            logits = self._session.run(None, {"input_ids": np.array([window.ids])})[0][0, columns]
            found = np.exp(logits - logits.max(-1, keepdims=True))
            odds[first_of[columns]] = found / found.sum(-1, keepdims=True)
        return decode(words, odds)


def decode(words: list[Word], odds: Odds) -> tuple[Span, ...]:
    """Read spans from each word's tag probabilities, as the running service does."""
    return tuple(Span(words[name.first].start, words[name.last - 1].end, name.label) for name in names(odds, LABELS))
