"""Models by name and by what they find."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from deploy.cli import comparison, model_names
from deploy.cli.comparison import Comparison, Found


@pytest.mark.parametrize("module", [comparison, model_names])
def test_examples_are_true(module: ModuleType) -> None:
    result = doctest.testmod(module)

    assert result.failed == 0
    assert result.attempted > 0


def test_entity_under_another_key_is_neither_gained_nor_lost() -> None:
    compared = Comparison()

    compared.add("1", Found({"org:bbc": ("BBC", "ORG")}, {}), Found({"org:british-broadcasting": ("bbc", "ORG")}, {}))

    assert (compared.changed, compared.gained, compared.lost, compared.relabelled) == (0, {}, {}, {})


def test_articles_are_counted_and_only_those_that_differ_are_examples() -> None:
    compared = Comparison()
    oslo = Found({"gpe:oslo": ("Oslo", "GPE")}, {"medtop:17000000": "weather"})

    compared.add("same", oslo, oslo)
    compared.add("other", oslo, Found({}, {}))

    answer = compared.as_json()
    assert (answer["articles"], answer["changed"]) == (2, 1)
    assert answer["entities"]["lost"] == {"GPE": 1}
    assert answer["topics"]["lost"] == {"weather": 1}
    assert [example["article_id"] for example in answer["examples"]] == ["other"]
    assert "  - Oslo (GPE)" in list(compared.lines())
