"""What the roles may do is the same on each Redis that is supported: the tests of the ACL, on servers in containers."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.compose.system import ROOT, built

_REDIS_7_0 = """
FROM debian:bookworm-slim
RUN apt-get update -qq && apt-get install -qq --no-install-recommends redis-server
"""


@pytest.fixture
def debians_redis() -> str:
    """Debian 12's Redis, the oldest that is supported: 7.0.15."""
    return built("dateline-test-redis:7.0", _REDIS_7_0)


def test_the_roles_hold_on_redis_7(debians_redis: str) -> None:
    hold(debians_redis)


def test_the_roles_hold_on_redis_8() -> None:
    hold("redis:8")


def hold(image: str) -> None:
    tests = sorted(str(file) for file in (ROOT / "tests/integration").glob("test_acl*.py"))
    environment = {**os.environ, "TEST_REDIS_SERVER": f"docker:{image}"}
    command = [sys.executable, "-m", "pytest", "-n", "0", *tests]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-6000:]
    assert len(tests) == 3
    assert " passed" in done.stdout
