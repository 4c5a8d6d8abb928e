"""A token classifier in ONNX: words in, a class and a probability for each out."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.enrich.core.windows import sentence_ends, windows

# onnxruntime 1.32 looks its maker's telemetry host up, and keeps files for it, unless it is told not to before its import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime

_SPECIAL = 2  # every window is framed by [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class Tags:
    """For each word of a document: its class (0 = none), whether a name begins there, and the probability of the class."""

    classes: NDArray[np.int8]
    begins: NDArray[np.bool_]
    probabilities: NDArray[np.float32]


class OnnxTagger:
    """
    Tag the words of a document, one window of word pieces after the other.

    The model takes `input_ids` and `attention_mask` and gives logits over `tags` (BIO, "O" among them). Windows are never
    batched: the weights are quantised dynamically, over all that is run together, so in a batch a document's tags would
    depend on its neighbours, and a repeat could differ. One window at a time is also the fastest on a CPU (its values stay
    in the cache: 6.3k words/s against 5.0k in batches of 32) and takes the least memory.
    """

    def __init__(self, model: Path, tokenizer: Path, tags: Sequence[str], window: int, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._frame: list[int] = self._tokenizer.encode("", add_special_tokens=True).ids  # [CLS] and [SEP]
        self._window = window - _SPECIAL
        self.classes = ("", *dict.fromkeys(tag.partition("-")[2] for tag in tags if "-" in tag))  # "" is "O"
        self._class_of_tag = [self.classes.index(tag.partition("-")[2]) for tag in tags]
        self._begin_of_class = np.array([tags.index(f"B-{name}") if name else tags.index("O") for name in self.classes])

    def tag(self, words: Sequence[str]) -> Tags:
        """Tag the words; spaces, and words that the tokenizer drops, get class 0."""
        tags = Tags(np.zeros(len(words), np.int8), np.zeros(len(words), np.bool_), np.zeros(len(words), np.float32))
        encoding = self._tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
        of_word = np.array(encoding.word_ids, np.int64)
        is_first = np.ones(len(of_word), np.bool_)
        is_first[1:] = of_word[1:] != of_word[:-1]
        for start, end in windows(of_word.tolist(), sentence_ends(words), self._window):
            logits = self._logits(encoding.ids[start:end])
            first = np.flatnonzero(is_first[start:end])
            self._read(logits[first + 1], of_word[start + first], tags)
        return tags

    def _logits(self, ids: Sequence[int]) -> NDArray[np.float32]:
        framed = np.array([[self._frame[0], *ids, self._frame[1]]], np.int64)
        logits: NDArray[np.float32] = self._session.run(
            ["logits"], {"input_ids": framed, "attention_mask": np.ones_like(framed)}
        )[0][0]
        return logits

    def _read(self, logits: NDArray[np.float32], words: NDArray[np.int64], tags: Tags) -> None:
        """Choose each word's class by the sum of its B and I: a word that surely is a person may begin or go on with one."""
        odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
        odds /= odds.sum(axis=-1, keepdims=True)
        by_class = np.zeros((len(words), len(self.classes)), np.float32)
        for tag, index in enumerate(self._class_of_tag):
            by_class[:, index] += odds[:, tag]
        chosen = by_class.argmax(axis=-1)
        rows = np.arange(len(words))
        best = by_class[rows, chosen]
        tags.classes[words] = chosen
        tags.begins[words] = odds[rows, self._begin_of_class[chosen]] * 2 > best
        tags.probabilities[words] = best
