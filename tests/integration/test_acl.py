"""No role may do on Redis more than its service does: the deployed configuration on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError

from deploy.redis.acl import ROLES
from shared.bus.wire import Entry
from shared.contracts import streams
from tests.support.protected_redis import SUBMISSION, Protected, protected_redis, submit


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Protected]:
    with protected_redis(tmp_path) as server:
        yield server


def test_a_publisher_follows_its_outcomes_but_reads_no_submission(protected: Protected) -> None:
    submit(protected)

    with protected.client("publisher") as publisher:
        assert publisher.xread({streams.SETTLED: "0"}) in ([], {})
        assert publisher.xlen(streams.SUBMITTED) == 1
        with pytest.raises(NoPermissionError):
            publisher.xrange(streams.SUBMITTED)
        with pytest.raises(NoPermissionError):
            publisher.xadd(streams.SETTLED, SUBMISSION)
        with pytest.raises(NoPermissionError):
            publisher.set(streams.INTAKE, "open")


_HARMFUL = [
    *("FLUSHALL", "FLUSHDB", "CONFIG SET dir /tmp", "SHUTDOWN NOSAVE", "KEYS *", "SCAN 0", "RANDOMKEY"),
    *("FUNCTION LIST", "MODULE LIST", "ACL LIST", "ACL GETUSER store", "CLIENT LIST", "CLIENT KILL ID 999999", "MONITOR"),
    *("SAVE", "BGSAVE", "BGREWRITEAOF", "REPLICAOF NO ONE", "PUBLISH channel x", "SUBSCRIBE channel", "SWAPDB 0 1"),
    *("SELECT 1", "DEL secret", "SET secret x", "GET secret", "RENAME {s} other", "COPY {s} other", "DUMP {s}"),
    *("XSETID {s} 1-1", "SORT {s}", "MIGRATE h 1 {s} 0 1", "RESTORE other 0 x", "OBJECT ENCODING {s}", "XADD other * a b"),
]
_OF_STAGES = {
    "ingest": (streams.SUBMITTED, streams.INGESTED),
    "enrich": (streams.INGESTED, streams.ENRICHED),
    "store": (streams.ENRICHED, streams.SETTLED),
}


@pytest.mark.parametrize("role", ROLES)
def test_no_role_can_harm_the_server_or_touch_foreign_keys(protected: Protected, role: str) -> None:
    submit(protected)
    with protected.client(role) as client:
        for line in _HARMFUL:
            with pytest.raises(NoPermissionError):
                client.execute_command(*line.format(s=streams.SUBMITTED).split())


@pytest.mark.parametrize("role", ["publisher", "enrich", "store", "exporter"])
def test_pages_that_ingest_keeps_are_nobody_elses(protected: Protected, role: str) -> None:
    with protected.client(role) as client:
        for line in ("GET dateline:page:1", "SET dateline:page:1 x"):
            with pytest.raises(NoPermissionError):
                client.execute_command(*line.split())


@pytest.mark.parametrize("role", ["publisher", "ingest", "enrich", "store", "exporter"])
def test_only_operators_trim_destroy_and_run_scripts(protected: Protected, role: str) -> None:
    submit(protected)
    with protected.client(role) as client:
        for line in ("XTRIM {s} MAXLEN 0", "XGROUP DESTROY {s} ingest", "XGROUP SETID {s} ingest $", "CONFIG GET dir"):
            with pytest.raises(NoPermissionError):
                client.execute_command(*line.format(s=streams.SUBMITTED).split())
        with pytest.raises(NoPermissionError):
            client.eval("return 1", 0)


@pytest.mark.parametrize("role", _OF_STAGES)
@pytest.mark.parametrize("other", _OF_STAGES)
def test_a_stage_reads_its_own_stream_and_no_other(protected: Protected, role: str, other: str) -> None:
    stream, _ = _OF_STAGES[other]
    with protected.client("ops") as ops:
        ops.xgroup_create(stream, other, id="0", mkstream=True)

    with protected.client(role) as client:
        if role == other:
            assert client.xreadgroup(other, "me", {stream: ">"}) in ([], {})
        else:
            with pytest.raises(NoPermissionError):
                client.xreadgroup(other, "me", {stream: ">"})


@pytest.mark.parametrize("role", _OF_STAGES)
def test_a_stage_writes_to_the_next_stream_and_not_past_it(protected: Protected, role: str) -> None:
    every = {stream for pair in _OF_STAGES.values() for stream in pair}

    with protected.client(role) as client:
        for stream in sorted(every - set(_OF_STAGES[role])):
            with pytest.raises(NoPermissionError):
                client.xadd(stream, SUBMISSION)
        for stream in _OF_STAGES[role]:
            client.xadd(stream, SUBMISSION)


def test_stored_articles_are_sent_again_by_operators_and_go_from_enrich_to_the_store(protected: Protected) -> None:
    with protected.client("ops") as ops:
        ops.xadd(streams.INGESTED_BULK, SUBMISSION)
    for role, stream in (("enrich", streams.INGESTED_BULK), ("store", streams.ENRICHED_BULK)):
        with protected.client(role) as client:
            client.xgroup_create(stream, role, id="0", mkstream=True)
            assert client.xreadgroup(role, "me", {stream: ">"}) is not None
    with protected.client("enrich") as enrich:
        enrich.xadd(streams.ENRICHED_BULK, SUBMISSION)
    for role in ("publisher", "ingest", "store"):
        with protected.client(role) as client, pytest.raises(NoPermissionError):
            client.xadd(streams.INGESTED_BULK, SUBMISSION)


@pytest.mark.parametrize("url", ["unix://{socket}", "unix://default:@{socket}", "unix://publisher:wrong@{socket}"])
def test_nobody_gets_in_without_a_login(protected: Protected, url: str) -> None:
    with Redis.from_url(url.format(socket=protected.socket)) as client, pytest.raises((AuthenticationError, ResponseError)):
        client.xadd(streams.SUBMITTED, SUBMISSION)


_KEPT = {"unread": 2, "pending": 2, "forwarded": 1}
_LOST = {"unread": 5, "pending": 0, "forwarded": 0}


def test_a_killed_server_comes_back_with_everything_that_was_settled_and_pending(protected: Protected) -> None:
    """The append-only file is replayed as the default user: a server that checks its permissions must find them."""
    assert killed_in_the_middle_of_work(protected) == _KEPT


def test_a_default_user_without_permissions_costs_documents_on_each_server_that_checks_them(tmp_path: Path) -> None:
    """The control of the test above: Redis up to 8.0 does, Valkey from 9.1 on does not, in between it depends."""
    with protected_redis(tmp_path, default="user default off -@all") as server:
        left = killed_in_the_middle_of_work(server)
        with server.client("admin") as admin:
            about = admin.info("server")

    if "valkey_version" in about:
        assert left == _KEPT
    elif tuple(map(int, about["redis_version"].split("."))) < (8, 1):
        assert left == _LOST
    else:
        assert left in (_LOST, _KEPT)


def killed_in_the_middle_of_work(server: Protected) -> dict[str, int]:
    """Of five documents one is forwarded, and two are in work, when the server dies; say what it has afterwards."""
    submit(server, 5)
    with server.client("ingest") as ingest:
        ingest.xgroup_create(streams.SUBMITTED, "ingest", id="0")
        answer: Any = ingest.xreadgroup("ingest", "a", {streams.SUBMITTED: ">"}, count=3)
        entries = answer[0][1] if isinstance(answer, list) else answer[streams.SUBMITTED.encode()][0]
        settled = Entry(streams.SUBMITTED, entries[0][0].decode(), entries[0][1])
        with ingest.pipeline(transaction=True) as pipe:
            pipe.xadd(streams.INGESTED, {"data": "{}"})
            pipe.xack(streams.SUBMITTED, "ingest", settled.id)
            pipe.xdel(streams.SUBMITTED, settled.id)
            pipe.execute()

    with server.client("admin") as admin:
        while admin.info("persistence")["aof_buffer_length"]:  # a slow disk makes it wait, by up to two seconds
            pass
    server.kill()
    server.start()

    with server.client("exporter") as exporter:
        length = exporter.xlen(streams.SUBMITTED)
        pending = exporter.xpending(streams.SUBMITTED, "ingest")["pending"]
        return {"unread": length - pending, "pending": pending, "forwarded": exporter.xlen(streams.INGESTED)}
