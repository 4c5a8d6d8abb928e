"""What a first model is good for: throwing out silver sentences it contradicts, and labelling modern ones it is sure of."""

import re
from collections.abc import Iterable, Iterator, Sequence

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.labels import MERGED
from services.enrich.training.tagger import Tagged, Tagger

_MIN_CERTAINTY = 0.6
_MIN_CONFIDENCE = 0.85
_MIN_WORDS, _MAX_WORDS = 8, 60
_SOURCES = re.compile(r"(\s*\([^()]{2,60}\))+\s*$")
_LOST_WORDS = re.compile(r"  |\s[,.;]|^[a-z]")


def agreed(silver: Sequence[Sentence], tagger: Tagger) -> list[Sentence]:
    """Keep sentences in which the model finds exactly the annotated persons, organisations, places and peoples."""
    tagged = tagger.tag([sentence.text for sentence in silver])
    return [sentence for sentence, seen in zip(silver, tagged, strict=True) if _names(sentence.spans) == _names(seen.spans)]


def news_texts(items: Iterable[str]) -> Iterator[str]:
    """
    Give each item once, without the names of its sources, if it reads like a news sentence.

    >>> list(news_texts(["A court in Nairobi frees five activists held since June. (BBC News) (AP)"]))
    ['A court in Nairobi frees five activists held since June.']
    """
    seen = set()
    for item in items:
        text = _SOURCES.sub("", item).strip()
        if _MIN_WORDS <= len(text.split()) <= _MAX_WORDS and not _LOST_WORDS.search(text) and text not in seen:
            seen.add(text)
            yield text


def confident(texts: Sequence[str], tagged: Sequence[Tagged]) -> list[Sentence]:
    """Turn what the model is sure of, throughout a sentence, into annotated sentences."""
    return [
        Sentence(text, seen.spans, "pseudo")
        for text, seen in zip(texts, tagged, strict=True)
        if seen.found and seen.certainty >= _MIN_CERTAINTY and min(each.confidence for each in seen.found) >= _MIN_CONFIDENCE
    ]


def _names(spans: Iterable[Span]) -> set[tuple[int, int, str]]:
    kinds = {**MERGED, "NORP": "NORP"}
    found = set()
    for span in spans:
        merged = {kinds[choice] for choice in span.label.split("|") if choice in kinds}
        if merged:
            found.add((span.start, span.end, min(merged)))
    return found
