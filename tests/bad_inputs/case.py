"""What a case is: the bytes that a publisher sends, and what must become of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

CANARY: Final = "zqcanarycanaryqz"
"""In a payload it stands for a word that is nowhere else: a log or an error that has it has repeated the payload."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The front door refuses it; `faults` are the (path, code) that its publisher reads."""

    reason: str
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dead:
    """The front door lets it in, and a stage gives it up for this reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stored:
    """It is stored, and these columns of ``v_articles`` hold exactly this."""

    columns: Mapping[str, object] = field(default_factory=dict)


End = Refused | Dead | Stored
STORED: Final = Stored()


@dataclass(frozen=True, slots=True)
class Repeated:
    """A payload that is too long to be written out."""

    prefix: bytes
    unit: bytes
    count: int
    suffix: bytes = b""


@dataclass(frozen=True, slots=True)
class Case:
    """One document: its payload and its end."""

    name: str
    payload: bytes | Repeated
    end: End

    @property
    def canary(self) -> str:
        """The word that stands for `CANARY` in this case's payload."""
        return f"zq{sha256(self.name.encode()).hexdigest()[:12]}qz"

    @property
    def data(self) -> bytes:
        """The bytes of the ``data`` field."""
        match self.payload:
            case Repeated(prefix, unit, count, suffix):
                whole = prefix + unit * count + suffix
            case whole:
                pass
        return whole.replace(CANARY.encode(), self.canary.encode())

    def told(self, value: object) -> object:
        """Return a value that is expected, with this case's own canary in it."""
        return value.replace(CANARY, self.canary) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class EntryCase:
    """One entry of the stream, field by field, and its end."""

    name: str
    fields: tuple[tuple[bytes, bytes], ...]
    end: End

    @property
    def canary(self) -> str:
        """The word that stands for `CANARY` in this entry."""
        return Case(self.name, b"", self.end).canary

    @property
    def sent(self) -> list[bytes]:
        """Names and values in turn, as XADD takes them."""
        own = (CANARY.encode(), self.canary.encode())
        return [part.replace(*own) for name_and_value in self.fields for part in name_and_value]


def document(**fields: object) -> bytes:
    """Make a document that is good but for what `fields` say; its identity is its own."""
    given: dict[str, object] = {"text": f"The tide turned at {CANARY}."} | fields
    return json.dumps(given, ensure_ascii=False).encode(errors="surrogatepass")


def filled(field_: str, unit: str, count: int, *, before: str = "", after: str = "", **fields: object) -> Repeated:
    """Make a document in which one field holds a unit many times, after and before something else."""
    hole = "\x7fhole\x7f"
    prefix, _, suffix = document(**(fields | {field_: before + hole + after})).partition(hole.encode())
    return Repeated(prefix, json.dumps(unit, ensure_ascii=False)[1:-1].encode(), count, suffix)


def refused(path: str, code: str, reason: str = "bad-schema") -> Refused:
    """Say that the front door names one fault."""
    return Refused(reason, ((path, code),))
