"""The only place that fetches."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Final, NoReturn, Self

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from services.ingest.adapters.address_guard import AddressGuard, without_secrets
from services.ingest.adapters.http_body import read_body
from services.ingest.core.page import Page
from services.ingest.settings import IngestSettings
from shared.errors import DependencyError, RejectedError, RetryableError

_CONTENT_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_TEMPORARY: Final = frozenset({408, 425, 429})
_LONGEST_WAIT_S: Final = 3600.0


class HttpPages:
    """
    Fetches pages for whoever may publish, and so trusts no address and no server.

    Every hop of a redirect is checked like the first; nothing is carried from one request to the next: no cookies, no
    credentials, no proxy of the environment, no connection. Use it as a context manager; it is a `FetchPage`.
    """

    def __init__(self, settings: IngestSettings, guard: AddressGuard | None = None) -> None:
        self._settings = settings
        self._guard = guard or AddressGuard(exempt=settings.allow_private_hosts, dns_probe=settings.dns_probe)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=self._guard, socket_factory=self._guard.open_socket, use_dns_cache=False, force_close=True, limit=0
            ),
            timeout=aiohttp.ClientTimeout(
                total=None, sock_connect=self._settings.connect_timeout_s, sock_read=self._settings.idle_timeout_s
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={
                "User-Agent": self._settings.user_agent,
                "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
                "Accept-Encoding": "gzip",
            },
            auto_decompress=False,
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session:
            await self._session.close()

    async def __call__(self, url: str) -> Page:
        """Fetch the page at `url`; every failure says which of the three kinds it is, and at which address."""
        progress = _Progress(url)
        try:
            async with asyncio.timeout(self._settings.fetch_deadline_s):
                return await self._follow(progress)
        except RejectedError as error:
            raise RejectedError(error.reason, f"{without_secrets(progress.url)}: {error.detail}") from error
        except RetryableError as error:
            raise RetryableError(error.reason, f"{without_secrets(progress.url)}: {error.detail}", error.after_s) from error
        except DependencyError:
            raise
        except (aiohttp.ClientError, OSError, ValueError) as error:
            self._translate(error, progress)

    async def _follow(self, progress: _Progress) -> Page:
        for _ in range(self._settings.max_redirects + 1):
            target = self._guard.check(progress.url)
            assert self._session is not None, "used outside of its context"
            async with self._session.get(target, allow_redirects=False) as response:
                if response.status not in _REDIRECTS:
                    return await self._page(response, progress)
                progress.url = _next_hop(target, response.headers.get("Location"))
        raise RejectedError("fetch-refused", f"more than {self._settings.max_redirects} redirects")

    async def _page(self, response: aiohttp.ClientResponse, progress: _Progress) -> Page:
        if response.status != 200:  # noqa: PLR2004
            _refuse_status(response.status, response.headers)
        if response.content_type not in _CONTENT_TYPES:
            raise RejectedError("fetch-refused", "its content type is neither HTML nor plain text")
        progress.in_body = True
        body = await read_body(response, max_wire=self._settings.max_wire_bytes, max_body=self._settings.max_body_bytes)
        label = response.charset  # whatever the server wrote: bytes that are not ASCII name no encoding
        charset = label if label and label.isascii() else None
        return Page(body=body, url=progress.url, content_type=response.content_type, charset=charset)

    def _translate(self, error: Exception, progress: _Progress) -> NoReturn:
        """Say what a client library's failure means for the document."""
        where = without_secrets(progress.url)
        if isinstance(error, TimeoutError):
            if progress.in_body and not isinstance(error, aiohttp.ServerTimeoutError):
                fact = f"its body did not end within {self._settings.fetch_deadline_s:g} s"
                raise RejectedError("timeout", f"{where}: {fact}") from error
            raise RetryableError("timeout", f"{where}: no answer in time") from error
        if isinstance(error, aiohttp.InvalidURL):
            raise RejectedError("fetch-refused", f"{where}: it is not an address") from error
        if isinstance(error, aiohttp.ClientResponseError | ValueError):
            raise RejectedError("fetch-failed", f"{where}: its server does not speak HTTP") from error
        raise RetryableError("fetch-failed", f"{where}: {type(error).__name__}") from error


@dataclass(slots=True)
class _Progress:
    """How far a fetch has come, for telling what went wrong: the address in work, and whether its body has begun."""

    url: str
    in_body: bool = False


def _next_hop(here: URL, location: str | None) -> str:
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


def _refuse_status(status: int, headers: CIMultiDictProxy[str]) -> NoReturn:
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
