"""Pages that hang, swell or kill their reader, and what becomes of the others."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from services.ingest.adapters.page_workers import PageWorkers
from services.ingest.core.extract import extract_page
from services.ingest.core.page import Page
from services.ingest.settings import IngestSettings
from shared.errors import RejectedError

PARAGRAPH = "The town of Lower Fenwick will get its ferry back after eleven years, the council decided on Thursday evening."
GOOD = Page(
    f"<title>Ferry</title><article><p>{PARAGRAPH}</p><p>{PARAGRAPH[::-1]}</p></article>".encode(), "https://a.example.org/"
)
ATTRIBUTES = " ".join(f"a{number}='>'" for number in range(100_000))
SLOW = Page(f"<p {ATTRIBUTES}>x</p>".encode())  # values that hide their number from the check before parsing
PARENT = """
import asyncio, sys
from services.ingest.adapters.page_workers import PageWorkers
from services.ingest.core.page import Page
from services.ingest.settings import IngestSettings

async def main():
    async with PageWorkers(IngestSettings(page_deadline_s=600)) as read:
        await read(Page(b"<p>warm</p>"))
        reading = asyncio.create_task(read(Page(sys.stdin.buffer.read()))) if "busy" in sys.argv else None
        print(read._workers[0]._process.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def reader_of(pool: PageWorkers) -> int:
    process = pool._workers[0]._process
    assert process is not None
    return process.pid


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_page_is_read_as_in_this_process() -> None:
    async with PageWorkers(IngestSettings()) as read:
        found = await read(GOOD)

    assert found == extract_page(GOOD)
    assert found.title == "Ferry"


@pytest.mark.parametrize("item", ["<ul><li>", "<ol><li><p>", "<dl><dd>"])
async def test_lists_in_lists_are_read_however_deep_they_are(item: str) -> None:
    tags = re.findall("<(.+?)>", item)
    depth = 1_900 // len(tags)
    close = "".join(f"</{tag}>" for tag in reversed(tags))
    article = f"<p>{PARAGRAPH}</p>{item * depth}{PARAGRAPH.upper()}{close * depth}"

    async with PageWorkers(IngestSettings()) as read:
        found = await read(Page(f"<html><body><article>{article}</article></body></html>".encode()))

    assert PARAGRAPH.upper() in found.text


async def test_refusal_by_the_reader_arrives_with_its_reason() -> None:
    async with PageWorkers(IngestSettings()) as read:
        with pytest.raises(RejectedError, match="attributes") as refused:
            await read(Page(b"<p " + b"a " * 100_000 + b">x</p>"))

    assert refused.value.reason == "too-large"


async def test_page_that_takes_too_long_is_ended_at_the_deadline_and_the_next_one_is_read() -> None:
    async with PageWorkers(IngestSettings(page_deadline_s=1)) as read:
        before = reader_of(read)

        with pytest.raises(RejectedError) as rejected:
            await read(SLOW)
        found = await read(GOOD)

    assert rejected.value.reason == "timeout"
    assert found.title == "Ferry"
    assert not is_running(before)


async def test_other_pages_are_read_while_one_is_slow() -> None:
    async with PageWorkers(IngestSettings(page_deadline_s=60, page_workers=2)) as read:
        slow = asyncio.create_task(read(SLOW))
        await asyncio.sleep(0)

        found = [await read(GOOD) for _ in range(5)]

        assert not slow.done()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
    assert {page.title for page in found} == {"Ferry"}


async def test_page_that_takes_too_much_memory_is_rejected_and_the_next_one_is_read() -> None:
    hungry = Page(b"<i>x</i>" * 1_000_000)

    async with PageWorkers(IngestSettings(page_deadline_s=60, page_memory_mib=256)) as read:
        with pytest.raises(RejectedError) as rejected:
            await read(hungry)
        found = await read(GOOD)

    assert rejected.value.reason == "crash"
    assert found.title == "Ferry"


async def test_page_that_kills_its_reader_is_rejected_and_the_next_one_is_read() -> None:
    async with PageWorkers(IngestSettings(page_deadline_s=60)) as read:
        await read(GOOD)
        reading = asyncio.create_task(read(SLOW))
        await asyncio.sleep(0)

        os.kill(reader_of(read), signal.SIGSEGV)

        with pytest.raises(RejectedError) as rejected:
            await reading
        found = await read(GOOD)

    assert rejected.value.reason == "crash"
    assert found.title == "Ferry"


async def test_reader_that_dies_while_idle_costs_no_page() -> None:
    async with PageWorkers(IngestSettings()) as read:
        await read(GOOD)
        os.kill(reader_of(read), signal.SIGKILL)
        process = read._workers[0]._process
        assert process is not None
        await process.wait()

        found = await read(GOOD)

    assert found.title == "Ferry"


async def test_reader_that_was_left_in_the_middle_of_a_page_is_replaced() -> None:
    async with PageWorkers(IngestSettings(page_deadline_s=60)) as read:
        await read(GOOD)
        reading = asyncio.create_task(read(SLOW))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

        found = await read(GOOD)

    assert found.title == "Ferry"


async def test_reader_is_replaced_after_its_share_of_pages() -> None:
    async with PageWorkers(IngestSettings(pages_per_worker=2)) as read:
        readers = []
        for _ in range(4):
            readers.append(reader_of(read))
            await read(GOOD)

    assert readers[0] == readers[1] != readers[2] == readers[3]


async def test_reader_holds_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_REDIS_URL", "redis://:hunter2@queue/0")

    async with PageWorkers(IngestSettings()) as read:
        await read(GOOD)
        environment = Path(f"/proc/{reader_of(read)}/environ").read_bytes()

    assert b"hunter2" not in environment


async def test_readers_end_with_the_pool() -> None:
    async with PageWorkers(IngestSettings(page_workers=2)) as read:
        readers = [worker._process.pid for worker in read._workers if worker._process]

    assert len(readers) == 2
    assert not any(map(is_running, readers))


@pytest.mark.parametrize("state", ["idle", "busy"])
async def test_reader_does_not_outlive_a_parent_that_is_killed(state: str) -> None:
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, state, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdin.write(SLOW.body)
    parent.stdin.close()
    reader = int(await parent.stdout.readline())
    assert is_running(reader)

    parent.kill()
    await parent.communicate()

    await until(lambda: not is_running(reader))
