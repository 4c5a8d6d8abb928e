"""The topic classifier: TF-IDF and logistic regression, in numpy alone. Nothing is unpickled."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.enrich.adapters.model_files import ModelError, ModelFiles

_WORD = re.compile(r"\b\w\w+\b")


class TopicModel:
    """
    Give the probability of each class for a text.

    The features are those that it was trained on: single words and pairs, lower case, without accents, sublinear counts,
    unit length.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        classes: tuple[str, ...],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        words: int,
        temperature: float,
    ) -> None:
        self.classes = classes
        self._vocabulary = vocabulary
        self._weights = weights  # a row for each feature, its inverse document frequency beside its weights
        self._bias = bias
        self._words = words
        self._temperature = temperature

    @classmethod
    def read(cls, files: ModelFiles) -> Self:
        """Read the classifier of a model's folder; ModelError if its parts do not fit together."""
        part = files.manifest.topics
        names, classes = _read_vocabulary(files.checked(part.vocabulary))
        with np.load(files.checked(part.weights), allow_pickle=False) as arrays:
            weights, bias, idf = (arrays[name].astype(np.float32) for name in ("W", "b", "idf"))
        if weights.shape != (len(classes), len(names)) or idf.shape != (len(names),) or set(classes) != set(part.codes):
            raise ModelError(f"{part.weights}, {part.vocabulary} and the manifest's topic codes do not fit together")
        rows = np.ascontiguousarray(np.column_stack([idf, weights.T]))
        vocabulary = {name: index for index, name in enumerate(names)}
        return cls(vocabulary, classes, rows, bias, part.words, part.temperature)

    def probabilities(self, title: str | None, text: str) -> dict[str, float]:
        """Classify an article by its title and the head of its text; nothing known in it gives an empty answer."""
        counts = self._features(f"{title or ''} {_head(text, self._words)}")
        if not counts:
            return {}
        rows = self._weights[np.fromiter(counts, np.intp)]
        values = (1.0 + np.log(np.fromiter(counts.values(), np.float32))) * rows[:, 0]
        values /= np.sqrt(values @ values)
        scores = (values @ rows[:, 1:] + self._bias) / self._temperature
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return dict(zip(self.classes, odds.tolist(), strict=True))

    def _features(self, text: str) -> Counter[int | None]:
        words = _WORD.findall(_plain(text))
        counts = Counter(map(self._vocabulary.get, [*words, *map(" ".join, pairwise(words))]))
        del counts[None]
        return counts


def _read_vocabulary(path: Path) -> tuple[list[str], tuple[str, ...]]:
    read = json.loads(gzip.decompress(path.read_bytes()))
    return read["vocab"], tuple(read["classes"])


def _head(text: str, words: int) -> str:
    found = text[: words * 16].split(maxsplit=words)  # 16 characters a word: more than any prose has
    return " ".join(found[:words])


def _plain(text: str) -> str:
    lower = text.lower()
    if lower.isascii():
        return lower
    return "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))
