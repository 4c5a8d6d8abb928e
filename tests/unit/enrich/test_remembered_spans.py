from __future__ import annotations

from collections.abc import Sequence

from services.enrich.adapters.remembered_spans import Reading, RememberedSpans
from services.enrich.core.spans import Span


class Finder:
    """Finds the first word of each text, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]) -> list[Reading]:
        self.asked.append(list(texts))
        return [Reading((Span(0, len(text.split()[0]), "ORG", 0.9),)) for text in texts]


def test_a_text_that_is_remembered_is_not_searched_again() -> None:
    finder = Finder()
    spans = RememberedSpans(finder, most=10)

    first = spans(["Ansel reopens", "Corran waits", "Ansel reopens"])
    again = spans(["Quel votes", "Ansel reopens"])

    assert finder.asked == [["Ansel reopens", "Corran waits"], ["Quel votes"]]
    assert [one.spans[0].end for one in first] == [5, 6, 5]
    assert [one.spans[0].end for one in again] == [4, 5]


def test_a_text_that_differs_in_a_letter_is_searched() -> None:
    finder = Finder()
    spans = RememberedSpans(finder, most=10)

    spans(["Ansel reopens"])
    spans(["Ansel reopens "])

    assert len(finder.asked) == 2


def test_the_text_that_was_not_asked_for_longest_is_forgotten() -> None:
    finder = Finder()
    spans = RememberedSpans(finder, most=2)

    for text in ("a", "b", "a", "c", "a", "b"):
        spans([text])

    assert finder.asked == [["a"], ["b"], ["c"], ["b"]]


def test_nothing_is_remembered_where_no_text_may_be() -> None:
    finder = Finder()
    spans = RememberedSpans(finder, most=0)

    assert [len(spans(["a", "a", "b"])), len(spans(["a"]))] == [3, 1]
    assert finder.asked == [["a", "b"], ["a"]]


def test_a_text_with_thousands_of_names_takes_the_place_of_others() -> None:
    asked: list[str] = []

    def find(texts: Sequence[str]) -> list[Reading]:
        asked.extend(texts)
        return [Reading((Span(0, 1, "ORG", 0.9),) * (950 if text == "long" else 30)) for text in texts]

    spans = RememberedSpans(find, most=10)

    for text in ("a", "b", "long", "b", "a"):
        spans([text])

    assert asked == ["a", "b", "long", "a"]


def test_what_was_not_read_to_its_end_is_read_anew() -> None:
    asked: list[str] = []

    def find(texts: Sequence[str]) -> list[Reading]:
        asked.extend(texts)
        return [Reading((), is_whole=len(asked) > 1) for _ in texts]

    spans = RememberedSpans(find, most=10)

    readings = [spans(["a"])[0] for _ in range(3)]

    assert [reading.is_whole for reading in readings] == [False, True, True]
    assert asked == ["a", "a"]
