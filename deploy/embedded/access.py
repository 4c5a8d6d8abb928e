"""How clients reach the servers: unix sockets, and loopback ports only when they are asked for."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Access:
    """
    The loopback ports and the password that protects them; without ports nothing listens on the network.

    A unix socket is protected by its folder's permissions, but every local user can connect to a port, and PostgreSQL's
    superuser can run programs.
    """

    redis_port: int | None = None
    postgres_port: int | None = None
    password: str | None = None

    @classmethod
    def on_ports(cls, ports: tuple[int, int] | None) -> Self:
        """Choose a password when there are ports."""
        return cls(*ports, password=secrets.token_urlsafe(18)) if ports else cls()
