"""What the bus promises about one document, on a real Redis."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import pytest
from redis.asyncio import Redis

from shared.bus.stage import Stage
from shared.bus.wire import Entry, reading_events
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import ArticleSubmitted
from shared.errors import DependencyError, Fault, PostponedError, RejectedError, RetryableError
from tests.support.bus import each, forwarding, ingesting, running, settings, until

DEAD = streams.dead(streams.SUBMITTED)


async def submit(redis: Redis, *texts: str, **headers: str) -> list[str]:
    return [
        (await redis.xadd(streams.SUBMITTED, {"data": json.dumps({"text": text}), **headers})).decode() for text in texts
    ]


async def forwarded(redis: Redis) -> list[ArticleIngested]:
    return [ArticleIngested.model_validate_json(fields[b"data"]) for _, fields in await redis.xrange(streams.INGESTED)]


async def dead(redis: Redis) -> dict[bytes, dict[bytes, bytes]]:
    return {fields[b"dead_entry_id"]: fields for _, fields in await redis.xrange(DEAD)}


def settled(redis: Redis):
    async def nothing_left() -> bool:
        async with redis.pipeline(transaction=True) as pipe:  # at one moment: a document may be moved between two looks
            pipe.xlen(streams.SUBMITTED)
            pipe.zcard(streams.delayed(streams.SUBMITTED))
            return not any(await pipe.execute())

    return nothing_left


async def test_documents_published_before_the_first_start_are_delivered(redis: Redis, redis_url: str) -> None:
    await submit(redis, "one", "two", "three")

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(settled(redis))

    assert [event.text for event in await forwarded(redis)] == ["one", "two", "three"]


async def test_headers_and_the_first_entry_id_travel_on(redis: Redis, redis_url: str) -> None:
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    [entry_id] = await submit(redis, "one", traceparent=trace, correlation_id="order 7", reply_to="somewhere")

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(settled(redis))

    [(_, fields)] = await redis.xrange(streams.INGESTED)
    assert (fields[b"traceparent"], fields[b"correlation_id"]) == (trace.encode(), b"order 7")
    assert fields[b"submission_id"].decode() == entry_id
    assert set(fields) == {b"data", b"traceparent", b"correlation_id", b"submission_id"}
    [event] = await forwarded(redis)
    assert event.submission.entry_id == entry_id
    assert event.history[0].milliseconds >= 0


@pytest.mark.parametrize(("stream", "of"), [(streams.SUBMITTED, "5-0"), (streams.INGESTED, "5-1")])
def test_publishers_can_name_no_later_submission_and_stages_can(stream: str, of: str) -> None:
    # two streams number their entries by themselves: the same millisecond, or a clock that was set back
    assert Entry(stream, "5-0", {b"submission_id": b"5-1"}).submission_id == of


async def test_a_document_that_dies_at_a_later_stage_is_dead_as_its_submission(redis: Redis, redis_url: str) -> None:
    async def reject(batch: Sequence[Received[ArticleIngested]]) -> list[RejectedError]:
        return [RejectedError("no-text", "nothing") for _ in batch]

    enriching = Stage(
        "enrich",
        streams.INGESTED,
        reading_events(ArticleIngested),
        reject,
        output=streams.ENRICHED,
        batch=16,
        deadline_s=60.0,
    )
    [entry_id] = await submit(redis, "one")

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(settled(redis))
    async with running(enriching, settings(redis_url)):
        await until(lambda: redis.xlen(streams.dead(streams.INGESTED)))

    [(_, fields)] = await redis.xrange(streams.dead(streams.INGESTED))
    assert fields[b"submission_id"] == entry_id.encode()


async def test_each_unreadable_entry_dies_alone_with_its_reason(redis: Redis, redis_url: str) -> None:
    bad = {
        "invalid-utf8": {"data": b"\xff\xfe"},
        "bad-json": {"data": "{"},
        "bad-schema": {"data": '{"txet": "typo"}'},
        "too-large": {"data": '{"text":"' + "a" * (8 * 1024 * 1024) + '"}'},
    }
    await submit(redis, "before")
    ids = {await redis.xadd(streams.SUBMITTED, fields): reason for reason, fields in bad.items()}
    ids[await redis.xadd(streams.SUBMITTED, {"foo": "bar"})] = "bad-schema"
    ids[await redis.xadd(streams.SUBMITTED, {"data": '{"text":"x"}', "correlation_id": b"\xff"})] = "bad-schema"
    await submit(redis, "after")

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(settled(redis))

    assert {entry_id: fields[b"dead_reason"].decode() for entry_id, fields in (await dead(redis)).items()} == ids
    assert [event.text for event in await forwarded(redis)] == ["before", "after"]


async def test_a_dead_letter_keeps_the_original_fields_and_says_what_was_wrong(redis: Redis, redis_url: str) -> None:
    entry_id = await redis.xadd(streams.SUBMITTED, {"data": '{"txet": "secret"}', "note": b"\xff"})

    async with running(ingesting(each(forwarding)), settings(redis_url)):
        await until(settled(redis))

    fields = (await dead(redis))[entry_id]
    assert (fields[b"data"], fields[b"note"]) == (b'{"txet": "secret"}', b"\xff")
    assert ["txet", "unknown_field"] in json.loads(fields[b"dead_faults"])
    assert (fields[b"dead_stage"], fields[b"dead_attempts"]) == (b"ingest", b"1")
    assert b"secret" not in fields[b"dead_error"]


async def test_a_document_that_makes_the_handler_raise_dies_alone(redis: Redis, redis_url: str) -> None:
    def answer(received: Received[ArticleSubmitted]) -> ArticleIngested:
        if received.message.text == "bug":
            raise KeyError(received.message.text)
        return forwarding(received)

    _, bug, _ = await submit(redis, "before", "bug", "after")

    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(settled(redis))

    assert {key: fields[b"dead_reason"] for key, fields in (await dead(redis)).items()} == {bug.encode(): b"bug"}
    assert sorted(event.text for event in await forwarded(redis)) == ["after", "before"]


async def test_a_handler_that_answers_too_little_loses_no_document(redis: Redis, redis_url: str) -> None:
    async def forgetful(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        return [forwarding(received) for received in batch if received.message.text != "forgotten"]

    _, forgotten, _ = await submit(redis, "before", "forgotten", "after")

    async with running(ingesting(forgetful), settings(redis_url)):
        await until(settled(redis))

    assert {key: fields[b"dead_reason"] for key, fields in (await dead(redis)).items()} == {forgotten.encode(): b"bug"}
    assert sorted(event.text for event in await forwarded(redis)) == ["after", "before"]


async def test_a_rejected_document_carries_its_faults(redis: Redis, redis_url: str) -> None:
    def answer(_: Received[ArticleSubmitted]) -> RejectedError:
        return RejectedError("no-text", "nothing to read", (Fault("html", "empty"),))

    [entry_id] = await submit(redis, "one")

    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(settled(redis))

    fields = (await dead(redis))[entry_id.encode()]
    assert (fields[b"dead_reason"], fields[b"dead_error"]) == (b"no-text", b"nothing to read")
    assert json.loads(fields[b"dead_faults"]) == [["html", "empty"]]


async def test_a_failing_document_is_delayed_and_its_attempts_are_counted(redis: Redis, redis_url: str) -> None:
    seen: list[tuple[str, int]] = []

    def answer(received: Received[ArticleSubmitted]) -> ArticleIngested:
        seen.append((received.submission_id, received.step.attempts))
        if received.step.attempts < 3:
            raise RetryableError("fetch-failed", "503")
        return forwarding(received)

    [entry_id] = await submit(redis, "one", correlation_id="c")

    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(settled(redis))

    assert seen == [(entry_id, 1), (entry_id, 2), (entry_id, 3)]
    [event] = await forwarded(redis)
    assert (event.submission.entry_id, event.history[0].attempts) == (entry_id, 3)
    assert await redis.get(streams.readded(streams.SUBMITTED)) == b"2"


async def test_a_document_that_keeps_failing_is_dead_after_its_last_attempt(redis: Redis, redis_url: str) -> None:
    def answer(_: Received[ArticleSubmitted]) -> ArticleIngested:
        raise RetryableError("fetch-failed", "503 Service Unavailable")

    [entry_id] = await submit(redis, "one")

    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(settled(redis))

    [(_, fields)] = await redis.xrange(DEAD)
    assert (fields[b"dead_reason"], fields[b"dead_attempts"]) == (b"fetch-failed", b"3")
    assert fields[b"submission_id"] == entry_id.encode()


async def test_a_dependency_that_is_down_costs_no_document_an_attempt(redis: Redis, redis_url: str) -> None:
    up = asyncio.Event()

    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        if not up.is_set():
            raise DependencyError("postgres", "connection refused")
        return [forwarding(received) for received in batch]

    await submit(redis, "one", "two")

    async with running(ingesting(handler), settings(redis_url)) as stage:
        await until(lambda: stage.status.waiting_for == ["postgres"])
        await submit(redis, "three")
        await asyncio.sleep(1.5)  # longer than the claim time: only a heartbeat keeps the entries
        idle = [row["time_since_delivered"] for row in await redis.xpending_range(streams.SUBMITTED, "ingest", "-", "+", 9)]
        up.set()
        await until(settled(redis))

    assert len(idle) == 2, "a stage that waits reads no further"
    assert max(idle) < 1000
    assert [event.history[0].attempts for event in await forwarded(redis)] == [1, 1, 1]
    assert await redis.xlen(DEAD) == 0


async def test_a_stage_stops_reading_while_its_output_is_full(redis: Redis, redis_url: str) -> None:
    await submit(redis, *map(str, range(40)))

    async with running(ingesting(each(forwarding), batch=4), settings(redis_url, output_limit=8)) as stage:
        await until(lambda: stage.status.waiting_for == ["room"])
        length_when_full = await redis.xlen(streams.INGESTED)
        await redis.xtrim(streams.INGESTED, maxlen=0, approximate=False)
        left_when_full = await redis.xlen(streams.SUBMITTED)
        await until(lambda: _has(redis, length_when_full))

    assert (length_when_full, left_when_full) == (8, 32)


async def test_a_window_of_documents_that_need_no_waiting_is_settled_in_few_round_trips(
    redis: Redis, redis_url: str
) -> None:
    await submit(redis, *map(str, range(64)))
    before = await _acknowledgements(redis)

    async with running(ingesting(each(forwarding), batch=16, window=16), settings(redis_url)):
        await until(settled(redis))

    assert len(await forwarded(redis)) == 64
    assert await _acknowledgements(redis) - before <= 16


async def _acknowledgements(redis: Redis) -> int:
    return (await redis.info("commandstats")).get("cmdstat_xack", {"calls": 0})["calls"]


async def test_a_slow_document_in_a_window_delays_no_other(redis: Redis, redis_url: str) -> None:
    release = asyncio.Event()

    async def handler(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        if batch[0].message.text == "slow":
            await release.wait()
        return [forwarding(received) for received in batch]

    await submit(redis, "slow", *map(str, range(20)))

    async with running(ingesting(handler, batch=4, window=3), settings(redis_url)):
        await until(lambda: redis.xlen(streams.INGESTED))
        await until(lambda: _has(redis, 20))
        release.set()
        await until(settled(redis))

    assert (await forwarded(redis))[-1].text == "slow"


async def _has(redis: Redis, count: int) -> bool:
    return await redis.xlen(streams.INGESTED) == count


async def test_a_postponed_document_comes_back_as_often_as_it_takes_and_pays_no_attempt(
    redis: Redis, redis_url: str
) -> None:
    postponed = 0

    def answer(received: Received[ArticleSubmitted]) -> ArticleIngested:
        nonlocal postponed
        if received.message.text == "early" and postponed < 7:  # attempt_limit is 3
            postponed += 1
            raise PostponedError(0.01)
        return forwarding(received)

    await submit(redis, "before", "early", "after")

    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(settled(redis))

    assert {event.text: event.history[0].attempts for event in await forwarded(redis)} == {
        "before": 1,
        "after": 1,
        "early": 1,
    }
    assert not await redis.xlen(DEAD)


async def test_a_postponed_document_keeps_the_attempts_that_it_has_paid(redis: Redis, redis_url: str) -> None:
    turns = iter([RetryableError("fetch-failed", "503"), PostponedError(0.01), None])

    def answer(received: Received[ArticleSubmitted]) -> ArticleIngested:
        if (error := next(turns)) is not None:
            raise error
        return forwarding(received)

    await submit(redis, "one")

    async with running(ingesting(each(answer)), settings(redis_url)):
        await until(settled(redis))

    assert [event.history[0].attempts for event in await forwarded(redis)] == [2]
