"""Lines of any length from a file or a pipe, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from shared.contracts.submission import MAX_ENTRY_BYTES

_MARK: Final = b"\xef\xbb\xbf"  # what some editors put before the first line; no part of it


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line without its end.

    `size` is its length in bytes; of a line that is longer than any document may be, `data` is only the beginning.
    """

    number: int
    data: bytes
    size: int


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """Yield every line, blank ones included; what is beyond the limit of a document is counted, and dropped."""
    number = 0
    while head := file.readline(MAX_ENTRY_BYTES + 2):
        number += 1
        size, end = len(head), head
        while not end.endswith(b"\n") and (end := file.readline(1 << 20)):
            size += len(end)
        if head.endswith(b"\n"):
            head, size = head[:-1], size - 1
        elif end.endswith(b"\n"):
            size -= 1
        if number == 1 and head.startswith(_MARK):
            head, size = head.removeprefix(_MARK), size - len(_MARK)
        yield Line(number, head, size)
