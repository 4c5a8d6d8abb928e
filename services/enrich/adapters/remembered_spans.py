"""What was found in the latest texts: forty copies of one wire story cost one run of the model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple, TypeAlias

from services.enrich.core.spans import Span

_SPANS_OF_A_TEXT: Final = 100
"""What a text counts for: long ones with thousands of names take the place of several."""


class Reading(NamedTuple):
    """What was found in a text, and whether all of it was read."""

    spans: tuple[Span, ...]
    is_whole: bool = True


FindSpans: TypeAlias = Callable[[Sequence[str]], Sequence[Reading]]


class RememberedSpans:
    """
    Find spans in texts, and in equal texts only once while they are remembered.

    What a model finds depends on the text alone. Title, date and agency, which outlets change, come in later, so they never
    keep a copy from being known. The texts themselves are not kept. What was not read to its end is read anew.
    """

    def __init__(self, find: FindSpans, most: int) -> None:
        self._find = find
        self._most = most
        self._spans: OrderedDict[bytes, Reading] = OrderedDict()
        self._kept = 0

    def __call__(self, texts: Sequence[str]) -> list[Reading]:
        """Read the texts, in order."""
        keys = [blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest() for text in texts]
        found = {key: self._spans[key] for key in keys if key in self._spans}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if new:
            found.update(zip(new, self._find(list(new.values())), strict=True))
        for key, reading in found.items():
            if reading.is_whole:
                self._kept += 0 if key in self._spans else len(reading.spans)
                self._spans[key] = reading
                self._spans.move_to_end(key)
        while len(self._spans) > self._most or self._kept > self._most * _SPANS_OF_A_TEXT:
            _, forgotten = self._spans.popitem(last=False)
            self._kept -= len(forgotten.spans)
        return [found[key] for key in keys]
