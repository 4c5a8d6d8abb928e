"""A text and what a model calls its parts → all that Dateline says of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.enrich.core.dates import date_value
from services.enrich.core.entities import join_mentions
from services.enrich.core.keywords import keywords
from services.enrich.core.quotes import quotes
from services.enrich.core.spans import Span
from shared.contracts.events import Annotations, ArticleIngested, DateMention, Entity, Mention, Model, Quote, Topic

_HIDDEN = "MISC"  # no reader knows what to make of it


def annotations_of(
    article: ArticleIngested, spans: Sequence[Span], topics: tuple[Topic, ...], model: Model, *, truncated: bool = False
) -> Annotations:
    """Build an article's annotations from the clean spans of its text; every offset is into `article.text`."""
    text = article.text
    shown = [span for span in spans if span.label != _HIDDEN]
    joined = join_mentions(text, shown, article=str(article.article_id), title=article.title, agency=article.agency)
    mentions = tuple(
        Mention(
            start=span.start,
            end=span.end,
            text=text[span.start : span.end],
            label=span.label,
            confidence=span.confidence,
            entity=key,
        )
        for span, key in zip(joined.spans, joined.keys, strict=True)
    )
    return Annotations(
        model=model,
        mentions=mentions,
        entities=joined.entities,
        dates=_dates(text, joined.spans, _today(article)),
        topics=topics,
        keywords=keywords(article.title, text),
        quotes=_quotes(text, mentions, joined.spans, joined.entities),
        truncated=truncated,
    )


def _today(article: ArticleIngested) -> date | None:
    """Give the day that "Tuesday" is reckoned from: when the article was published, else filed."""
    if article.published_at is not None:
        return article.published_at.date()
    filed = article.dateline.date if article.dateline else None
    try:
        return date.fromisoformat(filed) if filed else None
    except ValueError:  # a dateline without its year
        return None


def _dates(text: str, spans: Sequence[Span], today: date | None) -> tuple[DateMention, ...]:
    dates = []
    for span in spans:
        value = date_value(text, span.start, span.end, today) if span.label == "DATE" else None
        if value is not None:
            dates.append(
                DateMention(
                    start=span.start,
                    end=span.end,
                    text=text[span.start : span.end],
                    value=value.iso,
                    granularity=value.granularity,
                )
            )
    return tuple(dates)


def _quotes(text: str, mentions: Sequence[Mention], spans: Sequence[Span], entities: Sequence[Entity]) -> tuple[Quote, ...]:
    names = {entity.key: entity.name for entity in entities}
    speakers = [i for i, span in enumerate(spans) if span.label in {"PERSON", "ORG"}]
    found = []
    for speech in quotes(text, spans, speakers):
        by = mentions[speech.speaker] if speech.speaker is not None else None
        speaker = names.get(by.entity or "", " ".join(by.text.split())) if by else None
        found.append(Quote(start=speech.start, end=speech.end, text=text[speech.start : speech.end], speaker=speaker))
    return tuple(found)
