"""A token classifier in ONNX: words in, the probability of each tag for each of them out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.enrich.adapters.model_files import ModelError, NerPart
from services.enrich.core.decoding import Odds
from services.enrich.core.letter_case import case_class
from services.enrich.core.windows import sentence_ends, windows

# onnxruntime 1.32 looks its maker's telemetry host up, and keeps files for it, unless it is told not to before its import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

_SPECIAL = 2  # every window is framed by [CLS] and [SEP]


class OnnxTagger:
    """
    Tag the words of a document, one window of word pieces after the other.

    The model takes the `input_ids` of one window and gives logits over the manifest's `tags`. Windows are never batched:
    the weights are quantised dynamically, over all that is run together, so in a batch a document's tags would depend on
    its neighbours, and a repeat could differ. One window at a time is also the fastest on a CPU (its values stay in the
    cache: 6.3k words/s against 5.0k in batches of 32) and takes the least memory.
    """

    def __init__(self, model: Path, tokenizer: Path, part: NerPart, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.graph_optimization_level = (
            onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        )  # it was written to run as it is
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._frame: list[int] = self._tokenizer.encode("", add_special_tokens=True).ids  # [CLS] and [SEP]
        self._window = part.window - _SPECIAL
        self._case_stride = part.case_stride
        self.labels = tuple(dict.fromkeys(tag.partition("-")[2] for tag in part.tags if "-" in tag))
        self._columns = _columns(part.tags, self.labels)

    def tag(self, words: Sequence[str]) -> Odds:
        """Give each word's probabilities, as `core.decoding.Odds` has them; a word that the tokenizer drops is outside."""
        encoding = self._tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
        of_word = np.array(encoding.word_ids, np.int64)
        ids = np.array(encoding.ids, np.int64)
        if self._case_stride:
            ids += self._case_stride * np.fromiter(map(case_class, words), np.int64, len(words))[of_word]
        is_first = np.ones(len(of_word), np.bool_)
        is_first[1:] = of_word[1:] != of_word[:-1]
        logits = np.full((len(words), len(self._columns)), -np.inf, np.float32)
        logits[:, 0] = 0.0
        for start, end in windows(of_word.tolist(), sentence_ends(words), self._window):
            first = np.flatnonzero(is_first[start:end])
            logits[of_word[start + first]] = self._logits(ids[start:end])[first + 1][:, self._columns]
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)

    def _logits(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        framed = np.concatenate([self._frame[:1], ids, self._frame[1:]])[np.newaxis]
        logits: NDArray[np.float32] = self._session.run(["logits"], {"input_ids": framed})[0][0]
        return logits


def _columns(tags: Sequence[str], labels: Sequence[str]) -> list[int]:
    wanted = ["O", *(prefix + label for label in labels for prefix in ("B-", "I-"))]
    if sorted(wanted) != sorted(tags):
        raise ModelError(f"the tags are not O and a B- and an I- for every label: {', '.join(tags)}")
    return [tags.index(tag) for tag in wanted]
