"""Rules and model share the work: each decides what it knows better."""

from __future__ import annotations

import pytest

from services.enrich.core.merge import with_numbers_and_dates
from services.enrich.core.spans import Span


def _merged(text: str, name: str, label: str) -> list[tuple[str, str]]:
    start = text.index(name)
    found = with_numbers_and_dates(text, [Span(start, start + len(name), label, 0.9)])
    return [(text[span.start : span.end], span.label) for span in found]


def test_sum_in_a_currency_that_no_rule_knows_is_the_models() -> None:
    assert _merged("paid 12 glims for it", "12 glims", "MONEY") == [("12 glims", "MONEY")]


@pytest.mark.parametrize(
    ("text", "name", "merged"),
    [
        ("sold 35 million of them", "35 million", [("35 million", "CARDINAL")]),
        ("paid in glims for it", "glims", []),
        ("paid A$35 million for it", "35 million", [("A$35 million", "MONEY")]),
    ],
)
def test_sum_without_a_currency_of_its_own_is_what_the_rules_say(
    text: str, name: str, merged: list[tuple[str, str]]
) -> None:
    assert _merged(text, name, "MONEY") == merged


@pytest.mark.parametrize(("name", "merged"), [("Eid", [("Eid", "DATE")]), ("of", [])])
def test_models_date_is_no_mere_function_word(name: str, merged: list[tuple[str, str]]) -> None:
    assert _merged("the week of Eid", name, "DATE") == merged
