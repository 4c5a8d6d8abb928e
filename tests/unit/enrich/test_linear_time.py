"""The rules around the model take time in proportion to the text, whatever is in it and however much is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count, islice

import pytest

from services.enrich.core.annotations import annotations_of
from services.enrich.core.cleanup import clean_names
from services.enrich.core.merge import with_numbers_and_dates
from services.enrich.core.pieces import pieces
from services.enrich.core.spans import Span
from services.enrich.core.windows import sentence_ends, windows
from shared.contracts.events import Annotations, Model
from tests.bad_inputs.text_cases import FLOODS
from tests.support.growth import grows_too_fast
from tests.unit.enrich.articles import an_article

MODEL = Model(name="none", version="0", config_hash="0")
NAMES = {
    "one person": ("PERSON", lambda _: "Ann Roe"),
    "persons of one family": ("PERSON", lambda number: f"Ann{_letters(number)} Roe"),
    "persons": ("PERSON", lambda number: f"Ann{_letters(number)} Roe{_letters(number)}"),
    "organisations": ("ORG", lambda number: f"Bank of {_letters(number).title()}"),
    "acronyms": ("ORG", lambda number: _letters(number).upper()),
    "places": ("GPE", lambda number: f"Port {_letters(number).title()}"),
    "dates": ("DATE", lambda number: f"{number % 28 + 1} March"),
}


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def annotate(text: str, spans: Sequence[Span] = ()) -> Annotations:
    """All that is done with a text but for the model itself, as the pipeline's components and the annotator do it."""
    list(pieces(text, 20_000))
    found = with_numbers_and_dates(text, clean_names(text, spans))
    article = an_article(text=text, published_at=datetime(2026, 1, 20, tzinfo=UTC))
    return annotations_of(article, found, (), MODEL)


@pytest.mark.parametrize("name", FLOODS)
def test_rules_on_a_flood(name: str) -> None:
    assert not grows_too_fast(annotate, FLOODS[name])


@pytest.mark.parametrize("name", NAMES)
def test_rules_on_many_names(name: str) -> None:
    label, spell = NAMES[name]
    numbers = count()  # other names each time, or a cache would know those of the short text alone

    def work(text: str) -> None:
        parts, spans, at = [], [], 0
        for number in islice(numbers, len(text) // 20):
            spelled = spell(number)
            spans.append(Span(at, at + len(spelled), label, 0.9))
            parts.append(f"{spelled} said, ")
            at += len(parts[-1])
        annotate("".join(parts), spans)

    assert not grows_too_fast(work, " ", small=30_000)


@pytest.mark.parametrize("words", ["a", ".", "\n", "”"])
def test_windows_of_many_words(words: str) -> None:
    def work(text: str) -> None:
        listed = list(text)
        list(windows(range(len(listed)), sentence_ends(listed), 256))

    assert not grows_too_fast(work, words, small=100_000)
