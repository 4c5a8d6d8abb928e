"""The stages of a dry run, wired as the services wire them, and started when the first document needs them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from deploy.cli.dry_run import DryRun
from services.enrich.settings import EnrichSettings
from services.ingest.adapters.http_pages import HttpPages
from services.ingest.adapters.local_hosts import LocalHosts
from services.ingest.adapters.page_workers import PageWorkers
from services.ingest.core.page import Extracted, Page
from services.ingest.ports import FetchPage
from services.ingest.settings import IngestSettings
from shared.contracts.events import Annotations, ArticleIngested
from shared.errors import RejectedError
from shared.settings import load

if TYPE_CHECKING:
    from services.enrich.adapters.spacy_annotator import SpacyAnnotator


@asynccontextmanager
async def stages(*, annotated: bool, fetching: bool) -> AsyncIterator[DryRun]:
    """Give a dry run by the services' own settings; nothing is fetched unless `fetching`."""
    settings = load(IngestSettings, page_workers=os.cpu_count() or 1)
    async with AsyncExitStack() as stack:
        fetch: FetchPage = _refuse_to_fetch
        if fetching:
            hosts = LocalHosts(settings)
            fetch = await stack.enter_async_context(HttpPages(settings, turn=hosts, memory=hosts))
        extract = _Extract(settings, stack)
        yield DryRun(fetch, extract, _Annotate(load(EnrichSettings), stack) if annotated else None)


async def _refuse_to_fetch(url: str) -> Page:  # noqa: ARG001 (the port's argument)
    raise RejectedError("fetch-refused", "it is given by address only, and a dry run fetches with --fetch only")


class _Extract:
    """An `ExtractPage` whose processes start with the first page: texts need none."""

    def __init__(self, settings: IngestSettings, stack: AsyncExitStack) -> None:
        self._settings, self._stack = settings, stack
        self._workers: PageWorkers | None = None
        self._door = asyncio.Lock()

    async def __call__(self, page: Page) -> Extracted:
        async with self._door:
            if self._workers is None:
                self._workers = await self._stack.enter_async_context(PageWorkers(self._settings))
        return await self._workers(page)


class _Annotate:
    """An `Annotate` that loads its model, and spaCy, with the first article."""

    def __init__(self, settings: EnrichSettings, stack: AsyncExitStack) -> None:
        self._settings, self._stack = settings, stack
        self._annotator: SpacyAnnotator | None = None

    async def __call__(self, articles: Sequence[ArticleIngested], /) -> Sequence[Annotations | None]:
        if self._annotator is None:
            self._annotator = self._stack.enter_context(await asyncio.to_thread(self._load))
        return await self._annotator(articles)

    def _load(self) -> SpacyAnnotator:
        from services.enrich.adapters.spacy_annotator import SpacyAnnotator  # noqa: PLC0415 (spaCy takes seconds to import)

        return SpacyAnnotator(self._settings)
