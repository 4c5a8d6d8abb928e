"""From mentions to the things that they name: each once, with its aliases, and how much the article is about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.enrich.core.countries import country_code, country_name, country_of_key
from services.enrich.core.labels import LABELS, agreed_labels, named_before_bracket
from services.enrich.core.names import SIGNIFICANT_TITLES
from services.enrich.core.organisations import Named, institution, join_organisations
from services.enrich.core.persons import join_persons, person_slug
from services.enrich.core.spans import Span
from services.enrich.core.spelling import one_line, slug
from shared.contracts.events import Entity

_TITLE_LENGTH: Final = 12
_CODE_LENGTH: Final = 2
_SHARE, _PLACE, _HEADLINE = 0.45, 0.35, 0.20  # of salience: how often, how early, in the title or not


@dataclass(frozen=True, slots=True)
class Joined:
    """The spans, each with the label that its thing has; the key of each one's entity; and the entities."""

    spans: tuple[Span, ...]
    keys: tuple[str | None, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class _Reference:
    """What one mention refers to: the key and the fullest name of a thing."""

    key: str
    name: str


def join_mentions(
    text: str, spans: Sequence[Span], *, article: str, title: str | None = None, agency: str | None = None
) -> Joined:
    """
    Join the mentions of one thing, the most salient thing first.

    A lone surname that belongs to nobody named in full could be anyone: its key ends in the id of the `article`, so that it
    is one entity here and joins nobody elsewhere. The agency that reports is no part of the story.

    >>> text = "Ann Roe left the U.S. for Japan. Roe liked America."
    >>> spans = [Span(0, 7, "PERSON"), Span(17, 21, "GPE"), Span(26, 31, "GPE"), Span(33, 36, "ORG")]
    >>> spans.append(Span(43, 50, "GPE"))
    >>> [(entity.key, entity.name, entity.aliases) for entity in join_mentions(text, spans, article="7").entities]
    [('person:ann-roe', 'Ann Roe', ('Roe',)), ('gpe:us', 'United States', ('U.S.', 'America')), ('gpe:jp', 'Japan', ())]
    """
    names = [one_line(text[span.start : span.end]) for span in spans]
    labels = agreed_labels(text, spans, names)
    agency_slug = slug(agency) if agency else None
    named = [i for i, label in enumerate(labels) if label in LABELS and slug(names[i]) and slug(names[i]) != agency_slug]
    found = _references(text, spans, names, labels, named, article)
    keys = tuple(reference.key if (reference := found.get(i)) else None for i in range(len(spans)))
    relabelled = tuple(
        replace(span, label=label) if span.label != label else span for span, label in zip(spans, labels, strict=True)
    )
    return Joined(relabelled, keys, _entities(text, relabelled, names, found, slug(title or "")))


def _references(
    text: str, spans: Sequence[Span], names: Sequence[str], labels: Sequence[str], named: Sequence[int], article: str
) -> dict[int, _Reference]:
    found: dict[int, _Reference] = {}
    persons = [i for i in named if labels[i] == "PERSON"]
    full_names = [_with_significant_title(text, spans[i], names[i]) for i in persons]
    for i, target in zip(persons, join_persons(full_names), strict=True):
        if target is not None:
            found[i] = _Reference(f"person:{person_slug(full_names[target])}", full_names[target])
        else:
            found[i] = _Reference(f"person:{slug(names[i])}@{article}", names[i])
    organisations = [i for i in named if labels[i] == "ORG"]
    fullest = join_organisations([Named(names[i], named_before_bracket(text, spans, names, i)) for i in organisations])
    for i in organisations:
        found[i] = _Reference(f"org:{institution(fullest[names[i]])}", fullest[names[i]])
    for i in named:
        if labels[i] not in {"PERSON", "ORG"}:
            found[i] = _place_or_other(labels[i], names[i])
    return found


def _place_or_other(label: str, name: str) -> _Reference:
    code = country_code(name) if label in {"GPE", "LOC"} else None
    if code:
        return _Reference(f"gpe:{code.lower()}", country_name(code))
    kind, known_as = label.lower().replace("_", "-"), slug(name).removesuffix("-dc")
    if len(known_as) == _CODE_LENGTH and kind == "gpe":  # "LA" is not Laos
        known_as = f"place-{known_as}"
    return _Reference(f"{kind}:{known_as}", name)


def _with_significant_title(text: str, span: Span, name: str) -> str:
    before = text[max(0, span.start - _TITLE_LENGTH) : span.start].split()
    if before and before[-1].lower() in SIGNIFICANT_TITLES and text[span.start - 1 : span.start] == " ":
        return f"{before[-1].capitalize()} {name}"
    return name


def _entities(
    text: str, spans: Sequence[Span], names: Sequence[str], found: Mapping[int, _Reference], title: str
) -> tuple[Entity, ...]:
    members: defaultdict[str, list[int]] = defaultdict(list)
    for i, reference in found.items():
        members[reference.key].append(i)
    most = max(map(len, members.values()), default=1)
    entities = []
    for key, mentions in members.items():
        printed: dict[str, int] = {}
        for i in mentions:
            printed[names[i]] = printed.get(names[i], 0) + 1
        name = _name(key, printed, [found[i].name for i in mentions])
        first = spans[mentions[0]].start
        in_title = any(f"-{slug(form)}-" in f"-{title}-" for form in printed)
        salience = _SHARE * len(mentions) / most + _PLACE * (1 - first / max(1, len(text))) + _HEADLINE * in_title
        entities.append(
            Entity(
                key=key,
                name=name,
                label=spans[mentions[0]].label,
                aliases=_aliases(name, printed),
                mentions=len(mentions),
                salience=round(salience, 3),
                country=country_of_key(key),
            )
        )
    return tuple(sorted(entities, key=lambda entity: (-entity.salience, entity.key)))


def _name(key: str, printed: Mapping[str, int], fullest: Sequence[str]) -> str:
    code = key.removeprefix("gpe:").upper()
    if key.startswith("gpe:") and any(country_code(name) == code for name in printed):
        return country_name(code)
    return max(fullest, key=lambda name: (len(name.split()), printed.get(name, 0)))


def _aliases(name: str, printed: Mapping[str, int]) -> tuple[str, ...]:
    """Give the other spellings, the most used first; those that differ in case alone are one."""
    seen = {name.casefold()}
    aliases = []
    for form in sorted(printed, key=printed.__getitem__, reverse=True):
        if form.casefold() not in seen:
            seen.add(form.casefold())
            aliases.append(form)
    return tuple(aliases)
