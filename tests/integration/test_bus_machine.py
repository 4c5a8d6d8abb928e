"""
Every document is in exactly one place, whatever happens in whatever order: a state machine over the real bus and Redis.

The same machine must find each of the planted bugs, or it proves nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from prometheus_client import CollectorRegistry
from redis import Redis as BlockingRedis
from redis.asyncio import Redis

from shared.bus import delayed, settling, upkeep
from shared.bus import settle as real
from shared.bus.broker import connect, make_broker
from shared.bus.inbox import Inbox
from shared.bus.leases import Leases
from shared.bus.settle import Dead, Result
from shared.bus.status import Status
from shared.bus.wire import Entry, unpack
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import ArticleSubmitted
from shared.errors import RejectedError, RetryableError
from tests.support.bus import each, forwarding, ingesting
from tests.support.bus import settings as bus_settings

STREAM = streams.SUBMITTED
Settle = Callable[..., Any]


class Crash(BaseException):
    """The process ends here."""


def answer(received: Received[ArticleSubmitted]) -> ArticleIngested:
    match (received.message.text or "").split()[0]:
        case "reject":
            raise RejectedError("no-text", "nothing")
        case "retry" if received.step.attempts == 1:
            raise RetryableError("fetch-failed", "503")
        case "bug":
            raise KeyError
    return forwarding(received)


class Machine(RuleBasedStateMachine):
    """Publishers, replicas that crash at any point or stall and come back, and the mover, in any order."""

    redis_url: ClassVar[str]
    settle: ClassVar[Settle] = staticmethod(real.settle)

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.redis = BlockingRedis.from_url(self.redis_url)
        self.redis.flushdb()
        self.sent: set[str] = set()
        self.crash_at: str | None = None
        self.started = 0
        self.replicas: dict[str, Inbox[Any]] = {}
        self.stalled: list[tuple[Inbox[Any], list[tuple[Entry, Result]]]] = []
        settling.settle = self.settle_or_crash  # type: ignore[assignment]
        self.client = self.runner.run(self._connect())
        for name in "ab":
            self.restart(name)

    async def _connect(self) -> Redis:
        client = connect(bus_settings(self.redis_url))
        await upkeep.ensure_group(client, STREAM, "ingest")
        return client

    def restart(self, name: str) -> None:
        self.started += 1
        registry = CollectorRegistry()
        given = bus_settings(self.redis_url, claim_after_s=0.0001, retry_after_s=0.0001)
        broker = make_broker(given, "ingest", registry, 1.0)
        stage = ingesting(each(answer))
        self.replicas[name] = Inbox(stage, broker, self.client, given, Status("ingest", registry), f"{name}{self.started}")

    async def settle_or_crash(
        self, client: Redis, group: str, results: Sequence[tuple[Entry, Result]], *, delete: bool
    ) -> None:
        if self.crash_at == "before":
            raise Crash
        await type(self).settle(client, group, results, delete=delete, **self._between())
        if self.crash_at == "after":
            raise Crash

    def _between(self) -> dict[str, Any]:
        return {} if type(self).settle is real.settle else {"crash": self.crash_at == "between"}

    @rule(kinds=strategies.lists(strategies.sampled_from(["fine", "fine", "reject", "retry", "bug", "garbage"]), max_size=4))
    def publish(self, kinds: list[str]) -> None:
        for number, kind in enumerate(kinds):
            data = "{" if kind == "garbage" else json.dumps({"text": f"{kind} {number}"})
            self.sent.add(self.redis.xadd(STREAM, {"data": data}).decode())

    @rule(
        name=strategies.sampled_from("ab"),
        count=strategies.integers(1, 4),
        crash=strategies.sampled_from([None, None, "before", "between", "after"]),
    )
    def read(self, name: str, count: int, crash: str | None) -> None:
        self.run(name, crash, self._read(self.replicas[name], count))

    async def _read(self, replica: Inbox[Any], count: int) -> None:
        if entries := await self._take(replica, count):
            await replica._run(entries)

    async def _take(self, replica: Inbox[Any], count: int) -> list[Entry]:
        found = await self.client.xreadgroup("ingest", replica._leases._consumer, {STREAM: ">"}, count=count)
        return [Entry(STREAM, entry_id.decode(), fields) for _, entries in found for entry_id, fields in entries]

    @rule(name=strategies.sampled_from("ab"), crash=strategies.sampled_from([None, None, "before", "between", "after"]))
    def claim(self, name: str, crash: str | None) -> None:
        replica = self.replicas[name]

        async def run(entry: Entry) -> None:
            await replica._run([entry])

        self.run(name, crash, replica._claims.sweep(run, replica._bury))

    def run(self, name: str, crash: str | None, work: Any) -> None:
        self.crash_at = crash
        try:
            self.runner.run(work)
        except Crash:
            self.restart(name)
        finally:
            self.crash_at = None

    @rule(name=strategies.sampled_from("ab"), count=strategies.integers(1, 4))
    def stall(self, name: str, count: int) -> None:
        async def work() -> None:
            replica = self.replicas[name]
            if entries := await self._take(replica, count):
                with replica._leases.hold(entries) as lease:
                    self.stalled.append((replica, await replica._handling.results(entries, lease)))

        self.runner.run(work())

    @precondition(lambda self: self.stalled)
    @rule()
    def come_back(self) -> None:
        replica, results = self.stalled.pop()

        async def work() -> None:
            with replica._leases.hold([entry for entry, _ in results]):
                await replica._settling.settle(results)

        self.runner.run(work())

    @rule()
    def move(self) -> None:
        self.runner.run(delayed.move_due(self.client, STREAM))

    @invariant()
    def every_document_is_in_exactly_one_place(self) -> None:
        if not hasattr(self, "sent"):
            return
        assert Counter(self.places()) == Counter(self.sent)

    def places(self) -> Iterator[str]:
        delivered = self.redis.xinfo_groups(STREAM)[0]["last-delivered-id"]
        pending = {row["message_id"] for row in self.redis.xpending_range(STREAM, "ingest", "-", "+", 1000)}
        for entry_id, fields in self.redis.xrange(STREAM):
            if entry_id in pending or _order(entry_id) > _order(delivered):  # else no replica will ever see it
                yield Entry(STREAM, entry_id.decode(), fields).submission_id
        for member in self.redis.zrange(streams.delayed(STREAM), 0, -1):
            yield unpack(member)["submission_id"].decode()
        for _, fields in self.redis.xrange(streams.dead(STREAM)):
            yield fields[b"submission_id"].decode()
        for _, fields in self.redis.xrange(streams.INGESTED):
            yield ArticleIngested.model_validate_json(fields[b"data"]).submission.entry_id

    def teardown(self) -> None:
        settling.settle = real.settle
        if hasattr(self, "runner"):
            self.runner.run(self.client.aclose())
            self.runner.close()
            self.redis.close()


def _order(entry_id: bytes) -> tuple[int, int]:
    milliseconds, _, sequence = entry_id.partition(b"-")
    return int(milliseconds), int(sequence)


def check(machine: type[Machine], redis_url: str, examples: int) -> None:
    class Found(machine):  # type: ignore[misc, valid-type]
        pass

    Found.redis_url = redis_url
    run_state_machine_as_test(
        Found,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


def test_every_document_is_always_in_exactly_one_place(redis_url: str) -> None:
    check(Machine, redis_url, 60)


async def _write(client: Redis, results: Sequence[tuple[Entry, Result]]) -> None:
    async with client.pipeline(transaction=True) as pipe:
        for entry, result in results:
            real._write(pipe, entry, result, 0)
        await pipe.execute()


async def _acks_first(
    client: Redis, group: str, results: Sequence[tuple[Entry, Result]], *, delete: bool, crash: bool
) -> None:
    for entry, _ in results:
        await client.xack(STREAM, group, entry.id)
        await client.xdel(STREAM, entry.id)
    if crash:
        raise Crash
    await _write(client, results)


async def _acks_apart(
    client: Redis, group: str, results: Sequence[tuple[Entry, Result]], *, delete: bool, crash: bool
) -> None:
    await _write(client, results)
    if crash:
        raise Crash
    for entry, _ in results:
        await client.xack(STREAM, group, entry.id)
        await client.xdel(STREAM, entry.id)


async def _drops_the_dead(
    client: Redis, group: str, results: Sequence[tuple[Entry, Result]], *, delete: bool, crash: bool
) -> None:
    kept = [(entry, real.Done() if isinstance(result, Dead) else result) for entry, result in results]
    await real.settle(client, group, kept, delete=delete)


async def _trims_by_length(
    client: Redis, group: str, results: Sequence[tuple[Entry, Result]], *, delete: bool, crash: bool
) -> None:
    await real.settle(client, group, results, delete=delete)
    await client.xtrim(STREAM, maxlen=1, approximate=False)


@pytest.mark.parametrize("bug", [_acks_first, _acks_apart, _drops_the_dead, _trims_by_length])
def test_the_machine_finds_a_planted_bug(bug: Settle, redis_url: str) -> None:
    class Planted(Machine):
        settle = staticmethod(bug)

    with pytest.raises(AssertionError):
        check(Planted, redis_url, 60)


def test_the_machine_finds_a_missing_check_of_ownership(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def owns_all(_: Leases, entries: Sequence[Entry]) -> set[str]:
        return {entry.id for entry in entries}

    monkeypatch.setattr(Leases, "owned", owns_all)

    with pytest.raises(AssertionError):
        check(Machine, redis_url, 60)
