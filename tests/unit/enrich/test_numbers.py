"""Numbers are found with all that belongs to them, and called what they are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.core.numbers import numbers


@pytest.mark.parametrize(
    ("sentence", "number", "label"),
    [
        ("paid $5.2 billion for", "$5.2 billion", "MONEY"),
        ("paid US$3bn for", "US$3bn", "MONEY"),
        ("worth Rs 62,476 crore abroad", "Rs 62,476 crore", "MONEY"),
        ("worth 40 million euros a year", "40 million euros", "MONEY"),
        ("cost £1,000-2,000 each", "£1,000-2,000", "MONEY"),
        ("fined two million dollars", "two million dollars", "MONEY"),
        ("fined 60 shillings for", "60 shillings", "MONEY"),
        ("paid 130 billion won for", "130 billion won", "MONEY"),
        ("sold 40 million Ethiopian birr of", "40 million Ethiopian birr", "MONEY"),
        ("rose 3.5 per cent", "3.5 per cent", "PERCENT"),
        ("rose 12% on", "12%", "PERCENT"),
        ("up 2 percentage points", "2 percentage points", "PERCENT"),
        ("a 10-mile queue", "10-mile", "QUANTITY"),
        ("1,234.5 square km of forest", "1,234.5 square km", "QUANTITY"),
        ("pumped 80,000 barrels", "80,000 barrels", "QUANTITY"),
        ("opens at 9:30 am", "9:30 am", "TIME"),
        ("at 1400 GMT today", "1400 GMT", "TIME"),
        ("lasted five hours", "five hours", "TIME"),
        ("killed 41 people", "41", "CARDINAL"),
        ("twenty-one miners", "twenty-one", "CARDINAL"),
        ("half a million voters", "half a million", "CARDINAL"),
        ("the second round", "second", "ORDINAL"),
        ("the 21st session", "21st", "ORDINAL"),
    ],
)
def test_number_is_found_whole(sentence: str, number: str, label: str) -> None:
    found = [(sentence[span.start : span.end], span.label) for span in numbers(sentence)]

    assert found == [(number, label)]


@pytest.mark.parametrize("sentence", ["the F-16 jet", "Covid-19 cases", "one of them", "a report", "none won"])
def test_names_and_pronouns_are_no_numbers(sentence: str) -> None:
    assert list(numbers(sentence)) == []


@given(st.text(alphabet=st.sampled_from("0123456789.,-$€% abmk½²٣"), max_size=60))
def test_spans_are_in_order_and_never_overlap(text: str) -> None:
    found = list(numbers(text))

    assert all(span.start < span.end <= len(text) for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
