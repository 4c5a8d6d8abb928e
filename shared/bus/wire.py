"""
Stream entries to messages and back.

On the wire an entry is one field ``data`` with a JSON object, beside plain header fields: any client can write it, and
redis-cli can read it. Reading is tolerant per entry: one bad entry never fails its batch.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from shared.contracts import streams
from shared.errors import Fault, Reason, RejectedError

Fields = Mapping[bytes, bytes]
M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_MAX_CORRELATION_ID = 512
_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_ENTRY_ID = re.compile(rb"\d{1,20}-\d{1,20}")

ATTEMPT: Final = b"attempt"
SUBMISSION_ID: Final = b"submission_id"
CORRELATION_ID: Final = b"correlation_id"
TRACEPARENT: Final = b"traceparent"
DATA: Final = b"data"
CARRIED: Final = (DATA, CORRELATION_ID, TRACEPARENT)
"""The fields of a document that survive each delay and each replay, beside the id of its first XADD."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One stream entry as Redis delivered it; `deliveries` is 1 unless a replica died with it."""

    stream: str
    id: str
    fields: Fields
    deliveries: int = 1

    @property
    def size(self) -> int:
        """Bytes of all fields."""
        return sum(len(name) + len(value) for name, value in self.fields.items())

    @property
    def submission_id(self) -> str:
        """The id of the first XADD: carried by re-adds and from stage to stage; a publisher can name no later one."""
        given = self.fields.get(SUBMISSION_ID, b"")
        if not _ENTRY_ID.fullmatch(given):
            return self.id
        if self.stream == streams.SUBMITTED and _order(given.decode()) > _order(self.id):
            return self.id
        return given.decode()

    @property
    def submitted_s(self) -> float:
        """When it was submitted, by the clock of Redis: seconds since 1970."""
        return _order(self.submission_id)[0] / 1000

    @property
    def attempt(self) -> int:
        """Which attempt this is at the document, from 1."""
        given = self.fields.get(ATTEMPT, b"")
        return int(given) if given.isdigit() and len(given) < 4 else 1  # noqa: PLR2004 (a counter that we wrote ourselves)

    @property
    def correlation_id(self) -> str | None:
        """The publisher's correlation id, or None where there is none or it is unfit."""
        given = self.fields.get(CORRELATION_ID)
        if given is None or len(given) > _MAX_CORRELATION_ID:
            return None
        try:
            decoded = given.decode()
        except UnicodeDecodeError:
            return None
        return decoded if decoded.isprintable() else None

    @property
    def headers(self) -> dict[bytes, bytes]:
        """The header fields that travel on to the next stage."""
        carried = {SUBMISSION_ID: self.submission_id.encode()}
        if (correlation_id := self.correlation_id) is not None:
            carried[CORRELATION_ID] = correlation_id.encode()
        if _TRACEPARENT.fullmatch(self.fields.get(TRACEPARENT, b"")):
            carried[TRACEPARENT] = self.fields[TRACEPARENT]
        return carried


def _order(entry_id: str) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition("-")
    return int(milliseconds), int(sequence)


def reading(read_data: Callable[[bytes], T], *, most_bytes: int | None = None) -> Callable[[Entry], T]:
    """
    Make the reader of a stream from the reader of its ``data`` fields.

    It raises RejectedError where an entry is longer than `most_bytes` with all its fields, has no data or an unfit
    correlation id, or `read_data` refuses it.
    """

    def read(entry: Entry) -> T:
        if most_bytes is not None and entry.size > most_bytes:
            detail = f"the entry has {entry.size} bytes, at most {most_bytes} are allowed"
            raise RejectedError("too-large", detail, (Fault("$", "too_large"),))
        data = entry.fields.get(DATA)
        if data is None:
            raise RejectedError("bad-schema", "the entry has no field named data", (Fault("data", "missing"),))
        if CORRELATION_ID in entry.fields and entry.correlation_id is None:
            detail = f"correlation_id is not printable UTF-8 of at most {_MAX_CORRELATION_ID} bytes"
            raise RejectedError("bad-schema", detail, (Fault("correlation_id", "invalid"),))
        return read_data(data)

    return read


def reading_events(kind: type[M]) -> Callable[[Entry], M]:
    """Make the reader of a stream of events: what another stage wrote is validated again, never trusted."""

    def read_event(data: bytes) -> M:
        try:
            return kind.model_validate_json(data)
        except ValidationError as error:
            faults = tuple(
                Fault(".".join(str(part) for part in fault["loc"][:2]) or "$", fault["type"])
                for fault in error.errors(include_url=False, include_input=False, include_context=False)[:20]
            )
            reason: Reason = "bad-json" if faults[0].code == "json_invalid" else "bad-schema"
            raise RejectedError(reason, f"not a {kind.__name__}: {faults[0].path} ({faults[0].code})", faults) from None

    return reading(read_event)


def write(message: BaseModel, headers: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Return the fields of the entry that carries `message`."""
    return {DATA: message.model_dump_json().encode(), **headers}


def pack(entry: Entry, attempt: int) -> str:
    """Make the member of the delayed set: the entry's id and the fields of its next attempt (bytes as Latin-1 text)."""
    fields = {name: entry.fields[name] for name in CARRIED if name in entry.fields}
    fields |= {ATTEMPT: b"%d" % attempt, SUBMISSION_ID: entry.submission_id.encode()}
    return json.dumps([entry.id, {name.decode(): value.decode("latin-1") for name, value in fields.items()}])


def unpack(member: bytes) -> dict[str, bytes]:
    """Return the fields of a delayed document's next attempt."""
    _, fields = json.loads(member)
    return {name: value.encode("latin-1") for name, value in fields.items()}
