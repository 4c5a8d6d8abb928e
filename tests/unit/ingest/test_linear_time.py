"""Repair, cleaning and datelines take time in proportion to the text, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

import pytest

from services.ingest.core.clean import clean
from services.ingest.core.clean.registry import RULES
from services.ingest.core.clean.rule import Rule
from services.ingest.core.dateline import find_dateline
from services.ingest.core.repair import repair
from tests.bad_inputs.text_cases import FLOODS
from tests.support.growth import grows_too_fast


def _family(rule: Rule) -> str:
    return rule.id.partition(".")[0]


FAMILIES = {name: tuple(rules) for name, rules in groupby(sorted(RULES, key=_family), key=_family)}


def _hostile_to(rule: Rule) -> Iterator[str]:
    """Make what looks like the rule's noise again and again, on one line and on many, whole and cut off."""
    noise = re.search(r"⟦(.*?)⟧", rule.example, re.DOTALL)
    assert noise
    yield noise[1] + "\n"
    yield noise[1] + " "
    yield noise[1][: len(noise[1]) // 2] + " "
    yield rule.hints[0].rstrip("*") + " A b\n"


@pytest.mark.parametrize("family", FAMILIES)
def test_cleaning_rules(family: str) -> None:
    slow = {(rule.id, unit) for rule in FAMILIES[family] for unit in _hostile_to(rule) if grows_too_fast(clean, unit)}

    assert slow == set()


@pytest.mark.parametrize("name", FLOODS)
def test_repair_cleaning_and_dateline(name: str) -> None:
    works = {"repair": repair, "clean": clean, "dateline": lambda text: find_dateline(text, range(0, 300, 7))}

    assert [each for each, work in works.items() if grows_too_fast(work, FLOODS[name])] == []


def test_growth_that_is_quadratic_is_told() -> None:
    def quadratic(text: str) -> int:
        return sum(1 for _ in range(len(text) // 30) for _ in range(len(text) // 30))

    assert grows_too_fast(quadratic, "a", small=20_000)
