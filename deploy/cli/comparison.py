"""What two models found in the same articles, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

_EXAMPLES: Final = 20
_NAMES_OF_ONE: Final = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What one model found in one article: each entity's key with its name and label, and topics' codes with their names."""

    entities: dict[str, tuple[str, str]]
    topics: dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """How the findings in one article differ. Names come with their labels, relabelled ones with the old and the new one."""

    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    relabelled: tuple[tuple[str, str, str], ...]
    topics_gained: tuple[str, ...]
    topics_lost: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not (self.gained or self.lost or self.relabelled or self.topics_gained or self.topics_lost)


def change(before: Found, after: Found) -> Change:
    """
    Compare by key; what has another key and the same name was relabelled, or is the same under another key.

    >>> old = Found({"org:roe": ("Roe", "ORG"), "gpe:jp": ("Japan", "GPE")}, {"a": "sport"})
    >>> new = Found({"person:roe": ("Roe", "PERSON"), "gpe:fr": ("France", "GPE")}, {"a": "sport", "b": "health"})
    >>> found = change(old, new)
    >>> found.gained, found.lost, found.relabelled, found.topics_gained
    ((('France', 'GPE'),), (('Japan', 'GPE'),), (('Roe', 'ORG', 'PERSON'),), ('health',))
    """
    lost = {key: one for key, one in before.entities.items() if key not in after.entities}
    gained = {key: one for key, one in after.entities.items() if key not in before.entities}
    relabelled = [
        (name, before.entities[key][1], label)
        for key, (name, label) in after.entities.items()
        if key in before.entities and before.entities[key][1] != label
    ]
    by_name = {name.casefold(): (key, label) for key, (name, label) in lost.items()}
    for key, (name, label) in list(gained.items()):
        if (old := by_name.pop(name.casefold(), None)) is not None:
            del gained[key], lost[old[0]]
            if old[1] != label:
                relabelled.append((name, old[1], label))
    return Change(
        tuple(gained.values()),
        tuple(lost.values()),
        tuple(relabelled),
        tuple(name for code, name in after.topics.items() if code not in before.topics),
        tuple(name for code, name in before.topics.items() if code not in after.topics),
    )


@dataclass(slots=True)
class Comparison:
    """The changes in many articles, counted, with the first as examples."""

    articles: int = 0
    changed: int = 0
    entities_before: int = 0
    entities_after: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    relabelled: Counter[tuple[str, str]] = field(default_factory=Counter)
    topics_gained: Counter[str] = field(default_factory=Counter)
    topics_lost: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, Change]] = field(default_factory=list)

    def add(self, article_id: str, before: Found, after: Found) -> None:
        """Count one article."""
        found = change(before, after)
        self.articles += 1
        self.changed += not found.is_none
        self.entities_before += len(before.entities)
        self.entities_after += len(after.entities)
        self.gained.update(label for _, label in found.gained)
        self.lost.update(label for _, label in found.lost)
        self.relabelled.update((old, new) for _, old, new in found.relabelled)
        self.topics_gained.update(found.topics_gained)
        self.topics_lost.update(found.topics_lost)
        if not found.is_none and len(self.examples) < _EXAMPLES:
            self.examples.append((article_id, found))

    def as_json(self) -> dict[str, Any]:
        """Give the counts and examples as plain values."""
        return {
            "articles": self.articles,
            "changed": self.changed,
            "entities": {
                "before": self.entities_before,
                "after": self.entities_after,
                "gained": dict(self.gained.most_common()),
                "lost": dict(self.lost.most_common()),
                "relabelled": [
                    {"from": old, "to": new, "count": count} for (old, new), count in self.relabelled.most_common()
                ],
            },
            "topics": {"gained": dict(self.topics_gained.most_common()), "lost": dict(self.topics_lost.most_common())},
            "examples": [
                {
                    "article_id": article_id,
                    "gained": [{"name": name, "label": label} for name, label in found.gained],
                    "lost": [{"name": name, "label": label} for name, label in found.lost],
                    "relabelled": [{"name": name, "from": old, "to": new} for name, old, new in found.relabelled],
                    "topics_gained": list(found.topics_gained),
                    "topics_lost": list(found.topics_lost),
                }
                for article_id, found in self.examples
            ],
        }

    def lines(self) -> Iterator[str]:
        """Say it for a person to read."""
        yield f"{self.changed:,} of {self.articles:,} articles would change."
        yield f"Entities: {self.entities_before:,} now, {self.entities_after:,} then."
        labels = sorted({*self.gained, *self.lost}, key=lambda label: -(self.gained[label] + self.lost[label]))
        yield from (f"  {label:<12} {self.gained[label]:>6,} gained {self.lost[label]:>6,} lost" for label in labels)
        yield from (f"  {old} → {new}: {count:,} relabelled" for (old, new), count in self.relabelled.most_common())
        topics = sorted({*self.topics_gained, *self.topics_lost})
        if topics:
            yield "Topics:"
            yield from (
                f"  {self.topics_gained[name]:>6,} gained {self.topics_lost[name]:>6,} lost  {name}" for name in topics
            )
        for article_id, found in self.examples:
            yield f"\n{article_id}"
            yield from (f"  + {name} ({label})" for name, label in found.gained[:_NAMES_OF_ONE])
            yield from (f"  - {name} ({label})" for name, label in found.lost[:_NAMES_OF_ONE])
            yield from (f"  ~ {name} ({old} → {new})" for name, old, new in found.relabelled[:_NAMES_OF_ONE])
            yield from (f"  + topic {name}" for name in found.topics_gained)
            yield from (f"  - topic {name}" for name in found.topics_lost)
