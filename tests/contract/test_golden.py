"""What yesterday's producers sent must still be read today. Golden files are only ever added to."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.contracts.events import ArticleEnriched, ArticleIngested, ArticleSettled
from shared.contracts.submission import ArticleSubmitted, read_submission

GOLDEN = Path(__file__).parent / "golden"
KINDS = {
    "article.ingested.v1": ArticleIngested,
    "article.enriched.v1": ArticleEnriched,
    "article.settled.v1": ArticleSettled,
}


def files(stream: str) -> list[Path]:
    return sorted(GOLDEN.glob(f"{stream}*.json"))


@pytest.mark.parametrize("path", files("article.submitted.v1"), ids=lambda path: path.stem)
def test_a_golden_submission_is_accepted(path: Path) -> None:
    assert isinstance(read_submission(path.read_bytes()), ArticleSubmitted)


@pytest.mark.parametrize(
    ("path", "kind"),
    [(path, kind) for stream, kind in KINDS.items() for path in files(stream)],
    ids=lambda value: str(value)[-40:],
)
def test_a_golden_event_is_read_and_written_back_unchanged(path: Path, kind: type[ArticleIngested]) -> None:
    event = kind.model_validate_json(path.read_bytes())

    again = kind.model_validate_json(event.model_dump_json())

    assert again == event


@pytest.mark.parametrize("stream", ["article.submitted.v1", *KINDS])
def test_every_stream_has_a_golden_message(stream: str) -> None:
    assert files(stream)


def test_a_field_that_a_newer_producer_added_is_ignored() -> None:
    [path] = files("article.settled.v1")
    newer = path.read_text().replace("{", '{"added_in_2030": {"nested": 1},', 1)

    assert ArticleSettled.model_validate_json(newer) == ArticleSettled.model_validate_json(path.read_text())
