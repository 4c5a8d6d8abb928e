"""``dateline explain --diff``: what a run makes of each document otherwise than a former one did, and which rules did it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from deploy.cli.dry_run import Explanation
from deploy.cli.errors import CommandError, Status

Span = Mapping[str, Any]
"""``{rule, start, end, text}``, as explain prints it."""

_FOLLOWS: Final = {"removed", "content_hash"}  # told as spans; told by what it is a hash of


@dataclass(frozen=True, slots=True)
class Change:
    """
    How one document's result differs: `gained` are spans that are removed now, `lost` those that no longer are.

    `before` and `after` hold everything else that differs. `texts` are the extracted texts, which the spans count in.
    """

    where: str
    id: str | None
    gained: tuple[Span, ...]
    lost: tuple[Span, ...]
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    texts: tuple[str, str]

    def as_json(self) -> bytes:
        """Return the documented object, as one line of UTF-8."""
        names = ("where", "id", "gained", "lost", "before", "after")
        line = json.dumps({name: getattr(self, name) for name in names}, ensure_ascii=False) + "\n"
        return line.encode(errors="backslashreplace")


@dataclass(slots=True)
class Summary:
    """How many documents there were, how many differ, and what each rule now removes more and less often."""

    articles: int = 0
    changed: int = 0
    gained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> bytes:
        """Return the documented object, as one line."""
        rules = {rule: {"gained": self.gained[rule], "lost": self.lost[rule]} for rule in self.rules}
        return json.dumps({"summary": {"articles": self.articles, "changed": self.changed, "rules": rules}}).encode() + b"\n"

    @property
    def rules(self) -> list[str]:
        """Every rule that removes something else than before, in order."""
        return sorted({*self.gained, *self.lost})


class FormerRun:
    """
    What `explain --jsonl` or `--json` has printed before, to be gone through beside a new run; use it as a context manager.

    CommandError: it is no such output, or not of the same documents.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._file = Path(path).open("rb")  # noqa: SIM115 (closed by __exit__)
        self.summary = Summary()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def compare(self, explanation: Explanation) -> Change | None:
        """Compare the next document with what was printed of it; None if nothing differs."""
        summary = self.summary
        summary.articles += 1
        before, after = self._next(), json.loads(explanation.as_json())
        if before["id"] != after["id"]:
            raise self._mistaken("is of another document than FILE has there")
        change = _change(explanation.document.where, before, after)
        if change is not None:
            summary.changed += 1
            summary.gained.update(span["rule"] for span in change.gained)
            summary.lost.update(span["rule"] for span in change.lost)
        return change

    def end(self) -> None:
        """Say that no document is left."""
        if self._file.readline():
            self.summary.articles += 1
            raise self._mistaken("is of a document that FILE does not have")

    def _next(self) -> dict[str, Any]:
        line = self._file.readline()
        if not line:
            raise self._mistaken("is missing: FILE has more documents")
        try:
            found = json.loads(line)
            spans = (found["ingested"] or {"removed": []})["removed"]
            if {"id", "outcome", "reason"} <= found.keys() and all({"rule", "start", "end", "text"} <= {*s} for s in spans):
                return dict(found)
        except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
            pass
        raise self._mistaken("is not what explain --jsonl prints")

    def _mistaken(self, fact: str) -> CommandError:
        where = f"{self._path}:{self.summary.articles}"
        return CommandError(Status.USAGE, f"{where}: {fact}; make it anew from the same FILE, with the rules as they were")


def _change(where: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change | None:
    former, latter = before["ingested"], after["ingested"]
    if former is None or latter is None:  # a document that is rejected has no spans, and "kept now" would be a lie
        former, latter = {}, {}
    texts = former.get("extracted_text", ""), latter.get("extracted_text", "")
    key = _place if texts[0] == texts[1] else _words
    had, has = former.get("removed", ()), latter.get("removed", ())
    gained, lost = _beyond(had, has, key), _beyond(has, had, key)
    former, latter = _verdict(before) | former, _verdict(after) | latter
    differing = [name for name in {**former, **latter} if name not in _FOLLOWS and former.get(name) != latter.get(name)]
    if not (gained or lost or differing):
        return None
    was, now = ({name: facts.get(name) for name in differing} for facts in (former, latter))
    return Change(where, after["id"], gained, lost, was, now, texts)


def _verdict(explained: Mapping[str, Any]) -> dict[str, Any]:
    return {"outcome": explained["outcome"], "reason": explained["reason"] and explained["reason"]["code"]}


def _place(span: Span) -> object:
    return span["rule"], span["start"], span["end"]


def _words(span: Span) -> object:
    """Tell a span by its words, where the text around it has changed, and with it every place and separator."""
    return span["rule"], span["text"].strip()


def _beyond(known: Iterable[Span], spans: Iterable[Span], key: Callable[[Span], object]) -> tuple[Span, ...]:
    """Return those of `spans` that are not `known`, each as often as it is not."""
    left = Counter(map(key, known))
    return tuple(span for span in spans if not _takes(left, key(span)))


def _takes(left: Counter[object], one: object) -> bool:
    left[one] -= 1
    return left[one] >= 0
