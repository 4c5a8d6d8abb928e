"""The store, wired: enriched articles and dead letters in, rows and announced outcomes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine

from services.store import handlers
from services.store.adapters import articles, dead_letters, outbox
from services.store.adapters.database import open_database
from services.store.settings import StoreSettings
from shared.bus.announce import announce
from shared.bus.broker import text
from shared.bus.dead_letters import read_dead_letter
from shared.bus.service import Service
from shared.bus.stage import Stage
from shared.bus.wire import reading_events
from shared.contracts import streams
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched
from shared.errors import RejectedError
from shared.settings import BusSettings, ProbeSettings

_DEADLINE_S = 120.0
_DEAD_AT_ONCE = 50
_REMOVED_AT_ONCE = 500
_PAUSE_S, _SWEEP_S = 0.05, 5.0


def make_service(settings: StoreSettings, bus: BusSettings, probes: ProbeSettings) -> Service:
    """Wire the store; it connects when it runs."""
    service = Service("store", bus, probes)
    engine = open_database(settings)

    save = partial(articles.save, engine, syndication_window=timedelta(days=settings.store_syndication_days))

    news = asyncio.Event()

    async def on_articles_enriched(batch: Sequence[Received[ArticleEnriched]]) -> list[RejectedError | None]:
        answers = await handlers.store_articles(batch, save=save)
        news.set()
        return answers

    async def on_dead_letters(batch: Sequence[Received[DeadLetter]]) -> list[None]:
        await handlers.record_dead_letters([one.message for one in batch], mirror=partial(dead_letters.mirror, engine))
        news.set()
        return [None for _ in batch]

    async def announce_outcomes() -> None:
        """Announce what is new at once, and what another replica left behind within seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), _SWEEP_S)
        news.clear()
        while await outbox.announce(engine, partial(announce, service.client)):
            pass

    async def forget_removed_letters() -> None:
        """Keep the mirror in step with operators, who put letters back or drop them."""
        while members := await service.client.zrange(streams.REMOVED, 0, _REMOVED_AT_ONCE - 1):
            names = [text(member).partition(" ") for member in members]
            await dead_letters.forget(engine, [(stream, entry_id) for stream, _, entry_id in names])
            await service.client.zrem(streams.REMOVED, *members)

    service.uses(_disposing(engine))
    stage = Stage(
        "store",
        streams.ENRICHED,
        reading_events(ArticleEnriched),
        on_articles_enriched,
        output=None,
        batch=settings.store_batch_size,
        deadline_s=_DEADLINE_S,
    )
    service.reads(stage, bulk=replace(stage, stream=streams.ENRICHED_BULK))
    for stream in streams.READER_OF:
        service.reads(
            Stage(
                "store",
                streams.dead(stream),
                read_dead_letter,
                on_dead_letters,
                output=None,
                batch=_DEAD_AT_ONCE,
                deadline_s=_DEADLINE_S,
                keep=True,
            )
        )
    service.every(_PAUSE_S, announce_outcomes)
    service.every(_SWEEP_S, forget_removed_letters)
    return service


@asynccontextmanager
async def _disposing(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    try:
        yield engine
    finally:
        await engine.dispose()
