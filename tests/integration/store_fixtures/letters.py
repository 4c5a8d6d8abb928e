"""Dead letters as the store reads them."""

from __future__ import annotations

from datetime import datetime

from shared.contracts import streams
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.submission import ArticleSubmitted
from shared.errors import Fault
from tests.integration.store_fixtures.articles import NOON


def a_dead_submission(submission: str = "1-0", *, entry: str = "9-0", at: datetime = NOON, **facts: object) -> DeadLetter:
    """Build the dead letter of a document whose page could not be fetched."""
    return DeadLetter(
        **{
            "stream": streams.SUBMITTED,
            "entry_id": entry,
            "dead_entry_id": submission,
            "submission_id": submission,
            "stage": "ingest",
            "reason": "fetch-failed",
            "error": "503 from ansel-courier.example",
            "attempts": 5,
            "at": at,
            "data": b'{"source":"wire","id":"ferry","url":"https://ansel-courier.example/ferry","version":3}',
            "correlation_id": "c-1",
            "faults": (Fault("url", "unreachable"),),
            "submitted": ArticleSubmitted(source="wire", id="ferry", url="https://ansel-courier.example/ferry", version=3),
            **facts,
        }
    )
