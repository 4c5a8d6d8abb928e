"""What a change of rules does to a document, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from deploy.cli.rule_changes import Change, Span, Summary

_AROUND: Final = 30  # characters of the story beside a removed span
_LONGEST: Final = 200
_TOLD: Final = {"text", "extracted_text"}  # by the spans, and by where it begins to differ


def show_change(console: Console, change: Change) -> None:
    """Print which spans are removed now and which are kept now, in their places, and what else differs."""
    console.print(Rule(Text(change.where if change.id is None else f"{change.where}  {change.id}"), align="left"))
    table = Table.grid(padding=(0, 2))
    for verdict, style, spans, text in (
        ("removed now", "red", change.gained, change.texts[1]),
        ("kept now", "green", change.lost, change.texts[0]),
    ):
        for span in spans:
            table.add_row(Text(verdict, style=style), Text(span["rule"], style="cyan"), _in_its_place(span, text, style))
    for name, was, now in _others(change):
        table.add_row(Text(name, style="bold"), "", Text.assemble(was, (" → ", "bold"), now))
    console.print(table)
    console.print()


def show_summary(console: Console, summary: Summary) -> None:
    """Print how many documents differ, and by which rules."""
    console.print(Text(f"{_documents(summary.articles)}, {summary.changed:,} changed", style="bold"))
    table = Table.grid(padding=(0, 2))
    for rule in summary.rules:
        table.add_row(
            Text(f"  {rule}", style="cyan"),
            Text(f"{summary.gained[rule]:,} removed now", style="red"),
            Text(f"{summary.lost[rule]:,} kept now", style="green"),
        )
    if summary.rules:
        console.print(table)


def _documents(number: int) -> str:
    return f"{number:,} document" + ("" if number == 1 else "s")


def _in_its_place(span: Span, text: str, style: str) -> Text:
    before, after = text[max(0, span["start"] - _AROUND) : span["start"]], text[span["end"] : span["end"] + _AROUND]
    return Text.assemble(_line(before), ("[-" + _short(span["text"]) + "-]", style), _line(after))


def _others(change: Change) -> Iterator[tuple[str, str, str]]:
    for name, was in change.before.items():
        if name not in _TOLD:
            yield name, _said(was), _said(change.after[name])
    was, now = change.texts
    if was != now:
        at = next((at for at, (old, new) in enumerate(zip(was, now, strict=False)) if old != new), min(len(was), len(now)))
        yield "extracted_text", _around(was, at), _around(now, at)


def _around(text: str, at: int) -> str:
    return f"…{_line(text[max(0, at - _AROUND) : at + _AROUND])}…"


def _said(value: Any) -> str:
    """Put a field's value on one line."""
    if isinstance(value, dict):
        value = " · ".join(str(part) for part in value.values() if part is not None)
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    return _short(str(value)) if value else "none"


def _line(text: str) -> str:
    return text.replace("\n", "↵")


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
