"""The front door: what is refused, why, and that the refusal repeats nothing."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.submission import MAX_ENTRY_BYTES, ArticleSubmitted, read_submission
from shared.errors import Fault, RejectedError


def submission(**fields: object) -> bytes:
    return json.dumps({"text": "The tide turned."} | fields).encode()


@pytest.mark.parametrize(
    ("data", "reason", "code"),
    [
        (b"", "bad-json", "json_invalid"),
        (b'{"text": "a"', "bad-json", "json_invalid"),
        (b'{"text": "a"} {"text": "b"}', "bad-json", "json_invalid"),
        (b"{'text': 'a'}", "bad-json", "json_invalid"),
        (b'{"text": "a", "text": "b"}', "bad-json", "duplicate_key"),
        (b'{"text": "a", "\\u0074ext": "b"}', "bad-json", "duplicate_key"),
        (b'{"text": "a", "version": NaN}', "bad-json", "non_finite"),
        (b'{"text": "a", "version": 1e999}', "bad-json", "non_finite"),
        (b'{"version": ' + b"9" * 10_000 + b"}", "bad-json", "int_range"),
        (b"[" * 17 + b"]" * 17, "bad-json", "too_deep"),
        (b'{"a":' * 20_000, "bad-json", "too_deep"),
        (b'"text"', "bad-schema", "model_type"),
        (b"\xff{}", "invalid-utf8", "invalid_utf8"),
        ('{"text": "a"}'.encode("utf-16"), "invalid-utf8", "invalid_utf8"),
        (b'{"text": "\xed\xa0\x80"}', "invalid-utf8", "invalid_utf8"),
        (b" " * (MAX_ENTRY_BYTES + 1), "too-large", "too_large"),
        (b"{}", "bad-schema", "content_required"),
        (b'{"text": null}', "bad-schema", "content_required"),
        (b'{"text": ["a"]}', "bad-schema", "string_type"),
        (b'{"text": "a\\ud800"}', "bad-schema", "string_unicode"),
        (submission(text=""), "bad-schema", "string_too_short"),
        (submission(text="a" * 1_000_001), "bad-schema", "string_too_long"),
        (submission(html="a" * (4 * 1024 * 1024 + 1)), "bad-schema", "too_long"),
        (submission(txet="b"), "bad-schema", "unknown_field"),
        (submission(id="1"), "bad-schema", "source_required"),
        (submission(id="", source="a"), "bad-schema", "string_too_short"),
        (submission(id="é" * 257, source="a"), "bad-schema", "too_long"),
        (submission(id="a\n", source="a"), "bad-schema", "control_character"),
        (submission(source="a\n"), "bad-schema", "string_pattern_mismatch"),
        (submission(source="Reuters"), "bad-schema", "string_pattern_mismatch"),
        (submission(version="1"), "bad-schema", "int_type"),
        (submission(version=True), "bad-schema", "int_type"),
        (submission(version=1.0), "bad-schema", "int_type"),
        (submission(version=-1), "bad-schema", "greater_than_equal"),
        (submission(version=2**53), "bad-schema", "less_than_equal"),
        (submission(status="gone"), "bad-schema", "literal_error"),
        (submission(url="/a"), "bad-schema", "url"),
        (submission(url="file:///etc/passwd"), "bad-schema", "url"),
        (submission(url="http://news.example\\@127.0.0.1/"), "bad-schema", "url"),
        (submission(url="http://news.example/\r\nX: y"), "bad-schema", "url"),
        (submission(url="http://news.example/" + "a" * 2048), "bad-schema", "string_too_long"),
        (submission(published_at="2026-01-20T10:00:00"), "bad-schema", "date_time"),
        (submission(published_at="20 January 2026"), "bad-schema", "date_time"),
        (submission(published_at=1768896000), "bad-schema", "date_time"),
        (submission(published_at="2026-02-30T10:00:00Z"), "bad-schema", "date_time"),
        (submission(published_at="9999-01-01T00:00:00Z"), "bad-schema", "date_range"),
        (submission(language="english please"), "bad-schema", "language"),
        (submission(metadata={"a": 1}), "bad-schema", "string_type"),
        (submission(metadata={"a": "b\x00"}), "bad-schema", "control_character"),
        (submission(metadata={str(n): "" for n in range(33)}), "bad-schema", "too_long"),
        (submission(metadata={"a": "b" * 1025}), "bad-schema", "string_too_long"),
        (b'{"status": "withdrawn"}', "bad-schema", "identity_required"),
    ],
)
def test_what_breaks_the_contract_is_refused_with_its_reason(data: bytes, reason: str, code: str) -> None:
    with pytest.raises(RejectedError) as refused:
        read_submission(data)

    assert refused.value.reason == reason
    assert code in [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "[" * 100},
        {"text": "a\x00b\x1b[31m"},
        {"text": "漢" * 1_000_000},
        {"id": "../../etc/passwd", "source": "a.b-c_1"},
        {"url": "http://[64:ff9b::a9fe:a9fe]/"},
        {"url": "https://NEWS.example:8443/a?b=c#d"},
        {"title": "=cmd|' /C calc'!A0"},
        {"language": "zh-Hant-HK"},
        {"metadata": {"a\nb": "line\nbreak"}},
        {"published_at": "2016-12-31T23:59:60Z"},
        {"published_at": "2026-01-20t10:00:00.1z"},
        {"version": 2**53 - 1},
    ],
)
def test_what_keeps_the_contract_is_accepted(fields: dict[str, object]) -> None:
    accepted = read_submission(submission(**fields))

    for name in fields.keys() - {"published_at"}:
        assert getattr(accepted, name) == fields[name]


def test_a_fraction_of_any_length_is_cut_to_microseconds() -> None:
    accepted = read_submission(submission(published_at="2026-01-20T10:00:00.1234567891234+00:00"))

    assert accepted.published_at == datetime(2026, 1, 20, 10, 0, 0, 123456, UTC)


def test_an_id_needs_its_source_unless_nothing_is_stored() -> None:
    assert read_submission(submission(id="1"), id_without_source=True).id == "1"


@given(st.text(min_size=8, alphabet=st.characters(codec="utf-8", categories=["Lo", "Lu"])))  # in no message of ours
def test_a_refusal_never_repeats_a_value(secret: str) -> None:
    with pytest.raises(RejectedError) as refused:
        read_submission(submission(published_at=secret, url=secret, version=secret))

    assert secret not in str(refused.value)


def test_an_unknown_field_is_named_but_cannot_smuggle_anything() -> None:
    with pytest.raises(RejectedError) as refused:
        read_submission(submission(**{"evil\n\x1b[31mCRITICAL": 1, "t" * 500: 2}))

    paths = [fault.path for fault in refused.value.faults]
    assert paths == ["(unprintable)", "t" * 80]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        outcome: object = read_submission(data)
    except RejectedError as error:
        outcome = error.faults[0]

    assert isinstance(outcome, ArticleSubmitted | Fault)


@pytest.mark.parametrize("unit", [b'{"a":', b'"\\', b"[", b'"', b"9", b'"a",', b'{"a":"'])
def test_hostile_repetition_is_refused_in_linear_time(unit: bytes) -> None:
    started = time.process_time()

    with pytest.raises(RejectedError):
        read_submission(unit * (4_000_000 // len(unit)))

    assert time.process_time() - started < 1  # the front door's promise; quadratic work on 4 MB takes minutes
