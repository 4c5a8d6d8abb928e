"""What an answer's status and headers mean for a document."""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Final, NoReturn

from yarl import URL

from shared.errors import RejectedError, RetryableError

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_TEMPORARY: Final = frozenset({408, 425, 429})
_LONGEST_WAIT_S: Final = 3600.0


def next_hop(here: URL, location: str | None) -> str:
    """Return where a redirect leads; RejectedError if nowhere, or from https to http."""
    if not location:
        raise RejectedError("fetch-failed", "it redirects to nowhere")
    if "\\" in location:  # a slash to some parsers and none to others
        raise RejectedError("fetch-refused", "it redirects to what is not an address")
    try:
        there = str(here.join(URL(location)))
    except ValueError:
        raise RejectedError("fetch-refused", "it redirects to what is not an address") from None
    if here.scheme == "https" and there.lower().startswith("http:"):
        raise RejectedError("fetch-refused", "it redirects from https to http")
    return there


def refuse_status(status: int, headers: Mapping[str, str]) -> NoReturn:
    """Raise RetryableError for a status that may pass, when the server says that it will, else RejectedError."""
    if status in _TEMPORARY or status >= 500:  # noqa: PLR2004
        raise RetryableError("fetch-failed", f"status {status}", _retry_after_s(headers.get("Retry-After")))
    raise RejectedError("fetch-failed", f"status {status}")


def _retry_after_s(value: str | None) -> float | None:
    """Read seconds or a date, within an hour; None if it is neither."""
    if value is None:
        return None
    try:
        seconds = float(value) if value.strip().isdigit() else parsedate_to_datetime(value).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_S)
