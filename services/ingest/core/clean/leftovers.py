"""
What is left among noise: a line that no rule knows, between lines that are noise, is noise as well.

Only behind the story: from the first mark that ends a text (who reported it, whose copyright it is), and between pieces of
furniture with no more prose behind them. Where anything tells something, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, takewhile

from services.ingest.core.clean.page_words import worth
from services.ingest.core.clean.spans import Cut

_ENDS_STORY = (
    "credit.reporting-by", "credit.inputs", "credit.end-mark", "credit.end-tag", "credit.desk-line",
    "credit.document-code", "copyright.",
    "disclaimer.bracketed", "disclaimer.paragraph", "disclaimer.unclosed", "staff.credit", "staff.contact", "about-text.",
)  # fmt: skip
_STORY_SHARE = 0.5  # a mark in the first half of a text ends one story of several
_LONGEST = 700  # characters behind the end of a story
_FAR = 4_000  # characters before the end within which it all stands
_SHORT = 60
_MOST_LINES = 2
_PAST = re.compile(r"\b(?:was|had|did|has been|have been)\b")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")


def among_noise(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cuts for what stands among `cuts` (sorted, disjoint) at the end of `text`."""
    if not cuts or len(text) - cuts[-1].end > _LONGEST:
        return []
    lines = _lines(text, cuts)
    ended = next((i for i, line in enumerate(lines) if line.ends and line.start > _STORY_SHARE * len(text)), len(lines))
    behind = [line for line in lines[ended:] if line.kept]
    if sum(line.end - line.start for line in behind) <= _LONGEST and not any(_tells(line.kept) for line in behind):
        return [Cut("leftover.behind-end", line.start, line.end) for line in behind]
    return _between(lines)


def _tells(passage: str) -> bool:
    return bool(_PAST.search(passage) or worth(passage).told)


class _Line:
    """A line with what cuts leave of it; `ends`: one of them ends the story."""

    def __init__(self, start: int, end: int, kept: str, *, ends: bool) -> None:
        self.start, self.end, self.kept, self.ends = start, end, kept, ends


def _lines(text: str, cuts: Sequence[Cut]) -> list[_Line]:
    found: list[_Line] = []
    at = max(0, text.rfind("\n", 0, max(0, len(text) - _FAR)) + 1)
    nearest = 0
    for printed in text[at:].split("\n"):
        end = at + len(printed)
        if printed.strip():
            while nearest < len(cuts) and cuts[nearest].end <= at:
                nearest += 1
            over = list(takewhile(lambda cut, end=end: cut.start < end, islice(cuts, nearest, None)))  # type: ignore[misc]
            kept = _outside(text, at, end, over)
            ends = not kept and any(cut.rule.startswith(_ENDS_STORY) for cut in over)
            found.append(_Line(at, end, kept, ends=ends))
        at = end + 1
    return found


def _outside(text: str, start: int, end: int, cuts: Sequence[Cut]) -> str:
    kept, at = "", start
    for cut in cuts:
        kept += text[at : max(at, cut.start)]
        at = max(at, cut.end)
    return (kept + text[at:end]).strip()


def _between(lines: Sequence[_Line]) -> list[Cut]:
    found: list[Cut] = []
    run: list[_Line] = []
    for line in reversed(lines):
        if line.kept and (len(line.kept) > _SHORT or _SENTENCE_END.search(line.kept)):
            break
        if line.kept:
            run.append(line)
            continue
        if len(run) <= _MOST_LINES:
            found.extend(Cut("leftover.between", left.start, left.end) for left in run)
        run = []
    return found
