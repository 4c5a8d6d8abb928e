"""What the publishers of a run send, in order, and what must become of each document: all of it follows from the seed."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tests.support.system import SENTENCES

SOURCE: Final = "chaos"
STAGES: Final = ("ingest", "enrich", "store")

_KINDS: Final = {
    "new": 60, "repeat": 12, "newer": 10, "older": 8, "other": 3, "withdrawn": 3,
    "retried": 1, "poison": 1, "no-json": 1, "typo": 1,
}  # fmt: skip
"""How many of a hundred: most are new; `other` is another text under a version that was used before."""

_REASONS: Final = {"poison": "bug", "killer": "crash", "no-json": "bad-json", "typo": "bad-schema"}


@dataclass(frozen=True, slots=True)
class Document:
    """One submission; its `number` travels as its correlation id."""

    number: int
    kind: str
    data: bytes
    version: int = 0
    text: str | None = None

    @property
    def reason(self) -> str | None:
        """Why it must be rejected, None where it must be stored."""
        return _REASONS.get(self.kind)


def documents(seed: int, count: int, killers: int) -> list[Document]:
    """Make a run's documents. The killers are spread over the stages, and come when a third of the run is over."""
    generator = random.Random(f"documents of {seed}")
    kinds = generator.choices(list(_KINDS), weights=list(_KINDS.values()), k=count)
    for nth in range(killers):
        kinds[count // 3 + nth * count // (3 * killers)] = f"killer {STAGES[(seed + nth) % 3]}"
    return list(_documents(generator, kinds))


def _documents(generator: random.Random, kinds: list[str]) -> Iterator[Document]:
    healthy: list[Document] = []
    of: dict[int, str] = {}
    for number, asked in enumerate(kinds):
        kind, _, stage = asked.partition(" ")
        earlier = generator.choice(healthy) if healthy else None
        if kind == "no-json":
            yield Document(number, kind, b'{"text": ')
        elif kind == "typo":
            yield Document(number, kind, json.dumps({"source": SOURCE, "id": str(number), "txet": "A typo."}).encode())
        elif kind == "repeat" and earlier:
            document = Document(number, kind, earlier.data, earlier.version, earlier.text)
            of[number] = of[earlier.number]
            healthy.append(document)
            yield document
        else:
            base = earlier if kind in {"newer", "older", "other", "withdrawn"} else None
            article = of[base.number] if base else str(number)
            step = {"newer": 1, "older": -1}.get(kind, 0)
            version = max(0, (base.version if base else generator.choice((0, 0, 2))) + step)
            document = _document(number, kind, article, version, stage or generator.choice(STAGES[:2]))
            if document.reason is None:
                of[number] = article
                healthy.append(document)
            yield document


def _document(number: int, kind: str, article: str, version: int, stage: str) -> Document:
    fields: dict[str, object] = {"source": SOURCE, "id": article, "version": version}
    if kind == "withdrawn":
        return Document(number, kind, json.dumps({**fields, "status": "withdrawn"}).encode(), version)
    text = f"{SENTENCES[number % 3]} This is number {number} of the day."
    if kind in _DOES:
        text += f" {mark(stage, _DOES[kind])}."
    return Document(number, kind, json.dumps({**fields, "text": text}).encode(), version, text)


_DOES: Final = {"killer": "dies", "poison": "fails", "retried": "stumbles"}


def mark(stage: str, does: str) -> str:
    """Write what makes a stage die of a text, fail or stumble over it (`tests.chaos.service`)."""
    return f"The service {stage} {does} here"
