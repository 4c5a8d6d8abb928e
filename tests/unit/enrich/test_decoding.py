"""Names are read off probabilities: boundaries first, then one label for all words of a name."""

from __future__ import annotations

import numpy as np

from services.enrich.core.decoding import Odds, names

_LABELS = ("PERSON", "ORG")
_COLUMNS = ("O", "B-PERSON", "I-PERSON", "B-ORG", "I-ORG")


def _odds(*words: dict[str, float]) -> Odds:
    rows = [[shares.get(column, 0.0) for column in _COLUMNS] for shares in words]
    return np.array(rows, np.float32).reshape(len(rows), len(_COLUMNS))


def _read(odds: Odds, *, apart: tuple[int, ...] = ()) -> list[tuple[int, int, str]]:
    return [name[:3] for name in names(odds, _LABELS, apart)]


def test_word_that_surely_goes_on_does_so_whatever_its_label() -> None:
    odds = _odds({"B-PERSON": 0.9}, {"I-PERSON": 0.4, "I-ORG": 0.5}, {"O": 1.0})

    assert _read(odds) == [(0, 2, "PERSON")]


def test_word_is_a_name_if_all_labels_together_outweigh_none() -> None:
    odds = _odds({"O": 0.4, "B-PERSON": 0.25, "B-ORG": 0.35})

    assert _read(odds) == [(0, 1, "ORG")]


def test_name_that_begins_ends_the_one_before_it() -> None:
    odds = _odds({"B-PERSON": 0.9}, {"B-PERSON": 0.9}, {"I-PERSON": 0.9})

    assert _read(odds) == [(0, 1, "PERSON"), (1, 3, "PERSON")]


def test_name_does_not_go_on_into_a_word_that_stands_apart() -> None:
    odds = _odds({"B-PERSON": 0.9}, {"I-PERSON": 0.9})

    assert _read(odds, apart=(1,)) == [(0, 1, "PERSON"), (1, 2, "PERSON")]


def test_name_needs_no_beginning() -> None:
    odds = _odds({"O": 1.0}, {"I-ORG": 0.9}, {"I-ORG": 0.9})

    assert _read(odds) == [(1, 3, "ORG")]


def test_confidence_is_the_geometric_mean_over_the_words() -> None:
    (name,) = names(_odds({"B-PERSON": 0.9}, {"I-PERSON": 0.4, "I-ORG": 0.2}), _LABELS)

    assert round(name.confidence, 3) == 0.6


def test_no_words_have_no_names() -> None:
    assert _read(_odds()) == []
