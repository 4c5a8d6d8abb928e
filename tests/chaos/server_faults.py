"""What happens to Redis and Postgres: one fault, one function."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from deploy.embedded.errors import BackingError
from services.store.adapters import migrate
from tests.chaos.fault import Course, fault
from tests.chaos.fleet import CLAIM_AFTER_S
from tests.chaos.world import World


@fault("redis")
def kill_redis(world: World) -> Course:
    """Kill -9 Redis, and start it on its append-only file."""
    world.servers.redis.kill()
    yield 0.5
    world.servers.redis.start()


@fault("redis")
def hang_redis(world: World) -> Course:
    """Let Redis keep its connections and answer nothing, until clients lose their patience."""
    world.servers.redis.pause()
    yield CLAIM_AFTER_S * 4
    world.servers.redis.resume()


@fault("redis")
def fill_aof(world: World) -> Course:
    """Leave no room for the append-only file."""

    def write() -> None:
        with world.redis() as redis:
            redis.set("ballast", bytes(65_536), px=60_000)

    yield from _fill(world.disks["redis"], write)


@fault("postgres")
def restart_postgres(world: World) -> Course:
    """Stop Postgres without a shutdown, and start it again: it recovers from its log."""
    world.servers.postgres.stop("immediate")
    yield 0.5
    world.servers.postgres.start()


@fault("postgres")
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


@fault("postgres")
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


def start_again(world: World) -> None:
    """Start the servers that have ended, as an orchestrator would; one that can not start yet is tried again."""
    for server in (world.servers.redis, world.servers.postgres):
        if not server.is_running:
            with suppress(BackingError):
                server.start()
