"""What an outlet will not answer for, whose views a text has, and what its author holds: told by the words of a sentence."""

from __future__ import annotations

import re

from services.ingest.core.clean.page_words import TOKEN
from services.ingest.core.clean.rule import Rule, compiled, phrases

_STORY = frozenset("he she said told says court ruled judge police".split())
_DENIAL = frozenset("not no neither nor without nothing".split())
_LIABILITY = frozenset(
    "responsible responsibility liable liability warranty warranties vouch endorse endorses guarantee guarantees "
    "advice".split()
)
_CONTENT = frozenset(
    "content contents external accuracy adequacy information article release views link links site sites website".split()
)
_VIEWS = frozenset("views opinions opinion view".split())
_OWNED = frozenset("own personal alone solely".split())
_WRITES = frozenset(
    "author authors author's author’s writer writer's writer’s contributor contributors commentary column "
    "columnist expressed article".split()
)
_ADVISES = frozenset("financial investment medical legal professional tax".split())
_HOLDS = frozenset("position positions shares stock stocks".split())
_EARNING = frozenset("commission commissions affiliate".split())
_OWN = frozenset("we our us".split())
_SALE = frozenset("link links purchase purchases buy product products".split())


def end_of_liability(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a sentence that denies liability for a text, or owns up to earning by its links; else None."""
    words = {token.lower() for token in TOKEN.findall(match[0])}
    denies = words & _DENIAL and words & _LIABILITY and words & _CONTENT
    earns = words & _EARNING and words & _OWN and words & _SALE
    owns_up = words & _VIEWS and words & _OWNED and words & _WRITES
    advises = words & _DENIAL and "advice" in words and words & _ADVISES
    holds = "mentioned" in words and words & _HOLDS and words & _DENIAL
    said = words & (_STORY - {"he", "she"} if owns_up else _STORY)
    return match.end() if (denies or earns or owns_up or advises or holds) and not said else None


RULES = (
    Rule(
        id="disclaimer.liability",
        begins="sentence",
        hints=phrases(
            "responsible, responsibility, liable, liability, warranty, vouch, endorse, guarantee, a commission, "
            "commissions, small commission, "
            "affiliate commission, "
            "medical advice, legal advice, financial advice, investment advice, tax advice, opinions, opinion, views, "
            "stocks mentioned, "
            "stock mentioned, shares mentioned"
        ),
        pattern=compiled(r"[^.!?\n]{20,400}+[.!]?(?=\s|$)"),
        zone="tail",
        extent=end_of_liability,
        example="The talks ended.\n\n⟦Harl Radio is not responsible for the content of external sites.⟧",
        counter_example="The talks ended.\n\nThe firm is not liable for the content of the tank, the court ruled.",
    ),
)
