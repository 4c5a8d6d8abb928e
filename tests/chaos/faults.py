"""
What goes wrong in a run: one fault, one function.

A fault does its harm, yields the seconds until it wants to go on, and heals what does not heal by itself. What it holds
is held until it ends: two faults at a time, but never two on one server or on one service.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from deploy.embedded.errors import BackingError
from services.store.adapters import migrate
from shared.contracts import streams
from tests.chaos.fleet import CLAIM_AFTER_S, ROOT
from tests.chaos.proxy import Direction, Link
from tests.chaos.world import World

Course = Iterator[float]
_AN_HOUR_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Fault:
    """A named fault; `holds` is what no other fault touches meanwhile."""

    name: str
    holds: str
    begin: Callable[[World], Course]

    def why_not(self, world: World) -> str | None:
        """Say why it can not be done here, None where it can."""
        if self.name.startswith("fill") and not world.disks:
            return "no small file system can be mounted: that needs root"
        if self.name == "roll_versions" and world.other_code is None:
            return "there is no git history to take an earlier version from"
        return None


FAULTS: Final[dict[str, Fault]] = {}


def _fault(holds: str) -> Callable[[Callable[[World], Course]], Callable[[World], Course]]:
    def register(begin: Callable[[World], Course]) -> Callable[[World], Course]:
        name = begin.__name__
        FAULTS[name] = Fault(name, holds, begin)
        return begin

    return register


@_fault("services")
def kill(world: World) -> Course:
    """Kill -9 one replica."""
    world.replica().send(signal.SIGKILL)
    yield 0


@_fault("services")
def kill_a_stage(world: World) -> Course:
    """Kill -9 both replicas of a service."""
    service = world.replica().service
    for replica in world.fleet.replicas:
        if replica.service == service:
            replica.send(signal.SIGKILL)
    yield 0


@_fault("services")
def terminate(world: World) -> Course:
    """Stop one replica in order."""
    world.replica().send(signal.SIGTERM)
    yield 0


def _stop(world: World, seconds: float) -> Course:
    replica = world.replica()
    replica.send(signal.SIGSTOP)
    yield seconds
    replica.send(signal.SIGCONT)


@_fault("services")
def stop_briefly(world: World) -> Course:
    """Let one replica stand still for less than the time after which its entries are claimed."""
    yield from _stop(world, CLAIM_AFTER_S / 3)


@_fault("services")
def stop_for_long(world: World) -> Course:
    """Let one replica stand still until its entries were claimed, and come back."""
    yield from _stop(world, CLAIM_AFTER_S * 2.5)


@_fault("services")
def roll_versions(world: World) -> Course:
    """Restart one replica after the other, with the code before the last change; then with this one again."""
    for code in (world.other_code, ROOT):
        for replica in world.fleet.replicas:
            assert code
            replica.code, before = code, replica.has_started()
            replica.send(signal.SIGTERM)
            while replica.has_started() == before:
                yield 0.5


@_fault("services")
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


@_fault("redis")
def kill_redis(world: World) -> Course:
    """Kill -9 Redis, and start it on its append-only file."""
    world.servers.redis.kill()
    yield 0.5
    world.servers.redis.start()


@_fault("redis")
def hang_redis(world: World) -> Course:
    """Let Redis keep its connections and answer nothing, until clients lose their patience."""
    world.servers.redis.pause()
    yield CLAIM_AFTER_S * 4
    world.servers.redis.resume()


@_fault("redis")
def fill_aof(world: World) -> Course:
    """Leave no room for the append-only file."""

    def write() -> None:
        with world.redis() as redis:
            redis.set("ballast", bytes(65_536), px=60_000)

    yield from _fill(world.disks["redis"], write)


@_fault("postgres")
def restart_postgres(world: World) -> Course:
    """Stop Postgres without a shutdown, and start it again: it recovers from its log."""
    world.servers.postgres.stop("immediate")
    yield 0.5
    world.servers.postgres.start()


@_fault("postgres")
def fill_wal(world: World) -> Course:
    """Leave no room for the write-ahead log, nor for anything else of Postgres."""

    def write() -> None:
        with world.postgres() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS public.ballast (text text)")
            connection.execute("INSERT INTO public.ballast SELECT md5(n::text) FROM generate_series(1, 100000) AS n")
            connection.execute("SELECT pg_switch_wal()")  # else it writes on in the segment that it has

    yield from _fill(world.disks["postgres"], write)


def _fill(disk: Path, write: Callable[[], None]) -> Course:
    """Take all room, and what is freed meanwhile, for 5 s from when the server has refused a write because of it."""
    ballast, refused = disk / "ballast", 0
    while refused < 20:
        _take_the_rest(ballast)
        try:
            write()
        except (RedisError, psycopg.Error):
            refused += 1
        yield 0.25
    ballast.unlink()
    yield 1


def _take_the_rest(ballast: Path) -> None:
    with ballast.open("ab") as file:
        for size in (2**24, 2**20, 2**12):
            with suppress(OSError):
                while True:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, size)


@_fault("postgres")
def migrate_meanwhile(world: World) -> Course:
    """Take the last migration back, and apply it again, while the stores write."""
    url = world.servers.database_url
    for step in (lambda: migrate.downgrade(url, "-1"), lambda: migrate.upgrade(url)):
        yield from _insist(step)
        yield 1


def _insist(step: Callable[[], None]) -> Course:
    """Do it in a thread, as often as an operator would whom busy tables made wait in vain."""
    done = threading.Event()

    def until_done() -> None:
        while not done.is_set():
            with suppress(SQLAlchemyError):
                step()
                done.set()

    threading.Thread(target=until_done, daemon=True).start()
    while not done.is_set():
        yield 0.2


@_fault("network")
def cut(world: World) -> Course:
    """Cut a way to a server, and let nothing through for a while."""
    link = world.link()
    link.cut()
    yield CLAIM_AFTER_S
    link.heal()


@_fault("network")
def lose_requests(world: World) -> Course:
    """Swallow what goes to a server, longer than clients wait."""
    yield from _hold(world, "requests")


@_fault("network")
def lose_replies(world: World) -> Course:
    """Swallow what comes from a server, longer than clients wait: it has done what it was asked."""
    yield from _hold(world, "replies")


def _hold(world: World, direction: Direction) -> Course:
    link = world.link()
    link.hold(direction)
    yield CLAIM_AFTER_S * 4
    link.heal()


@_fault("network")
def delay(world: World) -> Course:
    """Let everything on a way arrive late."""
    link = world.link()
    link.delay(0.3)
    yield CLAIM_AFTER_S * 2
    link.heal()


@_fault("network")
def half_close(world: World) -> Course:
    """End one direction of a way's connections."""
    world.link().half_close(world.random.choice(("requests", "replies")))
    yield 0


@_fault("network")
def reset_after_exec(world: World) -> Course:
    """Let Redis apply what a stage hands over, and reset the connection before it can say so."""
    yield from _reset_after(world.replica("ingest", "enrich").redis, b"EXEC")


@_fault("network")
def reset_after_xack(world: World) -> Course:
    """Let Redis apply what the store settles, and reset the connection before it can say so."""
    yield from _reset_after(world.replica("store").redis, b"XACK")


@_fault("network")
def reset_after_xadd(world: World) -> Course:
    """Let Redis take a submission, and reset the connection before it can say so: the publisher sends it again."""
    yield from _reset_after(world.publisher, b"XADD")


@_fault("network")
def reset_after_commit(world: World) -> Course:
    """Let Postgres commit, and reset the connection before it can say so."""
    link = world.replica("store").postgres
    assert link
    yield from _reset_after(link, b"COMMIT")


def _reset_after(link: Link, request: bytes) -> Course:
    link.lose_the_reply_to(request)
    yield CLAIM_AFTER_S
    link.heal()


def start_again(world: World) -> None:
    """Start the servers that have ended, as an orchestrator would; one that can not start yet is tried again."""
    for server in (world.servers.redis, world.servers.postgres):
        if not server.is_running:
            with suppress(BackingError):
                server.start()
