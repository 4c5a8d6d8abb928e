"""Ingested articles for tests: our own text in the manner of wire copy."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from services.enrich.core.spans import Span
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleIngested, Step, Submission

PUBLISHED = datetime(2026, 1, 20, 9, 30, tzinfo=UTC)  # a Tuesday

WIRE_COPY = """\
The US Department of Energy on Tuesday said that the inaugural Clean Hydrogen Ministerial, to be held on February 4 by \
US Secretary of Energy Daniel Okafor, will bring together partners to strengthen cooperation on hydrogen supply \
chains.

"On February 4, Secretary Okafor will welcome partners to the Energy Department for the inaugural Clean Hydrogen \
Ministerial. Strong hydrogen supply chains are vital to America's economic security," the Energy Department stated in \
its post.

Last week, US Treasury Secretary Helen Marsh convened a finance meeting in Washington to discuss ways to diversify \
global supply chains for hydrogen, with investments of $2.5 billion, or 12 per cent more than in 2024.

According to a release by the US Department of the Treasury, the meeting brought together ministers from Australia, \
Canada, the European Union, France, Germany, India, Italy, Japan, Mexico, South Korea and the United Kingdom.

India was represented by Union Minister for Railways, Information and Broadcasting, Priya Raghavan. Senior US \
officials, including Export-Import Bank President and Chairman Peter Lindqvist, also participated.

The United States outlined investments already made. Secretary Marsh emphasised the importance of "patient, steady \
diversification" rather than decoupling.
"""


def an_article(text: str = WIRE_COPY, **facts: object) -> ArticleIngested:
    """Build an ingested article; `facts` replace the usual ones."""
    return ArticleIngested.model_validate(
        {
            "event_id": UUID(int=1),
            "article_id": UUID(int=2),
            "submission": Submission(entry_id="1-0"),
            "occurred_at": PUBLISHED,
            "published_at": PUBLISHED,
            "language": "en",
            "content_hash": "0" * 64,
            "extracted_text": text,
            "text": text,
            "rules_version": "1",
            **facts,
        }
    )


def received(article: ArticleIngested) -> Received[ArticleIngested]:
    """Deliver an article to enrich."""
    return Received(article, Step(stage="enrich", at=PUBLISHED), submission_id="1-0")


def marked_names(marked: str, *, confidence: float) -> tuple[str, list[Span]]:
    """Return the text and the spans of a text in which names stand as ``[Ann Roe:PERSON]``."""
    text = ""
    spans = []
    for part in marked.split("["):
        name, bracket, rest = part.partition("]")
        if not bracket:
            text += part
            continue
        name, _, label = name.rpartition(":")
        spans.append(Span(len(text), len(text) + len(name), label, confidence))
        text += name + rest
    return text, spans
