"""Enrich, wired: ingested articles in, annotated articles out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.enrich import handlers
from services.enrich.adapters.spacy_annotator import SpacyAnnotator
from services.enrich.settings import EnrichSettings
from shared.bus.service import Service
from shared.bus.stage import Stage
from shared.bus.wire import reading_events
from shared.contracts import streams
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched, ArticleIngested
from shared.settings import BusSettings, ProbeSettings

_DEADLINE_S = 300.0
_RUN_BYTES = 1_000_000
"""Texts that are annotated in one run: about half a minute of one core, so far from the deadline."""
_BULK_BATCH, _BULK_RUN_BYTES = 8, 100_000
"""Stored articles of one run: a few seconds of one core at most, for a live article may have to wait for its end."""


def make_service(settings: EnrichSettings, bus: BusSettings, probes: ProbeSettings) -> Service:
    """Wire enrich, and load the model: it is there before the first article is read."""
    service = Service("enrich", bus, probes)
    annotator = SpacyAnnotator(settings)

    async def on_articles_ingested(batch: Sequence[Received[ArticleIngested]]) -> list[ArticleEnriched]:
        return await handlers.enrich_articles(batch, annotate=annotator)

    service.reports("model_cpu_seconds", "CPU time of the model's pipeline itself", lambda: annotator.model_cpu_s)
    stage = Stage(
        "enrich",
        streams.INGESTED,
        reading_events(ArticleIngested),
        on_articles_ingested,
        output=streams.ENRICHED,
        batch=settings.batch_size,
        deadline_s=_DEADLINE_S,
        run_bytes=_RUN_BYTES,
    )
    bulk = replace(
        stage,
        stream=streams.INGESTED_BULK,
        output=streams.ENRICHED_BULK,
        batch=min(settings.batch_size, _BULK_BATCH),
        run_bytes=_BULK_RUN_BYTES,
    )
    service.reads(stage, bulk)
    return service
