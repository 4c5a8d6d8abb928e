"""What the services would do to a document: the same handlers and cores, with nothing around them."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from deploy.cli.documents import Document
from services.enrich.handlers import enrich_articles
from services.enrich.ports import Annotate
from services.ingest.handlers import ingest_article
from services.ingest.ports import ExtractPage, FetchPage
from shared.contracts.delivery import Received
from shared.contracts.events import Annotations, ArticleIngested, Step
from shared.contracts.submission import ArticleSubmitted
from shared.errors import DependencyError, RejectedError, RetryableError

M = TypeVar("M", ArticleSubmitted, ArticleIngested)

_NEVER_SENT: Final = "0-0"
_LONGEST_ID: Final = 512
_INGESTED: Final = {
    "title", "byline", "language", "published_at", "url", "extracted_text", "text", "dateline", "agency", "removed",
    "related", "content_hash",
}  # fmt: skip

_NOT_DOCUMENTED: Final[Any] = {
    "truncated": True,
    "entities": {"__all__": {"country"}},
}  # scripts rely on the object as docs/cli.md has it


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a document would not be stored: the reason of its dead letter, and the facts."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would become of one document."""

    document: Document
    id: str | None
    article: ArticleIngested | None = None
    annotations: Annotations | None = None
    refusal: Refusal | None = None

    def as_json(self) -> bytes:
        """Return the documented object, as one line of UTF-8; every key is always there."""
        fields: dict[str, Any] = {
            "id": self.id,
            "outcome": "rejected" if self.article is None else "accepted",
            "reason": self.refusal and {"code": self.refusal.code, "detail": self.refusal.detail},
            "ingested": self.article and self.article.model_dump(mode="json", include=_INGESTED),
            "annotations": self.annotations and self.annotations.model_dump(mode="json", exclude=_NOT_DOCUMENTED),
        }
        line = json.dumps(fields, ensure_ascii=False) + "\n"
        return line.encode(errors="backslashreplace")  # what UTF-8 can not hold becomes JSON's own escape


@dataclass(frozen=True, slots=True)
class DryRun:
    """The stages in a row; without `annotate` they end after ingest."""

    fetch: FetchPage
    extract: ExtractPage
    annotate: Annotate | None

    async def ingest(self, documents: Sequence[Document]) -> list[Explanation]:
        """Say what ingest would make of each document, in order."""
        return list(await asyncio.gather(*(self._ingest(document) for document in documents)))

    async def enrich(self, explanations: Sequence[Explanation]) -> list[Explanation]:
        """Add what enrich would find, together; where it fails, document by document, as the service does."""
        articles = [explanation.article for explanation in explanations if explanation.article is not None]
        if self.annotate is None or not articles:
            return list(explanations)
        try:
            events = iter(await enrich_articles([_received(article, "enrich") for article in articles], self.annotate))
        except Exception as error:  # noqa: BLE001 (an unknown exception ends as a dead letter: say which)
            if len(explanations) > 1:
                return [(await self.enrich([explanation]))[0] for explanation in explanations]
            return [Explanation(explanations[0].document, explanations[0].id, refusal=_refusal(error))]
        return [
            Explanation(each.document, each.id, each.article, next(events).annotations) if each.article else each
            for each in explanations
        ]

    async def _ingest(self, document: Document) -> Explanation:
        try:
            submitted = document.read(id_without_source=True)
        except RejectedError as error:
            return Explanation(
                document, _id(document.data) if error.reason == "bad-schema" else None, refusal=_refusal(error)
            )
        try:
            article = await ingest_article(_received(submitted, "ingest"), self.fetch, self.extract)
        except Exception as error:  # noqa: BLE001 (see above)
            return Explanation(document, submitted.id, refusal=_refusal(error))
        return Explanation(document, submitted.id, article)


def _received(message: M, stage: str) -> Received[M]:
    return Received(message, Step(stage=stage, at=datetime.now(UTC)), _NEVER_SENT)


def _refusal(error: Exception) -> Refusal:
    match error:
        case RejectedError() | RetryableError():
            return Refusal(error.reason, error.detail)
        case DependencyError():
            return Refusal("fetch-failed", f"{error.name}: {error.detail}")
    place = traceback.extract_tb(error.__traceback__)[-1]
    return Refusal("bug", f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}")


def _id(data: bytes) -> str | None:
    """Return the id of a document that breaks the schema, if it has one that can be an id, so that it can be told apart."""
    fields = json.loads(data)
    given = fields.get("id") if isinstance(fields, dict) else None
    return given if isinstance(given, str) and len(given) <= _LONGEST_ID else None
