"""``dateline explain``: what every stage would do to a document, without any server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import nullcontext
from enum import StrEnum
from typing import Annotated, Final

import typer

from deploy.cli.ahead import Ahead
from deploy.cli.copy_groups import CopyGroups
from deploy.cli.documents import Document, Format, read_documents
from deploy.cli.dry_run import DryRun, Explanation
from deploy.cli.errors import CommandError, Status
from deploy.cli.explanation import show
from deploy.cli.stages import stages

_TOGETHER: Final = 32
_TOGETHER_BYTES: Final = 2_000_000


class LastStage(StrEnum):
    """The stage after which a dry run ends."""

    INGEST = "ingest"
    ENRICH = "enrich"


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
) -> Status:
    """
    Show what every stage would do to a document: a dry run of the services' own code.

    Needs neither Redis nor Postgres, stores nothing, and fetches nothing without --fetch. Reads .txt, .html, .json, .jsonl
    and .urls files. Exit status 1 where a document would be rejected; with --jsonl 0, unless reading or writing fails.
    """
    machine_readable = jsonl or as_json
    if group and not machine_readable:
        raise CommandError(Status.USAGE, "--group adds to JSON objects: add --jsonl or --json")
    documents = (document for path in files for document in read_documents(path, Format.JSONL if jsonl else kind))
    refused = asyncio.run(
        _explain(
            documents,
            annotated=stage is LastStage.ENRICH,
            fetching=fetch,
            machine_readable=machine_readable,
            grouping=group,
        )
    )
    return Status.NO if refused and not jsonl else Status.OK


async def _explain(
    documents: Iterator[Document], *, annotated: bool, fetching: bool, machine_readable: bool, grouping: bool
) -> int:
    """Print what becomes of the documents, in order; return how many would be rejected."""
    refused = 0
    with CopyGroups() if grouping else nullcontext() as groups:
        async with stages(annotated=annotated, fetching=fetching) as dry_run:
            async for batch in _explanations(dry_run, documents):
                refused += sum(explanation.refusal is not None for explanation in batch)
                if groups:
                    groups.add(batch)
                elif machine_readable:
                    _write(explanation.as_json() for explanation in batch)
                else:
                    show(batch)
        if groups:
            _write(groups.lines())
    return refused


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
