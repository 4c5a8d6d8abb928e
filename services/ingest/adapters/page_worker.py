"""
The process that reads hostile pages: ``python -m services.ingest.adapters.page_worker``, started by `page_workers` only.

It holds no connection and no secret. Pages come in on stdin and answers go out on stdout, each as a length and its bytes.
"""

from __future__ import annotations

import ctypes
import logging
import math
import os
import resource
import signal
import sys
import time
from typing import IO, Final

from services.ingest.adapters.page_frames import ANSWER, LENGTH_BYTES, REQUEST, Answer, frame
from services.ingest.core.extract import extract_page
from services.ingest.core.page import Page
from shared.errors import RejectedError

_PR_SET_PDEATHSIG: Final = 1
_MOST_CALLS: Final = 6_000  # trafilatura calls itself for lists within lists; a page is at most 2,048 elements deep
_WARM_UP: Final = b"<html><head><title>A</title></head><body><article><h1>A</h1><p>First words.</p></article></body></html>"


def answer(page: Page) -> Answer:
    """Read `page`; a parser that fails on it has failed because of it."""
    try:
        return Answer(extract_page(page))
    except RejectedError as error:
        return Answer(reason=error.reason, detail=error.detail)
    except MemoryError:
        return Answer(reason="crash", detail="reading it takes too much memory")
    except Exception as error:  # noqa: BLE001 - whatever the libraries raise on a page, it is about that page
        return Answer(reason="crash", detail=f"reading it raised {type(error).__name__}")


def main() -> None:
    """Answer pages until stdin ends, within the limits given as arguments: parent, MiB of memory, seconds of CPU a page."""
    parent, memory_mib, cpu_s = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    _die_with(parent)
    sys.setrecursionlimit(_MOST_CALLS)
    logging.disable()  # parsers log what they read
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us
    pages, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nothing that a library prints may look like an answer
    _limit(resource.RLIMIT_AS, memory_mib * 1024 * 1024)
    answer(Page(body=_WARM_UP))
    _send(answers, b"")
    while (request := _receive(pages)) is not None and (body := _receive(pages)) is not None:
        known = REQUEST.validate_json(request)
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + cpu_s) + 1)
        _send(answers, ANSWER.dump_json(answer(Page(body, known.url, known.content_type, known.charset))))


def _receive(pages: IO[bytes]) -> bytes | None:
    head = pages.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    payload = pages.read(length)
    return payload if len(payload) == length else None


def _send(answers: IO[bytes], payload: bytes) -> None:
    answers.write(frame(payload))
    answers.flush()


def _limit(kind: int, soft: int) -> None:
    """Set a soft limit, so that the next page can have another; systems that do not know it go without."""
    try:
        resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))
    except (ValueError, OSError):
        return


def _die_with(parent: int) -> None:
    """End when the parent does, even by kill -9 in the middle of a page; elsewhere than on Linux, after that page."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


if __name__ == "__main__":
    main()
