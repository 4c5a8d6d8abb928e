"""``dateline publish``: documents onto the queue, and, if asked, what became of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from redis import Redis
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.cli.ahead import Ahead
from deploy.cli.connections import reaching_redis, redis_client
from deploy.cli.documents import STDIN, Document, Format, read_documents
from deploy.cli.errors import Status
from deploy.cli.intake import Intake
from deploy.cli.outcomes import Outcomes
from deploy.cli.validate import findings

_BATCH: Final = 100
_BATCH_BYTES: Final = 1_000_000
_LISTED: Final = 20


def publish(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Documents; - is stdin.", show_default=False)],
    source: Annotated[str | None, typer.Option(help="Who publishes, where a document does not say.")] = None,
    urls: Annotated[bool, typer.Option("--urls", help="FILE is a list of addresses, one a line.")] = False,
    kind: Annotated[Format | None, typer.Option("--format", help="What FILE holds, if its name does not say.")] = None,
    validated: Annotated[
        bool, typer.Option("--validate/--no-validate", help="Leave out what ingest would refuse, and name it.")
    ] = True,
    correlation_id: Annotated[str | None, typer.Option(help="Comes back with every outcome.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for the outcome of each document.")] = False,
    timeout: Annotated[float, typer.Option(min=0, help="With --wait: for at most so many seconds.")] = 300.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Put documents on the queue at DATELINE_REDIS_URL.

    Reads .txt, .html, .json and .jsonl files and, with --urls, lists of addresses. A text or page that is published with
    --source gets its path as id, so that publishing it again replaces it; without, its text is its identity. Slows down
    when the services ask for it. Exit status 1 where a document was left out, was rejected, or has no outcome in time.
    """
    for path in files:
        if path != STDIN:
            Path(path).stat()  # before anything is sent
    kind = Format.URLS if urls else kind
    documents = (document for path in files for document in read_documents(path, kind, source))
    with reaching_redis(), redis_client() as client:
        run = Publishing(client, validated=validated)
        try:
            run.publish(documents, correlation_id, waits=wait)
            if wait:
                run.wait(timeout)
        finally:
            run.close()
            run.report(as_json=as_json)
    return Status.NO if run.left_out or run.unsettled or run.outcomes.rejected else Status.OK


class Publishing:
    """One run, and its count: what was published stays counted whatever ends the run."""

    def __init__(self, client: Redis, *, validated: bool) -> None:
        self.published = 0
        self.left_out = 0
        self.unsettled = 0
        self.outcomes = Outcomes(client)
        self._validated = validated
        self._ids: tuple[str, str] | None = None
        self._waited = False
        self._said = ""
        self._progress = _progress()
        self._progress.start()

    def publish(self, documents: Iterable[Document], correlation_id: str | None, *, waits: bool) -> None:
        """Put the documents on the queue, batch by batch."""
        self._waited = waits
        if waits:
            self.outcomes.start()
        task = self._progress.add_task("published", total=None)
        intake = Intake(self.outcomes.client, correlation_id, self._say)
        ahead = Ahead(self._valid(documents), _BATCH, _BATCH_BYTES)
        while batch := ahead.take():
            ids = intake.add([document.data for document in batch])
            self.published += len(ids)
            self._ids = (self._ids[0] if self._ids else ids[0], ids[-1])
            if waits:
                self.outcomes.waiting.update(zip(ids, (document.where for document in batch), strict=True))
            self._progress.update(task, completed=self.published)
        self._progress.update(task, total=self.published)
        intake.close()

    def wait(self, timeout_s: float) -> None:
        """Wait for the outcomes."""
        task = self._progress.add_task("settled", total=self.published)
        self.outcomes.wait(timeout_s, lambda: self._progress.advance(task))
        self.unsettled = len(self.outcomes.waiting)

    def close(self) -> None:
        """Take the progress bar away."""
        self._progress.stop()

    def report(self, *, as_json: bool) -> None:
        """Print the count."""
        if as_json:
            print(json.dumps(self._as_json()))
            return
        left_out = f", left out {self.left_out:,}" if self.left_out else ""
        print(f"Published {self.published:,} {'document' if self.published == 1 else 'documents'}{left_out}.")
        if not self._waited:
            return
        counts = ", ".join(f"{outcome} {count:,}" for outcome, count in self.outcomes.counts.most_common())
        print(f"Outcomes: {counts or 'none yet'}.")
        for name, outcome in self.outcomes.rejected[:_LISTED]:
            faults = ", ".join(f"{fault.path} ({fault.code})" for fault in outcome.errors)
            print(f"{name}: rejected: {outcome.reason}{': ' if faults else ''}{faults}")
        if self.outcomes.waiting:
            print(f"{len(self.outcomes.waiting):,} without an outcome yet: 'dateline status' shows where they are.")

    def _as_json(self) -> dict[str, Any]:
        rejected = [
            {"document": name, **outcome.model_dump(mode="json", include={"submission_entry_id", "reason", "errors"})}
            for name, outcome in self.outcomes.rejected
        ]
        return {
            "published": self.published,
            "left_out": self.left_out,
            "first_entry_id": self._ids[0] if self._ids else None,
            "last_entry_id": self._ids[1] if self._ids else None,
            "outcomes": dict(self.outcomes.counts) if self._waited else None,
            "unsettled": len(self.outcomes.waiting) if self._waited else None,
            "rejected": rejected if self._waited else None,
        }

    def _valid(self, documents: Iterable[Document]) -> Iterator[Document]:
        for document in documents:
            if self._validated or document.fault:
                faults = list(findings(document))
                if faults:
                    self.left_out += 1
                    for fault in faults:
                        self._tell(f"left out: {fault}")
                    continue
            yield document

    def _say(self, what: str) -> None:
        if what and what != self._said:
            self._tell(what)
        self._said = what

    def _tell(self, line: str) -> None:
        if self._progress.disable:
            print(line, file=sys.stderr)
        else:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
