"""``dateline explain``: what every stage would do to a document, without any server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

import typer
from rich.console import Console

from deploy.cli.ahead import Ahead
from deploy.cli.changes_page import show_change, show_summary
from deploy.cli.copy_groups import CopyGroups
from deploy.cli.documents import Document, Format, read_documents
from deploy.cli.dry_run import DryRun, Explanation
from deploy.cli.errors import CommandError, Status
from deploy.cli.explanation import show
from deploy.cli.rule_changes import FormerRun
from deploy.cli.stages import stages

_TOGETHER: Final = 32
_TOGETHER_BYTES: Final = 2_000_000


class LastStage(StrEnum):
    """The stage after which a dry run ends."""

    INGEST = "ingest"
    ENRICH = "enrich"


@dataclass(frozen=True, slots=True)
class _Run:
    """Which documents are gone through, and how far."""

    documents: Iterator[Document]
    annotated: bool
    fetching: bool


def explain(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Documents; - is stdin.", show_default=False)],
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="FILE is JSONL; print one JSON object a line, for malformed lines, too.")
    ] = False,
    stage: Annotated[LastStage, typer.Option(help="The last stage to run; after ingest annotations are null.")] = (
        LastStage.ENRICH
    ),
    fetch: Annotated[bool, typer.Option("--fetch", help="Fetch what is given by address only.")] = False,
    kind: Annotated[Format | None, typer.Option("--format", help="What FILE holds, if its name does not say.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a document instead of a page.")] = False,
    group: Annotated[
        bool, typer.Option("--group", help="Say which documents are copies of one story; printed when all are read.")
    ] = False,
    diff: Annotated[
        str | None,
        typer.Option(
            metavar="BEFORE",
            help="Show only what differs from BEFORE, the output of an earlier --jsonl or --json.",
            show_default=False,
        ),
    ] = None,
) -> Status:
    """
    Show what every stage would do to a document: a dry run of the services' own code.

    Needs neither Redis nor Postgres, stores nothing, and fetches nothing without --fetch. Reads .txt, .html, .json, .jsonl
    and .urls files. Exit status 1 where a document would be rejected; with --jsonl 0, unless reading or writing fails; with
    --diff 1 where something differs, 2 where BEFORE is not of the same documents.
    """
    machine_readable = jsonl or as_json
    if group and (diff or not machine_readable):
        raise CommandError(Status.USAGE, "--group adds to the JSON objects of --jsonl or --json, and not of --diff")
    documents = (document for path in files for document in read_documents(path, Format.JSONL if jsonl else kind))
    run = _Run(documents, annotated=stage is LastStage.ENRICH and diff is None, fetching=fetch)
    if diff is not None:
        return _compare(run, diff, machine_readable=machine_readable)
    if group:
        with CopyGroups() as groups:
            refused = asyncio.run(_explain(run, groups.add))
            _write(groups.lines())
    else:
        refused = asyncio.run(_explain(run, _write_all if machine_readable else show))
    return Status.NO if refused and not jsonl else Status.OK


def _compare(run: _Run, before: str, *, machine_readable: bool) -> Status:
    """Print which documents differ from what was printed of them before, and a summary."""
    console = Console(highlight=False)

    def show_changes(batch: Sequence[Explanation]) -> None:
        changes = [change for explanation in batch if (change := former.compare(explanation))]
        if machine_readable:
            _write(change.as_json() for change in changes)
        else:
            for change in changes:
                show_change(console, change)

    with FormerRun(before) as former:
        asyncio.run(_explain(run, show_changes))
        former.end()
    if machine_readable:
        _write([former.summary.as_json()])
    else:
        show_summary(console, former.summary)
    return Status.NO if former.summary.changed else Status.OK


async def _explain(run: _Run, take: Callable[[Sequence[Explanation]], None]) -> int:
    """Hand on what becomes of the documents, in order; return how many would be rejected."""
    refused = 0
    async with stages(annotated=run.annotated, fetching=run.fetching) as dry_run:
        async for batch in _explanations(dry_run, run.documents):
            refused += sum(explanation.refusal is not None for explanation in batch)
            take(batch)
    return refused


def _write_all(batch: Iterable[Explanation]) -> None:
    _write(explanation.as_json() for explanation in batch)


def _write(lines: Iterable[bytes]) -> None:
    sys.stdout.buffer.writelines(lines)
    sys.stdout.buffer.flush()


async def _explanations(dry_run: DryRun, documents: Iterator[Document]) -> AsyncGenerator[Sequence[Explanation]]:
    """Yield batches in order; while one is annotated the next one is read and ingested."""
    ingested: asyncio.Queue[list[Explanation] | None] = asyncio.Queue(maxsize=1)
    ahead = Ahead(documents, _TOGETHER, _TOGETHER_BYTES)

    async def ingest() -> None:
        try:
            while batch := await asyncio.to_thread(ahead.take):
                await ingested.put(await dry_run.ingest(batch))
        finally:
            await ingested.put(None)

    ingesting = asyncio.create_task(ingest())
    try:
        while (batch := await ingested.get()) is not None:
            yield await dry_run.enrich(batch)
        await ingesting
    finally:
        ahead.close()
        ingesting.cancel()
