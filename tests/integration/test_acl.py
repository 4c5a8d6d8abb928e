"""Each role may do on Redis what its service does, and nothing else: the deployed configuration on a real server."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, ResponseError
from redis.exceptions import ConnectionError as RedisConnectionError

from deploy.embedded.binaries import find_redis
from deploy.redis.acl import ROLES, acl_file
from services.ingest.adapters.redis_hosts import RedisHosts
from services.ingest.settings import IngestSettings
from shared.bus import announce, upkeep
from shared.bus.broker import connect
from shared.bus.stage import Stage
from shared.bus.wire import Entry, reading
from shared.contracts import streams
from shared.contracts.submission import read_submission
from shared.errors import PostponedError, RetryableError
from tests.support.bus import each, forwarding, ingesting, running, settings, until

_ROOT = Path(__file__).parents[2]
_SUBMISSION = {"data": '{"text": "The mayor opened the bridge."}'}
_OURS = {"client|setinfo", "client|maint_notifications"}  # what client libraries try; refusing it changes nothing


@dataclass
class Protected:
    """A server with the deployed configuration and ACL file, and an administrator to look at it with."""

    socket: Path
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, role: str) -> str:
        return f"unix://{role}:{role}-password@{self.socket}"

    def client(self, role: str) -> Redis:
        return Redis.from_url(self.url(role))

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        with self.client("admin") as admin:
            while not self._answers(admin):
                assert self.process.poll() is None, "the server refused its configuration"

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def denials(self) -> set[str]:
        """What was refused since the last call, as commands and keys."""
        with self.client("admin") as admin:
            refused = {(entry["reason"], entry["object"], entry["username"]) for entry in admin.acl_log()}
            admin.acl_log_reset()
        return {f"{user}: {what}" for _, what, user in refused if what not in _OURS}

    @staticmethod
    def _answers(admin: Redis) -> bool:
        try:
            return bool(admin.ping())
        except (RedisConnectionError, ResponseError):  # loading
            return False


@pytest.fixture
def protected(tmp_path: Path) -> Iterator[Protected]:
    digests = {role: hashlib.sha256(f"{role}-password".encode()).hexdigest() for role in ROLES}
    administrator = f"user admin on #{hashlib.sha256(b'admin-password').hexdigest()} ~* &* +@all\n"
    (tmp_path / "acl").write_text(acl_file(digests) + administrator)
    here = {"port": "0", "dir": tmp_path, "aclfile": tmp_path / "acl", "unixsocket": tmp_path / "redis.sock"}
    options = [word for name, value in here.items() for word in (f"--{name}", str(value))]
    server = Protected(tmp_path / "redis.sock", [str(find_redis().path), str(_ROOT / "deploy/redis/redis.conf"), *options])
    server.start()
    yield server
    server.kill()


def submit(server: Protected, times: int = 1) -> None:
    with server.client("publisher") as publisher:
        for _ in range(times):
            publisher.xadd(streams.SUBMITTED, _SUBMISSION)


async def count(server: Protected, stream: str) -> int:
    with server.client("exporter") as exporter:
        return int(exporter.xlen(stream))


async def test_a_stage_forwards_delays_and_buries_under_its_own_login(protected: Protected) -> None:
    turns = iter(["forward", "fail", "fail", "fail"])

    def answer(received: Any) -> Any:
        return forwarding(received) if next(turns) == "forward" else RetryableError("fetch-failed", "it is down")

    submit(protected, 2)
    async with running(ingesting(each(answer)), settings(protected.url("ingest"))):
        await until(lambda: reached(protected, streams.dead(streams.SUBMITTED), 1))

    assert await count(protected, streams.INGESTED) == 1
    assert await count(protected, streams.SUBMITTED) == 0
    assert protected.denials() == set()


async def test_a_stage_takes_over_what_a_dead_replica_held(protected: Protected) -> None:
    submit(protected)
    with protected.client("ingest") as gone:
        gone.xgroup_create(streams.SUBMITTED, "ingest", id="0")
        gone.xreadgroup("ingest", "gone", {streams.SUBMITTED: ">"})

    async with running(ingesting(each(forwarding)), settings(protected.url("ingest"), claim_after_s=0.1)):
        await until(lambda: reached(protected, streams.INGESTED, 1))

    assert protected.denials() == set()


async def test_the_store_reads_dead_letters_and_announces_under_its_own_login(protected: Protected) -> None:
    def answer(_: Any) -> None:
        return None

    dead = streams.dead(streams.SUBMITTED)
    with protected.client("ingest") as ingest:
        ingest.xadd(dead, _SUBMISSION)
    stage = Stage("store", dead, reading(read_submission), each(answer), output=None, batch=8, deadline_s=60.0, keep=True)

    async with running(stage, settings(protected.url("store"))) as store:
        await until(lambda: recorded(protected, dead))
        await announce.announce(store.client, [])
        await store.client.xadd(streams.SETTLED, {"data": "{}"}, minid=1)

    assert await count(protected, dead) == 1
    assert protected.denials() == set()


async def reached(server: Protected, stream: str, length: int) -> bool:
    return await count(server, stream) >= length


async def recorded(server: Protected, stream: str) -> bool:
    with server.client("exporter") as exporter:
        return any(group["entries-read"] == 1 and group["pending"] == 0 for group in exporter.xinfo_groups(stream))


@pytest.fixture
async def ingest(protected: Protected) -> AsyncIterator[Any]:
    async with connect(settings(protected.url("ingest"))) as client:
        yield client


async def test_turns_at_hosts_are_taken_under_the_login_of_ingest(protected: Protected, ingest: Any) -> None:
    hosts = RedisHosts(ingest, IngestSettings())

    async with hosts("news.example", "https://news.example/a"):
        with pytest.raises(PostponedError):
            async with hosts("news.example", "https://news.example/b"):
                pass
    await hosts.keep("https://news.example", "User-agent: *")

    assert await hosts.recall("https://news.example") == "User-agent: *"
    assert protected.denials() == set()


async def test_upkeep_works_under_the_login_of_ingest(protected: Protected, ingest: Any) -> None:
    given = settings(protected.url("ingest"))

    await upkeep.ensure_group(ingest, streams.SUBMITTED, "ingest")
    await upkeep.remove_gone_consumers(ingest, streams.SUBMITTED, "ingest")
    intake = await upkeep.tell_publishers(ingest, given)

    with protected.client("publisher") as publisher:
        assert publisher.get(streams.INTAKE) == intake.encode()
    assert protected.denials() == set()


def test_a_publisher_follows_its_outcomes_but_reads_no_submission(protected: Protected) -> None:
    submit(protected)

    with protected.client("publisher") as publisher:
        assert publisher.xread({streams.SETTLED: "0"}) in ([], {})
        assert publisher.xlen(streams.SUBMITTED) == 1
        with pytest.raises(NoPermissionError):
            publisher.xrange(streams.SUBMITTED)
        with pytest.raises(NoPermissionError):
            publisher.xadd(streams.SETTLED, _SUBMISSION)
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
                client.xadd(stream, _SUBMISSION)
        for stream in _OF_STAGES[role]:
            client.xadd(stream, _SUBMISSION)


@pytest.mark.parametrize("url", ["unix://{socket}", "unix://default:@{socket}", "unix://publisher:wrong@{socket}"])
def test_nobody_gets_in_without_a_login(protected: Protected, url: str) -> None:
    with Redis.from_url(url.format(socket=protected.socket)) as client, pytest.raises((AuthenticationError, ResponseError)):
        client.xadd(streams.SUBMITTED, _SUBMISSION)


def test_a_killed_server_comes_back_with_everything_that_was_settled_and_pending(protected: Protected) -> None:
    """The append-only file is replayed as the default user: a server that checks its permissions must find them."""
    submit(protected, 5)
    with protected.client("ingest") as ingest:
        ingest.xgroup_create(streams.SUBMITTED, "ingest", id="0")
        answer: Any = ingest.xreadgroup("ingest", "a", {streams.SUBMITTED: ">"}, count=3)
        entries = answer[0][1] if isinstance(answer, list) else answer[streams.SUBMITTED.encode()][0]
        settled = Entry(streams.SUBMITTED, entries[0][0].decode(), entries[0][1])
        with ingest.pipeline(transaction=True) as pipe:
            pipe.xadd(streams.INGESTED, {"data": "{}"})
            pipe.xack(streams.SUBMITTED, "ingest", settled.id)
            pipe.xdel(streams.SUBMITTED, settled.id)
            pipe.execute()

    protected.kill()
    protected.start()

    with protected.client("exporter") as exporter:
        assert exporter.xlen(streams.SUBMITTED) == 4
        assert exporter.xpending(streams.SUBMITTED, "ingest")["pending"] == 2
        assert exporter.xlen(streams.INGESTED) == 1
