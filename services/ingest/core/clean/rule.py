"""What a cleaning rule is, and the few shapes that most rules have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Zone = Literal["anywhere", "head", "below", "tail"]
Begins = Literal["anywhere", "sentence", "line"]
Extent = Callable[[str, "re.Match[str]"], int | None]

REST = r"(?:[^.!?…\n ]|[ ](?!(?<=\bhere )(?-i:[A-Z]))|[.!?](?=[\w/]))"
"""
One character of the rest of a sentence: a dot inside a number or an address does not end it, a capital after "here" does
("Sign up here Tickets will be refunded."). Repeat it possessively.
"""

STOP = r"(?:[.!?…]++[\"”’')\]]?(?!\w)|$|(?<=\bhere)(?=\s))"
"""What ends a sentence, or the end of the line."""

_CAPITALISED = (
    r"[^\W\d_a-z](?:[\w'’-]|\.(?=\w))*+(?:(?:(?<=\b[A-Z])|(?<=\b(?:Jr|Sr|Dr|St|Co|Mr|Ms))|(?<=\b(?:Inc|Ltd|Mrs))|"
    r"(?<=\bCorp))\.)?"
)
NAME = (
    rf"(?-i:{_CAPITALISED}(?:[ ](?:de|da|del|della|van|von|der|den|bin|al|el|la|le|di|du|dos|y|and|&|"
    rf"{_CAPITALISED})){{0,5}}+)"
)
"""A person's or a company's name: words in capitals (whatever the rule's flags), with the particles that names have."""

SHORT = 260
"""How many characters a line has at most that a `short` rule may take as a whole."""


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One kind of noise: where its `pattern` matches, the match is no part of the story.

    `hints` are lower-case words or phrases of which one must be in the text, so that most rules cost nothing ("advert*": any
    word that begins so; "*": always). `zone` limits where a match may begin ("below": not where the text does), and so
    does `begins`: at a line, or at a sentence. The group ``title`` is another story's title. `extent` finds the end
    of what a pattern cannot delimit; None means no noise. A `short` rule is asked
    about lines of at most `SHORT` characters only.
    `example` holds the noise in ⟦ ⟧; `counter_example` is a look-alike that stays whole. Both are run as tests.
    """

    id: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    example: str
    counter_example: str
    zone: Zone = "anywhere"
    begins: Begins = "anywhere"
    extent: Extent | None = None
    short: bool = False

    def fingerprint(self) -> str:
        """Return all that decides what this rule removes, as text."""
        extent = self.extent.__qualname__ if self.extent else ""
        return "\x1f".join(
            (
                self.id,
                self.zone,
                self.begins,
                extent,
                str(self.short),
                str(self.pattern.flags),
                self.pattern.pattern,
                *self.hints,
            )
        )


def phrases(listed: str) -> tuple[str, ...]:
    """Return the phrases of a list with commas; a comma is no part of any."""
    return tuple(listed.split(", "))


def any_of(wanted: Iterable[str]) -> str:
    r"""
    Return a pattern for any of the `wanted` phrases; the longest wins.

    >>> any_of(("read", "read more"))
    '(?:read\\ more|read)'
    """
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(wanted, key=len, reverse=True)) + ")"


def compiled(pattern: str, *, fold: bool = True) -> re.Pattern[str]:
    """Compile `pattern` so that ^ and $ are a line's, and letter case counts only where `fold` is off."""
    return re.compile(pattern, re.MULTILINE | (re.IGNORECASE if fold else re.NOFLAG))


def line(pattern: str, *, fold: bool = True) -> re.Pattern[str]:
    """Compile a pattern for a whole line."""
    return compiled(rf"(?:{pattern})\s*?$", fold=fold)


def sentence(opening: str, rest: int = 200, *, fold: bool = True) -> re.Pattern[str]:
    """Compile a pattern for a sentence that begins with `opening` and has at most `rest` characters more."""
    return compiled(rf"(?:{opening}){REST}{{0,{rest}}}+{STOP}", fold=fold)
