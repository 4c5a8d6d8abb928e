"""robots.txt: fetched once a day, in a turn at its host, and obeyed before every request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Final

import aiohttp
from yarl import URL

from services.ingest.adapters.address_guard import AddressGuard
from services.ingest.adapters.http_answers import REDIRECTS, next_hop, refuse_status
from services.ingest.adapters.http_body import read_body
from services.ingest.core.robots import judge, our_rules, product_token
from services.ingest.ports import RobotsMemory, Visit
from shared.errors import RejectedError, RetryableError

Get = Callable[[URL], AbstractAsyncContextManager[aiohttp.ClientResponse]]

_MOST_BYTES: Final = 500 * 1024  # RFC 9309: what comes after it need not be read
_MOST_REDIRECTS: Final = 5


class Robots:
    """
    Refuses what a site's robots.txt disallows to us.

    A file that is not there allows everything. While a server cannot be asked for it, nothing is allowed: RetryableError.
    """

    def __init__(self, memory: RobotsMemory, user_agent: str, guard: AddressGuard, get: Get) -> None:
        self._memory, self._guard, self._get = memory, guard, get
        self._token = product_token(user_agent)

    async def check_known(self, target: URL) -> None:
        """Refuse `target` if that is known without asking: it then needs no turn at its host."""
        rules = await self._memory.recall(str(target.origin()))
        if rules is not None:
            await _judge(rules, target)

    async def check(self, target: URL, visit: Visit) -> None:
        """Refuse `target`, asking its server if need be, in `visit`, which learns of the pause that is asked for."""
        origin = str(target.origin())
        rules = await self._memory.recall(origin)
        if rules is None:
            robots_txt = await self._fetch(target.origin().with_path("/robots.txt"))
            rules = await asyncio.to_thread(our_rules, robots_txt, self._token)
            await self._memory.keep(origin, rules)
        visit.crawl_delay_s = max(visit.crawl_delay_s, await _judge(rules, target))

    async def _fetch(self, address: URL) -> str:
        """Return the file, empty if there is none: also where it redirects for ever, or to where we may not go."""
        redirects = 0
        try:
            while redirects <= _MOST_REDIRECTS:
                async with self._get(address) as response:
                    if response.status not in REDIRECTS:
                        return await _read(response)
                    redirects += 1
                    address = self._guard.check(next_hop(address, response.headers.get("Location")))
        except (RejectedError, aiohttp.InvalidURL):
            if not redirects:  # the page's own host is the one that we may not go to, or no address at all
                raise
        except RetryableError as error:
            raise RetryableError(error.reason, f"robots.txt: {error.detail}", error.after_s) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise RetryableError("fetch-failed", f"robots.txt: {type(error).__name__}") from error
        return ""


async def _read(response: aiohttp.ClientResponse) -> str:
    try:
        if response.status != 200:  # noqa: PLR2004
            refuse_status(response.status, response.headers)
        body = await read_body(response, max_wire=_MOST_BYTES, max_body=_MOST_BYTES, is_cut=True)
    except RejectedError:  # there is none, or nothing that could be read
        return ""
    return body.decode("utf-8-sig", "replace")


async def _judge(rules: str, target: URL) -> float:
    """Return the pause that `rules` ask for; RejectedError if they disallow `target`. Hostile ones take most of a second."""
    verdict = await asyncio.to_thread(judge, rules, str(target))
    if not verdict.is_allowed:
        raise RejectedError("fetch-refused", "robots.txt disallows it")
    return verdict.crawl_delay_s
