"""A Redis with the deployed configuration and ACL file, and an administrator to look at it with."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from deploy.embedded.binaries import find_redis
from deploy.redis.acl import ROLES, acl_file
from shared.contracts import streams

_ROOT = Path(__file__).parents[2]
_OURS = {"client|setinfo", "client|maint_notifications"}  # what client libraries try; refusing it changes nothing
SUBMISSION = {"data": '{"text": "The mayor opened the bridge."}'}


@dataclass
class Protected:
    """The server: log in by role, kill it, start it, and ask what it refused."""

    socket: Path
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def url(self, role: str) -> str:
        return f"unix://{role}:{role}-password@{self.socket}"

    def client(self, role: str) -> Redis:
        return Redis.from_url(self.url(role))

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        with self.client("admin") as admin:
            while not self._answers(admin):
                assert self.process.poll() is None, "the server refused its configuration"

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def denials(self) -> set[str]:
        """What was refused since the last call, as commands and keys."""
        with self.client("admin") as admin:
            refused = {(entry["reason"], entry["object"], entry["username"]) for entry in admin.acl_log()}
            admin.acl_log_reset()
        return {f"{user}: {what}" for _, what, user in refused if what not in _OURS}

    @staticmethod
    def _answers(admin: Redis) -> bool:
        try:
            return bool(admin.ping())
        except (RedisConnectionError, ResponseError):  # loading
            return False


@contextmanager
def protected_redis(place: Path) -> Iterator[Protected]:
    """Run one in `place`; the password of each role is its name and ``-password``."""
    digests = {role: hashlib.sha256(f"{role}-password".encode()).hexdigest() for role in ROLES}
    administrator = f"user admin on #{hashlib.sha256(b'admin-password').hexdigest()} ~* &* +@all\n"
    (place / "acl").write_text(acl_file(digests) + administrator)
    here = {"port": "0", "dir": place, "aclfile": place / "acl", "unixsocket": place / "redis.sock"}
    options = [word for name, value in here.items() for word in (f"--{name}", str(value))]
    server = Protected(place / "redis.sock", [str(find_redis().path), str(_ROOT / "deploy/redis/redis.conf"), *options])
    server.start()
    try:
        yield server
    finally:
        server.kill()


def submit(server: Protected, times: int = 1) -> None:
    """Publish as a publisher does."""
    with server.client("publisher") as publisher:
        for _ in range(times):
            publisher.xadd(streams.SUBMITTED, SUBMISSION)
