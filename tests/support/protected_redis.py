"""
A Redis with the deployed configuration and ACL file, and an administrator to look at it with.

It is the embedded server, or the one that TEST_REDIS_SERVER names: a program, or ``docker:`` and an image.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from deploy.embedded.binaries import find_redis
from deploy.redis.acl import DEFAULT, ROLES, acl_file
from shared.contracts import streams

_CONFIGURATION = Path(__file__).parents[2] / "deploy/redis/redis.conf"
_OURS = {"client|setinfo", "client|maint_notifications"}  # what client libraries try; refusing it changes nothing
SUBMISSION = {"data": '{"text": "The mayor opened the bridge."}'}


@dataclass
class Protected:
    """The server: log in by role, kill it, start it, and ask what it refused."""

    socket: Path
    options: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    container: str | None = field(default=None, repr=False)

    def url(self, role: str) -> str:
        return f"unix://{role}:{role}-password@{self.socket}"

    def client(self, role: str) -> Redis:
        return Redis.from_url(self.url(role))

    def start(self) -> None:
        program, _, image = os.environ.get("TEST_REDIS_SERVER", str(find_redis().path)).partition("docker:")
        if image:
            self.container = f"dateline-redis-{uuid4().hex[:12]}"
        command = self._in_container(image) if image else [program]
        self.process = subprocess.Popen([*command, *self.options], stdout=subprocess.DEVNULL)
        with self.client("admin") as admin:
            while not self._answers(admin):
                assert self.process.poll() is None, "the server refused its configuration"

    def kill(self) -> None:
        assert self.process
        if self.container:
            subprocess.run(["docker", "kill", self.container], check=True, stdout=subprocess.DEVNULL)
        else:
            self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    def denials(self) -> set[str]:
        """What was refused since the last call, as commands and keys."""
        with self.client("admin") as admin:
            refused = {(entry["reason"], entry["object"], entry["username"]) for entry in admin.acl_log()}
            admin.acl_log_reset()
        return {f"{user}: {what}" for _, what, user in refused if what not in _OURS}

    def _in_container(self, image: str) -> list[str]:
        me, place = f"{os.getuid()}:{os.getgid()}", self.socket.parent
        run = ["docker", "run", "--rm", f"--name={self.container}", f"--user={me}", "--network=none"]
        return [*run, *(f"--volume={path}:{path}" for path in (place, _CONFIGURATION)), "--entrypoint=redis-server", image]

    @staticmethod
    def _answers(admin: Redis) -> bool:
        try:
            return bool(admin.ping())
        except (RedisConnectionError, ResponseError):  # loading
            return False


@contextmanager
def protected_redis(place: Path, default: str = DEFAULT) -> Iterator[Protected]:
    """Run one in `place`, with `default` as its default user; a role's password is its name and ``-password``."""
    digests = {role: hashlib.sha256(f"{role}-password".encode()).hexdigest() for role in ROLES}
    administrator = f"user admin on #{hashlib.sha256(b'admin-password').hexdigest()} ~* &* +@all\n"
    (place / "acl").write_text(acl_file(digests).replace(DEFAULT, default) + administrator)
    here = {"port": "0", "dir": place, "aclfile": place / "acl", "unixsocket": place / "redis.sock"}
    options = [word for name, value in here.items() for word in (f"--{name}", str(value))]
    server = Protected(place / "redis.sock", [str(_CONFIGURATION), *options])
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
