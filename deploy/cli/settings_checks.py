"""Whether this environment's settings can be read, and make sense together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from deploy.cli.checkup import Check, fault, ok, warning
from services.enrich.settings import EnrichSettings
from services.ingest.settings import IngestSettings
from services.store.settings import StoreSettings
from shared.settings import BusSettings, ProbeSettings, Settings, SettingsError, load

_KINDS: Final[tuple[type[Settings], ...]] = (BusSettings, ProbeSettings, IngestSettings, EnrichSettings, StoreSettings)
_ALIKE: Final = 0.9  # as DATELINE_CLAIM_AFTR_S is: compose has variables of its own, which are no typing errors
_BEATS: Final = 2  # a heartbeat may come late once


def check_settings(environment: Mapping[str, str]) -> Iterator[Check]:
    """Check this command's environment; a service reads its own, and says at its start what is wrong there."""
    wrong = 0
    for kind in _KINDS:
        try:
            load(kind)
        except SettingsError as error:
            wrong += 1
            yield fault("settings", str(error), "docs/settings.md lists what each may be")
    known = {f"{kind.model_config.get('env_prefix', '')}{name}".upper() for kind in _KINDS for name in kind.model_fields}
    known |= {f"{name}_FILE" for name in known}
    for name in sorted(environment):
        if name.startswith("DATELINE_") and name not in known:
            for meant in get_close_matches(name, known, n=1, cutoff=_ALIKE):
                wrong += 1
                yield warning("settings", f"{name} is no setting", f"is {meant} meant?")
    if not wrong:
        yield from _together(load(BusSettings))


def _together(bus: BusSettings) -> Iterator[Check]:
    if bus.heartbeat_s * _BEATS > bus.claim_after_s:
        found = "DATELINE_HEARTBEAT_S is more than half of DATELINE_CLAIM_AFTER_S: replicas that live lose what they work on"
        yield fault("settings", found, "let a heartbeat come at least twice before a claim")
    elif bus.intake_slow >= bus.intake_closed:
        yield warning(
            "settings",
            "DATELINE_INTAKE_SLOW is not below DATELINE_INTAKE_CLOSED: publishers are stopped before they are slowed",
            "lower DATELINE_INTAKE_SLOW",
        )
    else:
        yield ok("settings", "readable")
