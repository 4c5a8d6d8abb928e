"""All rules in the order in which they are asked, and the version that any change in them changes."""

from __future__ import annotations

import hashlib
from importlib import resources

from services.ingest.core.clean import (
    adverts,
    bylines,
    copyright,  # noqa: A004
    credits,  # noqa: A004
    disclaimers,
    interstitials,
    photos,
    promotions,
    related,
    sharing,
    timestamps,
    truncation,
)
from services.ingest.core.clean.rule import Rule

_RELEASE = "2026.11.1"
_DATA = ("agencies.json", "areas.json", "places.txt")

RULES: tuple[Rule, ...] = (
    *interstitials.RULES,
    *related.RULES,
    *adverts.RULES,
    *promotions.RULES,
    *sharing.RULES,
    *photos.RULES,
    *bylines.RULES,
    *timestamps.RULES,
    *credits.RULES,
    *copyright.RULES,
    *disclaimers.RULES,
    *truncation.RULES,
)


def _version() -> str:
    digest = hashlib.sha256()
    for rule in RULES:
        digest.update(rule.fingerprint().encode())
    core = resources.files("services.ingest.core")
    sources = sorted(entry.name for entry in core.joinpath("clean").iterdir() if entry.name.endswith(".py"))
    grammar = sorted(entry.name for entry in core.iterdir() if entry.name.startswith(("dateline", "printed_dates", "places.py", "agencies.py")))
    for name in (*grammar, *_DATA):
        digest.update(core.joinpath(name).read_bytes())
    for name in sources:
        digest.update(core.joinpath("clean", name).read_bytes())
    return f"{_RELEASE}+{digest.hexdigest()[:8]}"


RULES_VERSION = _version()
