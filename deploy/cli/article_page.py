"""An enriched article as a person wants to see it: what it says of itself, what was taken out, who and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from shared.contracts.events import Annotations, Article, Dateline, Entity, RemovedSpan

_GROUPS: Final = {
    "Persons": ("PERSON",),
    "Organisations": ("ORG",),
    "Places": ("GPE", "LOC", "FAC"),
    "Peoples": ("NORP",),
    "Events": ("EVENT",),
}
_SHORT: Final = 60


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """What is shown of one article. Rich prints it."""

    title: str | None
    language: str | None
    published_at: datetime | None
    published_precision: str | None
    dateline: Dateline | None
    agency: str | None
    extracted_text: str
    text: str
    removed: Sequence[RemovedSpan]
    related: Sequence[str]
    annotations: Annotations | None
    excerpt: int | None = None
    """Show only so much of the clean text; None shows all of it, with what was removed in its place."""

    @classmethod
    def of(cls, article: Article, annotations: Annotations | None) -> Self:
        """Show what is in an event."""
        names = cls.__dataclass_fields__.keys() - {"annotations", "excerpt"}
        return cls(**{name: getattr(article, name) for name in names}, annotations=annotations)

    @classmethod
    def stored(cls, row: Mapping[str, Any], excerpt: int | None = None) -> Self:
        """Show what was read from Postgres (`deploy.cli.stored.read_article`)."""
        dateline = Dateline(
            place=row["dateline_place"],
            region=row["dateline_region"],
            country=row["dateline_country"],
            date=row["dateline_printed_date"],
            agency=row["agency"],
        )
        plain = ("title", "language", "published_at", "published_precision", "agency", "extracted_text", "text", "related")
        return cls(
            **{name: row[name] for name in plain},
            dateline=dateline if dateline.place or dateline.date else None,
            removed=[RemovedSpan.model_validate(span) for span in row["removed"]],
            annotations=Annotations.model_validate(row["annotations"]) if row["annotations"] else None,
            excerpt=excerpt,
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give rich the parts, top to bottom."""
        yield _facts(self._head())
        yield Text()
        yield self._removed()
        yield Text()
        yield self._text(struck=console.is_terminal and not console.no_color)
        yield Text()
        yield _facts(self._found()) if self.annotations else Text("No annotations: only English is annotated.", style="dim")

    def _head(self) -> Iterable[tuple[str, str]]:
        yield "Dateline", _dateline(self.dateline)
        if self.agency and not (self.dateline and self.dateline.agency):
            yield "Agency", self.agency
        if self.title:
            yield "Title", self.title
        yield "Published", _moment(self.published_at, self.published_precision)
        yield "Language", self.language or "not known"
        for title in self.related:
            yield "Related", title

    def _removed(self) -> Table | Text:
        if not self.removed:
            return Text("Removed: nothing", style="bold")
        characters = sum(len(span.text) for span in self.removed)
        table = Table.grid(padding=(0, 2))
        table.title = f"Removed: {characters:,} of {len(self.extracted_text):,} characters"
        table.title_justify, table.title_style = "left", "bold"
        for span in self.removed:
            table.add_row(Text(f"  {span.rule}", style="cyan"), Text(_short(span.text), style="red"))
        return table

    def _text(self, *, struck: bool) -> Text:
        if self.excerpt is not None:
            is_all = len(self.text) <= self.excerpt
            return Text(self.text if is_all else self.text[: self.excerpt].rpartition(" ")[0] + " …")
        parts, at = Text(), 0
        for span in self.removed:
            parts.append(self.extracted_text[at : span.start])
            parts.append(span.text if struck else f"[-{span.text}-]", style="red dim strike")
            at = span.end
        return parts.append(self.extracted_text[at:])

    def _found(self) -> Iterable[tuple[str, str]]:
        assert self.annotations
        best = sorted(self.annotations.entities, key=lambda entity: -entity.salience)
        for name, labels in _GROUPS.items():
            if listed := [entity for entity in best if entity.label in labels]:
                yield name, _names(listed)
        grouped = {label for labels in _GROUPS.values() for label in labels}
        if others := [entity for entity in best if entity.label not in grouped]:
            yield "Others", _names(others)
        if self.annotations.dates:
            yield "Dates", "; ".join(dict.fromkeys(f"{date.text} = {date.value}" for date in self.annotations.dates))
        scored = [f"{topic.label} ({topic.score:.2f})" for topic in self.annotations.topics]
        yield "Topics", "; ".join(scored) or "not known"
        if self.annotations.keywords:
            yield "Keywords", ", ".join(self.annotations.keywords)
        for quote in self.annotations.quotes:
            yield "Quotes", f"{quote.speaker or 'somebody'}: “{quote.text}”"
        model = self.annotations.model
        yield "Model", f"{model.name} {model.version}"


def _facts(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    before = None
    for name, value in rows:
        table.add_row(name if name != before else "", Text(value))
        before = name
    return table


def _dateline(dateline: Dateline | None) -> str:
    if dateline is None:
        return "none"
    place = ", ".join(filter(None, (dateline.place, dateline.region, dateline.country)))
    return " · ".join(filter(None, (place, dateline.date, dateline.agency)))


def _moment(moment: datetime | None, precision: str | None) -> str:
    if moment is None:
        return "not known"
    return moment.date().isoformat() if precision == "day" else moment.isoformat(sep=" ", timespec="seconds")


def _names(entities: Sequence[Entity]) -> str:
    return ", ".join(_name(entity) for entity in entities)


def _name(entity: Entity) -> str:
    """Say what it is called, other forms that are not merely a part of that, and how often it is mentioned."""
    forms = [entity.name, *(alias for alias in entity.aliases if alias not in entity.name)]
    return " / ".join(forms) + (f" ({entity.mentions})" if entity.mentions > 1 else "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"
