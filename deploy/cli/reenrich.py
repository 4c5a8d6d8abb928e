"""``dateline reenrich``: stored articles through enrich again, behind the live ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from redis import Redis

from deploy.cli.bulk import Bulk
from deploy.cli.bulk_display import BulkDisplay
from deploy.cli.connections import database_url, reaching_redis, redis_client
from deploy.cli.errors import CommandError, Status
from deploy.cli.model_names import ModelName
from deploy.cli.stored import connected
from deploy.cli.stored_articles import (
    Choice,
    Connection,
    StoredArticles,
    current_models,
    models_of,
    newest_model,
    take_turn,
)
from shared.contracts.events import Model, Step

_SAMPLE: Final = 10


def reenrich(
    older_than: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="The model that enrich runs now: NAME[:VERSION[:HASH]].",
            show_default="of the last article",
        ),
    ] = None,
    since: Annotated[datetime | None, typer.Option(help="Only articles of this day (UTC) or later.")] = None,
    rate: Annotated[float | None, typer.Option(min=0.01, help="At most so many articles a second.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many articles, the newest first.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count by model, and send nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Send the stored articles whose annotations are by an older model through enrich again, the newest first.

    They wait for live articles, and get at least a twentieth of enrich's time. An article keeps its annotations until the
    new ones take their place; the last ones stay beside them (v_annotation_sets). Ends when all are stored. It may be
    interrupted, or killed, at any time: the same command goes on where it was. Exit status 1 where an article died on its
    way, or enrich runs no newer model than the articles have.
    """
    with reaching_redis(), redis_client() as client, connected(database_url()) as connection:
        run = _choose(connection, older_than, since, limit)
        if dry_run:
            run.report(as_json=as_json, sends=False)
            return Status.OK
        if not take_turn(connection):
            raise CommandError(Status.USAGE, "another 'dateline reenrich' or 'reclean' is at work on this database")
        try:
            run.send(client, rate)
        finally:
            run.report(as_json=as_json)
    return Status.NO if run.dead else Status.OK


def _choose(connection: Connection, older_than: str | None, since: datetime | None, limit: int | None) -> ReEnrichment:
    found = current_models(connection)
    newest = newest_model(connection)
    if older_than is not None:
        wanted = ModelName.read(older_than)
    elif newest is not None:
        wanted = ModelName.of(newest)
    else:
        raise CommandError(Status.NO, "no stored article has annotations")
    older = {model: count for model, count in found.items() if wanted.is_newer_than(model)}
    articles = StoredArticles(connection, Choice.by_models(older), since)
    total = articles.count() if older else 0
    return ReEnrichment(connection, wanted, found, articles, total if limit is None else min(limit, total))


@dataclass(slots=True)
class ReEnrichment:
    """One run, and its count: what was sent stays counted whatever ends the run."""

    connection: Connection
    wanted: ModelName
    found: dict[Model, int]
    articles: StoredArticles
    total: int
    sent: int = 0
    on_the_way: int = 0
    dead: int = 0
    left: int | None = None

    def send(self, client: Redis, rate: float | None) -> None:
        """Send the articles, wait until all are stored, and count those that died, and those that are left."""
        with BulkDisplay("re-enriched", self.total) as display:

            def on_wait(count: int) -> None:
                self.on_the_way = count
                display.show(self.sent - count)

            bulk = Bulk(client, rate, display.say, on_wait)
            bulk.wait()  # what an earlier run has sent is either stored then, or sent again
            dead = bulk.dead()
            self.total = min(self.total, self.articles.count())
            display.show(0, self.total)
            for page in self.articles.pages(Step(stage="reenrich", at=datetime.now(UTC)), self.total, bulk.at_once):
                for part in filter(None, [page] if self.sent else [page[:_SAMPLE], page[_SAMPLE:]]):
                    bulk.send(part)
                    is_first, self.sent = not self.sent, bulk.sent
                    if is_first:
                        bulk.wait()
                        self._check(models_of(self.connection, part))
            bulk.wait()
            self.dead = bulk.dead() - dead
        self.left = self.articles.count()

    def _check(self, models: list[Model]) -> None:
        """Look at the first ones: where enrich runs another model than was said, all would be sent for nothing."""
        if models and all(self.wanted.is_newer_than(model) for model in models):
            runs = ", ".join(str(ModelName.of(model)) for model in models)
            raise CommandError(Status.NO, f"enrich runs {runs}, which is not {self.wanted} nor newer; stopped")

    def report(self, *, as_json: bool, sends: bool = True) -> None:
        """Print the count."""
        if as_json:
            print(json.dumps(self._as_json(sends=sends)))
            return
        if not sends:
            for model, count in self.found.items():
                print(f"{count:>10,}  {ModelName.of(model)}{'  older' if self.wanted.is_newer_than(model) else ''}")
            print(f"{self.total:,} to send through enrich again, for {self.wanted}.")
            return
        on_the_way = f", {self.on_the_way:,} on their way" if self.on_the_way else ""
        left = f", {self.left:,} left for another run" if self.left else ""
        dead = f", {self.dead:,} dead: 'dateline status' shows why" if self.dead else ""
        print(f"Sent {self.sent:,} of {self.total:,} through enrich again{on_the_way}{dead}{left}.")

    def _as_json(self, *, sends: bool) -> dict[str, Any]:
        return {
            "model": str(self.wanted),
            "models": [
                {**model.model_dump(), "articles": count, "older": self.wanted.is_newer_than(model)}
                for model, count in self.found.items()
            ],
            "total": self.total,
            "sent": self.sent if sends else None,
            "on_the_way": self.on_the_way if sends else None,
            "dead": self.dead if sends else None,
            "left": self.left,
        }
