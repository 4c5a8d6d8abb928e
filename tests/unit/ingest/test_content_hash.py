"""When two submissions count as the same content."""

from __future__ import annotations

import pytest

from services.ingest.handlers import ingest_article
from tests.unit.ingest.submissions import NOW, STORY, ingest_text, no_extract, no_fetch, received


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another headline"},
        {"byline": "Another Author"},
        {"language": "en-US"},
        {"published_at": NOW},
        {"metadata": {"desk": "3"}},
        {"text": STORY.replace("two metres", "three metres")},
    ],
)
async def test_whatever_a_reader_would_see_changes_the_content_hash(change: dict[str, object]) -> None:
    before = await ingest_text(id="x", source="wire")

    after = await ingest_text(**{"id": "x", "source": "wire"} | change)

    assert before.content_hash != after.content_hash


async def test_withdrawal_changes_the_content_hash() -> None:
    before = await ingest_text(id="x", source="wire")

    after = await ingest_article(received(id="x", source="wire", status="withdrawn"), no_fetch, no_extract)

    assert before.content_hash != after.content_hash


async def test_how_and_when_it_came_does_not_change_the_content_hash() -> None:
    before = await ingest_text(published_at=NOW)

    after = await ingest_text(
        text=STORY.replace("\n\n", "\r\n \r\n\r\n"),
        published_at="2026-03-04T10:00:00+01:00",
        version=7,
        entry="1700000000009-3",
    )

    assert before.content_hash == after.content_hash
