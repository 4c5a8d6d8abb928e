"""Reading entries: whatever lies on a stream is read or refused, one entry at a time, and dead letters are always read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.bus.dead_letters import read_dead_letter
from shared.bus.wire import Entry, reading, reading_events
from shared.contracts import streams
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.events import ArticleEnriched, ArticleIngested
from shared.contracts.submission import MAX_ENTRY_BYTES, ArticleSubmitted, read_submission
from shared.errors import RejectedError

NAMES = st.sampled_from(
    [b"data", b"correlation_id", b"traceparent", b"attempt", b"submission_id", b"x", b""]
    + [b"dead_" + name for name in (b"reason", b"error", b"faults", b"attempts", b"stage", b"entry_id", b"at")]
)
JSON_TEXT = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
).map(lambda value: json.dumps(value).encode())
VALUES = st.one_of(
    st.binary(max_size=60),
    JSON_TEXT,
    st.sampled_from(
        [b"[[1]]", b'[["a", "b"]]', b"{}", b"7", b"-1", b"1e9", "²".encode(), b"2026-01-20", b"2026-01-20T10:00:00"]
    ),
)
ENTRIES = st.dictionaries(NAMES, VALUES, max_size=8).map(lambda fields: Entry(streams.SUBMITTED, "1700000000000-0", fields))
READERS = [reading(read_submission), reading_events(ArticleIngested), reading_events(ArticleEnriched)]


@given(ENTRIES)
def test_any_entry_is_read_or_refused(entry: Entry) -> None:
    for read in READERS:
        try:
            read(entry)
        except RejectedError:
            continue
    assert entry.attempt >= 1
    assert entry.submission_id
    assert entry.headers.keys() <= {b"submission_id", b"correlation_id", b"traceparent"}


@given(ENTRIES, st.sampled_from([streams.SUBMITTED, streams.ENRICHED]))
def test_any_entry_of_a_dead_letter_stream_is_a_dead_letter(entry: Entry, stream: str) -> None:
    letter = read_dead_letter(Entry(streams.dead(stream), entry.id, entry.fields))

    assert isinstance(letter, DeadLetter)
    assert letter.stream == stream
    assert letter.data == entry.fields.get(b"data")
    assert letter.at.tzinfo is not None
    assert letter.attempts >= 1


@given(JSON_TEXT)
def test_any_json_is_a_submission_or_refused_and_reading_it_again_says_the_same(data: bytes) -> None:
    def told() -> ArticleSubmitted | str:
        try:
            return read_submission(data)
        except RejectedError as error:
            return str(error)

    assert told() == told()


@pytest.mark.parametrize("kind", [ArticleIngested, ArticleEnriched])
@pytest.mark.parametrize(
    "data",
    [b"[" * 100_000, b'{"history":' * 10_000, b'{"article_id": 1e999}', b"\xff", b"", b'{"text": "\\ud800"}'],
    ids=len,
)
def test_what_another_stage_wrote_is_not_trusted(kind: type[ArticleIngested | ArticleEnriched], data: bytes) -> None:
    with pytest.raises(RejectedError):
        reading_events(kind)(Entry(streams.INGESTED, "1-0", {b"data": data}))


def test_an_entry_is_measured_with_all_its_fields() -> None:
    read = reading(read_submission, most_bytes=MAX_ENTRY_BYTES)
    fields = {b"data": b'{"text": "The tide turned."}', b"x": b"x" * MAX_ENTRY_BYTES}

    with pytest.raises(RejectedError, match="too-large"):
        read(Entry(streams.SUBMITTED, "1-0", fields))

    assert reading(read_submission)(Entry(streams.SUBMITTED, "1-0", fields)).text
