"""A token classifier in ONNX: words in, a label and a probability for each out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from services.enrich.core.windows import Window, runs, sentence_ends, windows

_SPECIAL = 2  # every window is framed by [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class Tags:
    """For each word of a document: its class (0 = none), whether a name begins there, and the probability of the class."""

    classes: NDArray[np.int8]
    begins: NDArray[np.bool_]
    probabilities: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Pieces:
    ids: NDArray[np.int64]
    words: NDArray[np.int64]
    is_first: NDArray[np.bool_]


class OnnxTagger:
    """
    Tag the words of many documents at once.

    The model takes `input_ids` and `attention_mask` and gives logits over `tags` (BIO, "O" first). Windows of all documents
    are sorted by length and run `tokens_per_run` places at a time: memory is bounded by that, not by the batch.
    """

    def __init__(
        self, model: Path, tokenizer: Path, tags: Sequence[str], window: int, tokens_per_run: int, threads: int
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # the arena keeps the largest run it ever saw
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._frame = [self._tokenizer.token_to_id("[CLS]"), self._tokenizer.token_to_id("[SEP]")]
        self._window = window - _SPECIAL
        self._tokens_per_run = tokens_per_run
        self.classes = tuple(dict.fromkeys(tag.partition("-")[2] for tag in tags))  # "" is "O"
        self._class_of_tag = np.array([self.classes.index(tag.partition("-")[2]) for tag in tags])
        self._begin_of_class = np.array([tags.index(f"B-{name}") if name else 0 for name in self.classes])

    def tag(self, documents: Sequence[Sequence[str]]) -> list[Tags]:
        """Tag each document's words; spaces and words that the tokenizer drops get class 0."""
        pieces = [self._pieces(words) for words in documents]
        laid_out = [
            window
            for index, (words, found) in enumerate(zip(documents, pieces, strict=True))
            for window in windows(index, found.words.tolist(), sentence_ends(words), self._window)
        ]
        tags = [
            Tags(np.zeros(len(words), np.int8), np.zeros(len(words), np.bool_), np.zeros(len(words), np.float32))
            for words in documents
        ]
        for run in runs(laid_out, self._tokens_per_run):
            self._run(run, pieces, tags)
        return tags

    def _pieces(self, words: Sequence[str]) -> _Pieces:
        encoding = self._tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
        of_word = np.array(encoding.word_ids, np.int64)
        is_first = np.ones(len(of_word), np.bool_)
        is_first[1:] = of_word[1:] != of_word[:-1]
        return _Pieces(np.array(encoding.ids, np.int64), of_word, is_first)

    def _run(self, run: Sequence[Window], pieces: Sequence[_Pieces], tags: Sequence[Tags]) -> None:
        width = max(window.size for window in run) + _SPECIAL
        ids = np.zeros((len(run), width), np.int64)
        mask = np.zeros((len(run), width), np.int64)
        for row, window in enumerate(run):
            ids[row, 0], ids[row, window.size + 1] = self._frame
            ids[row, 1 : window.size + 1] = pieces[window.document].ids[window.start : window.end]
            mask[row, : window.size + _SPECIAL] = 1
        logits = self._session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
        for row, window in enumerate(run):
            read = pieces[window.document]
            first = np.flatnonzero(read.is_first[window.start : window.end])
            self._read(logits[row, first + 1], read.words[window.start + first], tags[window.document])

    def _read(self, logits: NDArray[np.float32], words: NDArray[np.int64], tags: Tags) -> None:
        """Choose each word's class by the sum of its B and I: a word that surely is a person may begin or go on with one."""
        odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
        odds /= odds.sum(axis=-1, keepdims=True)
        by_class = np.zeros((len(words), len(self.classes)), np.float32)
        np.add.at(by_class, (slice(None), self._class_of_tag), odds)
        chosen = by_class.argmax(axis=-1)
        rows = np.arange(len(words))
        best = by_class[rows, chosen]
        tags.classes[words] = chosen
        tags.begins[words] = odds[rows, self._begin_of_class[chosen]] * 2 > best
        tags.probabilities[words] = best
