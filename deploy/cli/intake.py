"""The queue's front door, as a polite publisher uses it: in batches, once each, and no faster than is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final, cast
from uuid import uuid4

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from deploy.cli.errors import CommandError, Status
from shared.contracts import streams

_PATIENCE_S: Final = 60.0
_SLOW_S: Final = 1.0

# Adds a batch once, however often it is sent: after a lost reply nobody knows whether it was added, and asking again is
# the answer. A script sees memory run out before its first write or not at all, so a batch is added whole.
_ADD_ONCE: Final = """
local done = redis.call('GET', KEYS[2])
local number = ARGV[1] .. ' '
if done and string.sub(done, 1, #number) == number then return done end
local answer = ARGV[1]
for i = 3, #ARGV do
    local id
    if ARGV[2] == '' then
        id = redis.call('XADD', KEYS[1], '*', 'data', ARGV[i])
    else
        id = redis.call('XADD', KEYS[1], '*', 'data', ARGV[i], 'correlation_id', ARGV[2])
    end
    answer = answer .. ' ' .. id
end
redis.call('SET', KEYS[2], answer, 'EX', 3600)
return answer
"""

Say = Callable[[str], None]
"""Called with what keeps the publisher waiting, and with an empty string when nothing does any more."""


class Intake:
    """
    Puts batches on the stream of submissions, in order.

    Slows down and stops as `dateline:intake` asks, and outlives a restart of Redis; `say` hears of either.
    """

    def __init__(self, client: Redis, correlation_id: str | None, say: Say) -> None:
        self._client, self._correlation_id, self._say = client, correlation_id or "", say
        self._add = client.register_script(_ADD_ONCE)
        self._marker = f"dateline:publish:{uuid4()}"
        self._batch = 0

    def add(self, documents: Sequence[bytes]) -> list[str]:
        """Add the documents, each exactly once, and return their entry ids; CommandError after a minute without Redis."""
        self._batch += 1
        waits = 0.1
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                self._wait_for_leave()
                keys = [streams.SUBMITTED, self._marker]
                answer = cast("bytes", self._add(keys=keys, args=[self._batch, self._correlation_id, *documents]))
            except OutOfMemoryError:
                self._say("Redis is full: waiting until the services have made room")
                time.sleep(_SLOW_S)
                deadline = time.monotonic() + _PATIENCE_S
            except (RedisConnectionError, RedisTimeoutError) as error:
                if self._batch == 1 or time.monotonic() > deadline:
                    raise CommandError(Status.UNREACHABLE, f"Redis (DATELINE_REDIS_URL) does not answer: {error}") from error
                self._say("Redis does not answer: trying again")
                time.sleep(waits)
                waits = min(waits * 2, 2.0)
            else:
                self._say("")
                return answer.decode().split()[1:]

    def close(self) -> None:
        """Forget what was added; it would be forgotten anyway."""
        try:
            self._client.delete(self._marker)
        except RedisError:
            return

    def _wait_for_leave(self) -> None:
        while (intake := (cast("bytes | None", self._client.get(streams.INTAKE)) or b"").decode()) in {"slow", "closed"}:
            self._say(f"{streams.INTAKE} is {intake}: waiting until the services have caught up")
            time.sleep(_SLOW_S)
            if intake == "slow":  # a batch a second
                return
