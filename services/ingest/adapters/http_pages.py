"""The only place that fetches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, NoReturn, Self

import aiohttp
from yarl import URL

from services.ingest.adapters.address_guard import AddressGuard, without_secrets
from services.ingest.adapters.http_answers import REDIRECTS, next_hop, refuse_status
from services.ingest.adapters.http_body import read_body
from services.ingest.adapters.http_conditions import UNCHANGED, conditions, keepable
from services.ingest.adapters.robots import Robots
from services.ingest.core.page import KeptPage, Page
from services.ingest.ports import HostTurn, PageMemory, RobotsMemory, Visit
from services.ingest.settings import IngestSettings
from shared.errors import RejectedError, RetryableError

_CONTENT_TYPES: Final = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


@asynccontextmanager
async def _at_once(host: str, url: str) -> AsyncIterator[Visit]:  # noqa: ARG001 (the port's arguments)
    """Be a `HostTurn` where nobody else comes."""
    yield Visit()


class HttpPages:
    """
    Fetches pages for whoever may publish, and so trusts no address and no server.

    Every hop of a redirect is checked like the first; nothing is carried from one request to the next: no cookies, no
    credentials, no proxy of the environment, no connection. A host is visited in its `turn` only, and its robots.txt is
    obeyed where there is a memory for it. A page that is `kept` is sent only if it has changed; nothing else of what was
    asked before is believed. Use it as a context manager; it is a `FetchPage`.
    """

    def __init__(
        self,
        settings: IngestSettings,
        guard: AddressGuard | None = None,
        *,
        turn: HostTurn = _at_once,
        memory: RobotsMemory | None = None,
        kept: PageMemory | None = None,
    ) -> None:
        self._settings, self._turn, self._kept = settings, turn, kept
        self._guard = guard or AddressGuard(exempt=settings.allow_private_hosts, dns_probe=settings.dns_probe)
        self._robots = Robots(memory, settings.user_agent, self._guard, self._get) if memory and settings.robots else None
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
        """Fetch the page at `url`; every failure says which of the kinds it is, and at which address."""
        progress = _Progress(url, self._settings.fetch_deadline_s)
        try:
            while (page := await self._visit(progress)) is None:
                pass
        except RejectedError as error:
            raise RejectedError(error.reason, f"{without_secrets(progress.url)}: {error.detail}") from error
        except RetryableError as error:
            raise RetryableError(error.reason, f"{without_secrets(progress.url)}: {error.detail}", error.after_s) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            self._translate(error, progress)
        if self._kept and progress.to_keep:  # after the visit: it must cost neither the host nor the deadline anything
            await self._kept.keep(*progress.to_keep)
        return page

    async def _visit(self, progress: _Progress) -> Page | None:
        """Fetch from one host, in its turn, which costs none of the deadline; None if it redirects to another host."""
        target = self._guard.check(progress.url)
        if self._robots:
            await self._robots.check_known(target)
        async with self._turn(_host(target), progress.url) as visit:
            began = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(progress.left_s):
                    return await self._follow(target, visit, progress)
            except RetryableError as error:
                visit.quiet_s = error.after_s or 0.0
                raise
            finally:
                progress.left_s -= asyncio.get_running_loop().time() - began

    async def _follow(self, target: URL, visit: Visit, progress: _Progress) -> Page | None:
        host = _host(target)
        while _host(target) == host:
            if self._robots:
                await self._robots.check(target, visit)
            address = str(target.with_fragment(None))
            kept = await self._kept.recall(address) if self._kept else None
            async with self._get(target, conditions(kept)) as response:
                if kept and response.status == UNCHANGED:
                    return replace(kept.page, url=progress.url)
                if response.status not in REDIRECTS:
                    page = await self._page(response, progress)
                    found = keepable(page, response)
                    progress.to_keep = (address, found) if found else None
                    return page
                progress.redirects += 1
                if progress.redirects > self._settings.max_redirects:
                    raise RejectedError("fetch-refused", f"more than {self._settings.max_redirects} redirects")
                progress.url = next_hop(target, response.headers.get("Location"))
            target = self._guard.check(progress.url)
        return None

    def _get(
        self, target: URL, headers: Mapping[str, str] | None = None
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        assert self._session is not None, "used outside of its context"
        return self._session.get(target, headers=headers, allow_redirects=False)

    async def _page(self, response: aiohttp.ClientResponse, progress: _Progress) -> Page:
        if response.status != 200:  # noqa: PLR2004
            refuse_status(response.status, response.headers)
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
    """
    How far a fetch has come, and for telling what went wrong: the address in work, and whether its body has begun.

    `to_keep` is the page that was sent, by its address, if it can be asked for conditionally the next time.
    """

    url: str
    left_s: float
    redirects: int = 0
    in_body: bool = False
    to_keep: tuple[str, KeptPage] | None = None


def _host(target: URL) -> str:
    """Name the host as its servers see it: http and https are one, another port is another."""
    return (target.host_subcomponent or "").rstrip(".").lower() if target.is_default_port() else target.authority.lower()
