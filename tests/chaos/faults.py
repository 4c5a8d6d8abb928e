"""All faults, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.chaos import network_faults, server_faults, service_faults  # noqa: F401 (each registers its own)
from tests.chaos.fault import REGISTERED, Fault

FAULTS: Final[Mapping[str, Fault]] = REGISTERED
