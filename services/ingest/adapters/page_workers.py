"""Pages are read in processes that can be killed: a parser that hangs, swells or crashes takes only its page with it."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pydantic import ValidationError

from services.ingest.adapters.page_frames import ANSWER, LENGTH_BYTES, REQUEST, Answer, Request, frame
from services.ingest.core.page import Extracted, Page
from services.ingest.settings import IngestSettings
from shared.errors import DependencyError, RejectedError

_START_S: Final = 60.0  # imports take 1 s; on a machine that is busy starting everything at once, far longer
_LONGEST_ANSWER: Final = 64 * 1024 * 1024
_MODULE: Final = "services.ingest.adapters.page_worker"


class PageWorkers:
    """
    A pool of warm processes that read one page at a time, each within a deadline and a limit of memory.

    Use it as a context manager; it is an `ExtractPage`. A process that was killed or has read its share of pages is
    replaced at once, so that the next page finds a warm one.
    """

    def __init__(self, settings: IngestSettings) -> None:
        self._workers = [_Worker(settings) for _ in range(settings.page_workers)]
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()

    async def __aenter__(self) -> Self:
        for worker in self._workers:
            await worker.start()
            self._idle.put_nowait(worker)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            await worker.close()

    async def __call__(self, page: Page) -> Extracted:
        """Read `page` in the next idle process; the wait for one is not the page's."""
        worker = await self._idle.get()
        try:
            return await worker.read(page)
        finally:
            self._idle.put_nowait(worker)


class _Worker:
    """One process at a time, and its successor."""

    def __init__(self, settings: IngestSettings) -> None:
        self._settings = settings
        self._process: Process | None = None
        self._is_warm = False
        self._is_closed = False
        self._pages = 0

    async def start(self) -> None:
        """Start a process; it warms up by itself."""
        settings = self._settings
        arguments = (os.getpid(), settings.page_memory_mib, settings.page_deadline_s)
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", _MODULE, *map(str, arguments), stdin=PIPE, stdout=PIPE, env=_environment()
        )
        self._is_warm, self._pages = False, 0

    async def stop(self) -> None:
        """End the process, whatever it is doing; it holds nothing that could be lost."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()

    async def close(self) -> None:
        """End the process for good, also if a page is still being read."""
        self._is_closed = True
        await self.stop()

    async def read(self, page: Page) -> Extracted:
        """Read one page; the process is replaced if that has harmed it."""
        is_sound = False
        try:
            answer = await self._answer(page)
            is_sound = answer.reason != "crash" and self._pages < self._settings.pages_per_worker
        finally:
            if not is_sound:
                await self.stop()
                if not self._is_closed:
                    await self.start()
        if answer.extracted is None:
            raise RejectedError(answer.reason or "crash", answer.detail)
        return answer.extracted

    async def _answer(self, page: Page) -> Answer:
        process = await self._warm()
        deadline_s = self._settings.page_deadline_s
        try:
            async with asyncio.timeout(deadline_s):
                await _send(process, page)
                answer = ANSWER.validate_json(await _receive(process))
        except TimeoutError as error:
            raise RejectedError("timeout", f"reading it takes more than {deadline_s:g} s") from error
        except (EOFError, ConnectionError, ValidationError) as error:
            raise RejectedError("crash", "reading it ended its reader") from error
        self._pages += 1
        return answer

    async def _warm(self) -> Process:
        """Return a process that is ready to read, so that its start is not counted as the page's time."""
        if self._process is None or self._process.returncode is not None:
            await self.stop()
            await self.start()
        process = self._process
        assert process is not None, "started above"
        if not self._is_warm:
            try:
                async with asyncio.timeout(_START_S):
                    await _receive(process)
            except (TimeoutError, EOFError, ConnectionError) as error:
                raise DependencyError("page worker", "a process to read pages does not start") from error
            self._is_warm = True
        return process


async def _send(process: Process, page: Page) -> None:
    assert process.stdin is not None, "opened as a pipe"
    request = REQUEST.dump_json(Request(page.url, page.content_type, page.charset))
    process.stdin.write(frame(request) + frame(page.body))
    await process.stdin.drain()


async def _receive(process: Process) -> bytes:
    assert process.stdout is not None, "opened as a pipe"
    length = int.from_bytes(await process.stdout.readexactly(LENGTH_BYTES), "big")
    if length > _LONGEST_ANSWER:
        raise EOFError("the answer is too long")
    return await process.stdout.readexactly(length)


def _environment() -> dict[str, str]:
    """Give a reader of hostile pages what it needs to start, and no secret of ours."""
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return {"PYTHONPATH": path, "PATH": os.environ.get("PATH", os.defpath), "OPENBLAS_NUM_THREADS": "1"}
