"""Keywords, topics, pieces and windows: what is computed of a text without a model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.core.keywords import keywords
from services.enrich.core.pieces import pieces
from services.enrich.core.topics import topics_of
from services.enrich.core.windows import sentence_ends, windows

_CODES = {"politics": "medtop:11000000", "diplomacy": "medtop:11000000", "business": "medtop:04000000", "other": None}


def test_phrase_that_recurs_is_a_keyword_and_its_parts_are_not() -> None:
    text = "Hydrogen supply chains matter. The hydrogen supply chains of Japan grow, as do hydrogen supply chains in Spain."

    assert keywords(None, text)[0] == "hydrogen supply chains"
    assert "supply" not in keywords(None, text)


def test_phrase_of_the_title_comes_first() -> None:
    text = "Ferry routes open. Bridge tolls rise. Ferry routes grow. Bridge tolls fall."

    assert keywords("Bridge tolls", text)[0] == "bridge tolls"


@given(st.text(max_size=300))
def test_keywords_are_few_and_distinct(text: str) -> None:
    found = keywords(None, text)

    assert len(found) <= 10
    assert len(set(found)) == len(found)


def test_classes_of_one_code_are_one_topic() -> None:
    topics = topics_of({"politics": 0.3, "diplomacy": 0.4, "business": 0.3}, _CODES, threshold=0.5, further_threshold=0.2)

    assert [(topic.code, topic.score) for topic in topics] == [("medtop:11000000", 0.7), ("medtop:04000000", 0.3)]


@pytest.mark.parametrize("probabilities", [{"politics": 0.3, "business": 0.2}, {"other": 0.9, "business": 0.1}, {}])
def test_no_topic_is_shown_rather_than_an_unlikely_one(probabilities: dict[str, float]) -> None:
    assert topics_of(probabilities, _CODES, threshold=0.5, further_threshold=0.1) == ()


@given(st.text(max_size=400), st.integers(5, 60))
def test_pieces_put_together_are_the_text(text: str, longest: int) -> None:
    found = list(pieces(text, longest))

    assert "".join(piece.text for piece in found) == text
    assert all(text[piece.offset :].startswith(piece.text) and 0 < len(piece.text) <= longest for piece in found)


def test_run_without_a_break_is_blanked_and_offsets_stay_true() -> None:
    text = "Before " + "x" * 100_000 + " after"

    found = "".join(piece.text for piece in pieces(text, 20_000))

    assert len(found) == len(text)
    assert found.split() == ["Before", "after"]


def test_pieces_end_where_paragraphs_do() -> None:
    first, second = "One. Two.\n\n", "Three. Four."

    assert [piece.text for piece in pieces(first + second, 16)] == [first, second]


@given(
    st.lists(st.sampled_from(["a", ".", "”", "\n", "word"]), max_size=60),
    st.lists(st.integers(1, 5), max_size=60),
    st.integers(1, 9),
)
def test_windows_cover_every_piece_once_and_never_exceed_their_limit(words: list[str], sizes: list[int], limit: int) -> None:
    word_of_piece = [index for index, (_, size) in enumerate(zip(words, sizes, strict=False)) for _ in range(size)]

    found = list(windows(word_of_piece, sentence_ends(words), limit))

    assert [piece for start, end in found for piece in range(start, end)] == list(range(len(word_of_piece)))
    assert all(0 < end - start <= limit for start, end in found)


@pytest.mark.parametrize(
    ("words", "limit", "expected"),
    [
        (["One", "two", ".", "Three", "four", "five"], 4, [(0, 3), (3, 6)]),
        (["One", ".", "Two", ".", "Three", "."], 5, [(0, 4), (4, 6)]),
        (["One", "two", "three"], 2, [(0, 2), (2, 3)]),
    ],
)
def test_window_ends_where_the_last_whole_sentence_does(
    words: list[str], limit: int, expected: list[tuple[int, int]]
) -> None:
    assert list(windows(range(len(words)), sentence_ends(words), limit)) == expected


def test_window_within_a_sentence_ends_with_a_word() -> None:
    assert list(windows([0, 1, 1, 1, 2], ends=[3], limit=3)) == [(0, 1), (1, 4), (4, 5)]
