"""Enriched articles as the store receives them, after its own step was added to their history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.contracts import identity
from shared.contracts.events import (
    Annotations,
    ArticleEnriched,
    Dateline,
    DateMention,
    Entity,
    Mention,
    Model,
    Quote,
    RemovedSpan,
    Step,
    Submission,
    Topic,
)

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
MODEL = Model(name="news-small", version="1.0", config_hash="c0ffee")

TEXT = (
    "The harbour authority of Port Ansel said on Friday that the ferry to Corran Island will sail again from Monday. "
    '"We have waited two winters for this," said Mirela Oduya, who chairs the authority. Oduya thanked the island council.'
)


def article_id(name: str) -> UUID:
    return identity.article_id(source="wire", id=name)


def mention(text: str, form: str, label: str, entity: str | None) -> Mention:
    start = text.index(form)
    return Mention(start=start, end=start + len(form), text=form, label=label, confidence=0.93, entity=entity)


ODUYA = Entity(key="person:mirela oduya", name="Mirela Oduya", label="PERSON", aliases=("Oduya",), mentions=2, salience=0.7)
PORT_ANSEL = Entity(key="place:port ansel", name="Port Ansel", label="GPE", mentions=1, salience=0.4)
CORRAN = Entity(key="place:corran island", name="Corran Island", label="LOC", mentions=1, salience=0.3)
TRANSPORT = Topic(code="medtop:04000000", label="economy, business and finance", score=0.81)


def some_annotations(
    text: str = TEXT, entities: Sequence[Entity] = (ODUYA, PORT_ANSEL, CORRAN), topics: Sequence[Topic] = (TRANSPORT,)
) -> Annotations:
    quote = "We have waited two winters for this,"
    return Annotations(
        model=MODEL,
        mentions=tuple(mention(text, entity.name, entity.label, entity.key) for entity in entities if entity.name in text),
        entities=tuple(entities),
        dates=(DateMention(start=44, end=50, text="Friday", value="2026-03-13", granularity="day"),),
        topics=tuple(topics),
        keywords=("ferry", "harbour"),
        quotes=(Quote(start=text.index(quote), end=text.index(quote) + len(quote), text=quote, speaker="Oduya"),)
        if quote in text
        else (),
    )


def an_article(
    name: str = "ferry",
    *,
    entry: str = "1773489600000-0",
    version: int = 0,
    generation: int = 0,
    text: str = TEXT,
    annotations: Annotations | None = None,
    annotated: bool = True,
    at: datetime = NOON,
    **facts: object,
) -> ArticleEnriched:
    """Build the event for the publisher's document `name`, submitted as stream entry `entry`."""
    given = {
        "title": "Ferry to Corran Island returns",
        "language": "en",
        "published_at": NOON - timedelta(hours=3),
        "published_precision": "second",
        "outlet": "ansel-courier.example",
        "url": f"https://ansel-courier.example/{name}",
        "metadata": {"desk": "coast"},
        "removed": (RemovedSpan(rule="also-read", start=0, end=19, text="Also Read | Ice\n\n"),),
        "dateline": Dateline(place="Port Ansel", country="AN", date="2026-03-13", agency="ACN"),
        "agency": "ACN",
        "related": ("Ice on the sound",),
        "annotations": annotations or (some_annotations(text) if annotated else None),
        **facts,
    }
    submission = Submission(entry_id=entry, version=version, generation=generation, source="wire", id=name)
    event = ArticleEnriched.first(
        article_id(name),
        submission,
        Step(stage="enrich", at=at - timedelta(seconds=1), replica="e1", milliseconds=31),
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        extracted_text=text,
        text=text,
        rules_version="2026.1",
        **given,
    )
    return event.model_copy(update={"history": (*event.history, Step(stage="store", at=at, replica="s1"))})


def a_withdrawal(name: str = "ferry", *, entry: str, version: int = 0, at: datetime = NOON) -> ArticleEnriched:
    """Build the event of a withdrawn document: it knows nothing but which one."""
    unknown = dict.fromkeys(
        ("title", "language", "published_at", "published_precision", "outlet", "url", "dateline", "agency")
    )
    return an_article(
        name,
        entry=entry,
        version=version,
        text="",
        annotated=False,
        at=at,
        status="withdrawn",
        removed=(),
        related=(),
        **unknown,
    )


def data_of(event: ArticleEnriched) -> bytes:
    """Write an event as it lies on its stream."""
    return json.dumps(event.model_dump(mode="json")).encode()
