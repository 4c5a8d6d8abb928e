"""What a service serves for Prometheus, as numbers."""

from __future__ import annotations


def samples(page: str) -> dict[str, float]:
    """Return each sample by its name with its labels."""
    lines = [line.rsplit(maxsplit=1) for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in lines}
