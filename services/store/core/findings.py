"""What a model found in an article, to rows: its annotation set, its entities and its topics."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from uuid import uuid5

from services.store.core.rollups import Counted, Place, share
from services.store.core.rows import Row
from shared.contracts import identity
from shared.contracts.events import ArticleEnriched, Entity, Topic


@dataclass(frozen=True, slots=True)
class Findings:
    """An article that says something, where it counts, and its entities and topics, each once."""

    event: ArticleEnriched
    place: Place
    entities: tuple[Entity, ...]
    topics: tuple[Topic, ...]


def findings(event: ArticleEnriched, place: Place) -> Findings:
    """Gather what was found; what a model lists twice is one, with the mentions of both or the better score."""
    annotations = event.annotations
    if annotations is None:
        return Findings(event, place, (), ())
    entities: dict[str, Entity] = {}
    for entity in annotations.entities:
        known = entities.get(entity.key)
        entities[entity.key] = entity if known is None else _joined(known, entity)
    topics = {topic.code: topic for topic in sorted(annotations.topics, key=lambda topic: topic.score)}
    return Findings(event, place, tuple(entities.values()), tuple(topics.values()))


def _joined(one: Entity, other: Entity) -> Entity:
    return one.model_copy(
        update={
            "aliases": (*one.aliases, other.name, *other.aliases),
            "mentions": one.mentions + other.mentions,
            "salience": max(one.salience, other.salience),
        }
    )


@lru_cache(maxsize=65_536)
def entity_id(key: str) -> str:
    """Name an entity the same in every article and every replica, without asking the database."""
    return str(uuid5(identity.NAMESPACE, f"entity:{key}"))


def entity_rows(found: Iterable[Findings]) -> list[Row]:
    """Fill the rows of entities themselves, one each, in the order of their ids; the first one's name stays."""
    first: dict[str, Entity] = {}
    forms: dict[str, set[str]] = {}
    for entity in (entity for article in found for entity in article.entities):
        first.setdefault(entity_id(entity.key), entity)
        forms.setdefault(entity.key, set()).update((entity.name, *entity.aliases))
    return [
        {
            "id": known_as,
            "key": entity.key,
            "label": entity.label,
            "name": entity.name,
            "aliases": sorted(forms[entity.key] - {entity.name}),
            "country": entity.country,
        }
        for known_as, entity in sorted(first.items())
    ]


def topic_rows(found: Iterable[Findings]) -> list[Row]:
    """Fill the rows of topics themselves, one each, in the order of their codes."""
    labels = {topic.code: topic.label for article in found for topic in article.topics}
    return [{"code": code, "label": label} for code, label in sorted(labels.items())]


def article_entity_rows(article: Findings) -> list[Row]:
    """Link the article to its entities."""
    article_id, moment = str(article.event.article_id), article.place.effective_at.isoformat()
    return [
        {
            "article_id": article_id,
            "entity_id": entity_id(entity.key),
            "effective_at": moment,
            "mentions": entity.mentions,
            "salience": entity.salience,
        }
        for entity in article.entities
    ]


def article_topic_rows(article: Findings) -> list[Row]:
    """Link the article to its topics."""
    article_id, moment = str(article.event.article_id), article.place.effective_at.isoformat()
    return [
        {"article_id": article_id, "code": topic.code, "effective_at": moment, "score": topic.score}
        for topic in article.topics
    ]


def annotation_set_rows(article: Findings) -> list[Row]:
    """Keep everything that the model said about this text, numbers and dates included; no row where it said nothing."""
    event = article.event
    found = event.annotations
    if found is None:
        return []
    model = found.model
    return [
        {
            "article_id": str(event.article_id),
            "model_name": model.name,
            "model_version": model.version,
            "config_hash": model.config_hash,
            "article_version": event.submission.version,
            "is_current": True,
            "mentions": found.mentions,
            "dates": found.dates,
            "quotes": found.quotes,
            "keywords": found.keywords,
            "truncated": found.truncated,
        }
    ]


def counted_entities(article: Findings) -> list[Counted]:
    """List what the article adds to the daily counts of entities."""
    return share(article.place, ((entity_id(entity.key), entity.mentions) for entity in article.entities))


def counted_topics(article: Findings) -> list[Counted]:
    """List what the article adds to the daily counts of topics."""
    return share(article.place, ((topic.code, 0) for topic in article.topics))
