"""Whether time grows with the input or faster than it, told by CPU time: a busy machine changes no verdict."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Final

FOURFOLD: Final = 8.0
"""How many times longer four times as much may take: 4 is linear, 16 quadratic."""

_SMALL, _TIMES = 8_000, 4  # characters: a blow-up shows early, and the test stays quick
_NOISE_S: Final = 0.01  # less CPU time than this tells nothing
_TRIES: Final = 4


def grows_too_fast(work: Callable[[str], object], unit: str, small: int = _SMALL) -> bool:
    """Say whether `work` on a repeated `unit` takes more than in proportion; the best of a few runs counts."""
    short, long = ((unit * (size // len(unit) + 1))[:size] for size in (small, _TIMES * small))
    return all(_cpu_s(work, long) > FOURFOLD * max(_cpu_s(work, short), _NOISE_S) for _ in range(_TRIES))


def _cpu_s(work: Callable[[str], object], text: str) -> float:
    gc.collect()
    gc.disable()  # a search through what earlier tests have left would be counted as work
    try:
        began = time.process_time()
        work(text)
        return time.process_time() - began
    finally:
        gc.enable()
