"""The whole system on this machine: both servers, the schema, and the three services as processes of their own."""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Final
from urllib.parse import urlsplit

from deploy.embedded.backing import Servers, servers
from deploy.embedded.child import die_with_parent
from deploy.embedded.errors import BackingError

SERVICES: Final = ("enrich", "ingest", "store")  # what takes longest to start comes first

_ROOT: Final = Path(__file__).resolve().parents[2]
_STOP_S: Final = 12.0
_QUICK_S: Final = 10.0
_QUICK_DEATHS: Final = 4
_TAIL_LINES: Final = 12

Step = Callable[[str], None]
"""Called with what is done, step by step, for whoever watches."""


@dataclass(slots=True)
class ServiceProcess:
    """One service as a process; started again when it dies, until it dies too often."""

    name: str
    environment: dict[str, str]
    log: Path
    restarts: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _started: float = 0.0
    _quick_deaths: int = field(default=0)

    def start(self) -> None:
        """Start the process. Call it from the main thread: the kernel ends a child with the thread that started it."""
        self._started = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and modules)
                [sys.executable, "-P", "-m", f"services.{self.name}"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=self.environment,
                start_new_session=True,  # Ctrl-C is for the parent: it stops services before servers
                preexec_fn=die_with_parent(),  # noqa: PLW1509 (one call into the C library, no lock)
            )

    @property
    def pid(self) -> int | None:
        """The process's id, None when it is not running."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def tend(self) -> None:
        """Start it again if it has died or gave way; BackingError, with the end of its log, when that does not help."""
        if self._process is None or self._process.poll() is None:
            return
        if self._process.returncode == 0:  # it asked for a fresh process (DATELINE_RECYCLE_*)
            self.start()
            return
        self._quick_deaths = self._quick_deaths + 1 if time.monotonic() - self._started < _QUICK_S else 0
        if self._process.returncode == 2 or self._quick_deaths >= _QUICK_DEATHS:  # noqa: PLR2004 (a wrong setting stays wrong)
            raise BackingError(f"{self.name} does not run (exit status {self._process.returncode}):\n{self.tail()}")
        self.restarts += 1
        self.start()

    def end(self, how: signal.Signals) -> None:
        """Tell it to finish what it has in work (SIGTERM), or end it as a crash would (SIGKILL)."""
        if self._process:
            self._process.send_signal(how)

    def wait(self, seconds: float) -> None:
        """Wait for its end, and force it when the time is over."""
        if not self._process:
            return
        try:
            self._process.wait(max(0.1, seconds))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def tail(self) -> str:
        """Return the end of its log."""
        with suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-_TAIL_LINES:])
        return ""


@dataclass(frozen=True, slots=True)
class System:
    """What runs, and where."""

    servers: Servers
    logs: Path
    services: dict[str, ServiceProcess]

    def tend(self) -> None:
        """Start again what has died; call it now and then. BackingError when that does not help."""
        for service in self.services.values():
            service.tend()

    def tails(self) -> str:
        """Return the end of each service's log, for a message about something that went wrong."""
        return "the services' logs end with:\n" + "\n".join(
            f"--- {service.log}\n{service.tail()}" for service in self.services.values()
        )


@contextmanager
def system(
    data_dir: Path | None = None,
    *,
    durable: bool = False,
    tcp_ports: tuple[int, int] | None = None,
    on_step: Step = lambda _: None,
) -> Iterator[System]:
    """
    Run everything while the block lasts; nothing is left behind, whatever ends it, kill -9 of this process included.

    Services start while the schema is made, since both take seconds. The data is thrown away unless `data_dir` is given.
    """
    migrations = _importing("services.store.adapters.migrate")
    with servers(data_dir, durable=durable, tcp_ports=tcp_ports) as backing:
        on_step(" and ".join(how.partition(",")[0] for how in backing.how.values()))
        logs = _folder(data_dir.expanduser() if data_dir else _own_folder(backing), "logs")
        environment = _environment(backing)
        services = {name: ServiceProcess(name, environment, logs / f"{name}.log") for name in SERVICES}
        try:
            for name in ("enrich", "ingest"):
                services[name].start()
            migrations().upgrade(backing.database_url)
            on_step("schema")
            services["store"].start()
            yield System(backing, logs, services)
        finally:
            _stop(services.values(), is_orderly=data_dir is not None)


def _importing(name: str) -> Callable[[], ModuleType]:
    """Import a module in a thread, while this one waits for the servers."""
    thread = threading.Thread(target=importlib.import_module, args=(name,))
    thread.start()

    def imported() -> ModuleType:
        thread.join()
        return importlib.import_module(name)

    return imported


def _environment(backing: Servers) -> dict[str, str]:
    """Hand the addresses over as files: one may hold a password, and a process's environment is easily shown."""
    urls = {"DATELINE_REDIS_URL": backing.redis_url, "DATELINE_DATABASE_URL": backing.database_url}
    files = {f"{name}_FILE": _own_folder(backing) / name.lower() for name in urls}
    for path, url in zip(files.values(), urls.values(), strict=True):
        path.touch(mode=0o600)
        path.write_text(url)
    return {
        **{name: value for name, value in os.environ.items() if name not in urls},
        **{name: str(path) for name, path in files.items()},
        "DATELINE_PROBE_HOST": "127.0.0.1",
        "DATELINE_PROBE_PORT": "0",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
    }


def _own_folder(backing: Servers) -> Path:
    """Name the servers' temporary folder: it goes with them, whatever ends us."""
    return Path(urlsplit(backing.redis_url).path).parent


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _stop(services: Collection[ServiceProcess], *, is_orderly: bool) -> None:
    """Let services finish what they have in work, unless its result is thrown away anyway."""
    deadline = time.monotonic() + _STOP_S
    for service in services:
        service.end(signal.SIGTERM if is_orderly else signal.SIGKILL)
    for service in services:
        service.wait(deadline - time.monotonic())
