"""The embedded servers keep what they acknowledged, listen on nothing unasked, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from redis import AuthenticationError, Redis
from redis.exceptions import TimeoutError as RedisTimeoutError

from deploy.embedded.backing import BackingError, Servers, running, servers
from deploy.embedded.binaries import copy_installation, find_postgres
from deploy.embedded.child import run, unprivileged_account

_ROOT = Path(__file__).parents[2]
_OWNER = """
import sys
from pathlib import Path
from deploy.embedded.backing import servers

with servers(Path(sys.argv[1]) if sys.argv[1:] else None) as pair:
    print(pair.redis_url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def sql(database_url: str) -> Iterator[psycopg.Connection]:
    url = database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@contextmanager
def redis_of(url: str) -> Iterator[Redis]:
    with Redis.from_url(url) as client:
        yield client


@contextmanager
def another_process_with_servers(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    command = [sys.executable, "-c", _OWNER, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as owner:
        try:
            assert owner.stdout
            yield owner, owner.stdout.readline().strip()
        finally:
            owner.kill()


def wait_until(holds: Callable[[], bool], within_s: float = 20) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.01)


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def folder_of(redis_url: str) -> Path:
    return Path(redis_url.removeprefix("unix://")).parent


def server_pids(redis_url: str) -> tuple[int, int]:
    with redis_of(redis_url) as client:
        redis_pid = int(client.info("server")["process_id"])
    return redis_pid, int((folder_of(redis_url) / "data/postgres/postmaster.pid").read_text().split()[0])


def two_free_ports() -> tuple[int, int]:
    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


@pytest.fixture(scope="module")
def pair() -> Iterator[Servers]:
    with servers() as both:
        yield both


def test_nothing_listens_on_the_network_unasked(pair: Servers) -> None:
    with redis_of(pair.redis_url) as client, sql(pair.database_url) as database:
        ports = client.config_get("port")["port"], database.execute("SHOW listen_addresses").fetchone()

    assert ports == ("0", ("",))
    assert pair.redis_tcp_url is None
    assert pair.database_tcp_url is None


def test_redis_is_set_up_to_lose_nothing(pair: Servers) -> None:
    with redis_of(pair.redis_url) as client:
        settings = client.config_get("maxmemory-policy", "appendonly")

    assert settings == {"maxmemory-policy": "noeviction", "appendonly": "yes"}


def test_the_database_knows_every_script_and_utc_whatever_the_machine(pair: Servers) -> None:
    with sql(pair.database_url) as database:
        facts = database.execute(
            "SELECT lower('ÄÖÉ'), current_setting('TimeZone'), current_setting('server_encoding')"
        ).fetchone()

    assert facts == ("äöé", "UTC", "UTF8")


def test_a_killed_redis_comes_back_with_all_it_had_acknowledged(pair: Servers) -> None:
    with redis_of(pair.redis_url) as client:
        client.delete("s")
        for number in range(500):
            client.xadd("s", {"n": number})
        pair.redis.kill()
        assert not pair.redis.is_running
        pair.redis.start()

        assert client.xlen("s") == 500


@pytest.mark.parametrize("end", ["kill", "fast", "immediate", "smart"])
def test_a_stopped_postgres_comes_back_with_every_commit(pair: Servers, end: str) -> None:
    with sql(pair.database_url) as database:
        database.execute("DROP TABLE IF EXISTS kept")
        database.execute("CREATE TABLE kept AS SELECT generate_series(1, 500) AS n")

    if end == "kill":
        pair.postgres.kill()
    else:
        pair.postgres.stop(end)
    with pytest.raises(psycopg.OperationalError), sql(pair.database_url):
        pass
    pair.postgres.start()

    with sql(pair.database_url) as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (500,)


def test_a_killed_postgres_is_gone_with_its_connections(pair: Servers) -> None:
    with sql(pair.database_url) as database:
        backend = database.info.backend_pid
        pair.postgres.kill()

        wait_until(lambda: not exists(backend))  # dead already, but its new parent may not have noticed
    pair.postgres.start()


def test_a_paused_redis_hangs_and_goes_on(pair: Servers) -> None:
    with Redis.from_url(pair.redis_url, socket_timeout=0.2, retry=None) as client:
        pair.redis.pause()
        with pytest.raises(RedisTimeoutError):
            client.ping()
        pair.redis.resume()

        assert client.ping()


def test_a_server_that_died_by_itself_can_be_started_again(pair: Servers) -> None:
    with redis_of(pair.redis_url) as client:
        os.kill(int(client.info("server")["process_id"]), signal.SIGKILL)
        wait_until(lambda: not pair.redis.is_running)

        pair.redis.start()

        assert client.ping()


def test_starting_twice_and_stopping_twice_are_refused(pair: Servers) -> None:
    with pytest.raises(BackingError, match="Redis is already running"):
        pair.redis.start()
    pair.redis.stop()
    with pytest.raises(BackingError, match="Redis is not running"):
        pair.redis.stop()
    pair.redis.start()


def test_a_stop_that_a_server_does_not_know_is_refused(pair: Servers) -> None:
    with pytest.raises(BackingError, match="Redis knows no 'fast' stop"):
        pair.redis.stop("fast")


def test_kill_9_of_the_owner_leaves_nothing_behind() -> None:
    with another_process_with_servers() as (owner, url):
        pids, folder = server_pids(url), folder_of(url)
        owner.send_signal(signal.SIGKILL)

        wait_until(lambda: not folder.exists() and not any(exists(pid) for pid in pids))


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_an_owner_that_is_asked_to_stop_leaves_nothing_behind(how: signal.Signals) -> None:
    with another_process_with_servers() as (owner, url):
        pids, folder = server_pids(url), folder_of(url)
        owner.send_signal(how)

        wait_until(lambda: not folder.exists() and not any(exists(pid) for pid in pids))


def test_kill_9_of_the_supervisor_leaves_only_what_the_next_start_removes() -> None:
    with another_process_with_servers() as (_, url):
        pids, folder = server_pids(url), folder_of(url)
        supervisor = int(run("ps", "-o", "ppid=", "-p", str(pids[0])))
        os.kill(supervisor, signal.SIGKILL)
        with servers():
            pass

        wait_until(lambda: not folder.exists() and not any(exists(pid) for pid in pids))


def test_the_next_start_leaves_living_servers_alone(pair: Servers) -> None:
    with servers() as other, redis_of(pair.redis_url) as mine, redis_of(other.redis_url) as theirs:
        assert mine.ping()
        assert theirs.ping()


def test_a_data_directory_is_kept_and_can_be_found_while_it_runs(data_dir: Path) -> None:
    with servers(data_dir, durable=True) as first, redis_of(first.redis_url) as client, sql(first.database_url) as database:
        client.set("k", "v")
        database.execute("CREATE TABLE kept AS SELECT 1 AS n")
        durability = database.execute("SHOW fsync").fetchone(), client.config_get("appendfsync")
        found = running(data_dir)

    assert durability == (("on",), {"appendfsync": "everysec"})
    assert found == (first.redis_url, first.database_url)
    assert running(data_dir) is None
    with (
        servers(data_dir, durable=True) as second,
        redis_of(second.redis_url) as client,
        sql(second.database_url) as database,
    ):
        assert client.get("k") == b"v"
        assert database.execute("SELECT n FROM kept").fetchone() == (1,)


def test_a_data_directory_survives_kill_9_of_its_owner(data_dir: Path) -> None:
    with another_process_with_servers(str(data_dir)) as (owner, url):
        with redis_of(url) as client:
            client.set("k", "v")
        owner.kill()

        wait_until(lambda: running(data_dir) is None and not folder_of(url).exists())
    with servers(data_dir) as again, redis_of(again.redis_url) as client:
        assert client.get("k") == b"v"


def test_a_data_directory_has_one_owner(data_dir: Path) -> None:
    with servers(data_dir), pytest.raises(BackingError, match="is in use"), servers(data_dir):
        pass


def test_a_data_directory_of_another_postgres_is_refused_by_version(data_dir: Path) -> None:
    with servers(data_dir):
        pass
    (data_dir / "postgres/PG_VERSION").write_text("14\n")

    with pytest.raises(BackingError, match="was made by PostgreSQL 14"), servers(data_dir):
        pass


def test_loopback_ports_ask_for_the_password_in_the_url() -> None:
    with servers(tcp_ports=two_free_ports()) as pair:
        assert pair.redis_tcp_url
        assert pair.database_tcp_url
        with redis_of(pair.redis_tcp_url) as client, sql(pair.database_tcp_url) as database:
            assert client.ping()
            assert database.execute("SELECT 1").fetchone() == (1,)
        port = pair.redis_tcp_url.rpartition(":")[2]
        with pytest.raises(AuthenticationError), redis_of(f"redis://127.0.0.1:{port}") as client:
            client.ping()
        with pytest.raises(psycopg.OperationalError), sql(pair.database_tcp_url.replace("postgres:", "postgres:x", 1)):
            pass


def test_a_port_in_use_is_an_error_that_shows_the_servers_log() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(BackingError, match=r"(?s)Redis did not start.*in use"), servers(tcp_ports=(port, port)):
            pass


def test_sockets_stay_short_below_a_long_temporary_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = tmp_path / ("d" * 120)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))

    with servers() as pair, redis_of(pair.redis_url) as client:
        assert client.ping()
        assert len(pair.redis_url) < 100


def test_a_copied_installation_makes_and_reads_clusters(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:  # not tmp_path: its parents are closed to other users
        Path(scratch).chmod(0o755)
        account = unprivileged_account()
        original = find_postgres(account, tmp_path)

        copy = copy_installation(original.path, Path(scratch) / "programs")

        answer = run(str(copy.with_name("initdb")), "--version", account=account)
        assert f"{original.version[0]}.{original.version[1]}" in answer


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as parent:  # not tmp_path: its parents are closed to PostgreSQL's user
        Path(parent).chmod(0o755)
        yield Path(parent) / "kept data"
