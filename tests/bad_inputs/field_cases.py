"""Fields that are missing, of another type, unknown, or just beyond their limit, and those just within."""

from __future__ import annotations

from typing import Final

from tests.bad_inputs.case import CANARY, STORED, Case, Refused, Stored, document, filled, refused

_C: Final = CANARY
_LATER: Final = "2026-03-01T12:00:00+00:00"


def _unknown(name: str, value: object = CANARY) -> Case:
    return Case(f"unknown field {name[:20]!r}", document(**{name: value}), refused(name[:80], "unknown_field"))


FIELD_CASES: Final = (
    Case("no field at all", b"{}", refused("$", "content_required")),
    Case("text is null", document(text=None), refused("$", "content_required")),
    Case("text is a number", document(text=7), refused("text", "string_type")),
    Case("text is a list", document(text=[_C]), refused("text", "string_type")),
    Case("text is an object", document(text={"de": _C}), refused("text", "string_type")),
    Case("text is false", document(text=False), refused("text", "string_type")),
    Case("text is empty", document(text="", title=_C), refused("text", "string_too_short")),
    Case("html is empty", document(html="", title=_C), refused("html", "string_too_short")),
    Case("html is null beside a text", document(html=None), STORED),
    Case("title of a wrong type", document(title=[_C]), refused("title", "string_type")),
    Case(
        "three faults at once",
        document(title=1, version=-1, langauge=_C),
        Refused("bad-schema", (("title", "string_type"), ("version", "greater_than_equal"), ("langauge", "unknown_field"))),
    ),
    _unknown("titel"),
    _unknown("Text"),
    _unknown("__proto__", {"a": "b"}),
    _unknown("__class__"),
    _unknown("dead_reason"),
    _unknown("submission_id"),
    _unknown(""),
    Case("unknown field of another script", document(іd=_C), refused(r"\u0456d", "unknown_field")),
    _unknown("n" * 100),
    Case("unknown field with a line break", document(**{"a\nb": _C}), refused("(unprintable)", "unknown_field")),
    Case("unknown field with an escape", document(**{"\x1b[31mred": _C}), refused("(unprintable)", "unknown_field")),
    Case("unknown field with a bidi override", document(**{"a\u202eb": _C}), refused("(unprintable)", "unknown_field")),
    Case(
        "5,000 unknown fields",
        document(**{f"f{number}": _C for number in range(5_000)}),
        Refused("bad-schema", tuple((f"f{number}", "unknown_field") for number in range(5_000))),
    ),
    # source and id
    Case("id without source", document(id=_C), refused("$", "source_required")),
    Case("source without id", document(source="agency"), STORED),
    Case("source of 64", document(source="s" * 64, id=_C), Stored({"source": "s" * 64})),
    Case("source of 65", document(source="s" * 65, id=_C), refused("source", "string_pattern_mismatch")),
    Case("source is empty", document(source="", id=_C), refused("source", "string_pattern_mismatch")),
    Case("source in capitals", document(source="Agency", id=_C), refused("source", "string_pattern_mismatch")),
    Case("source with a line break", document(source="agency\n", id=_C), refused("source", "string_pattern_mismatch")),
    Case("source with another script's a", document(source="аgency", id=_C), refused("source", "string_pattern_mismatch")),
    Case("id of one byte", document(source="one-byte", id="1"), Stored({"publisher_id": "1"})),
    Case("id of 512 bytes", document(source="agency", id="é" * 256), Stored({"publisher_id": "é" * 256})),
    Case("id of 513 bytes", document(source="agency", id="a" + "é" * 256), refused("id", "too_long")),
    Case("id is empty", document(source="agency", id="", title=_C), refused("id", "string_too_short")),
    Case("id is a number", document(source="agency", id=7, title=_C), refused("id", "string_type")),
    Case("id with NUL", document(source="agency", id=f"{_C}\0"), refused("id", "control_character")),
    Case("id with a line break at its end", document(source="agency", id=f"{_C}\n"), refused("id", "control_character")),
    Case("id with a C1 control", document(source="agency", id=f"{_C}\x85"), refused("id", "control_character")),
    Case("id like a path", document(source="agency", id=f"../../etc/{_C}"), Stored({"publisher_id": f"../../etc/{_C}"})),
    Case(
        "id like SQL", document(source="agency", id=f"'; DROP TABLE {_C}"), Stored({"publisher_id": f"'; DROP TABLE {_C}"})
    ),
    Case("id of a space", document(source="agency", id=" "), Stored({"publisher_id": " "})),
    # numbers and words
    Case("version 0", document(version=0), Stored({"version": 0})),
    Case("version 2^53 - 1", document(version=2**53 - 1), Stored({"version": 2**53 - 1})),
    Case("version 2^53", document(version=2**53, title=_C), refused("version", "less_than_equal")),
    Case("version -1", document(version=-1, title=_C), refused("version", "greater_than_equal")),
    Case("version is text", document(version=_C), refused("version", "int_type")),
    Case("version is digits in a string", document(version="1", title=_C), refused("version", "int_type")),
    Case("version is 1.0", document(version=1.0, title=_C), refused("version", "int_type")),
    Case("version is true", document(version=True, title=_C), refused("version", "int_type")),
    Case("version is null", document(version=None, title=_C), refused("version", "int_type")),
    Case("status of another word", document(status=_C), refused("status", "literal_error")),
    Case("status is null", document(status=None, title=_C), refused("status", "literal_error")),
    Case(
        "withdrawn, and nothing says what",
        b'{"status": "withdrawn", "title": "zqcanarycanaryqz"}',
        refused("$", "identity_required"),
    ),
    Case("language zh-Hant-HK", document(language="zh-Hant-HK"), Stored({"language": "zh-Hant-HK"})),
    Case("language in words", document(language=f"English {_C}"), refused("language", "language")),
    Case("language with an underscore", document(language="en_US", title=_C), refused("language", "language")),
    Case("language is empty", document(language="", title=_C), refused("language", "language")),
    Case("language of 36", document(language="en-" + "a" * 33, title=_C), refused("language", "string_too_long")),
    # texts and their limits
    Case("title of 1,000", document(title="t" * 1_000), Stored({"title": "t" * 1_000})),
    Case("title of 1,001", document(title="t" * 1_001), refused("title", "string_too_long")),
    Case("title of white space", document(title=" \n "), Stored({"title": None})),
    Case("title of 1,000 emoji", document(title="😀" * 1_000), Stored({"title": "😀" * 1_000})),
    Case("byline of 500", document(byline="b" * 500), Stored({"byline": "b" * 500})),
    Case("byline of 501", document(byline="b" * 501), refused("byline", "string_too_long")),
    Case("text of 1,000,001", filled("text", "a", 1_000_001, title=_C), refused("text", "string_too_long")),
    Case("html of 4 MiB and a byte", filled("html", "a", 4 * 1024**2 + 1, title=_C), refused("html", "too_long")),
    Case("html of 4 MiB in two-byte letters", filled("html", "é", 2 * 1024**2 + 1, title=_C), refused("html", "too_long")),
    # times
    Case("time with a zone", document(published_at="2026-03-01T13:00:00+01:00"), Stored({"published_at": _LATER})),
    Case("time in small letters", document(published_at="2026-03-01t12:00:00z"), Stored({"published_at": _LATER})),
    Case(
        "time with 30 decimals", document(published_at=f"2026-03-01T12:00:00.{'0' * 30}Z"), Stored({"published_at": _LATER})
    ),
    Case(
        "time with 31 decimals",
        document(published_at=f"2026-03-01T12:00:00.{'0' * 31}Z"),
        refused("published_at", "date_time"),
    ),
    Case(
        "leap second", document(published_at="2016-12-31T23:59:60Z"), Stored({"published_at": "2016-12-31T23:59:59+00:00"})
    ),
    Case("time without a zone", document(published_at="2026-03-01T12:00:00"), refused("published_at", "date_time")),
    Case("day without a time", document(published_at="2026-03-01"), refused("published_at", "date_time")),
    Case("time as a number", document(published_at=1_772_366_400), refused("published_at", "date_time")),
    Case("time in words", document(published_at=_C), refused("published_at", "date_time")),
    Case("time is null", document(published_at=None), STORED),
    Case("30 February", document(published_at="2026-02-30T12:00:00Z"), refused("published_at", "date_time")),
    Case("25 o'clock", document(modified_at="2026-03-01T25:00:00Z"), refused("modified_at", "date_time")),
    Case("a zone of 99 hours", document(modified_at="2026-03-01T12:00:00+99:00"), refused("modified_at", "date_time")),
    Case("digits of another script", document(published_at="२०२६-०३-०१T12:00:00Z"), refused("published_at", "date_time")),
    Case("year 1", document(published_at="0001-01-01T00:00:00Z"), refused("published_at", "date_range")),
    Case("year 9999", document(published_at="9999-12-31T23:59:59Z"), refused("published_at", "date_range")),
    Case("year 1600", document(published_at="1600-01-01T00:00:00Z"), Stored({"published_at": "1600-01-01T00:00:00+00:00"})),
    # metadata
    Case("metadata of 32 pairs", document(metadata={str(n): _C for n in range(32)}), STORED),
    Case("metadata of 33 pairs", document(metadata={str(n): _C for n in range(33)}), refused("metadata", "too_long")),
    Case("metadata key of 64", document(metadata={"k" * 64: _C}), STORED),
    Case("metadata key of 65", document(metadata={"k" * 65: _C}), refused("metadata", "string_too_long")),
    Case("metadata key is empty", document(metadata={"": _C}), refused("metadata", "string_too_short")),
    Case("metadata value of 1,024", document(metadata={"k": "v" * 1_024}), STORED),
    Case("metadata value of 1,025", document(metadata={"k": "v" * 1_025}), refused("metadata", "string_too_long")),
    Case("metadata value is a number", document(metadata={_C: 1}), refused("metadata", "string_type")),
    Case("metadata value is an object", document(metadata={"k": {_C: "a"}}), refused("metadata", "string_type")),
    Case("metadata is a list", document(metadata=[_C]), refused("metadata", "dict_type")),
    Case("metadata is null", document(metadata=None, title=_C), refused("metadata", "dict_type")),
    Case("metadata value with NUL", document(metadata={"k": f"{_C}\0"}), refused("metadata", "control_character")),
    Case("metadata key with NUL", document(metadata={f"{_C}\0": "v"}), refused("metadata", "control_character")),
    Case(
        "metadata with control characters",
        document(metadata={"a\nb": f"{_C}\x1b[2J\x01"}),
        Stored({"metadata": {"a\nb": f"{_C}\x1b[2J\x01"}}),
    ),
)
