"""The tables of an article: its row, what was found in it, and the vocabularies it refers to. No other service has any."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    false,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

SCHEMA: Final = "news"

metadata: Final = MetaData(schema=SCHEMA)

_Moment = DateTime(timezone=True)
_StreamIdPart = Numeric(20, 0)  # unsigned 64-bit: beyond bigint


def _article_id() -> Column[object]:
    return Column("article_id", Uuid, ForeignKey("news.articles.id", ondelete="CASCADE"), primary_key=True)


syndication_groups: Final = Table(
    "syndication_groups",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("first_article_id", Uuid),
    Column("fullest_article_id", Uuid),
    Column("size", Integer, nullable=False, server_default="0"),
    Column("created_at", _Moment, nullable=False),
)

articles: Final = Table(
    "articles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("source", Text),
    Column("publisher_id", Text),
    Column("status", Text, CheckConstraint("status IN ('usable', 'withdrawn')"), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("entry_ms", _StreamIdPart, nullable=False),
    Column("entry_seq", _StreamIdPart, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("title", Text),
    Column("byline", Text),
    Column("authors", ARRAY(Text), nullable=False),
    Column("extracted_text", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("word_count", Integer, nullable=False),
    Column("language", Text),
    Column("language_confidence", Double),
    Column("url", Text),
    Column("canonical_url", Text),
    Column("outlet", Text),
    Column("published_at", _Moment),
    Column("published_precision", Text, CheckConstraint("published_precision IN ('second', 'day')")),
    Column("modified_at", _Moment),
    Column("effective_at", _Moment, nullable=False),
    Column("first_seen_at", _Moment, nullable=False),
    Column("updated_at", _Moment, nullable=False),
    Column("dateline_place", Text),
    Column("dateline_region", Text),
    Column("dateline_country", Text),
    Column("dateline_printed_date", Text),
    Column("dateline_date", Date),
    Column("agency", Text),
    Column("metadata", JSONB, nullable=False),
    Column("syndication_group", Uuid, ForeignKey("news.syndication_groups.id")),
    Column("syndication_similarity", Double),
    Column(
        "search",
        TSVECTOR,
        Computed(
            "setweight(to_tsvector(news.search_configuration(language), COALESCE(title, ''::text)), 'A'::\"char\")"
            " || setweight(to_tsvector(news.search_configuration(language), news.searchable(text)), 'B'::\"char\")",
            persisted=True,
        ),
        nullable=False,
    ),
    Index("ix_articles_effective_at", "effective_at"),
    Index("ix_articles_outlet_effective_at", "outlet", "effective_at"),
    Index("ix_articles_syndication_group_first_seen_at", "syndication_group", "first_seen_at"),
    Index("ix_articles_search", "search", postgresql_using="gin"),
)

annotation_sets: Final = Table(
    "annotation_sets",
    metadata,
    _article_id(),
    Column("model_name", Text, primary_key=True),
    Column("model_version", Text, primary_key=True),
    Column("config_hash", Text, primary_key=True),
    Column("article_version", BigInteger, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("mentions", JSONB, nullable=False),
    Column("dates", JSONB, nullable=False),
    Column("quotes", JSONB, nullable=False),
    Column("keywords", JSONB, nullable=False),
    Column("truncated", Boolean, nullable=False, server_default=false()),
)
Index(
    "uq_annotation_sets_current",
    annotation_sets.c.article_id,
    unique=True,
    postgresql_where=annotation_sets.c.is_current,
)

entities: Final = Table(
    "entities",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("label", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("aliases", ARRAY(Text), nullable=False),
    Column("merged_into", Uuid, ForeignKey("news.entities.id")),
    Column("country", Text),
    Index("ix_entities_key", "key", postgresql_using="hash"),
    Index("ix_entities_name", "name", postgresql_using="hash"),
)

article_entities: Final = Table(
    "article_entities",
    metadata,
    _article_id(),
    Column("entity_id", Uuid, ForeignKey("news.entities.id"), primary_key=True),
    Column("effective_at", _Moment, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("salience", Double, nullable=False),
    Index("ix_article_entities_entity_id_effective_at", "entity_id", "effective_at", "article_id"),
)

topics: Final = Table(
    "topics",
    metadata,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
)

article_topics: Final = Table(
    "article_topics",
    metadata,
    _article_id(),
    Column("code", Text, ForeignKey("news.topics.code"), primary_key=True),
    Column("effective_at", _Moment, nullable=False),
    Column("score", Double, nullable=False),
    Index("ix_article_topics_code_effective_at", "code", "effective_at", "article_id"),
)

removed_spans: Final = Table(
    "removed_spans",
    metadata,
    _article_id(),
    Column("position", Integer, primary_key=True),
    Column("rule", Text, nullable=False),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

related_titles: Final = Table(
    "related_titles",
    metadata,
    _article_id(),
    Column("position", Integer, primary_key=True),
    Column("title", Text, nullable=False),
)

syndication_fingerprints: Final = Table(
    "syndication_fingerprints",
    metadata,
    _article_id(),
    Column("first_seen_at", _Moment, nullable=False),
    Column("bands", ARRAY(BigInteger), nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Index("ix_syndication_fingerprints_first_seen_at", "first_seen_at"),
)

syndication_bands: Final = Table(
    "syndication_bands",
    metadata,
    Column("band", BigInteger, primary_key=True),
    Column("first_seen_at", _Moment, primary_key=True),
    Column("article_id", Uuid, primary_key=True),
)
