"""The topic classifier as run time has it: words in, a share for every topic out, with numpy alone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

MAX_WORDS = 400
"""Words that are read: 60 and 150 were worse on whole articles, more was no better."""

_BINS = 10
_WORD = re.compile(r"\b\w\w+\b")
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class TopicModel:
    """Weights of each code's row, one column a word or pair of words, and the temperature that scores are divided by."""

    codes: tuple[str, ...]
    vocabulary: tuple[str, ...]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    temperature: float

    def scores(self, texts: Sequence[str]) -> Scores:
        """Give each text's share of every topic; a row adds up to one."""
        return softmax(np.stack([self._margins(text) for text in texts]) / self.temperature)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self.vocabulary)}

    def _margins(self, text: str) -> Scores:
        counts = Counter(column for term in terms(text) if (column := self._columns.get(term)) is not None)
        columns = list(counts)
        values = (1 + np.log(np.array([counts[column] for column in columns], float))) * self.idf[columns]
        length = float(np.linalg.norm(values))
        return np.asarray(self.weights[:, columns] @ (values / length if length else values) + self.bias, float)


def terms(text: str) -> list[str]:
    """
    Give a text's words and pairs of neighbours, lower case and without accents.

    >>> terms("São Paulo votes")
    ['sao', 'paulo', 'votes', 'sao paulo', 'paulo votes']
    """
    decomposed = unicodedata.normalize("NFKD", " ".join(text.split()[:MAX_WORDS]).lower())
    words = _WORD.findall("".join(letter for letter in decomposed if not unicodedata.combining(letter)))
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def softmax(margins: Scores) -> Scores:
    """Turn margins into shares."""
    odds = np.exp(margins - margins.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def calibration_error(scores: Scores, right: npt.NDArray[np.bool_]) -> float:
    """
    Give the mean distance between the best score and how often it is right, over ten bins of equal width.

    >>> calibration_error(np.array([[1.0, 0.0], [1.0, 0.0]]), np.array([True, False]))
    0.5
    """
    best = scores.max(axis=1)
    bins = np.minimum((best * _BINS).astype(int), _BINS - 1)
    gaps = [abs(best[bins == each].mean() - right[bins == each].mean()) * (bins == each).mean() for each in set(bins)]
    return float(sum(gaps))
