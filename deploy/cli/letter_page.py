"""Dead letters as an operator reads them: counted, listed, in full, and as JSON. What others wrote is made printable."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from deploy.cli.dead_letters import Letter
from deploy.cli.terminal import console, moment, printable


def counted(letters: Sequence[Letter]) -> str:
    """Say how many there are of what."""
    groups = Counter(letter.group for letter in letters).most_common()
    detail = ", ".join(f"{printable(stage)} {printable(reason)} {count:,}" for (stage, reason), count in groups)
    return f"{len(letters):,} dead {'letter' if len(letters) == 1 else 'letters'}" + (f" ({detail})" if detail else "")


def print_groups(letters: Sequence[Letter], groups: Counter[tuple[str, str]]) -> None:
    """Print one row a stage and reason."""
    if not letters:
        print("No dead letters.")
        return
    table = Table("stage", "reason", "letters", "oldest", "newest", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for group, count in groups.most_common():
        at = [letter.at for letter in letters if letter.group == group]
        table.add_row(*map(printable, group), f"{count:,}", moment(min(at)), moment(max(at)))
    console().print(table)


def print_newest(letters: Sequence[Letter]) -> None:
    """Print one row a letter."""
    if not letters:
        return
    table = Table("id", "at", "stage", "reason", "source", "error", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in table.columns:
        column.no_wrap, column.overflow = True, "ellipsis"
    for letter in letters:
        told = (letter.entry_id, moment(letter.at), letter.stage, letter.reason, letter.subject.source or "", letter.error)
        table.add_row(*map(printable, told))
    print()
    console().print(table)


def print_facts(facts: Mapping[str, Any]) -> None:
    """Print one letter, a fact a line."""
    for name, value in facts.items():
        if value not in (None, []):
            text = ", ".join(f"{one['path']} ({one['code']})" for one in value) if name == "faults" else str(value)
            print(f"{name.replace('_', ' '):20}{printable(text)}")
    print()


def groups_as_json(groups: Counter[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the counts by stage and reason, the greatest first."""
    return [{"stage": stage, "reason": reason, "letters": count} for (stage, reason), count in groups.most_common()]


def as_json(letter: Letter) -> dict[str, Any]:
    """Return what says which letter it is, and why it is one."""
    subject = letter.subject
    return {
        "entry_id": letter.entry_id,
        "stage": letter.stage,
        "reason": letter.reason,
        "error": letter.error,
        "attempts": letter.attempts,
        "at": letter.at.isoformat(),
        "stream": letter.stream,
        "dead_entry_id": letter.dead_entry_id,
        "submission_entry_id": subject.submission_entry_id,
        "correlation_id": subject.correlation_id,
        "source": subject.source,
        "id": subject.id,
        "article_id": subject.article_id and str(subject.article_id),
    }


def in_full(letter: Letter) -> dict[str, Any]:
    """Return everything but the document."""
    return {
        **as_json(letter),
        "faults": [{"path": path, "code": code} for path, code in letter.faults],
        "bytes": letter.size,
    }


def data_as_json(data: bytes | None) -> dict[str, Any]:
    """Return the document: as text, or in base64 where it is none."""
    try:
        return {"data": None if data is None else data.decode()}
    except UnicodeDecodeError:
        return {"data_base64": base64.b64encode(data or b"").decode()}
