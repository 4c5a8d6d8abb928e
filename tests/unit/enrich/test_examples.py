"""The examples in the docstrings of the core hold."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from services.enrich import core

_MODULES = [module.name for module in pkgutil.iter_modules(core.__path__)]


@pytest.mark.parametrize("name", _MODULES)
def test_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(import_module(f"{core.__name__}.{name}"))

    assert result.failed == 0
