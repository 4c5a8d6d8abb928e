"""One run: publish, do harm, wait until nothing is on its way any more, and judge."""

from __future__ import annotations

import random
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
from redis.exceptions import RedisError

from deploy.embedded.backing import servers
from services.store.adapters import migrate
from tests.chaos import verdict
from tests.chaos.clients import Consumer, Publisher
from tests.chaos.documents import documents
from tests.chaos.evidence import Evidence, gather, on_the_way, submissions
from tests.chaos.fault import Course, Fault
from tests.chaos.faults import FAULTS
from tests.chaos.fleet import make_fleet, through
from tests.chaos.proxy import network
from tests.chaos.server_faults import start_again
from tests.chaos.world import World, code_before, small_disks, tiny_model

_TURN_S: Final = 0.1
_LOOK_S: Final = 0.5
_AT_ONCE: Final = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: everything that is random follows from the seed; when exactly a fault strikes does not."""

    seed: int
    documents: int
    faults: int
    kinds: tuple[str, ...] = tuple(FAULTS)
    killers: int = 3
    model: str = ""
    mutant: str = ""
    patience_s: float = 60.0
    """How long nothing may move before the run counts as stuck."""
    most_extra: float = 0.05


@dataclass(frozen=True, slots=True)
class Report:
    """What a run was, and what it came to."""

    evidence: Evidence
    problems: list[str]
    applied: Counter[str]
    not_run: dict[str, str]
    restarts: int
    sent_again: int
    seconds: float


@dataclass(slots=True)
class _Schedule:
    """Faults in a random order, each kind as often as the others, spread over the documents of the run."""

    world: World
    plan: Plan
    not_run: dict[str, str] = field(default_factory=dict)
    applied: Counter[str] = field(default_factory=Counter)
    _queue: list[Fault] = field(default_factory=list)
    _running: dict[str, tuple[Course, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = [FAULTS[name] for name in self.plan.kinds]
        self.not_run = {kind.name: why for kind in kinds if (why := kind.why_not(self.world))}
        while len(self._queue) < self.plan.faults:
            turn = [kind for kind in kinds if kind.name not in self.not_run]
            self.world.random.shuffle(turn)
            self._queue += turn
        del self._queue[self.plan.faults :]

    def due(self, fault: int) -> int:
        """Say after how many documents the fault of that number is due."""
        return fault * self.plan.documents // (self.plan.faults + 1)

    def allowed(self) -> int:
        """Say how many documents may be sent by now: never so many that nothing is on its way at the next fault."""
        return self.due(self.applied.total() + 2)

    @property
    def is_over(self) -> bool:
        return not self._queue and not self._running

    def holds(self, what: str) -> bool:
        """Say whether a fault that runs holds this."""
        return what in self._running

    def turn(self, published: int) -> None:
        """Go on with what runs, and begin the next fault where its turn has come."""
        free = (one for one in self._queue if one.holds not in self._running)  # none waits for one that takes long
        if (
            published >= self.due(self.applied.total() + 1)
            and len(self._running) < _AT_ONCE
            and (fault := next(free, None)) is not None
        ):
            self._queue.remove(fault)
            self.applied[fault.name] += 1
            self._running[fault.holds] = (fault.begin(self.world), 0.0)
        for what, (course, due) in list(self._running.items()):
            if time.monotonic() >= due:
                self._go_on(what, course)

    def _go_on(self, what: str, course: Course) -> None:
        try:
            self._running[what] = (course, time.monotonic() + next(course))
        except StopIteration:
            del self._running[what]


def run(plan: Plan, watch: Callable[[str], None] = lambda _: None) -> Report:
    """Do it. BackingError where a server does not come back for good."""
    started = time.monotonic()
    with _world(plan) as world:
        schedule = _Schedule(world, plan)
        with _clients(world, plan, schedule) as (publisher, consumer):
            _drive(world, schedule, publisher, consumer, watch)
        evidence = gather(world, publisher, consumer)
        return Report(
            evidence,
            verdict.problems(evidence, plan.most_extra),
            schedule.applied,
            schedule.not_run,
            world.fleet.restarts,
            publisher.sent_again,
            time.monotonic() - started,
        )


@contextmanager
def _world(plan: Plan) -> Iterator[World]:
    """Lay everything out, and start the servers; the fleet starts when it is tended."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        folder.chmod(0o711)  # the user of Postgres passes through
        disks = stack.enter_context(small_disks(folder)) if {"fill_aof", "fill_wal"} & set(plan.kinds) else {}
        backing = stack.enter_context(servers(folder / "data", tcp_ports=_free_ports()))
        ways = stack.enter_context(network())
        migrate.upgrade(backing.database_url)
        fleet = make_fleet(backing, ways, folder, mutant=plan.mutant, model=plan.model or tiny_model(folder))
        stack.callback(fleet.end)
        publisher, url = through(ways, backing.redis_tcp_url)
        before = code_before(folder) if "roll_versions" in plan.kinds else None
        yield World(random.Random(plan.seed), backing, fleet, publisher, url, disks, before)


@contextmanager
def _clients(world: World, plan: Plan, schedule: _Schedule) -> Iterator[tuple[Publisher, Consumer]]:
    """Publish and consume from now on: what comes before the services' first start counts as well."""
    consumer = Consumer(world.postgres)
    sent = documents(plan.seed, plan.documents, plan.killers)
    publisher = Publisher(world.publisher_url, sent, schedule.allowed)
    threads = [threading.Thread(target=one.run, daemon=True) for one in (publisher, consumer)]
    for thread in threads:
        thread.start()
    try:
        yield publisher, consumer
    finally:
        publisher.stop.set()
        consumer.stop.set()
        for thread in threads:
            thread.join()


def _drive(
    world: World, schedule: _Schedule, publisher: Publisher, consumer: Consumer, watch: Callable[[str], None]
) -> None:
    """Let it run until every submission has its outcome and every fault its end, or nothing moves any more."""
    before: object = None
    moved = looked = 0.0
    while True:
        world.fleet.tend()
        schedule.turn(len(publisher.accepted))
        if not schedule.holds("redis") and not schedule.holds("postgres"):
            start_again(world)
        if (now := time.monotonic()) - looked > _LOOK_S:
            looked, state = now, _state(world, publisher)
            if state != before or not schedule.is_over:
                before, moved = state, now
            if (schedule.is_over and publisher.is_done and state == _FINISHED) or now - moved > schedule.plan.patience_s:
                return
            watch(
                f"{len(publisher.accepted)} accepted, {consumer.outcomes} settled, "
                f"{schedule.applied.total()} faults, {world.fleet.restarts} restarts"
            )
        time.sleep(_TURN_S)


_FINISHED: Final = ("finished", 0)


def _state(world: World, publisher: Publisher) -> tuple[str, object]:
    """Look where everything is; `_FINISHED` where every submission has an outcome that was announced."""
    try:
        with world.redis() as redis, world.postgres() as postgres:
            left, received = on_the_way(redis), submissions(redis)
            ((outcomes, announced),) = postgres.execute("SELECT count(*), count(announced_at) FROM news.outcomes")
    except (RedisError, psycopg.Error, OSError):
        return "a server is away", 0
    if not left and received == outcomes == announced and len(publisher.accepted) <= received:
        return _FINISHED
    return "moving", (left, received, outcomes, announced)


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]
