"""Ingest, wired: submissions in, clean articles out."""

from __future__ import annotations

from collections.abc import Sequence

from services.ingest import handlers
from services.ingest.adapters.http_pages import HttpPages
from services.ingest.adapters.page_workers import PageWorkers
from services.ingest.adapters.redis_hosts import RedisHosts
from services.ingest.adapters.redis_pages import RedisPages
from services.ingest.core.language import load_model
from services.ingest.settings import IngestSettings
from shared.bus.intake import Intake
from shared.bus.service import Service
from shared.bus.stage import Stage
from shared.bus.wire import reading
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested
from shared.contracts.submission import MAX_ENTRY_BYTES, ArticleSubmitted, read_submission
from shared.settings import BusSettings, ProbeSettings

_DEADLINE_S = 120.0
_TELL_PUBLISHERS_EVERY_S = 2.0


def make_service(settings: IngestSettings, bus: BusSettings, probes: ProbeSettings) -> Service:
    """Wire ingest; it fetches and starts its page readers when it runs."""
    service = Service("ingest", bus, probes)
    load_model()
    hosts = RedisHosts(service.client, settings)
    kept = RedisPages(service.client, settings) if settings.kept_pages else None
    pages, workers = HttpPages(settings, turn=hosts, memory=hosts, kept=kept), PageWorkers(settings)

    async def on_articles_submitted(batch: Sequence[Received[ArticleSubmitted]]) -> list[ArticleIngested]:
        return [await handlers.ingest_article(received, fetch=pages, extract=workers) for received in batch]

    service.uses(pages, workers)
    service.reads(
        Stage(
            "ingest",
            streams.SUBMITTED,
            reading(read_submission, most_bytes=MAX_ENTRY_BYTES),
            on_articles_submitted,
            output=streams.INGESTED,
            batch=settings.window,
            deadline_s=_DEADLINE_S,
            window=settings.window,
        )
    )
    service.every(_TELL_PUBLISHERS_EVERY_S, Intake(service.client, bus, service.registry).tell)
    return service
