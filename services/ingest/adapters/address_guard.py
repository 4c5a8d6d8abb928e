"""Where ingest may connect to: public addresses on the ports of the web, and nothing else."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from shared.errors import DependencyError, RejectedError, RetryableError

AddressInfo = tuple[int, int, int, str, tuple[Any, ...]]
LookUp = Callable[[str, int], Awaitable[Sequence[AddressInfo]]]

WEB_PORTS: Final = frozenset({80, 443})

# Python's own is_global changes with its version, so the lists are ours: IANA's registries of special-purpose addresses.
_DENIED_V4: Final = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32",  # a cloud's metadata service, on a public address
)  # fmt: skip
_GLOBAL_V6: Final = IPv6Network("2000::/3")  # mapped, compatible, NAT64, link-local and unique-local ones are all outside
_DENIED_V6: Final = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
_V4: Final = tuple(map(IPv4Network, _DENIED_V4))
_V6: Final = tuple(map(IPv6Network, _DENIED_V6))

_LONGEST_URL: Final = 2048
_UNSAFE: Final = re.compile(r"[\x00-\x20\x7f\\]")
_AUTHORITY: Final = re.compile(r"https?://([^/?#]+)", re.IGNORECASE)
_LOCAL_NAMES: Final = (".localhost", ".local", ".internal", ".onion", ".home.arpa")


def is_public(address: str) -> bool:
    """Say whether `address` is one of the public internet's, by explicit lists."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        return ip in _GLOBAL_V6 and not any(ip in network for network in _V6)
    return not any(ip in network for network in _V4)


def without_secrets(url: str) -> str:
    """Shorten `url` to what may be logged: no user, no query, no fragment."""
    head, _, _ = url.partition("?")
    scheme, separator, rest = head.partition("#")[0].partition("://")
    authority, slash, path = rest.partition("/")
    return ascii(f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}"[:200])[1:-1]


class AddressGuard(AbstractResolver):
    """
    Checks every address three times: as written, as resolved, and as the very socket that will be connected.

    The last check is what counts: names that resolve differently the second time, odd spellings of addresses, and redirects
    all end there. A host with one bad address is refused, whatever its others are. `exempt` holds host or host:port that a
    test may reach; `public`, `ports` and `look_up` are what tests put in place of the internet's.
    """

    def __init__(
        self,
        *,
        exempt: frozenset[str] = frozenset(),
        dns_probe: str = "example.com",
        public: Callable[[str], bool] = is_public,
        ports: frozenset[int] = WEB_PORTS,
        look_up: LookUp | None = None,
    ) -> None:
        self._exempt = exempt
        self._dns_probe = dns_probe
        self._public = public
        self._ports = ports
        self._look_up = look_up or _system_look_up
        self._vouched: set[tuple[str, int]] = set()

    def check(self, url: str) -> URL:
        """Parse `url` once, for the check and for the request; RejectedError if it is not one to be fetched."""
        authority = _AUTHORITY.match(url)
        if len(url) > _LONGEST_URL or _UNSAFE.search(url) or authority is None:
            raise _refused("it is not an http(s) address of at most 2,048 plain characters")
        if "@" in authority[1] or "%" in authority[1]:
            raise _refused("it carries a user or an escape in its host")
        try:
            parsed = URL(url)
            host, port = parsed.host, parsed.port
        except ValueError:
            raise _refused("it is not an address") from None
        if not host or port is None:
            raise _refused("it names no host")
        name = host.rstrip(".").lower()
        if self._is_exempt(name, port):
            return parsed
        if port not in self._ports:
            raise _refused(f"port {port} is not one of the web's")
        if name == "localhost" or name.endswith(_LOCAL_NAMES):
            raise _refused("its host name is a local one")
        return parsed

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002 - both families are asked for
    ) -> list[ResolveResult]:
        """Look `host` up once; the connection goes to these addresses and no others."""
        try:
            answers = await self._look_up(host, port)
        except UnicodeError:
            raise _refused("its host name cannot be written in DNS") from None
        except socket.gaierror as error:
            raise await self._unresolved(error) from None
        addresses = [str(answer[4][0]) for answer in answers]
        if self._is_exempt(host.rstrip(".").lower(), port):
            self._vouched.update((address, port) for address in addresses)
        elif not all(map(self._public, addresses)):
            raise _refused("its host has an address that is not public")
        if not addresses:
            raise RetryableError("fetch-failed", "its host has no address")
        return [
            ResolveResult(
                hostname=host, host=address, port=port, family=answer[0], proto=answer[2], flags=socket.AI_NUMERICHOST
            )
            for address, answer in zip(addresses, answers, strict=True)
        ]

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """Open the socket for one address; the last gate, which literal addresses reach without any look-up."""
        address, port = str(info[4][0]), int(info[4][1])
        if (address, port) not in self._vouched and not self._is_exempt(address, port):
            if port not in self._ports:
                raise _refused(f"port {port} is not one of the web's")
            if not self._public(address):
                raise _refused("its address is not public")
        return socket.socket(info[0], info[1], info[2])

    async def close(self) -> None:
        """Nothing is held."""

    def _is_exempt(self, host: str, port: int) -> bool:
        return host in self._exempt or f"{host}:{port}" in self._exempt

    async def _unresolved(self, error: socket.gaierror) -> Exception:
        """Tell a name that does not exist from names that cannot be asked for at all."""
        if error.errno == socket.EAI_AGAIN:
            try:
                await self._look_up(self._dns_probe, 443)
            except socket.gaierror:
                return DependencyError("dns", f"neither the host nor {self._dns_probe} can be resolved")
        return RetryableError("fetch-failed", f"its host cannot be resolved ({error.strerror})")


def _refused(fact: str) -> RejectedError:
    return RejectedError("fetch-refused", fact)


async def _system_look_up(host: str, port: int) -> Sequence[AddressInfo]:
    return await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
