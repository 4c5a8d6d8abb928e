"""What a first model is good for: throwing out silver sentences that it contradicts."""

from collections.abc import Iterable, Sequence

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.labels import MERGED
from services.enrich.training.tagger import Tagger


def agreed(silver: Sequence[Sentence], tagger: Tagger) -> list[Sentence]:
    """Keep sentences in which the model finds exactly the annotated persons, organisations, places and peoples."""
    tagged = tagger.tag([sentence.text for sentence in silver])
    return [sentence for sentence, seen in zip(silver, tagged, strict=True) if _names(sentence.spans) == _names(seen)]


def _names(spans: Iterable[Span]) -> set[tuple[int, int, str]]:
    kinds = {**MERGED, "NORP": "NORP"}
    found = set()
    for span in spans:
        merged = {kinds[choice] for choice in span.label.split("|") if choice in kinds}
        if merged:
            found.add((span.start, span.end, min(merged)))
    return found
