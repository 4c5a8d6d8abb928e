"""What travels between `page_workers` and its processes: apart, so that the service does not import their parsers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from services.ingest.core.page import Extracted
from shared.errors import Reason

LENGTH_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class Request:
    """What is known of a page; its body follows in a frame of its own."""

    url: str | None
    content_type: str
    charset: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """Either what was found, or why nothing was."""

    extracted: Extracted | None = None
    reason: Reason | None = None
    detail: str = ""


REQUEST: Final = TypeAdapter(Request)
ANSWER: Final = TypeAdapter(Answer)


def frame(payload: bytes) -> bytes:
    """Put the length before `payload`."""
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload
