"""
What is left among noise: a line that no rule knows, between lines that are noise, is noise as well.

Only behind the story: from the first mark that ends a text (who reported it, whose copyright it is), and between pieces of
furniture with no more prose behind them. Where anything tells something, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice, pairwise, takewhile

from services.ingest.core.clean.page_words import SECTION, TOKEN, folded, worth
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

_HEAD = 700
_LONGEST_GAP = 260
_LONGEST_FRAGMENT = 90
_MOST_BETWEEN = 3
_MOST_AT_END = 12  # where a rule knows one of them
_MOST_UNMARKED = 2
_OF_A_LIST = re.compile(r"\d|: |^[-•*–—]")
_LEAST_PARAGRAPHS = 2  # before the last one
_OWN_LINES = re.compile(r"[^\w\n]{0,4}\n[\s\S]*\w[\s\S]*\n[^\w\n]{0,4}")
_PROSE = re.compile(r"^[^\n]{60,}[.!?…:][\"”’')\]]{0,2}$", re.MULTILINE)
_FRAGMENT_ENDS = re.compile(r"[.?:;,…][\"”’')\]]*$|[\"“”]")
_PERSON = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|da|van|von|bin|al|el|la)){1,3}")
_OUTLET = re.compile(r"[A-Z(][\w.'’&)-]*(?: [A-Z(&][\w.'’&)-]*){0,4}")
_NAMING = ("byline.", "timestamp.", "staff.", "credit.")


def among_noise(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cuts for what stands among `cuts` (sorted, disjoint) at the end of `text`."""
    if not cuts:
        return _at_end(text, cuts)
    return [*_named_above(text, cuts), *_sandwiched(text, cuts), *_at_end(text, cuts), *_behind(text, cuts)]


def _named_above(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cut for a first line that is nothing but a name that a byline or a credit has, too."""
    end = text.find("\n")
    name = text[: max(0, end)].strip()
    cut_below = bool(name) and cuts[0].start > 0 and not text[end : cuts[0].start].strip()
    label = cut_below and all(folded(word) in SECTION for word in TOKEN.findall(name))
    named = _PERSON.fullmatch(name) and any(
        name in text[cut.start : cut.end] for cut in cuts if cut.rule.startswith(_NAMING)
    )
    return [Cut("leftover.name", 0, end)] if cuts[0].start > 0 and (label or named) else []


def _sandwiched(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cuts for the few short lines between two pieces of noise that have their lines to themselves."""
    found: list[Cut] = []
    for left, right in pairwise(cuts):
        gap = text[left.end : right.start]
        if len(gap) > _LONGEST_GAP or not _OWN_LINES.fullmatch(gap) or "dateline" in {left.rule, right.rule}:
            continue
        lines = [line.strip() for line in gap.split("\n") if line.strip()]
        crosshead = left.rule.startswith("photo.") and right.rule.startswith("photo.")
        above = left.start < _HEAD and not _PROSE.search(text, 0, left.start)
        if above and not (left.rule.startswith(_NAMING) and all(_OUTLET.fullmatch(line) for line in lines)):
            continue
        if not crosshead and len(lines) <= _MOST_BETWEEN and all(_is_fragment(line) for line in lines):
            found.append(Cut("leftover.sandwiched", left.end, right.start))
    return found


def _at_end(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cut for the short lines behind the last paragraph: no story ends with a heading."""
    paragraphs = _told_paragraphs(text, cuts)
    if len(paragraphs) <= _LEAST_PARAGRAPHS or paragraphs[-1][0].endswith(":"):
        return []
    end = paragraphs[-1].end()
    lines = [line for line in _lines(text, cuts) if line.start >= end and line.kept]
    noisy = any(cut.start >= end for cut in cuts)
    if len(lines) > (_MOST_AT_END if noisy else _MOST_UNMARKED) or not all(_is_fragment(line.kept) for line in lines):
        return []
    if not noisy and any(_OF_A_LIST.search(line.kept) for line in lines):
        return []
    return [Cut("leftover.at-end", line.start, line.end) for line in lines]


def _told_paragraphs(text: str, cuts: Sequence[Cut]) -> list[re.Match[str]]:
    """Return the paragraphs of prose of which no cut takes the end."""
    found: list[re.Match[str]] = []
    nearest = 0
    for paragraph in _PROSE.finditer(text):
        while nearest < len(cuts) and cuts[nearest].end < paragraph.end():
            nearest += 1
        if nearest == len(cuts) or cuts[nearest].start >= paragraph.end():
            found.append(paragraph)
    return found


def _is_fragment(line: str) -> bool:
    return len(line) <= _LONGEST_FRAGMENT and not _FRAGMENT_ENDS.search(line) and not _tells(line)


def _behind(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    if len(text) - cuts[-1].end > _LONGEST:
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
