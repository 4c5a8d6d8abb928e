"""A service as a process: FastStream's ASGI app around its stages, background jobs, probes, and an honest exit status."""

from __future__ import annotations

import asyncio
import faulthandler
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from functools import partial
from typing import Any, TypeVar

import structlog
import uvicorn
from faststream.asgi import AsgiFastStream
from prometheus_client import CollectorRegistry, Gauge, make_asgi_app
from redis.exceptions import RedisError

from shared.bus import delayed, upkeep
from shared.bus.broker import connect, connect_reader, lacking, make_broker
from shared.bus.inbox import Inbox
from shared.bus.probes import ProbeServer, live_route, ready_route
from shared.bus.recycling import Recycling, resident_bytes
from shared.bus.stage import Stage
from shared.bus.status import Status
from shared.bus.turns import Turn, Turns
from shared.errors import DependencyError
from shared.settings import BusSettings, ProbeSettings, Settings, SettingsError, load
from shared.telemetry import configure_logging

GRACE_S = 25.0
"""How long a shutdown lets work finish. The orchestrator's own grace period must be longer."""

_HUNG_S = 120.0  # far beyond any computation that is allowed on the loop
_REARM_S = 20.0

S = TypeVar("S", bound=Settings)
Job = Callable[[], Awaitable[object]]
_log = structlog.get_logger()


class Service:
    """
    One process of one service.

    `uses` names what must be open while it runs, `reads` its stages, `every` its background jobs; `run` blocks until the
    process is told to stop, or gives way to a fresh one, and returns its exit status: 0 then, 1 where reading has ended by
    itself.
    """

    def __init__(self, name: str, bus: BusSettings, probes: ProbeSettings) -> None:
        self.name = name
        self.replica = f"{name}-{socket.gethostname()}-{os.getpid()}"
        self.registry = CollectorRegistry()
        self.status = Status(name, self.registry)
        self.client = connect(bus)
        self._bus, self._probes = bus, probes
        self._broker = make_broker(bus, name, self.registry, GRACE_S)
        self._inboxes: list[Inbox[Any]] = []
        self._resources: list[AbstractAsyncContextManager[object]] = []
        self._jobs: list[tuple[float, Job]] = []
        self._exit_status = 0
        self.reports("cpu_seconds", "CPU time of the process and its ended children", _cpu_seconds)
        self.reports("memory_bytes", "Memory that the process takes, without its children", resident_bytes)
        self.every(_REARM_S, self._rearm_watchdog)
        self._recycling = Recycling(bus, self.status)
        if self._recycling.is_wanted:
            self.every(1.0, self._recycle)

    def uses(self, *resources: AbstractAsyncContextManager[object]) -> None:
        """Open `resources`, in this order, before anything is read."""
        self._resources += resources

    def reads(self, stage: Stage[Any], bulk: Stage[Any] | None = None) -> None:
        """
        Read the stage's stream, with its upkeep: groups, consumers, delays, counts.

        `bulk` gets the time that it leaves (`shared.bus.turns`).
        """
        if bulk is None:
            self._read(stage)
            return
        turns = Turns(self.status)
        live = self._read(stage, turns.live)
        self._read(bulk, partial(turns.bulk, live.is_idle))

    def _read(self, stage: Stage[Any], turn: Turn = nullcontext) -> Inbox[Any]:
        inbox = Inbox(stage, self._broker, self.client, self._bus, self.status, self.replica, turn)
        self._inboxes.append(inbox)
        stream, group, title = stage.stream, stage.name, stage.title
        if not stage.keep:
            self.every(1.0, lambda: delayed.move_due(self.client, stream))
            self.every(5.0, lambda: upkeep.count_entries(self.client, stream, group, title, self.status))
        self.every(60.0, lambda: upkeep.remove_gone_consumers(self.client, stream, group))
        return inbox

    def every(self, seconds: float, job: Job) -> None:
        """Run `job` again and again until shutdown; a failure is logged and the next turn comes as usual."""
        self._jobs.append((seconds, job))

    def reports(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Show a figure of the service's own as the metric ``dateline_<name>``."""
        Gauge(f"dateline_{name}", meaning, registry=self.registry).set_function(value)

    def run(self) -> int:
        """Run until SIGTERM or SIGINT."""
        asyncio.run(self._serve())
        sys.stdout.flush()
        return self._exit_status

    async def _serve(self) -> None:
        app = AsgiFastStream(
            self._broker,
            lifespan=self._lifespan,
            logger=None,
            asgi_routes=[
                ("/health/live", live_route(self.status, self._inboxes)),
                ("/health/ready", ready_route(self.status, self._inboxes)),
                ("/metrics", make_asgi_app(self.registry)),
            ],
        )
        self._server = ProbeServer(
            uvicorn.Config(
                app,
                host=self._probes.probe_host,
                port=self._probes.probe_port,
                log_config=None,
                access_log=False,
                date_header=False,
            ),
            self.status.stopping,
        )
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop)
        await self._server.serve()
        if not self._server.started:
            self._exit_status = 1

    def _stop(self) -> None:
        self.status.stopping.set()
        self._server.should_exit = True

    @asynccontextmanager
    async def _lifespan(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.client.aclose)
            await self._when_redis_can(self.client.ping)
            for resource in self._resources:
                await stack.enter_async_context(resource)
            await self._when_redis_can(self._prepare)
            tasks = [asyncio.create_task(task) for task in self._tasks()]
            _settle_memory()
            _log.info("service_started", service=self.name, replica=self.replica)
            try:
                yield
            finally:
                self.status.stopping.set()
                await asyncio.gather(*(inbox.drain(GRACE_S) for inbox in self._inboxes), return_exceptions=True)
                await asyncio.wait(tasks, timeout=GRACE_S)
                faulthandler.cancel_dump_traceback_later()
                _log.info("service_stopped", service=self.name, replica=self.replica)

    def _tasks(self) -> list[Any]:
        return [
            self._watch(),
            *(inbox.claim() for inbox in self._inboxes),
            *(inbox.stay_alive() for inbox in self._inboxes),
            *(self._repeat(seconds, job) for seconds, job in self._jobs),
        ]

    async def _prepare(self) -> None:
        for inbox in self._inboxes:
            await upkeep.ensure_group(self.client, inbox.stage.stream, inbox.stage.name)
        await connect_reader(self._broker)

    async def _when_redis_can(self, do: Job) -> None:
        """Wait for a Redis that answers and has room: FastStream gives up after 3 s, and a restart loop helps nobody."""
        with self.status.waits() as wait_for:
            while True:
                try:
                    await do()
                except (RedisError, OSError) as error:
                    wait_for(lacking(error))
                    await self.status.pause(0.5)
                else:
                    return

    async def _watch(self) -> None:
        """End the process when reading has ended: FastStream itself would stay up, deaf, or exit with 0."""
        await self.status.rest(5.0)  # the broker starts after the lifespan
        while not await self.status.rest(1.0):
            if deaf := [inbox.stage.stream for inbox in self._inboxes if not inbox.is_reading]:
                _log.critical("reading_ended", streams=deaf)
                self._exit_status = 1
                self._stop()
                return

    async def _rearm_watchdog(self) -> None:
        """Let the interpreter end a process whose event loop hangs: nothing on that loop could."""
        faulthandler.dump_traceback_later(_HUNG_S, exit=True)

    async def _recycle(self) -> None:
        """Stop as if told to, with exit status 0, when it is time: whoever runs the service starts it again."""
        if (due := self._recycling.due()) is not None and not self.status.stopping.is_set():
            _log.info("recycling", service=self.name, replica=self.replica, **due)
            self._stop()

    async def _repeat(self, seconds: float, job: Job) -> None:
        with self.status.waits() as wait_for:
            wait_for(await self._lacks(job))
            while not await self.status.rest(seconds):
                wait_for(await self._lacks(job))

    async def _lacks(self, job: Job) -> str | None:
        """Run a background job once, and name the dependency that it lacks, if any."""
        try:
            await job()
        except DependencyError as error:
            return error.name
        except Exception as error:  # noqa: BLE001 (a background job must not end with its first failure)
            _log.warning("job_failed", job=getattr(job, "__qualname__", str(job)), error=type(error).__name__)
        return None


def _settle_memory() -> None:
    """Leave what was loaded at the start (a model is a million objects) out of every later search for garbage."""
    gc.collect()
    gc.freeze()


def _cpu_seconds() -> float:
    return sum(os.times()[:4])


def main(name: str, settings: type[S], make_service: Callable[[S, BusSettings, ProbeSettings], Service]) -> int:
    """Run a service with settings from the environment; return its exit status, 2 where a setting is wrong."""
    try:
        given, bus, probes = load(settings), load(BusSettings), load(ProbeSettings)
    except SettingsError as error:
        sys.stderr.write(f"dateline {name}: {error}\n")
        return 2
    configure_logging(name, probes.log_level)
    return make_service(given, bus, probes).run()
