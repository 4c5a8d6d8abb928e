"""Files as documents: what a text, a page, a JSON object, a line of JSONL or an address becomes on the queue."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from deploy.cli.lines import Line, read_lines
from services.ingest.core.charset import decode
from shared.contracts.submission import MAX_ENTRY_BYTES, ArticleSubmitted, read_submission
from shared.errors import Fault, RejectedError

STDIN: Final = "-"


class Format(StrEnum):
    """What a file holds."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    URLS = "urls"


_SUFFIXES: Final = {
    ".txt": Format.TEXT,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".urls": Format.URLS,
}


@dataclass(frozen=True, slots=True)
class Document:
    """
    One document of a file, as the bytes that would be published.

    `fault` is set where there is nothing that could be.
    """

    path: str
    data: bytes
    line: int | None = None
    fault: RejectedError | None = None

    @property
    def where(self) -> str:
        """Where it is, the way editors and compilers say it."""
        name = "stdin" if self.path == STDIN else self.path
        return f"{name}:{self.line}" if self.line else name

    def read(self, *, id_without_source: bool = False) -> ArticleSubmitted:
        """Read it the way ingest does; RejectedError says what is wrong with it."""
        if self.fault is not None:
            raise self.fault
        return read_submission(self.data, id_without_source=id_without_source)

    def published_by(self, source: str | None) -> Document:
        """Name the publisher, unless the document does so itself or is not one."""
        if source is None or self.fault is not None:
            return self
        try:
            if read_submission(self.data, id_without_source=True).source is not None:
                return self
        except RejectedError:
            return self
        named = b'{"source": ' + json.dumps(source).encode() + b", " + self.data.lstrip()[1:]  # all else stays as it is
        return replace(self, data=named)


def read_documents(path: str, kind: Format | None = None, source: str | None = None) -> Iterator[Document]:
    """
    Yield a file's documents in order, in bounded memory; ``-`` is stdin.

    Without `kind` the name's suffix says what it holds, else its first characters. With `source` every document names it,
    and a text or page gets its path as id, so that publishing it again replaces it. Raises OSError.
    """
    with _opened(path) as file:
        kind = kind or _SUFFIXES.get(Path(path).suffix.lower()) or _kind(file)
        match kind:
            case Format.TEXT | Format.HTML:
                yield _whole(path, file, kind, source)
            case Format.JSON:
                data = file.read(MAX_ENTRY_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
                yield Document(path, data).published_by(source)
            case Format.JSONL:
                yield from (document_of(path, line).published_by(source) for line in read_lines(file))
            case Format.URLS:
                yield from _addresses(path, file, source)


def document_of(path: str, line: Line) -> Document:
    """Make a document of one line of JSONL."""
    if line.size <= MAX_ENTRY_BYTES:
        return Document(path, line.data, line.number)
    return Document(path, b"", line.number, _too_large(line.size))


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == STDIN:
        # Not sys.stdin: its lock would trip the interpreter's exit while a thread still reads.
        with open(0, "rb", closefd=False) as file:
            yield file
        return
    with Path(path).open("rb") as file:
        yield file


def _kind(file: BinaryIO) -> Format:
    start = (file.peek() if isinstance(file, io.BufferedReader) else b"").removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return Format.HTML
    if not start.startswith(b"{"):
        return Format.TEXT
    first_line, end, _ = start.partition(b"\n")
    return Format.JSONL if end and first_line.rstrip().endswith(b"}") else Format.JSON


def _whole(path: str, file: BinaryIO, kind: Format, source: str | None) -> Document:
    body = file.read(MAX_ENTRY_BYTES + 1)
    if len(body) > MAX_ENTRY_BYTES:
        return Document(path, b"", fault=_too_large(len(body)))
    try:
        content = decode(body, None, is_html=True) if kind is Format.HTML else body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = RejectedError("invalid-utf8", f"byte {error.start} is not UTF-8", (Fault("$", "invalid_utf8"),))
        return Document(path, b"", fault=fault)
    fields = {kind.value: content}
    if source is not None:
        fields |= {"source": source} if path == STDIN else {"source": source, "id": Path(path).as_posix()}
    return Document(path, json.dumps(fields, ensure_ascii=False).encode())


def _addresses(path: str, file: BinaryIO, source: str | None) -> Iterator[Document]:
    """Yield one document a line; blank lines and those that start with ``#`` are none."""
    for line in read_lines(file):
        address = line.data.strip()
        if not address or address.startswith(b"#"):
            continue
        fields = {"url": address.decode(errors="replace")} | ({"source": source} if source is not None else {})
        yield Document(path, json.dumps(fields).encode(), line.number)


def _too_large(size: int) -> RejectedError:
    detail = f"{size} bytes, at most {MAX_ENTRY_BYTES} are allowed"
    return RejectedError("too-large", detail, (Fault("$", "too_large"),))
