"""Dates mean what a reader of that day would take them to mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enrich.core.calendar import Value
from services.enrich.core.date_rules import date_expressions
from services.enrich.core.dates import date_value

_TUESDAY = date(2026, 1, 20)


@pytest.mark.parametrize(
    "sentence",
    ["and the next day he left", "rose over the past year", "a year earlier it", "in the last two weeks", "two days later"],
)
def test_spans_of_time_and_days_reckoned_from_elsewhere_are_no_dates(sentence: str) -> None:
    assert list(date_expressions(sentence)) == []


def _value(marked: str, today: date | None = _TUESDAY) -> Value | None:
    """Evaluate the part of a sentence that stands in brackets."""
    start, end = marked.index("["), marked.index("]")
    return date_value(marked.replace("[", "").replace("]", ""), start, end - 1, today)


@pytest.mark.parametrize(
    ("sentence", "iso", "granularity"),
    [
        ("The office said on [Tuesday] that", "2026-01-20", "day"),
        ("He resigned on [Wednesday].", "2026-01-14", "day"),
        ("Talks will resume on [Wednesday].", "2026-01-21", "day"),
        ("The bank said it was closed. It will open [Friday].", "2026-01-23", "day"),
        ("It will go on, he said [Monday].", "2026-01-19", "day"),
        ("It closed [last Tuesday].", "2026-01-13", "day"),
        ("They meet [next Tuesday].", "2026-01-27", "day"),
        ("a summit to be held on [February 4] in", "2026-02-04", "day"),
        ("the law passed on [December 30]", "2025-12-30", "day"),
        ("on [4 February 2024],", "2024-02-04", "day"),
        ("on [Feb. 4th, 2024],", "2024-02-04", "day"),
        ("on [Monday, 3 March 2025] at", "2025-03-03", "day"),
        ("filed [2025-11-02] by", "2025-11-02", "day"),
        ("filed [23/11/2025] by", "2025-11-23", "day"),
        ("the match [yesterday] was", "2026-01-19", "day"),
        ("the match [the day after tomorrow] is", "2026-01-22", "day"),
        ("[three days ago] it", "2026-01-17", "day"),
        ("[Last week], ministers", "2026-W03", "week"),
        ("[two weeks ago]", "2026-W02", "week"),
        ("in [January 2026]", "2026-01", "month"),
        ("in [December], prices fell", "2025-12", "month"),
        ("polls due in [May]", "2026-05", "month"),
        ("it fell in [early August]", "2025-08", "month"),
        ("[next February] it", "2026-02", "month"),
        ("[last January] it", "2025-01", "month"),
        ("[this March] it", "2026-03", "month"),
        ("[last month]", "2025-12", "month"),
        ("the [first quarter of 2025]", "2025-Q1", "quarter"),
        ("[last quarter] profit", "2025-Q4", "quarter"),
        ("since [2019]", "2019", "year"),
        ("[last year]", "2025", "year"),
        ("[two years ago]", "2024", "year"),
        ("in the [1990s]", "199X", "decade"),
    ],
)
def test_expression_has_the_value_of_its_article_date(sentence: str, iso: str, granularity: str) -> None:
    assert _value(sentence) == (iso, granularity)


@pytest.mark.parametrize(
    "sentence", ["[recent weeks]", "[the last two years]", "[04/05/2025]", "[2019-2021]", "[February 31]"]
)
def test_what_names_no_certain_date_has_no_value(sentence: str) -> None:
    assert _value(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "expected"), [("on [Tuesday]", None), ("[last week]", None), ("in [May 2024]", "2024-05")]
)
def test_without_an_article_date_only_dates_with_a_year_have_a_value(sentence: str, expected: str | None) -> None:
    value = _value(sentence, today=None)

    assert (value.iso if value else None) == expected


def test_day_without_year_is_the_nearest_one_over_new_year() -> None:
    value = _value("on [December 28]", today=date(2026, 1, 2))

    assert value == ("2025-12-28", "day")


@pytest.mark.parametrize("text", ["they may march", "about 2019 people", "a second time", "the sun sat", "page 2019"])
def test_words_with_other_uses_are_no_dates(text: str) -> None:
    assert list(date_expressions(text)) == []


@given(
    st.text(max_size=80), st.dates(), st.integers(1, 999), st.sampled_from(["days", "weeks", "months", "years", "decades"])
)
def test_any_count_and_article_date_give_a_value_or_none(before: str, today: date, count: int, unit: str) -> None:
    text = f"{before} {count} {unit} ago"

    value = date_value(text, len(before) + 1, len(text), today)

    assert value is None or value.iso[:3].isdigit()
