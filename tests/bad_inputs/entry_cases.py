"""Entries of the stream itself: what stands beside ``data``, or instead of it."""

from __future__ import annotations

from typing import Final

from shared.contracts.submission import MAX_ENTRY_BYTES
from tests.bad_inputs.case import CANARY, STORED, EntryCase, Refused, document, refused

_C: Final = CANARY.encode()
_DATA: Final = (b"data", document())
_NO_DATA: Final = refused("data", "missing")
_BAD_CORRELATION_ID: Final = refused("correlation_id", "invalid")
_TOO_LARGE: Final = refused("$", "too_large", "too-large")
_NOT_JSON: Final = Refused("bad-json", (("$", "json_invalid"),))


def _beside(name: bytes, value: bytes) -> tuple[tuple[bytes, bytes], ...]:
    return (_DATA, (name, value))


ENTRY_CASES: Final = (
    EntryCase("entry: no data", ((b"foo", _C),), _NO_DATA),
    EntryCase("entry: data in capitals", ((b"DATA", document()),), _NO_DATA),
    EntryCase("entry: another framework's envelope", ((b"__data__", document()),), _NO_DATA),
    EntryCase("entry: each field of the document on its own", ((b"source", b"agency"), (b"text", _C)), _NO_DATA),
    EntryCase("entry: data is empty", ((b"data", b""),), _NOT_JSON),
    EntryCase(
        "entry: data that is no JSON, with a forged reason",
        ((b"data", _C), (b"dead_reason", b"bug"), (b"dead_error", _C)),
        _NOT_JSON,
    ),
    EntryCase("entry: data twice", ((b"data", _C), _DATA), STORED),
    EntryCase("entry: a thousand fields more", (_DATA, *((b"f%d" % n, _C) for n in range(1_000))), STORED),
    EntryCase("entry: a name that is no UTF-8", _beside(b"\xff\x00\xfe", b"\xff\x00" + _C), STORED),
    EntryCase("entry: a name that is empty", _beside(b"", _C), STORED),
    EntryCase("entry: a pickle's content type", _beside(b"content-type", b"application/x-python-pickle"), STORED),
    EntryCase("entry: a field beside it beyond 8 MiB", _beside(b"x", _C + b"x" * MAX_ENTRY_BYTES), _TOO_LARGE),
    EntryCase("entry: a name beyond 8 MiB", _beside(_C + b"x" * MAX_ENTRY_BYTES, b""), _TOO_LARGE),
    EntryCase("entry: no data, and beyond 8 MiB", ((b"x", _C + b"x" * MAX_ENTRY_BYTES),), _TOO_LARGE),
    EntryCase("entry: correlation id of 512 bytes", _beside(b"correlation_id", b"c" * 512), STORED),
    EntryCase("entry: correlation id of 513 bytes", _beside(b"correlation_id", b"c" * 513), _BAD_CORRELATION_ID),
    EntryCase("entry: correlation id of a megabyte", _beside(b"correlation_id", _C * 65_536), _BAD_CORRELATION_ID),
    EntryCase("entry: correlation id with NUL", _beside(b"correlation_id", _C + b"\x00"), _BAD_CORRELATION_ID),
    EntryCase("entry: correlation id with a line break", _beside(b"correlation_id", b"a\n" + _C), _BAD_CORRELATION_ID),
    EntryCase("entry: correlation id with an escape", _beside(b"correlation_id", b"\x1b[31m" + _C), _BAD_CORRELATION_ID),
    EntryCase(
        "entry: correlation id with a bidi override", _beside(b"correlation_id", "\u202e".encode() + _C), _BAD_CORRELATION_ID
    ),
    EntryCase("entry: correlation id that is no UTF-8", _beside(b"correlation_id", b"\xff" + _C), _BAD_CORRELATION_ID),
    EntryCase("entry: correlation id is empty", _beside(b"correlation_id", b""), STORED),
    EntryCase("entry: correlation id of emoji", _beside(b"correlation_id", "😀".encode()), STORED),
    EntryCase("entry: traceparent", _beside(b"traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01"), STORED),
    EntryCase("entry: traceparent that is none", _beside(b"traceparent", b"{{ " + _C + b" }}"), STORED),
    EntryCase("entry: traceparent that is no UTF-8", _beside(b"traceparent", b"\xff\xfe\x00" + _C), STORED),
    EntryCase(
        "entry: traceparent with a line break",
        _beside(b"traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01\n"),
        STORED,
    ),
    EntryCase("entry: traceparent of a megabyte", _beside(b"traceparent", _C * 65_536), STORED),
    EntryCase("entry: attempt that is no number", _beside(b"attempt", b"-1e9" + _C), STORED),
    EntryCase("entry: attempt 999", _beside(b"attempt", b"999"), STORED),
    EntryCase("entry: attempt in another script's digits", _beside(b"attempt", "٣²".encode()), STORED),
    EntryCase("entry: submission id that is none", _beside(b"submission_id", _C), STORED),
    EntryCase("entry: submission id in the future", _beside(b"submission_id", b"99999999999999999999-0"), STORED),
)
