"""One list of spans from a model and rules: rules decide numbers, both together decide dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from services.enrich.core.date_rules import date_expressions
from services.enrich.core.numbers import numbers
from services.enrich.core.spans import Span, without_overlaps

_NAMES_A_DATE: Final = re.compile(r"\d|[A-Z]|[a-z]{4}")
NUMERIC: Final = frozenset({"MONEY", "PERCENT", "QUANTITY", "TIME", "CARDINAL", "ORDINAL"})


def with_numbers_and_dates(text: str, found: Sequence[Span]) -> list[Span]:
    """
    Add the numbers and dates that rules find to a model's spans.

    A number is what the rules say; a model's sum of money stands only where it names a currency that the rules do not
    know. A date is the model's and the rules' together: where they overlap, the union. A name keeps its number ("Group of
    Seven"), and a date its own.

    >>> text = "On 5 May 2026 Unit 42 paid $3 million."
    >>> found = [Span(5, 13, "DATE", 0.9), Span(14, 21, "ORG", 0.8), Span(28, 29, "MONEY", 0.5)]
    >>> merged = with_numbers_and_dates(text, found)
    >>> [(text[span.start : span.end], span.label) for span in merged]
    [('5 May 2026', 'DATE'), ('Unit 42', 'ORG'), ('$3 million', 'MONEY')]
    """
    names = [span for span in found if span.label != "DATE" and span.label not in NUMERIC]
    dates = [span for span in found if span.label == "DATE" and _NAMES_A_DATE.search(text, span.start, span.end)]
    ruled = [Span(rule.start, rule.end, "DATE") for rule in date_expressions(text)]
    counted = list(numbers(text))
    sums = [span for span in found if span.label == "MONEY" and _is_sum(text, span, counted)]
    return without_overlaps([*names, *sums, *_united(dates, ruled), *counted])


def _is_sum(text: str, span: Span, numbers: Sequence[Span]) -> bool:
    """Say whether a model's sum of money is more than a count that the rules find: then the rest is its currency."""
    inside = [number for number in numbers if number.start < span.end and span.start < number.end]
    return (
        len(inside) == 1
        and inside[0].label == "CARDINAL"
        and span.start <= inside[0].start
        and inside[0].end <= span.end
        and any(map(str.isalpha, text[span.start : inside[0].start] + text[inside[0].end : span.end]))
    )


def _united(model: Sequence[Span], ruled: Sequence[Span]) -> list[Span]:
    united: list[Span] = []
    for span in sorted((*model, *ruled), key=lambda span: span.start):
        if united and span.start < united[-1].end:
            before = united[-1]
            sure = before if before.confidence is not None else span
            united[-1] = sure.cut(before.start, max(before.end, span.end))
        else:
            united.append(span)
    return united
