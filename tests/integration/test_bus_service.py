"""A service as a process: it waits for Redis, answers probes, stops when told and ends when it is deaf."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from redis.asyncio import Redis

from deploy.embedded.backing import Servers
from shared.contracts import streams
from tests.support.bus import until
from tests.support.protected_redis import protected_redis

ROOT = Path(__file__).parents[2]


@contextmanager
def a_service(redis_url: str, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.plain_service"],
        cwd=ROOT,
        env={**os.environ, "DATELINE_REDIS_URL": redis_url, "DATELINE_PROBE_PORT": str(port), **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def probe(url: str) -> tuple[int, dict[str, object]]:
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.status, json.load(answer)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)
    except URLError:
        return 0, {}


async def test_a_service_works_answers_probes_and_ends_with_zero_when_told(redis: Redis, redis_url: str) -> None:
    two_minutes_ago = f"{int(time.time() - 120) * 1000}-0"
    await redis.xadd(streams.SUBMITTED, {"data": '{"text": "one"}'}, id=two_minutes_ago)

    with a_service(redis_url) as (process, url):
        await until(lambda: redis.xlen(streams.INGESTED))
        await until(lambda: probe(f"{url}/health/ready")[0] == 200)
        assert probe(f"{url}/health/live")[0] == 200
        with urlopen(f"{url}/metrics", timeout=5) as answer:
            metrics = answer.read().decode()
        process.send_signal(signal.SIGTERM)
        await until(lambda: process.poll() is not None)

    assert process.returncode == 0
    assert 'dateline_documents_total{result="done",stage="ingest"} 1.0' in metrics
    assert 'dateline_document_age_seconds_bucket{le="60.0",stage="ingest"} 0.0' in metrics
    assert 'dateline_document_age_seconds_bucket{le="300.0",stage="ingest"} 1.0' in metrics


async def test_its_endpoints_are_on_loopback_and_only_tell(redis: Redis, redis_url: str) -> None:
    """No description to read, no form to try a message out with, nothing that a request could change."""
    with a_service(redis_url) as (_, url):
        await until(lambda: probe(f"{url}/health/ready")[0] == 200)
        port = int(url.rpartition(":")[2])
        elsewhere = "127.0.0.2"  # loopback as well, but not the address that is bound
        with socket.socket() as client:
            assert client.connect_ex((elsewhere, port)) != 0
        for path in ("", "/", "/docs", "/redoc", "/asyncapi", "/asyncapi.json", "/openapi.json", "/asyncapi/try", "/health"):
            assert answered(f"{url}{path}") == 404, path
        for method in ("POST", "PUT", "DELETE"):
            assert answered(f"{url}/health/ready", method) == 405

    assert await redis.xlen(streams.SUBMITTED) == 0


def answered(url: str, method: str = "GET") -> int:
    try:
        with urlopen(Request(url, method=method, data=b"{}" if method == "POST" else None), timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


async def test_a_service_that_starts_before_its_redis_waits_for_it(own_servers: Servers) -> None:
    own_servers.redis.kill()

    with a_service(own_servers.redis_url) as (process, url):
        await until(lambda: process.poll() is None and probe(f"{url}/health/ready")[0] == 0)
        own_servers.redis.start()
        await until(lambda: probe(f"{url}/health/ready")[0] == 200)

    assert process.returncode == -signal.SIGKILL


async def test_a_service_whose_group_is_gone_ends_with_an_error_so_that_it_is_restarted(
    redis: Redis, redis_url: str
) -> None:
    with a_service(redis_url) as (process, url):
        await until(lambda: probe(f"{url}/health/ready")[0] == 200)
        await redis.flushdb()
        await until(lambda: process.poll() is not None, seconds=20)

    assert process.returncode == 1


async def test_a_service_whose_permissions_are_gone_is_not_ready_within_half_a_minute(tmp_path: Path) -> None:
    """Reading fails at once, again and again, while the process and its connection are alive."""
    with protected_redis(tmp_path) as server, a_service(server.url("ingest")) as (process, url):
        await until(lambda: probe(f"{url}/health/ready")[0] == 200)
        with server.client("admin") as admin:
            admin.execute_command("ACL SETUSER ingest clearselectors")
        await until(lambda: process.poll() is not None or probe(f"{url}/health/ready")[0] != 200, seconds=30)


async def test_a_document_that_kills_its_process_ends_dead_alone(redis: Redis, redis_url: str) -> None:
    texts = ["0", "1", "kill", "2", "3"]
    ids = {text: await redis.xadd(streams.SUBMITTED, {"data": json.dumps({"text": text})}) for text in texts}

    deaths = 0
    while await redis.xlen(streams.SUBMITTED):
        with a_service(redis_url) as (process, _):  # what an orchestrator does: start it again
            await until(partial(_ended_or_drained, process, redis), seconds=30)
            deaths += process.poll() == 9

    assert deaths == 3
    [(_, dead)] = await redis.xrange(streams.dead(streams.SUBMITTED))
    assert (dead[b"dead_entry_id"], dead[b"dead_reason"]) == (ids["kill"], b"crash")
    assert await redis.xlen(streams.INGESTED) == 4


async def _ended_or_drained(process: subprocess.Popen[bytes], redis: Redis) -> bool:
    return process.poll() is not None or await redis.xlen(streams.SUBMITTED) == 0


async def test_a_handler_that_overruns_its_deadline_ends_the_process(redis: Redis, redis_url: str) -> None:
    await redis.xadd(streams.SUBMITTED, {"data": '{"text": "hang"}'})

    with a_service(redis_url, PLAIN_DEADLINE_S="0.5") as (process, _):
        await until(lambda: process.poll() is not None)

    assert process.returncode == 70


async def test_a_service_gives_way_to_a_fresh_process_between_batches_and_loses_nothing(
    redis: Redis, redis_url: str
) -> None:
    texts = [str(number) for number in range(60)]
    for text in texts:
        await redis.xadd(streams.SUBMITTED, {"data": json.dumps({"text": text})})

    lives = 0
    while await redis.xlen(streams.SUBMITTED):
        with a_service(redis_url, DATELINE_RECYCLE_DOCUMENTS="10", PLAIN_DOCUMENT_S="0.05") as (process, _):
            await until(lambda: process.poll() is not None, seconds=30)
        assert process.returncode == 0
        lives += 1

    events = [json.loads(fields[b"data"]) for _, fields in await redis.xrange(streams.INGESTED)]
    assert lives > 1
    assert sorted(event["text"] for event in events) == sorted(texts)
    assert not await redis.exists(streams.dead(streams.SUBMITTED))


async def test_a_service_over_its_memory_gives_way_once_it_has_done_something(redis: Redis, redis_url: str) -> None:
    with a_service(redis_url, DATELINE_RECYCLE_MEMORY_MB="1") as (process, url):
        await until(lambda: probe(f"{url}/health/ready")[0] == 200)
        assert process.poll() is None
        await redis.xadd(streams.SUBMITTED, {"data": '{"text": "one"}'})
        await until(lambda: process.poll() is not None)

    assert process.returncode == 0
    assert await redis.xlen(streams.INGESTED) == 1
