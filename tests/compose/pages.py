"""Runnable blocks of the documentation, by the name that stands beside the language."""

from __future__ import annotations

import re

from tests.compose.system import ROOT


def block(page: str, name: str) -> str:
    """Return the code of the block `name` of docs/`page`."""
    found = re.findall(
        rf"^```\w+ {re.escape(name)}\n(.*?)^```$", (ROOT / "docs" / page).read_text(), re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1, f"{page} has {len(found)} blocks {name}"
    return str(found[0])


def named_blocks(page: str) -> set[str]:
    """Return the names of all named blocks of docs/`page`."""
    return set(re.findall(r"^```\w+ (\S+)$", (ROOT / "docs" / page).read_text(), re.MULTILINE))
