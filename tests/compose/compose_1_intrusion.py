"""A container that somebody has taken over: what they reach from there, with its files and its login."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.compose.system import System

_SERVICES = ["ingest", "enrich", "store"]
_RUNNING = ["redis", "postgres", *_SERVICES]
_OWN_SECRETS = {
    "redis": {"redis_acl", "redis_exporter_password"},
    "postgres": {f"postgres_{role}password" for role in ("", "migrator_", "writer_", "reader_")},
    "ingest": {"redis_url"},
    "enrich": {"redis_url"},
    "store": {"redis_url", "database_url"},
}
_KNOCK = """
import json, socket, sys
def opens(host, port):
    try:
        socket.create_connection((host, port), timeout=3).close()
    except OSError:
        return False
    return True
print(json.dumps([address for address in json.loads(sys.argv[1]) if opens(*address)]))
"""
_ROUTES = """
import json, socket, sys
def has_route(host):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((host, 80))  # sends nothing
        except OSError:
            return False
    return True
print(json.dumps([host for host in json.loads(sys.argv[1]) if has_route(host)]))
"""
_BECOME = """
import ctypes, json, os, socket, subprocess
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *arguments):
    if getattr(libc, name)(*arguments) == 0: return "done"
    return os.strerror(ctypes.get_errno())
def attempt(do):
    try:
        do()
    except OSError as error:
        return type(error).__name__
    return "done"
def run_from(folder):
    path = os.path.join(folder, "program")
    with open(path, "w") as file: file.write("#!/bin/sh\\n")
    os.chmod(path, 0o755)
    try:
        return attempt(lambda: subprocess.run([path]))
    finally:
        os.unlink(path)
print(json.dumps({
    "setuid": call("setuid", 0),
    "setgid": call("setgid", 0),
    "new user namespace": call("unshare", 0x10000000),
    "new mount namespace": call("unshare", 0x00020000),
    "mount": call("mount", b"none", b"/tmp", b"tmpfs", 0, None),
    "chroot": call("chroot", b"/tmp"),
    "host name": call("sethostname", b"x", 1),
    "raw socket": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)),
    "packet socket": attempt(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),
    "kernel setting": attempt(lambda: open("/proc/sys/kernel/core_pattern", "w")),
    "sysrq": attempt(lambda: open("/proc/sysrq-trigger", "w")),
    "kernel memory": attempt(lambda: open("/proc/kcore", "rb").read(1)),
    "control groups": attempt(lambda: os.mkdir("/sys/fs/cgroup/mine")),
    "shadow": attempt(lambda: open("/etc/shadow").read()),
    "a program of its own": run_from("/tmp"),
}))
"""
_WRITABLE = """
for folder in $(find / -xdev -type d 2>/dev/null) $(cut -d' ' -f2 /proc/mounts | grep -Ev '^/(proc|sys)(/|$)'); do
    [ -d "$folder" ] && (: >"$folder/.mine") 2>/dev/null && rm "$folder/.mine" && echo "$folder"
done | sort -u
"""


def addresses(system: System) -> dict[str, str]:
    """Each container's own address on each of its networks, as ``<service>/<network>``."""
    return {
        f"{name}/{network.rpartition('_')[2]}": facts["IPAddress"]
        for name in _RUNNING
        for container in system.containers(name)
        for network, facts in container["NetworkSettings"]["Networks"].items()
    }


def python(system: System, service: str, program: str, given: object = None) -> Any:
    return json.loads(system.exec(service, "python", "-c", program, json.dumps(given)))


@pytest.mark.parametrize(
    ("service", "servers"), [("ingest", {"redis"}), ("enrich", {"redis"}), ("store", {"redis", "postgres"})]
)
def test_it_reaches_the_servers_of_its_own_work_and_no_other(system: System, service: str, servers: set[str]) -> None:
    """On every address that a server has, whatever network it is on; the services' probes say nothing that is secret."""
    ports = {"redis": 6379, "postgres": 5432}
    wanted = [
        (address, ports[name]) for where, address in addresses(system).items() if (name := where.split("/")[0]) in ports
    ]

    reached = {(host, port) for host, port in python(system, service, _KNOCK, wanted)}

    assert {port for _, port in reached} == {ports[name] for name in servers}


@pytest.mark.parametrize("service", ["enrich", "store"])
def test_it_has_no_route_out(system: System, service: str) -> None:
    """Not to the addresses at which clouds keep their machines' credentials, and not to anybody on the Internet."""
    outside = ["169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "192.0.2.1", "2001:db8::1"]

    assert python(system, service, _ROUTES, outside) == []


@pytest.mark.parametrize("service", _SERVICES)
def test_it_becomes_nobody_else(system: System, service: str) -> None:
    found = python(system, service, _BECOME)

    assert [way for way, answer in found.items() if answer == "done"] == []
    assert len(found) == 15


@pytest.mark.parametrize(
    ("service", "places"),
    [
        *((name, {"/tmp", "/dev/shm", "/dev/mqueue"}) for name in _SERVICES),
        ("redis", {"/tmp", "/dev/shm", "/dev/mqueue", "/data"}),
        ("postgres", {"/tmp", "/dev/shm", "/dev/mqueue", "/var/run/postgresql", "/var/lib/postgresql/data"}),
    ],
)
def test_it_writes_where_its_work_is_and_nowhere_else(system: System, service: str, places: set[str]) -> None:
    writable = system.exec(service, "sh", "-c", _WRITABLE).split()

    outside = {folder for folder in writable if not any(f"{folder}/".startswith(f"{place}/") for place in places)}
    assert {folder.replace("/run/postgresql", "/var/run/postgresql") for folder in outside} <= places
    assert "/tmp" in writable


@pytest.mark.parametrize("service", _RUNNING)
def test_it_finds_its_own_secrets_and_no_engine_to_talk_to(system: System, service: str) -> None:
    found = system.exec(service, "sh", "-c", "ls /run/secrets; ls /run/docker.sock /var/run/docker.sock 2>/dev/null; true")
    passwords = [file.read_text().strip() for file in system.secrets.glob("*_*_password")]
    environments = system.exec(
        service, "sh", "-c", "cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'"
    )

    assert set(found.split()) == _OWN_SECRETS[service]
    assert "PATH=" in environments
    assert [password for password in passwords if password in environments] == []


def test_the_superusers_password_which_postgres_keeps_in_its_environment_opens_nothing(system: System) -> None:
    assert system.query("SELECT rolpassword IS NULL FROM pg_authid WHERE rolname = 'postgres'") == "t"


_LOGIN = """
import json, sys
from redis import Redis
from redis.exceptions import NoPermissionError
client = Redis.from_url(open("/run/secrets/redis_url").read().strip())
def refused(line):
    try:
        client.execute_command(*line.split())
    except NoPermissionError:
        return True
    return False
print(json.dumps([line for line in json.loads(sys.argv[1]) if not refused(line)]))
"""
_FOREIGN = {
    "ingest": ["XRANGE article.enriched.v1 - +", "XADD article.settled.v1 * a b", "XADD article.enriched.v1 * data {}"],
    "enrich": ["XRANGE article.submitted.v1 - +", "XADD article.submitted.v1 * data {}", "MSET dateline:intake closed"],
    "store": ["XRANGE article.submitted.v1 - +", "XADD article.ingested.v1 * data {}", "XDEL article.submitted.v1.dead 1-1"],
}


@pytest.mark.parametrize("service", _SERVICES)
def test_its_login_opens_nothing_but_its_own_streams(system: System, service: str) -> None:
    harmful = ["FLUSHALL", "CONFIG SET dir /tmp", "ACL LIST", "KEYS *", "SHUTDOWN NOSAVE", "MONITOR", "SLAVEOF h 1"]

    assert (
        python(system, service, _LOGIN, [*_FOREIGN[service], *harmful, "EVAL 1 0", "XTRIM article.ingested.v1 MAXLEN 0"])
        == []
    )


def test_its_login_to_postgres_is_not_the_owners(system: System) -> None:
    program = """
import json, psycopg
url = open("/run/secrets/database_url").read().strip()
with psycopg.connect(url, autocommit=True) as connection:
    def refused(statement):
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        return False
    print(json.dumps([one for one in json.loads(__import__("sys").argv[1]) if not refused(one)]))
"""
    statements = ["DELETE FROM news.articles", "DROP TABLE news.changes", "SET ROLE dateline_owner", "TABLE pg_authid"]

    assert python(system, "store", program, [*statements, "COPY news.articles TO PROGRAM 'cat'"]) == []
