"""F1 of exact spans and labels, places merged, as every figure of the model card is counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.enrich.training.annotated import Sentence, Span
from services.enrich.training.labels import MERGED


@dataclass(frozen=True)
class Score:
    """Counts of one type, or of several together."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0


def score(gold: Sequence[Sentence], predicted: Sequence[Iterable[Span]], extra: tuple[str, ...] = ()) -> dict[str, Score]:
    """
    Count by merged type (PER, ORG, LOC, and the `extra` labels) and for PER, ORG and LOC together as ``all``.

    >>> gold = [Sentence("Kenya", (Span(0, 5, "GPE"),), "own")]
    >>> score(gold, [[Span(0, 5, "LOC")]])["all"].f1
    1.0
    """
    names = {**MERGED, **{label: label for label in extra}}
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for sentence, spans in zip(gold, predicted, strict=True):
        there = _merged(sentence.spans, names)
        said = _merged(spans, names)
        wanted.update(label for *_, label in there)
        found.update(label for *_, label in said)
        right.update(label for *_, label in there & said)
    kinds = ("PER", "ORG", "LOC")
    rows = {label: Score(right[label], found[label], wanted[label]) for label in (*kinds, *extra)}
    rows["all"] = Score(*(sum(counts[kind] for kind in kinds) for counts in (right, found, wanted)))
    return rows


def _merged(spans: Iterable[Span], names: dict[str, str]) -> set[tuple[int, int, str]]:
    found = set()
    for span in spans:
        kinds = {names[choice] for choice in span.label.split("|") if choice in names}
        if len(kinds) == 1:
            found.add((span.start, span.end, kinds.pop()))
    return found
