"""``dateline validate``: what ingest would refuse at the front door, named before it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from deploy.cli.documents import Document, Format, read_documents
from deploy.cli.errors import Status
from shared.errors import RejectedError


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one document."""

    file: str
    line: int | None
    reason: str
    path: str
    code: str
    detail: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        what = f"{self.code}: {self.detail}" if self.path == "$" else f"{self.path}: {self.code}"
        return f"{place}: {self.reason}: {what}"


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Documents; - is stdin.", show_default=False)],
    kind: Annotated[Format | None, typer.Option("--format", help="What FILE holds, if its name does not say.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> Status:
    """
    Check documents against the contract, and name each fault as file:line.

    Runs ingest's own parser on .txt, .html, .json, .jsonl and .urls files. Nothing is sent, and no server is needed. Exit
    status 0: ingest would accept them all; 1: it would not.
    """
    documents = 0
    refused: set[str] = set()
    listed: list[Finding] = []
    for path in files:
        for document in read_documents(path, kind):
            documents += 1
            for finding in findings(document):
                refused.add(document.where)
                if as_json:
                    listed.append(finding)
                else:
                    print(finding)
    if as_json:
        valid = documents - len(refused)
        print(json.dumps({"documents": documents, "valid": valid, "faults": [asdict(finding) for finding in listed]}))
    elif refused:
        print(f"{len(refused)} of {documents} documents would be refused.")
    else:
        print(f"{documents} {'document is' if documents == 1 else 'documents are'} valid.")
    return Status.NO if refused else Status.OK


def findings(document: Document) -> Iterator[Finding]:
    """Yield what is wrong with one document, fault by fault; nothing if ingest would accept it."""
    try:
        document.read()
    except RejectedError as error:
        name = document.where if document.line is None else document.where.rpartition(":")[0]
        for fault in error.faults:
            line = document.line or _line(document.data, fault.path)
            # a line of JSONL is line 1 to the parser, which helps nobody
            detail = error.detail.replace("at line 1, ", "at ") if document.line else error.detail
            yield Finding(name, line, error.reason, fault.path, fault.code, detail)


def _line(data: bytes, path: str) -> int | None:
    """Find the line of a JSON file that a fault is on; None where it is on none in particular."""
    if path == "$":
        try:
            json.loads(data)
        except json.JSONDecodeError as error:
            return error.lineno
        except (ValueError, RecursionError):  # no UTF-8, a number of too many digits, or too deep
            return None
        return None
    at = data.find(json.dumps(path).encode())
    return data.count(b"\n", 0, at) + 1 if at >= 0 else None
