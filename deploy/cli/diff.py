"""``dateline diff``: what another model would change on stored articles, before anyone switches."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from deploy.cli.comparison import Comparison, Found
from deploy.cli.connections import database_url
from deploy.cli.errors import CommandError, Status
from deploy.cli.model_names import ModelName
from deploy.cli.stored import connected, read_findings
from deploy.cli.stored_articles import Choice, StoredArticles, current_models
from services.enrich.handlers import enrich_articles
from services.enrich.settings import EnrichSettings
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched, ArticleIngested, Model, Step
from shared.settings import load

_NEVER_SENT: Final = "0-0"


def diff(
    model: Annotated[
        str, typer.Option(help="The other model, as DATELINE_ENRICH_MODEL takes it.", show_default="the shipped one")
    ] = "dateline",
    sample: Annotated[int, typer.Option(min=1, help="How many stored articles to look at.")] = 200,
    since: Annotated[datetime | None, typer.Option(help="Only articles of this day (UTC) or later.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Run another model here on a sample of stored articles, and show what it finds that their annotations do not have.

    Entities gained, lost and relabelled by label, topics, and the first articles that differ. Changes nothing. The sample is
    the same each time, and chosen without regard to content. Needs what enrich needs (pip install 'dateline[enrich]').
    """
    with connected(database_url()) as connection:
        articles = StoredArticles(connection, Choice.by_models(current_models(connection)), since).sample(_step(), sample)
        if not articles:
            raise CommandError(Status.NO, "no stored article has annotations to compare with")
        before = read_findings(connection, [article.article_id for article in articles])
    comparison = Comparison()
    other, enriched = asyncio.run(_annotate(articles, load(EnrichSettings, model=model)))
    for event in enriched:
        comparison.add(str(event.article_id), before[event.article_id], _found(event))
    if as_json:
        print(json.dumps({"model": other.model_dump(), **comparison.as_json()}))
    else:
        console = Console(highlight=False, markup=False, soft_wrap=True)
        console.print(f"{ModelName.of(other)} against what is stored:")
        for line in comparison.lines():
            console.print(line)
    return Status.OK


def _step() -> Step:
    return Step(stage="enrich", at=datetime.now(UTC))


async def _annotate(articles: Sequence[ArticleIngested], settings: EnrichSettings) -> tuple[Model, list[ArticleEnriched]]:
    annotator = await asyncio.to_thread(_load, settings)
    with annotator:
        batch = [Received(article, _step(), _NEVER_SENT) for article in articles]
        size = settings.batch_size
        parts = [batch[start : start + size] for start in range(0, len(batch), size)]
        return annotator.model, [event for part in parts for event in await enrich_articles(part, annotate=annotator)]


def _load(settings: EnrichSettings) -> Any:
    from services.enrich.adapters.model_files import ModelError  # noqa: PLC0415 (spaCy takes seconds to import)
    from services.enrich.adapters.spacy_annotator import SpacyAnnotator  # noqa: PLC0415

    try:
        return SpacyAnnotator(settings)
    except ModelError as error:
        raise CommandError(Status.USAGE, str(error)) from error


def _found(event: ArticleEnriched) -> Found:
    if event.annotations is None:
        return Found({}, {})
    return Found(
        {entity.key: (entity.name, entity.label) for entity in event.annotations.entities},
        {topic.code: topic.label for topic in event.annotations.topics},
    )
