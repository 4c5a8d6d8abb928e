"""What happens to services: one fault, one function."""

from __future__ import annotations

import signal
from contextlib import suppress
from typing import Final

from redis.exceptions import RedisError

from shared.contracts import streams
from tests.chaos.fault import Course, fault
from tests.chaos.fleet import CLAIM_AFTER_S, ROOT
from tests.chaos.world import World

_AN_HOUR_S: Final = 3600


@fault("services")
def kill(world: World) -> Course:
    """Kill -9 one replica."""
    world.replica().send(signal.SIGKILL)
    yield 0


@fault("services")
def kill_a_stage(world: World) -> Course:
    """Kill -9 both replicas of a service."""
    service = world.replica().service
    for replica in world.fleet.replicas:
        if replica.service == service:
            replica.send(signal.SIGKILL)
    yield 0


@fault("services")
def terminate(world: World) -> Course:
    """Stop one replica in order."""
    world.replica().send(signal.SIGTERM)
    yield 0


def _stop(world: World, seconds: float) -> Course:
    replica = world.replica()
    replica.send(signal.SIGSTOP)
    yield seconds
    replica.send(signal.SIGCONT)


@fault("services")
def stop_briefly(world: World) -> Course:
    """Let one replica stand still for less than the time after which its entries are claimed."""
    yield from _stop(world, CLAIM_AFTER_S / 3)


@fault("services")
def stop_for_long(world: World) -> Course:
    """Let one replica stand still until its entries were claimed, and come back."""
    yield from _stop(world, CLAIM_AFTER_S * 2.5)


@fault("services")
def roll_versions(world: World) -> Course:
    """Restart one replica after the other, with the code before the last change; then with this one again."""
    for code in (world.other_code, ROOT):
        for replica in world.fleet.replicas:
            assert code
            replica.code, before = code, replica.has_started()
            replica.send(signal.SIGTERM)
            while replica.has_started() == before:
                yield 0.5


@fault("services")
def step_clocks(world: World) -> Course:
    """
    Set the clock of Redis forward by an hour, and that of a replica's host back or forth.

    There is no clock to set for single processes, so this does what such steps are seen by: every lease and every delay
    is an hour older at once, and the replica is started again with a clock that is off.
    """
    with suppress(RedisError), world.redis() as redis:
        for stream, group in streams.READER_OF.items():
            redis.eval(_AGE, 2, stream, streams.delayed(stream), group, _AN_HOUR_S * 1000)
    replica = world.replica()
    replica.environment["CHAOS_CLOCK_S"] = str(world.random.choice((-_AN_HOUR_S, _AN_HOUR_S)))
    replica.send(signal.SIGTERM)
    yield 0


_AGE: Final = """
if redis.call('EXISTS', KEYS[1]) == 1 then
    for _, row in ipairs(redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 10000)) do
        redis.call('XCLAIM', KEYS[1], ARGV[1], row[2], 0, row[1], 'IDLE', ARGV[2], 'RETRYCOUNT', row[4], 'JUSTID')
    end
end
for _, member in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
    redis.call('ZINCRBY', KEYS[2], -ARGV[2], member)
end
"""
