"""Names and what they did for the story, in any order and wording: every other word keeps the line."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency
from services.ingest.core.clean.page_words import ACT, JOINT, PEOPLE, TOKEN, WIRE, folded
from services.ingest.core.clean.rule import Rule, compiled

_MOST_WORDS = 30
_MOST_DESK_WORDS = 7
_LINKS = frozenset("by with and from for con de avec mit par por von di".split())


def end_of_credit(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line of names and of what they did for the story; None where any other word is in it."""
    printed = match["credit"]
    words = [(token, folded(token)) for token in TOKEN.findall(printed)]
    acts = sum(word in ACT for _, word in words)
    wires = sum(word in WIRE or (token[0].isupper() and is_agency(token)) for token, word in words)
    names = sum(token[0].isupper() and word not in ACT and word not in WIRE for token, word in words)
    listed = all(token[0].isupper() or word in ACT or word in WIRE or word in JOINT for token, word in words)
    if not listed or len(words) > _MOST_WORDS or not (acts or wires):
        return None
    linked = ":" in printed or any(word in _LINKS for _, word in words)
    if acts and names and (linked or words[0][1] == "additional"):
        return match.end()
    return match.end() if wires and len(words) > 1 and (linked or all(word in WIRE | JOINT | ACT for _, word in words)) else None


def end_of_desk(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line that says no more than 'Our Staff Reporter' or 'Harl Post Web Desk'; None for any other."""
    words = [(token, folded(token)) for token in TOKEN.findall(match["desk"])]
    if not words or len(words) > _MOST_DESK_WORDS or not all(token[0].isupper() or word in JOINT for token, word in words):
        return None
    ends = {words[0][1], words[-1][1]}
    led = words[0][1] in {"by", "our", "special", "staff", "senior", "chief"}
    plain = all(word in PEOPLE or word in JOINT for _, word in words)
    filed = words[-1][1] in PEOPLE or any(is_agency(" ".join(t for t, _ in words[:n])) for n in (1, 2))
    return match.end() if filed or (ends & PEOPLE and (led or plain)) else None


RULES = (
    Rule(
        id="staff.credit",
        begins="line",
        hints=("*",),
        pattern=compiled(r"(?=[^\n]{4,220}+$)[-–—*(\[ ]{0,3}(?P<credit>[^\n!?\"“”]{4,200}?)[.)\] *]{0,2}$(?<!:)"),
        zone="tail",
        extent=end_of_credit,
        example="The ferry sails again.\n\n⟦Camera: Jon Abt. Producer: Ida Brook⟧",
        counter_example="The ferry sails again.\n\nMara Lind reported the theft",
    ),
    Rule(
        id="staff.desk",
        begins="line",
        hints=tuple(sorted(PEOPLE)),
        pattern=compiled(r"(?P<desk>(?i:by |our )?[A-Z][^\n.!?:;\"“”@/]{2,60}+)(?:\.|:)?(?=\n)", fold=False),
        zone="head",
        extent=end_of_desk,
        example="⟦Harl Post Web Desk⟧\nThe ferry sails again after nine years.",
        counter_example="Reporter Jailed In Harl\nThe ferry sails again after nine years.",
    ),
)
