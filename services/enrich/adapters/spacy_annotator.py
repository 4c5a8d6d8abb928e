"""Articles → annotations through a spaCy pipeline, off the event loop."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from spacy.language import Language

from services.enrich.adapters.fingerprint import model_of
from services.enrich.adapters.model_files import SHIPPED, ModelFiles
from services.enrich.adapters.pipeline import load_pipeline, spans_of
from services.enrich.adapters.remembered_spans import Reading, RememberedSpans
from services.enrich.adapters.topic_model import TopicModel
from services.enrich.core.annotations import annotations_of
from services.enrich.core.pieces import pieces
from services.enrich.core.spans import Span
from services.enrich.core.topics import topics_of
from services.enrich.settings import EnrichSettings
from shared.contracts.events import Annotations, ArticleIngested, Topic

T = TypeVar("T")


class SpacyAnnotator:
    """
    Annotate articles in one thread of its own, so that the event loop goes on beating while a model runs.

    Texts go through the pipeline in pieces and inside a memory zone: what a replica takes depends on its settings, not on
    how long it has run. Close it, or use it as a context manager, to end the thread.
    """

    def __init__(self, settings: EnrichSettings) -> None:
        files = ModelFiles.read(SHIPPED)
        self._settings = settings
        self._nlp: Language = load_pipeline(settings)
        self._topics = TopicModel.read(files)
        self._topics_part = files.manifest.topics
        self._spans = RememberedSpans(self._find_spans, settings.remembered_texts)
        self.model = model_of(self._nlp, files, settings)
        self.model_cpu_s = 0.0
        """CPU seconds that the pipeline itself has taken so far."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="annotate")

    async def __call__(self, articles: Sequence[ArticleIngested], /) -> Sequence[Annotations | None]:
        """Annotate the articles together; None for those without text."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.annotate, articles)

    def annotate(self, articles: Sequence[ArticleIngested]) -> list[Annotations | None]:
        """Annotate the articles here and now."""
        longest = self._settings.document_characters
        readings = self._spans([article.text[:longest] for article in articles])
        return [
            annotations_of(
                article,
                reading.spans,
                self._topics_of(article),
                self.model,
                truncated=len(article.text) > longest or not reading.is_whole,
            )
            if article.text.strip()
            else None
            for article, reading in zip(articles, readings, strict=True)
        ]

    def close(self) -> None:
        """Finish what runs and end the thread."""
        self._thread.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _find_spans(self, texts: Sequence[str]) -> list[Reading]:
        """Read the first pieces of all texts, then the second ones …, of each text for as long as it may take."""
        spans: list[list[Span]] = [[] for _ in texts]
        left = [list(pieces(text, self._settings.piece_characters)) for text in texts]
        took_s = [0.0] * len(texts)
        while turn := [i for i, rest in enumerate(left) if rest and took_s[i] < self._settings.document_seconds]:
            now = [left[i].pop(0) for i in turn]
            given = ((piece.text, (i, piece.offset)) for i, piece in zip(turn, now, strict=True))
            started = time.perf_counter()
            with self._nlp.memory_zone():
                docs = self._nlp.pipe(given, as_tuples=True, batch_size=self._settings.batch_size)
                for doc, (i, offset) in self._timed(docs):
                    spans[i] += (span.moved(offset) for span in spans_of(doc))
            each_s = (time.perf_counter() - started) / sum(len(piece.text) for piece in now)
            for i, piece in zip(turn, now, strict=True):
                took_s[i] += each_s * len(piece.text)
        return [Reading(tuple(found), not rest) for found, rest in zip(spans, left, strict=True)]

    def _timed(self, docs: Iterator[T]) -> Iterator[T]:
        while True:
            started = time.thread_time()
            try:
                doc = next(docs)
            except StopIteration:
                return
            finally:
                self.model_cpu_s += time.thread_time() - started
            yield doc

    def _topics_of(self, article: ArticleIngested) -> tuple[Topic, ...]:
        part = self._topics_part
        return topics_of(
            self._topics.probabilities(article.title, article.text),
            part.codes,
            threshold=part.threshold,
            further_threshold=part.further_threshold,
        )
