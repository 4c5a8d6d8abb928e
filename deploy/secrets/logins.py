"""Passwords, and the files that follow from them: Redis' ACL file, and the addresses that services connect to."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final
from urllib.parse import quote

from deploy.redis.acl import ROLES, acl_file
from deploy.secrets.folder import Folder

_POSTGRES: Final = "postgres_password"
_DATABASE_ROLES: Final = ("migrator", "writer", "reader")
_REDIS_LOGINS: Final = {"ingest": "ingest", "enrich": "enrich", "store": "store", "cli": "ops"}
_DATABASE_LOGINS: Final = {"migrate": "migrator", "store": "writer", "cli": "reader"}


def write_logins(folder: Folder) -> list[str]:
    """
    Make the passwords that are missing, write what follows from all of them, and return the names of changed files.

    A password is changed by removing or replacing its file and running this again.
    """
    passwords = [_POSTGRES, *map(redis_password, ROLES), *map(_database_password, _DATABASE_ROLES)]
    made = [name for name in passwords if folder.keep(name, lambda: secrets.token_urlsafe(32))]
    for name in passwords:
        (folder / name).chmod(0o644)
    digests = {role: hashlib.sha256(folder.read(redis_password(role)).encode()).hexdigest() for role in ROLES}
    derived = {"redis_acl": acl_file(digests)}
    for service, role in _REDIS_LOGINS.items():
        password = folder.read(redis_password(role))
        derived[f"{service}_redis_url"] = f"redis://{role}:{quote(password, safe='')}@redis:6379/0"
    for service, role in _DATABASE_LOGINS.items():
        password = folder.read(_database_password(role))
        derived[f"{service}_database_url"] = (
            f"postgresql://dateline_{role}:{quote(password, safe='')}@postgres:5432/dateline"
        )
    return made + [name for name, text in derived.items() if folder.write(name, text)]


def redis_password(role: str) -> str:
    """Name the file of a Redis role's password."""
    return f"redis_{role}_password"


def _database_password(role: str) -> str:
    return f"postgres_{role}_password"
