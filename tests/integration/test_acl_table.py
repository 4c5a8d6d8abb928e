"""What each role may do on Redis, as one table: what stands there works, and everything else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import NoPermissionError

from deploy.redis.acl import ROLES
from shared.contracts import streams
from tests.support.protected_redis import Protected, protected_redis

_CONNECT = "ping client|setname client|id"
_TRANSACTION = "multi exec discard unwatch time"
_ALWAYS = {"auth", "hello", "quit", "reset"}  # no server asks who sends these

_READ = "xreadgroup xack xpending xclaim xlen xinfo|groups xinfo|consumers xgroup|create xgroup|delconsumer"
_WORK = f"{_READ} xdel xadd"
_DELAYED = "watch zadd zrange zrem zcard"
_HOST = "watch get set del hmget hset pexpireat"
_CENSUS = "xinfo|stream xinfo|groups xinfo|consumers xpending xlen zcard type memory|usage"
_OPERATE = """
    xadd xack xautoclaim xclaim xdel xinfo|consumers xinfo|groups xinfo|stream xinfo|help xgroup|create xgroup|createconsumer
    xgroup|delconsumer xgroup|destroy xgroup|setid xgroup|help xlen xpending xrange xread xreadgroup xrevrange xtrim
    zadd zrange zrem zcard zscore watch get set del incrby exists expire ttl type memory|usage eval evalsha
"""


def _stage(stream: str) -> dict[str, str]:
    return {
        stream: _WORK,
        streams.delayed(stream): _DELAYED,
        streams.readded(stream): "incrby",
        streams.dead(stream): "xadd xlen",
    }


_DEAD = [streams.dead(stream) for stream in streams.READER_OF]
_HOSTS = ["dateline:host:queue:news.example", "dateline:host:rules:https://news.example"]
_PAGE = "dateline:page:1"
_FOREIGN = ["secret", "article", "dateline", "other.article.submitted.v1"]
_OURS = [
    *(name for stream in streams.READER_OF for name in _stage(stream)),
    *(streams.dead(stream) for stream in _DEAD),
    *(
        streams.SETTLED,
        streams.INTAKE,
        streams.CLOSED,
        streams.RESERVE,
        streams.REMOVED,
        *_HOSTS,
        _PAGE,
        "article.other",
        "dateline:other",
    ),
]

_WITHOUT_KEYS = {
    "publisher": _CONNECT,
    "ingest": f"{_CONNECT} {_TRANSACTION} info",
    "enrich": f"{_CONNECT} {_TRANSACTION}",
    "store": f"{_CONNECT} {_TRANSACTION}",
    "ops": f"{_CONNECT} {_TRANSACTION} info config|get script|load",
    "exporter": f"{_CONNECT} info time",
}
_ON_KEYS: dict[str, dict[str, str]] = {
    "publisher": {
        streams.SUBMITTED: "xadd xlen",
        streams.SETTLED: "xread xrange xrevrange xlen",
        streams.INTAKE: "get",
    },
    "ingest": {
        **_stage(streams.SUBMITTED),
        streams.INGESTED: "xadd xlen",
        **dict.fromkeys((streams.INTAKE, streams.CLOSED), "mset rename"),
        streams.RESERVE: "setrange del",
        **dict.fromkeys(_HOSTS, _HOST),
        _PAGE: "get set",
    },
    "enrich": {
        **_stage(streams.INGESTED),
        **_stage(streams.INGESTED_BULK),
        **dict.fromkeys((streams.ENRICHED, streams.ENRICHED_BULK), "xadd xlen"),
    },
    "store": {
        **_stage(streams.ENRICHED),
        **_stage(streams.ENRICHED_BULK),
        **dict.fromkeys(_DEAD, _READ),
        **dict.fromkeys(map(streams.dead, (streams.ENRICHED, streams.ENRICHED_BULK)), f"{_READ} xadd"),
        streams.REMOVED: "zrange zrem",
        **{streams.dead(stream): "xadd xlen" for stream in _DEAD},
        streams.SETTLED: "xadd",
    },
    "ops": dict.fromkeys(_OURS, _OPERATE),
    "exporter": dict.fromkeys((key for key in _OURS if key.startswith("article.")), _CENSUS) | {streams.INTAKE: "get"},
}

_ARGUMENTS = {  # of each command on a key; `*` is the key
    "xadd": "* 9-* data {}",
    "xack": "* g 1-1",
    "xautoclaim": "* g me 9999 0",
    "xclaim": "* g me 9999 1-1",
    "xdel": "* 1-1",
    "xinfo|consumers": "* g",
    "xinfo|groups": "*",
    "xinfo|stream": "*",
    "xgroup|create": "* g 0 MKSTREAM",
    "xgroup|createconsumer": "* g me",
    "xgroup|delconsumer": "* g me",
    "xgroup|destroy": "* g",
    "xgroup|setid": "* g 0",
    "xlen": "*",
    "xpending": "* g",
    "xrange": "* - +",
    "xread": "STREAMS * 0",
    "xreadgroup": "GROUP g me STREAMS * >",
    "xrevrange": "* + -",
    "xsetid": "* 99-1",
    "xtrim": "* MAXLEN 0",
    "zadd": "* 1 member",
    "zrange": "* 0 -1",
    "zrem": "* member",
    "zcard": "*",
    "zscore": "* member",
    "watch": "*",
    "get": "*",
    "set": "* 1",
    "del": "*",
    "incrby": "* 1",
    "exists": "*",
    "expire": "* 9",
    "ttl": "*",
    "type": "*",
    "memory|usage": "*",
    "eval": "return{1} 1 *",
    "evalsha": "0 1 *",
    "hmget": "* field",
    "hset": "* field value",
    "pexpireat": "* 99999999999999",
    "mset": "* closed",
    "rename": "* *",
    "move": "* 1",
    "setrange": "* 9 x",
    "copy": "* secret",
    "dump": "*",
    "unlink": "*",
    "getdel": "*",
    "append": "* x",
    "sort": "*",
}


def _line(command: str, key: str) -> list[str]:
    return [*command.split("|"), *(key if word == "*" else word for word in _ARGUMENTS[command].split())]


def _may(role: str, key: str) -> set[str]:
    return set(_ON_KEYS[role].get(key, "").split())


@pytest.fixture(scope="module")
def protected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Protected]:
    with protected_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.mark.parametrize("role", ROLES)
def test_a_role_does_on_each_key_what_the_table_says_and_nothing_else(protected: Protected, role: str) -> None:
    asked = [(command, key) for key in (*_OURS, *_FOREIGN) for command in _ARGUMENTS]
    with protected.client(role) as client:
        pipe = client.pipeline(transaction=False)
        for command, key in asked:
            pipe.execute_command(*_line(command, key))
        answers = pipe.execute(raise_on_error=False)

    allowed = {asked[at] for at, answer in enumerate(answers) if not isinstance(answer, NoPermissionError)}

    assert len(allowed) > 3
    assert allowed == {(command, key) for command, key in asked if command in _may(role, key)}


@pytest.mark.parametrize("role", ROLES)
def test_no_other_command_of_this_server_is_open_to_a_role(protected: Protected, role: str) -> None:
    """Each command that the server has, put to its own check of permissions: on a key of ours, and on a foreign one."""
    listed = {command for commands in _ON_KEYS[role].values() for command in commands.split()}
    listed |= _ALWAYS | set(_WITHOUT_KEYS[role].split())
    with protected.client("admin") as admin:
        if role == "ops":  # whatever this server can do with a stream, but for one
            listed |= {text(command) for command in admin.acl_cat("stream")} - {"xsetid"}
        commands = {name: arity for name, arity in every_command(admin) if name not in listed}
        pipe = admin.pipeline(transaction=False)
        asked = [(name, key) for name in commands for key in (streams.SUBMITTED, "secret")]
        for name, key in asked:
            words = name.split("|")
            pipe.execute_command("ACL DRYRUN", role, *words, *[key] * (commands[name] - len(words)))
        answers = [text(answer) for answer in pipe.execute()]

    assert len(commands) > 250
    assert [ask for ask, answer in zip(asked, answers, strict=True) if "no permissions" not in answer] == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_send_each_command_without_a_key_that_the_table_names(protected: Protected, role: str) -> None:
    arguments = {"client|setname": ["me"], "config|get": ["maxmemory"], "script|load": ["return 1"]}
    with protected.client("admin") as admin:
        for name in _WITHOUT_KEYS[role].split():
            assert admin.execute_command("ACL DRYRUN", role, *name.split("|"), *arguments.get(name, [])) == b"OK", name


def test_no_stage_reads_its_own_stream_and_another_in_one_command(protected: Protected) -> None:
    with protected.client("ingest") as ingest, pytest.raises(NoPermissionError):
        ingest.xreadgroup("ingest", "me", {streams.SUBMITTED: ">", streams.ENRICHED: ">"})


def every_command(admin: Redis) -> Iterator[tuple[str, int]]:
    """Name each command and subcommand of the server, and the words that it takes at least."""
    answer: list[Any] = admin.execute_command("COMMAND INFO", *admin.execute_command("COMMAND LIST"))
    for command in answer:
        subcommands = command[9] if len(command) > 9 else []
        for one in subcommands or [command]:
            yield text(one[0]), abs(one[1])


def text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)
