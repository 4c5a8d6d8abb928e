"""``dateline demo``: the whole system for as long as a document takes, and what comes out."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import stored
from deploy.cli.article_page import ArticlePage
from deploy.cli.census import take_census
from deploy.cli.connections import reaching_redis, redis_client
from deploy.cli.documents import Document, read_documents
from deploy.cli.errors import CommandError, Status
from deploy.cli.following import Following
from deploy.cli.hosting import hosted, this_command
from deploy.cli.intake import Intake
from deploy.cli.outcomes import Outcomes
from deploy.cli.validate import findings
from deploy.embedded.runner import System
from shared.contracts.events import ArticleSettled

SAMPLE: Final = Path(__file__).resolve().parents[1] / "embedded" / "sample.txt"

_PAGES: Final = 3
_EXCERPT: Final = 420
_POLL_MS: Final = 50
_SEEN_WITHIN_S: Final = 20.0


def demo(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help="Documents; the sample if none.")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Give up after so many seconds.")] = 180.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the stored articles, one JSON object a line.")] = False,
) -> Status:
    """
    Run the whole system here, and follow a document through it.

    Starts a PostgreSQL, a Valkey and the three services as processes of their own, publishes FILE or the sample, shows what
    each stage does, and prints the article as it is stored. Everything is gone afterwards.
    """
    documents = [document for path in files or [str(SAMPLE)] for document in read_documents(path)]
    for fault in (fault for document in documents for fault in findings(document)):
        raise CommandError(Status.NO, str(fault))
    console = Console(stderr=as_json, highlight=False)
    with hosted(console) as (following, start), start(None) as system:
        settled = _follow(system, documents, following, timeout)
        following.finish()
        _show(console, system.servers.database_url, settled, as_json=as_json)
    return Status.NO if any(outcome.outcome == "rejected" for _, outcome in settled) else Status.OK


def _follow(
    system: System, documents: Sequence[Document], following: Following, timeout_s: float
) -> list[tuple[str, ArticleSettled]]:
    """Publish the documents, and watch until each has its outcome."""
    deadline = time.monotonic() + timeout_s
    with reaching_redis(), redis_client(system.servers.redis_url) as client:
        outcomes = Outcomes(client)
        outcomes.start()
        intake = Intake(client, None, following.expect)
        for document in documents:
            (entry_id,) = intake.add([document.data])
            outcomes.waiting[entry_id] = document.where
        following.step(f"published {len(documents)} {'document' if len(documents) == 1 else 'documents'}")
        following.expect("")
        settled: list[tuple[str, ArticleSettled]] = []
        while outcomes.waiting:
            system.tend()
            following.count(take_census(client, _SEEN_WITHIN_S), len(documents))
            settled += outcomes.poll(_POLL_MS)
            if time.monotonic() > deadline:
                raise CommandError(Status.NO, f"nothing came out within {timeout_s:.0f} s; {system.tails()}")
        following.count(take_census(client, _SEEN_WITHIN_S), len(documents))
    return settled


def _show(console: Console, database_url: str, settled: Sequence[tuple[str, ArticleSettled]], *, as_json: bool) -> None:
    """Print what is stored, read from where consumers read it."""
    for name, outcome in settled:
        if outcome.outcome == "rejected" or outcome.article_id is None:
            console.print(Text(f"{name}: {outcome.outcome}: {outcome.reason}", style="bold red"))
    stored_ids = list(dict.fromkeys(outcome.article_id for _, outcome in settled if outcome.outcome != "rejected"))
    for article_id in filter(None, stored_ids if as_json else stored_ids[:_PAGES]):
        article = stored.read_article(database_url, article_id)
        if as_json:
            print(json.dumps(article, ensure_ascii=False, default=str))
            continue
        console.print()
        console.rule(Text(f"Stored: article {article_id}"), align="left")
        console.print(ArticlePage.stored(article, excerpt=_EXCERPT))
    if not as_json:
        if len(stored_ids) > _PAGES:
            console.print(f"\n… and {len(stored_ids) - _PAGES} more articles.")
        entry_ids = [outcome.submission_entry_id for _, outcome in settled if outcome.outcome != "rejected"]
        _go_on(console, stored.read_history(database_url, entry_ids[0]) if entry_ids else ())


def _go_on(console: Console, history: Sequence[dict[str, Any]]) -> None:
    # store's own step is written in the transaction that it would have to time
    if steps := ", ".join(f"{step['stage']} {step['milliseconds']} ms" for step in history if step["milliseconds"]):
        console.print(Text(f"\nTime at work: {steps}. Each service was a process of its own.", style="dim"))
    console.print("\nGo on with:")
    me = this_command()
    for command, what in (
        (f"{me} explain FILE", "a dry run of your own article"),
        (f"{me} demo FILE", "your own article all the way"),
        (f"{me} up", "keep it running, with its data"),
    ):
        console.print(Text(f"  {command:<28}{what}"))
