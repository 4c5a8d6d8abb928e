"""``dateline reclean``: stored articles cleaned by newer rules, and through enrich again where that changes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from redis import Redis

from deploy.cli.bulk import PAGE, Bulk
from deploy.cli.bulk_display import BulkDisplay
from deploy.cli.connections import database_url, reaching_redis, redis_client
from deploy.cli.errors import CommandError, Status
from deploy.cli.model_names import numbers
from deploy.cli.stored import connected
from deploy.cli.stored_articles import Choice, StoredArticles, rules_versions, take_turn
from services.ingest.core.clean import RULES_VERSION
from services.ingest.core.recleaning import clean_again
from shared.contracts.events import ArticleIngested, Step


def reclean(
    since: Annotated[datetime | None, typer.Option(help="Only articles of this day (UTC) or later.")] = None,
    rate: Annotated[float | None, typer.Option(min=0.01, help="Send at most so many articles a second.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Look at most at so many articles, the newest first.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would change, and send nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Clean the stored articles of older rules again by those of this release, from the text that was extracted then.

    Where that changes the text, the dateline, the agency or the related titles, the article goes through enrich again,
    behind live ones, and its change is one in v_changes. The others stay as they are, and so does one of which nothing would
    be left. Ends when all are stored. It may be interrupted, or killed, at any time: the same command goes on where it was.
    Exit status 1 where an article died on its way.
    """
    with reaching_redis(), redis_client() as client, connected(database_url()) as connection:
        found = rules_versions(connection)
        older = [version for version in found if is_older(version)]
        articles = StoredArticles(connection, Choice.by_rules(older), since)
        total = articles.count() if older else 0
        run = Recleaning(articles, found, total if limit is None else min(limit, total))
        if not dry_run and not take_turn(connection):
            raise CommandError(Status.USAGE, "another 'dateline reenrich' or 'reclean' is at work on this database")
        try:
            if dry_run:
                run.look()
            else:
                run.send(client, rate)
        finally:
            run.report(as_json=as_json, sends=not dry_run)
    return Status.NO if run.dead else Status.OK


def is_older(version: str) -> bool:
    """
    Say whether these rules are not ours, and of no later release.

    >>> [is_older(version) for version in (RULES_VERSION, "2026.1.0+1f", "test", "9999.1+2e")]
    [False, True, True, False]
    """
    return version != RULES_VERSION and _release(version) <= _release(RULES_VERSION)


def _release(version: str) -> tuple[int, ...]:
    return numbers(version.partition("+")[0]) or ()


@dataclass(slots=True)
class Recleaning:
    """One run, and its count: what was sent stays counted whatever ends the run."""

    articles: StoredArticles
    found: dict[str, int]
    total: int
    looked_at: int = 0
    changed: int = 0
    on_the_way: int = 0
    dead: int = 0

    def look(self) -> None:
        """Clean the articles again, and count those that would change."""
        with self._display() as display:
            for _ in self._changed(PAGE):
                display.show(self.looked_at)

    def send(self, client: Redis, rate: float | None) -> None:
        """Clean the articles again, and send those that change; wait until all are stored, and count those that died."""
        with self._display() as display:

            def on_wait(count: int) -> None:
                self.on_the_way = count
                display.show(self.looked_at - count)

            bulk = Bulk(client, rate, display.say, on_wait)
            bulk.wait()  # what an earlier run has sent is either stored then, or sent again
            dead = bulk.dead()
            for changed in self._changed(bulk.at_once):
                if changed:
                    bulk.send(changed)
                display.show(self.looked_at - self.on_the_way)
            bulk.wait()
            self.dead = bulk.dead() - dead

    def _display(self) -> BulkDisplay:
        return BulkDisplay("cleaned again", self.total)

    def _changed(self, at_once: int) -> Iterator[list[ArticleIngested]]:
        """Yield of each page what changes; a page counts when the next one is asked for."""
        for page in self.articles.pages(Step(stage="reclean", at=datetime.now(UTC)), self.total, at_once):
            changed = [again for again in map(clean_again, page) if again]
            yield changed
            self.looked_at += len(page)
            self.changed += len(changed)

    def report(self, *, as_json: bool, sends: bool) -> None:
        """Print the count."""
        if as_json:
            print(json.dumps(self._as_json(sends=sends)))
            return
        for version, count in self.found.items():
            print(f"{count:>10,}  {version}{'  older' if is_older(version) else ''}")
        does = "are sent through enrich again" if sends else "would change"
        on_the_way = f", {self.on_the_way:,} on their way" if self.on_the_way else ""
        dead = f", {self.dead:,} dead: 'dateline status' shows why" if self.dead else ""
        print(f"Cleaned {self.looked_at:,} of {self.total:,} by {RULES_VERSION}: {self.changed:,} {does}{on_the_way}{dead}.")

    def _as_json(self, *, sends: bool) -> dict[str, Any]:
        return {
            "rules_version": RULES_VERSION,
            "rules_versions": self.found,
            "total": self.total,
            "looked_at": self.looked_at,
            "changed": self.changed,
            "on_the_way": self.on_the_way if sends else None,
            "dead": self.dead if sends else None,
        }
