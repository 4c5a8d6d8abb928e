"""
A text's fingerprint: what is left of it to find its copies by.

Broder's method of 1997. A text is the set of its runs of five words, hashed; the sixteen smallest hashes are a sample that
any two texts take alike (MinHash with one permutation), so copies are looked up by them, each one a band of its own. The
library that signs texts for us would save a twentieth of a millisecond and not the runs, which the comparison needs anyway.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from struct import calcsize, pack, unpack_from
from typing import Final, Self
from zlib import crc32

RUN: Final = 5
BANDS: Final = 16
"""Of two texts that share 30 % of their runs, 1 - .7^16 = 99.7 % share a band; of those that share none, nobody does."""

_MOST_WORDS, _MOST_CHARACTERS = 5_000, 40_000  # a longer text is known by its beginning: memory and time have a bound
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"  # there, a letter is a word
_BETWEEN_WORDS = (
    r"\s!-/:-@\[-`{-~\xa1-\xbf\u2000-\u206f\u3000-\u303f\uff00-\uff0f"  # ASCII, Latin, general, CJK punctuation
    "\u060c\u061b\u061f\u0964\u0965"
)
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[{_NO_SPACES}]|[^{_BETWEEN_WORDS}{_NO_SPACES}]+")
_SIZES: Final = "<4I"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hashes of a text: its runs in order, the names and numbers in it, and the words that only open sentences."""

    runs: tuple[int, ...]
    names: frozenset[int]
    numbers: frozenset[int]
    openers: frozenset[int]

    @property
    def bands(self) -> list[int]:
        """The hashes that its copies are looked up by."""
        return sorted(set(self.runs))[:BANDS]

    def packed(self) -> bytes:
        """Return it as bytes, the same on every machine."""
        parts = (self.runs, *(sorted(part) for part in (self.names, self.numbers, self.openers)))
        sizes = [len(part) for part in parts]
        return pack(f"{_SIZES}{sum(sizes)}I", *sizes, *(value for part in parts for value in part))

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Read it back from its bytes."""
        runs, names, numbers, openers = unpack_from(_SIZES, data)
        values = unpack_from(f"<{runs + names + numbers + openers}I", data, calcsize(_SIZES))
        first, second, third = runs, runs + names, runs + names + numbers
        return cls(
            values[:first], frozenset(values[first:second]), frozenset(values[second:third]), frozenset(values[third:])
        )


def fingerprint(text: str) -> Fingerprint:
    r"""
    Hash a text's words, whatever its punctuation, capitals and line breaks.

    A name is a word that is never written small: so are the nouns of German, which does no harm.

    >>> quoted = fingerprint("“Rates will stay at 4.25 %”, Oduya said.")
    >>> quoted.runs == fingerprint("rates WILL stay\nat 4.25: oduya said").runs
    True
    """
    words = _WORD.findall(text[:_MOST_CHARACTERS])[:_MOST_WORDS]
    different = set(words)
    numbers = {word for word in different if word[0].isdigit()}
    small = {word for word in different if word.islower()}
    capitals = {word.lower() for word in different - small - numbers if word[0].isupper()}
    return Fingerprint(_runs(words), _hashed(capitals - small), _hashed(numbers), _hashed(capitals & small))


def _runs(words: list[str]) -> tuple[int, ...]:
    line = " ".join(words).lower().encode(errors="replace")
    starts = list(accumulate(map(len, line.split(b" ")), lambda start, length: start + length + 1, initial=0))
    return tuple([crc32(line[start : end - 1]) for start, end in zip(starts, starts[RUN:], strict=False)])


def _hashed(words: set[str]) -> frozenset[int]:
    return frozenset(crc32(word.encode(errors="replace")) for word in words)
