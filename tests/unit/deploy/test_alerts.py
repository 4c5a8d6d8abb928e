"""Alerts call for what is documented: each has its row in docs/metrics.md, its part of the runbook and its try-out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

_ROOT = Path(__file__).parents[3]
_METRICS = (_ROOT / "docs/metrics.md").read_text()
_RULES: list[dict[str, Any]] = yaml.safe_load((_ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
_HISTORIES: list[dict[str, Any]] = yaml.safe_load((_ROOT / "tests/prometheus/alerts.yml").read_text())["tests"]


def test_the_page_lists_the_alerts_with_their_severity() -> None:
    listed = re.findall(r"^\| `(Dateline\w+)` \| (\w+) \|", _METRICS, re.MULTILINE)

    assert sorted(listed) == sorted((rule["alert"], rule["labels"]["severity"]) for rule in _RULES)


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule["alert"])
def test_an_alert_leads_to_a_part_of_the_runbook_and_asks_for_documented_metrics(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    titles = re.findall(r"^## (.+)$", (_ROOT / page).read_text(), re.MULTILINE)
    asked = {name.removesuffix("_bucket") for name in re.findall(r"dateline_\w+", rule["expr"])}

    assert anchor in {title.lower().replace(" ", "-") for title in titles}
    assert asked <= documented()


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule["alert"])
def test_an_alert_is_seen_to_speak_and_to_be_silent(rule: dict[str, Any]) -> None:
    tried = [one for history in _HISTORIES for one in history["alert_rule_test"] if one["alertname"] == rule["alert"]]

    assert {bool(one["exp_alerts"]) for one in tried} == {True, False}


def documented() -> set[str]:
    return set(re.findall(r"`(dateline_\w+)`", _METRICS))
