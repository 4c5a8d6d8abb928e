"""The disk of Redis fills up: publishers are refused, ingest waits and says so, and nothing that was accepted is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.pages import block
from tests.compose.system import ROOT, System

_SMALL_DISK = """
volumes:
  redis-data:
    driver_opts: { type: tmpfs, device: tmpfs, o: "size=64m,uid=999,gid=999" }
"""
_PUBLISH = """
import json
from redis import Redis
from redis.exceptions import RedisError
client, accepted, refusal = Redis.from_url(open("/run/secrets/redis_url").read().strip()), 0, ""
while not refusal and accepted < 5000:
    document = {"source": "disk", "id": str(accepted), "text": f"Number {accepted}. " + "A long story about a disk. " * 400}
    try:
        client.xadd("article.submitted.v1", {"data": json.dumps(document)})
        accepted += 1
    except RedisError as error:
        refusal = str(error)
print(json.dumps([accepted, refusal]))
"""
_COUNT = """
from redis import Redis
client = Redis.from_url(open("/run/secrets/redis_url").read().strip())
print(client.xlen("article.submitted.v1"), client.xlen("article.ingested.v1"), client.xlen("article.submitted.v1.dead"))
"""


@pytest.fixture
def small(system: System, tmp_path: Path) -> Iterator[System]:
    """Redis on a disk of 64 MB, and ingest, beside the deployment whose images they share."""
    made = System(tmp_path)
    made.variables["COMPOSE_PROJECT_NAME"] += "-disk"
    (tmp_path / "disk.yml").write_text(_SMALL_DISK)
    made.variables["COMPOSE_FILE"] = f"{ROOT}/docker-compose.yml:{tmp_path}/disk.yml"
    try:
        made.script(f"{tmp_path}/run secrets")
        made.compose("up", "-d", "--wait", "ingest")
        yield made
    finally:
        made.script(block("deploy.md", "remove"))


def test_a_redis_whose_disk_is_full_refuses_and_goes_on_by_itself_when_there_is_room(small: System) -> None:
    small.exec("redis", "sh", "-c", "head -c 60M /dev/zero >/data/filler")

    accepted, refusal = json.loads(small.exec("ingest", "python", "-c", _PUBLISH))

    assert "MISCONF" in refusal
    assert accepted > 50
    for name in ("redis", "ingest"):
        small.until(lambda name=name: small.health(name) == {"unhealthy"}, seconds=120)
    assert '"dependency": "redis"' in small.compose("logs", "--no-color", "ingest")

    small.exec("redis", "rm", "/data/filler")

    small.until(lambda: small.exec("ingest", "python", "-c", _COUNT).split() == ["0", str(accepted), "0"])
    small.until(lambda: small.health("redis") | small.health("ingest") == {"healthy"})
