from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from services.store.core import shingles
from services.store.core.shingles import BANDS, Fingerprint, fingerprint


def test_the_examples_hold() -> None:
    assert doctest.testmod(shingles).failed == 0


@given(st.text())
def test_a_fingerprint_comes_back_from_its_bytes(text: str) -> None:
    taken = fingerprint(text)

    assert Fingerprint.unpacked(taken.packed()) == taken


def test_a_fingerprint_is_the_same_in_every_release() -> None:
    """Stored fingerprints are compared with new ones: a change needs another column, or a window without copies."""
    taken = fingerprint("The ferry to Corran Island sails on Monday at 9.30, Oduya said. The island waits.")

    assert taken.runs[:3] == (2381581282, 666793761, 2687768027)
    assert len(taken.runs) == 11


def test_the_runs_of_a_paragraph_are_runs_of_the_text_around_it() -> None:
    paragraph = "Nobody had budgeted for a second crossing, Oduya told the council"

    assert set(fingerprint(paragraph).runs) < set(fingerprint(f"Before this. {paragraph}. And after.").runs)


def test_names_are_words_that_are_never_written_small() -> None:
    one, other = fingerprint("The ferry waits. Oduya waits for the ferry."), fingerprint("Oduya")

    assert one.names == other.names


def test_a_text_of_any_length_has_a_bounded_fingerprint() -> None:
    taken = fingerprint(" ".join(f"word{number} 漢字" for number in range(100_000)))

    assert len(taken.runs) <= 5_000
    assert len(taken.packed()) < 60_000
    assert len(taken.bands) == BANDS


def test_half_a_surrogate_pair_does_not_stop_it() -> None:
    assert len(fingerprint("one two \ud800 three four five six").runs) == 3
