"""Given servers are shared by parallel test processes without one seeing the other's data."""

from __future__ import annotations

import pytest

from tests.support.servers import own_redis_database, with_database


@pytest.mark.parametrize(
    ("given", "worker", "own"),
    [
        ("redis://localhost:6379", 0, "redis://localhost:6379?db=0"),
        ("redis://localhost:6379", 1, "redis://localhost:6379?db=1"),
        ("rediss://user:secret@host:6380/3", 2, "rediss://user:secret@host:6380?db=5"),
        ("redis://localhost:6379/15", 1, "redis://localhost:6379?db=0"),
        ("redis://localhost:6379?db=4", 1, "redis://localhost:6379?db=5"),
        ("unix:///run/redis.sock", 1, "unix:///run/redis.sock?db=1"),
        ("unix://:secret@/run/redis.sock?db=2", 1, "unix://:secret@/run/redis.sock?db=3"),
    ],
)
def test_each_test_process_has_its_own_redis_database(given: str, worker: int, own: str) -> None:
    assert own_redis_database(given, worker) == own


@pytest.mark.parametrize(
    ("given", "own"),
    [
        ("postgresql+psycopg://me:secret@host:5432/postgres", "postgresql+psycopg://me:secret@host:5432/test_1"),
        ("postgresql+psycopg://me@host", "postgresql+psycopg://me@host/test_1"),
        ("postgresql+psycopg://postgres@/postgres?host=/tmp/x/pg", "postgresql+psycopg://postgres@/test_1?host=/tmp/x/pg"),
    ],
)
def test_each_test_has_its_own_database(given: str, own: str) -> None:
    assert with_database(given, "test_1") == own
