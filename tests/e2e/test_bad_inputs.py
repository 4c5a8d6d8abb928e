"""Every bad and odd input at once through the whole system: each ends as it must, and the good ones between are stored."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from shared.contracts import streams
from tests.bad_inputs import DOCUMENTS, ENTRIES
from tests.bad_inputs.case import Case, Dead, EntryCase, Refused, Stored
from tests.support.system import SENTENCES, Dateline, dateline

PATIENCE_S = 300
NEIGHBOURS = 40
MOST_FAULTS = 50  # of one document; a dead letter and its outcome list no more

Answer = tuple[str, str | None, list[dict[str, str]], str | None]


def fields_of(case: Case | EntryCase) -> list[bytes]:
    return [b"data", case.data] if isinstance(case, Case) else case.sent


def raw_xadds(redis_url: str, entries: Sequence[Sequence[bytes]]) -> list[str]:
    """XADD as a client without a library does, byte for byte: RESP on a socket."""
    with socket.socket(socket.AF_UNIX) as connection, connection.makefile("rb") as replies:
        connection.connect(urlsplit(redis_url).path)
        ids = []
        for fields in entries:
            parts = [b"XADD", streams.SUBMITTED.encode(), b"*", *fields]
            connection.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
            length = replies.readline()
            assert length.startswith(b"$"), length
            ids.append(replies.read(int(length[1:]) + 2).decode().strip())
        return ids


class Outcome:
    """What became of everything that was sent, asked once."""

    def __init__(self, running: Dateline) -> None:
        self.running = running
        cases = [*DOCUMENTS, *ENTRIES]
        every = len(cases) // NEIGHBOURS
        neighbours = [
            [b"data", json.dumps({"source": "neighbour", "id": str(n), "text": f"{SENTENCES[n % 3]} Item {n}."}).encode()]
            for n in range(NEIGHBOURS)
        ]
        sent: list[tuple[str, list[bytes]]] = []
        for number, case in enumerate(cases):
            if number % every == 0 and neighbours:
                sent.append(("", neighbours.pop()))
            sent.append((case.name, fields_of(case)))
        ids = raw_xadds(running.system.servers.redis_url, [fields for _, fields in sent])
        self.id_of = {name: entry_id for (name, _), entry_id in zip(sent, ids, strict=True) if name}
        self.neighbours = [entry_id for (name, _), entry_id in zip(sent, ids, strict=True) if not name]
        running.until(lambda: len(running.outcomes(ids)) == len(ids) and not running.on_the_way(), PATIENCE_S)
        rows = running.query("SELECT submission_entry_id, outcome, reason, errors, article_id::text FROM news.outcomes")
        self.answers: dict[str, Answer] = {entry_id: tuple(answer) for entry_id, *answer in rows}

    def of(self, case: Case | EntryCase) -> Answer:
        return self.answers[self.id_of[case.name]]


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    with dateline() as running:
        yield Outcome(running)


@pytest.mark.parametrize("case", [*DOCUMENTS, *ENTRIES], ids=lambda case: case.name)
def test_input_ends_as_it_must(case: Case | EntryCase, outcome: Outcome) -> None:
    said, reason, errors, article_id = outcome.of(case)

    match case.end:
        case Refused(expected, faults):
            assert (said, reason) == ("rejected", expected)
            assert [(fault["path"], fault["code"]) for fault in errors] == [*faults][:MOST_FAULTS]
        case Dead(expected):
            assert (said, reason) == ("rejected", expected)
        case Stored(columns):
            assert (said, reason) == ("created", None)
            names = list(columns) or ["text"]
            [row] = outcome.running.query(
                f"SELECT {', '.join(names)} FROM news.v_articles WHERE article_id = %s", article_id
            )
            assert [_plain(value) for value in row][: len(columns)] == [told(case, value) for value in columns.values()]


def told(case: Case | EntryCase, value: Any) -> Any:
    assert isinstance(case, Case)
    if isinstance(value, dict):
        return {name: case.told(each) for name, each in value.items()}
    return case.told(value)


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def test_good_documents_between_them_are_stored(outcome: Outcome) -> None:
    assert len(outcome.neighbours) == NEIGHBOURS
    assert {outcome.answers[entry_id][0] for entry_id in outcome.neighbours} == {"created"}
    texts = outcome.running.query("SELECT text FROM news.v_articles WHERE source = 'neighbour' ORDER BY publisher_id::int")
    assert [text for (text,) in texts] == [f"{SENTENCES[n % 3]} Item {n}." for n in range(NEIGHBOURS)]


def test_no_stage_died_and_nothing_is_left_on_the_way(outcome: Outcome) -> None:
    assert {name: service.restarts for name, service in outcome.running.system.services.items()} == {
        "ingest": 0,
        "enrich": 0,
        "store": 0,
    }
    assert outcome.running.on_the_way() == 0


def test_no_log_and_no_error_repeats_what_was_sent(outcome: Outcome) -> None:
    canaries = {case.canary for case in (*DOCUMENTS, *ENTRIES)}
    told = [service.log.read_text() for service in outcome.running.system.services.values()]
    told += [str(row) for row in outcome.running.query("SELECT reason, error, faults FROM news.dead_letters")]
    for stream in streams.READER_OF:
        for _, letter in outcome.running.redis.xrange(streams.dead(stream)):
            told += [letter[name].decode() for name in (b"dead_reason", b"dead_error", b"dead_faults")]
    told += [f"{reason} {errors}" for _, reason, errors, _ in outcome.answers.values()]

    repeated = {canary for canary in canaries if any(canary in text for text in told)}

    assert [case.name for case in (*DOCUMENTS, *ENTRIES) if case.canary in repeated] == []
    assert len(told) > len(DOCUMENTS), "there was something to look through"
    for service in outcome.running.system.services.values():
        assert all(line.startswith("{") for line in service.log.read_text().splitlines()), "one fact a line"
