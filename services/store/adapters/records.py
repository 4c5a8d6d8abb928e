"""The tables beside the articles: what became of each submission, the change feed, and the daily counts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.store.adapters.tables import metadata

_Moment = DateTime(timezone=True)

outcomes: Final = Table(
    "outcomes",
    metadata,
    Column("outcome_id", Uuid, primary_key=True),
    Column("submission_entry_id", Text, nullable=False),
    Column("correlation_id", Text),
    Column("source", Text),
    Column("publisher_id", Text),
    Column("article_id", Uuid),
    Column("version", BigInteger),
    Column(
        "outcome",
        Text,
        CheckConstraint("outcome IN ('created', 'updated', 'duplicate', 'superseded', 'withdrawn', 'rejected')"),
        nullable=False,
    ),
    Column("reason", Text),
    Column("errors", JSONB, nullable=False),
    Column("at", _Moment, nullable=False),
    Column("announced_at", _Moment),
)
Index("ix_outcomes_unannounced", outcomes.c.at, postgresql_where=outcomes.c.announced_at.is_(None))

ledger: Final = Table(
    "ledger",
    metadata,
    Column("submission_entry_id", Text, primary_key=True),
    Column("article_id", Uuid),
    Column("correlation_id", Text),
    Column("history", JSONB, nullable=False),
    Column("settled_at", _Moment, nullable=False),
    Index("ix_ledger_article_id", "article_id"),
)
Index(
    "ix_ledger_correlation_id",
    ledger.c.correlation_id,
    postgresql_where=ledger.c.correlation_id.is_not(None),
)

dead_letters: Final = Table(
    "dead_letters",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("entry_id", Text, primary_key=True),
    Column("dead_entry_id", Text, nullable=False),
    Column("submission_entry_id", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", _Moment, nullable=False),
    Column("correlation_id", Text),
    Column("article_id", Uuid),
    Column("faults", JSONB, nullable=False),
    Column("data", LargeBinary),
    Index("ix_dead_letters_submission_entry_id", "submission_entry_id"),
    Index("ix_dead_letters_at", "at"),
)

changes: Final = Table(
    "changes",
    metadata,
    Column("change_seq", BigInteger, Identity(always=True), primary_key=True),
    Column("article_id", Uuid, nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('created', 'updated', 'reenriched', 'withdrawn')"), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
)

_DAY = "The UTC day of the articles' effective_at."
_OUTLET = "The outlet; empty where an article has none."
_STORIES = "Different stories among them: copies of one story count once."

entity_daily: Final = Table(
    "entity_daily",
    metadata,
    Column("entity_id", Uuid, primary_key=True, comment="The entity: v_entities.entity_id."),
    Column("day", Date, primary_key=True, comment=_DAY),
    Column("outlet", Text, primary_key=True, comment=_OUTLET),
    Column("articles", Integer, nullable=False, comment="Articles that name the entity."),
    Column("stories", Integer, nullable=False, comment=_STORIES),
    Column("mentions", Integer, nullable=False, comment="Mentions of the entity in them."),
    comment="How often each outlet wrote about an entity on each day; kept in step with every change.",
)

topic_daily: Final = Table(
    "topic_daily",
    metadata,
    Column("code", Text, primary_key=True, comment="The IPTC Media Topic: v_topics.code."),
    Column("day", Date, primary_key=True, comment=_DAY),
    Column("outlet", Text, primary_key=True, comment=_OUTLET),
    Column("articles", Integer, nullable=False, comment="Articles on the topic."),
    Column("stories", Integer, nullable=False, comment=_STORIES),
    comment="How often each outlet wrote on a topic on each day; kept in step with every change.",
)
