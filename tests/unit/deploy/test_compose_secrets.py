"""`./run secrets` makes what is missing, keeps what is there, and lets nobody else on the host read it."""

from __future__ import annotations

import hashlib
import ssl
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from deploy.redis.acl import ROLES
from deploy.secrets.certificates import issue_certificates
from deploy.secrets.folder import Folder
from deploy.secrets.logins import redis_password, write_logins

_ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder.at(tmp_path / "secrets")
    write_logins(made)
    return made


def digest(folder: Folder, role: str) -> str:
    return hashlib.sha256(folder.read(redis_password(role)).encode()).hexdigest()


def test_compose_finds_each_secret_that_it_mounts(folder: Folder) -> None:
    issue_certificates(folder, [])
    declared = [
        secret
        for name in ("docker-compose.yml", "compose.expose.yml")
        for secret in yaml.safe_load((_ROOT / name).read_text())["secrets"]
    ]

    assert [name for name in declared if not folder.has(name)] == []


def test_the_folder_is_closed_and_the_files_are_readable_in_containers(folder: Folder) -> None:
    issue_certificates(folder, [])

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.path.iterdir()}

    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    assert modes.pop("ca.key") == 0o600
    assert set(modes.values()) == {0o644}


def test_a_second_run_changes_nothing(folder: Folder) -> None:
    issue_certificates(folder, ["queue.example.org"])
    before = {file.name: file.read_bytes() for file in folder.path.iterdir()}

    assert write_logins(folder) == []
    assert issue_certificates(folder, ["queue.example.org"]) == []
    assert {file.name: file.read_bytes() for file in folder.path.iterdir()} == before


def test_each_role_has_a_password_of_its_own_and_its_digest_is_in_the_acl_file(folder: Folder) -> None:
    lines = folder.read("redis_acl").splitlines()

    assert len({folder.read(redis_password(role)) for role in ROLES}) == len(ROLES)
    assert lines[0] == "user default off resetpass ~* &* +@all"
    assert [line.split()[:4] for line in lines[1:]] == [["user", role, "on", f"#{digest(folder, role)}"] for role in ROLES]


def test_a_removed_password_is_made_anew_wherever_it_is_used(folder: Folder) -> None:
    old = {role: folder.read(redis_password(role)) for role in ROLES}
    (folder / redis_password("store")).unlink()

    changed = write_logins(folder)

    assert changed == ["redis_store_password", "redis_acl", "store_redis_url"]
    assert folder.read(redis_password("store")) != old["store"]
    assert f"#{digest(folder, 'store')}" in folder.read("redis_acl")
    assert folder.read(redis_password("store")) in folder.read("store_redis_url")


def test_a_password_of_the_operators_own_may_hold_any_character(folder: Folder) -> None:
    folder.write("postgres_writer_password", "p@ss/w:rd #1%")

    write_logins(folder)

    address = urlsplit(folder.read("store_database_url"))
    assert unquote(address.password or "") == "p@ss/w:rd #1%"
    assert (address.username, address.hostname, address.path) == ("dateline_writer", "postgres", "/dateline")


def test_certificates_name_the_servers_and_the_hosts_and_follow_from_the_authority(folder: Folder) -> None:
    issue_certificates(folder, ["queue.example.org"])
    issue_certificates(folder, ["192.0.2.7"])

    context = ssl.create_default_context(cafile=str(folder / "ca.crt"))
    certificate = ssl._ssl._test_decode_cert(str(folder / "redis.crt"))  # type: ignore[attr-defined]

    assert context.get_ca_certs()[0]["subject"] == ((("commonName", "Dateline"),),)
    assert certificate["issuer"] == ((("commonName", "Dateline"),),)
    names = {value for _, value in certificate["subjectAltName"]}
    assert {"redis", "localhost", "127.0.0.1", "queue.example.org", "192.0.2.7"} <= names
    assert "postgres" not in names


def test_a_lost_authority_renews_both_certificates(folder: Folder) -> None:
    issue_certificates(folder, [])
    (folder / "ca.key").unlink()

    assert issue_certificates(folder, []) == ["ca.crt", "redis.crt", "postgres.crt"]
