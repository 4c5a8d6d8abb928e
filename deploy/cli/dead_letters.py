"""Dead letters on Redis: read without their documents, and put back or dropped once, whoever else does it as well."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from redis import Redis

from deploy.cli.entries import Subject, read_entries, subject_of
from shared.bus.dead_letters import read_dead_letter
from shared.bus.wire import CARRIED, DATA, Entry
from shared.contracts import streams

_RECORDER: Final = "store"
"""The group that gives dead letters their outcome."""

_AT_ONCE: Final = 20  # a letter may have 8 MiB, and nobody else is served meanwhile

# A script is atomic, also in the append-only file. A letter whose rejection store has not recorded yet is still in work:
# without it, its submission would have no outcome. Store hears of what is removed, for its mirror.
_EACH: Final = """
local reached = '0-0'
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
    local facts = {}
    for i = 1, #group, 2 do facts[group[i]] = group[i + 1] end
    if facts['name'] == ARGV[1] then reached = facts['last-delivered-id'] end
end
local function in_work(id)
    return #redis.call('XRANGE', KEYS[1], '(' .. reached, id, 'COUNT', 1) > 0
        or reached ~= '0-0' and #redis.call('XPENDING', KEYS[1], ARGV[1], id, id, 1) > 0
end
local answers = {}
for id in string.gmatch(ARGV[2], '%S+') do
    local letter = redis.call('XRANGE', KEYS[1], id, id)[1]
    if not letter then table.insert(answers, 'gone')
    elseif in_work(id) then table.insert(answers, 'in work')
    else
        [[do]]
        redis.call('XDEL', KEYS[1], id)
        redis.call('ZADD', KEYS[4], 0, KEYS[2] .. ' ' .. id)
        table.insert(answers, 'done')
    end
end
return answers
"""
_DROP: Final = _EACH.replace("[[do]]", "")
_RETRY: Final = _EACH.replace(
    "[[do]]",
    """
        local had = {}
        for i = 1, #letter[2], 2 do had[letter[2][i]] = letter[2][i + 1] end
        local fields = {'submission_id', had['submission_id'] or had['dead_entry_id'] or id}
        for i = 3, #ARGV do
            if had[ARGV[i]] then
                table.insert(fields, ARGV[i])
                table.insert(fields, had[ARGV[i]])
            end
        end
        redis.call('XADD', KEYS[2], '*', unpack(fields))
        redis.call('INCRBY', KEYS[3], 1)
""",
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A dead letter without its document: `entry_id` is its own, `dead_entry_id` the one that it had on `stream`."""

    entry_id: str
    stream: str
    dead_entry_id: str
    subject: Subject
    stage: str
    reason: str
    error: str
    attempts: int
    at: datetime
    faults: tuple[tuple[str, str], ...]
    size: int

    @property
    def group(self) -> tuple[str, str]:
        """What letters are counted by."""
        return self.stage, self.reason


def read_letters(client: Redis) -> Iterator[Letter]:
    """Yield every letter that is there now, stage by stage, oldest first. Raises redis.exceptions.RedisError."""
    for stream in streams.READER_OF:
        yield from map(letter_of, read_entries(client, streams.dead(stream)))


def letter_of(entry: Entry) -> Letter:
    """Read an entry of a dead-letter stream."""
    letter = read_dead_letter(entry)
    return Letter(
        entry_id=letter.entry_id,
        stream=letter.stream,
        dead_entry_id=letter.dead_entry_id,
        subject=subject_of(entry, letter.submission_id),
        stage=letter.stage or streams.READER_OF.get(letter.stream, ""),
        reason=letter.reason,
        error=letter.error,
        attempts=letter.attempts,
        at=letter.at,
        faults=tuple((fault.path, fault.code) for fault in letter.faults),
        size=len(letter.data or b""),
    )


def read_data(client: Redis, letter: Letter) -> bytes | None:
    """Read a letter's document as it was submitted to its stage; None if there was none, or the letter is gone."""
    entries = cast("list[tuple[bytes, Any]]", client.xrange(streams.dead(letter.stream), letter.entry_id, letter.entry_id))
    return entries[0][1].get(DATA) if entries else None


def retry(client: Redis, letters: Sequence[Letter]) -> Iterator[tuple[Letter, str]]:
    """
    Put the originals on their stages' streams and take the letters away, both or neither; yield what became of each.

    That is `done`, `gone` (somebody else was faster), or `in work` (store has yet to record that it died; left as it is).
    An original keeps the id of its first XADD, and its attempts start from 1. Raises redis.exceptions.RedisError.
    """
    return _do(client, _RETRY, letters)


def drop(client: Redis, letters: Sequence[Letter]) -> Iterator[tuple[Letter, str]]:
    """Take the letters away for good; yield what became of each, as `retry` does."""
    return _do(client, _DROP, letters)


def _do(client: Redis, script: str, letters: Sequence[Letter]) -> Iterator[tuple[Letter, str]]:
    run = client.register_script(script)
    for stream in streams.READER_OF:
        of_stream = [letter for letter in letters if letter.stream == stream]
        for start in range(0, len(of_stream), _AT_ONCE):
            part = of_stream[start : start + _AT_ONCE]
            ids = " ".join(letter.entry_id for letter in part)
            keys = [streams.dead(stream), stream, streams.readded(stream), streams.REMOVED]
            answers = cast("list[bytes]", run(keys=keys, args=[_RECORDER, ids, *CARRIED]))
            yield from zip(part, (answer.decode() for answer in answers), strict=True)
