"""Files become documents: by name, by content, by line, and never more than a document's worth in memory."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.cli.documents import Document, Format, read_documents
from deploy.cli.lines import read_lines
from shared.contracts.submission import MAX_ENTRY_BYTES
from shared.errors import RejectedError


def documents(path: Path, content: bytes | str, **options: str) -> list[Document]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_documents(str(path), **options))  # type: ignore[arg-type]


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b"")), min_size=1))
def test_every_line_is_one_line_blank_ones_included(lines: list[bytes]) -> None:
    file = io.BytesIO(b"\n".join(lines) + b"\n")

    read = [line.data for line in read_lines(file)]

    assert read == [lines[0].removeprefix(b"\xef\xbb\xbf"), *lines[1:]]


@pytest.mark.parametrize("end", [b"\n", b""])
def test_line_longer_than_any_document_is_measured_but_not_kept(end: bytes) -> None:
    size = MAX_ENTRY_BYTES + 3_000_000
    file = io.BytesIO(b"x" * size + end + b"next")

    first, *rest = read_lines(file)

    assert len(first.data) <= MAX_ENTRY_BYTES + 2
    assert first.size == (size if end else size + 4)
    assert [line.data for line in rest] == ([b"next"] if end else [])


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [
        ("a.txt", "<b> is text here", "text"),
        ("a.html", "no tag at all", "html"),
        ("story", "\n  <!doctype html><p>Ferry", "html"),
        ("story", "Ferry opens", "text"),
        ("story", '{"text": "Ferry"}', "text"),
        ("story", '{"text": "Ferry"}\n{"text": "Bridge"}\n', "text"),
        ("story", '{\n  "text": "Ferry"\n}\n', "text"),
    ],
)
def test_name_and_then_content_say_what_a_file_holds(tmp_path: Path, name: str, content: str, field: str) -> None:
    first, *_ = documents(tmp_path / name, content)

    assert getattr(first.read(), field) is not None


def test_page_is_decoded_as_it_declares(tmp_path: Path) -> None:
    page = '<meta charset="windows-1251"><p>Паром</p>'.encode("cp1251")

    (document,) = documents(tmp_path / "page.html", page)

    assert "Паром" in (document.read().html or "")


def test_text_that_is_not_utf_8_is_refused_and_not_guessed(tmp_path: Path) -> None:
    (document,) = documents(tmp_path / "a.txt", "Fähre".encode("latin-1"))

    with pytest.raises(RejectedError, match="invalid-utf8: byte 1"):
        document.read()


def test_mark_that_editors_put_first_belongs_to_no_document(tmp_path: Path) -> None:
    for name, content in (("a.txt", "Ferry"), ("a.json", '{"text": "Ferry"}'), ("a.jsonl", '{"text": "Ferry"}\n')):
        (document,) = documents(tmp_path / name, b"\xef\xbb\xbf" + content.encode())

        assert document.read().text == "Ferry"


def test_line_of_jsonl_knows_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"

    read = documents(path, '{"text": "a"}\n\nnonsense\n')

    assert [document.where for document in read] == [f"{path}:1", f"{path}:2", f"{path}:3"]


def test_list_of_addresses_has_comments_and_blank_lines(tmp_path: Path) -> None:
    read = documents(tmp_path / "list.urls", "# feeds\nhttps://a.example/1\n\n  https://a.example/2\r\n")

    assert [document.read().url for document in read] == ["https://a.example/1", "https://a.example/2"]
    assert [document.line for document in read] == [2, 4]


def test_publisher_is_named_only_where_the_document_does_not_say(tmp_path: Path) -> None:
    lines = '{"text": "a", "version": 1.0e0}\n {"id": "7", "text": "a"}\n{"source": "own", "text": "a"}\nnonsense\n'

    malformed, named, own, nonsense = documents(tmp_path / "a.jsonl", lines, source="wire")

    assert malformed.data == b'{"text": "a", "version": 1.0e0}'
    assert (named.read().source, named.read().id) == ("wire", "7")
    assert own.read().source == "own"
    assert nonsense.data == b"nonsense"


def test_text_of_a_named_publisher_gets_its_path_as_id(tmp_path: Path) -> None:
    (named,) = documents(tmp_path / "a.txt", "Ferry", source="wire")
    (anonymous,) = documents(tmp_path / "a.txt", "Ferry")

    assert named.read().id == (tmp_path / "a.txt").as_posix()
    assert anonymous.read().id is None


def test_file_larger_than_any_document_is_refused_by_size(tmp_path: Path) -> None:
    for name in ("big.txt", "big.html", "big.json"):
        (document,) = documents(tmp_path / name, b"x" * (MAX_ENTRY_BYTES + 10))

        with pytest.raises(RejectedError, match="too-large"):
            document.read()


def test_format_can_be_told(tmp_path: Path) -> None:
    (document,) = documents(tmp_path / "a.txt", json.dumps({"text": "Ferry"}), kind=Format.JSON)

    assert document.read().text == "Ferry"
