"""Ways through a site that stand around a story: sections, paths, pointers to other stories, menus."""

from __future__ import annotations

import re

from services.ingest.core.clean.page_words import SECTION, TOKEN, folded
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_MOST_SECTION_WORDS = 4


def end_of_section(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line above the story that names nothing but sections of a site; None for any other."""
    words = [folded(token) for token in TOKEN.findall(match["section"])]
    split = any(sign in match["section"] for sign in "|/>›»•")
    known = sum(word in SECTION for word in words)
    enough = known == len(words) or (split and known)
    return match.end() if words and enough and len(words) <= _MOST_SECTION_WORDS else None


def end_of_path(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a path through a site; None where it does not begin with a section's name."""
    return match.end() if folded(match["section"]) in SECTION else None


RULES = (
    Rule(
        id="navigation.section",
        short=True,
        begins="line",
        hints=tuple(sorted(SECTION)),
        pattern=compiled(r"(?=[^\n]{2,50}+\n)(?P<section>[A-Z][^\n.!?:;,\"“”@\d]{1,48}+):?(?=\n+[^\n]{40})", fold=False),
        zone="head",
        extent=end_of_section,
        example="⟦News / World⟧\nThe ferry sails again after nine years in the dock at Port Ansel.",
        counter_example="World in Brief\nThe ferry sails again after nine years in the dock at Port Ansel.",
    ),
    Rule(
        id="navigation.path",
        begins="line",
        hints=phrases("/, >, ›, »*"),
        pattern=compiled(
            r"(?P<section>[A-Z][a-z]+)(?:\s?[>›»/]\s?[^\n>›»/]{2,40}){1,4}\s?[>›»/]\s?[^\n>›»/]{2,140}(?=\n)", fold=False
        ),
        zone="head",
        extent=end_of_path,
        example="⟦News / Cities / Harl / Ferry sails again after nine years⟧\nTickets cost less than in 2019.",
        counter_example="Rock / Pop / Folk\nTickets cost less than in 2019.",
    ),
    Rule(
        id="navigation.pointer",
        begins="line",
        hints=phrases("»*, →*, >>*, ►*, ▶*, —*"),
        pattern=line(r"(?:»|→|>>{1,3}|►|▶|—(?=(?:\S+ ){4}))\s?(?P<title>[^\W_a-z][^\n]{7,180}(?<![.,;:]))", fold=False),
        zone="below",
        example="The ferry sails again.\n\n⟦→ Harbour dues to rise⟧\n\nTickets cost less than in 2019.",
        counter_example="The ferry sails again.\n\n→ Tickets cost less than in 2019.",
    ),
    Rule(
        id="navigation.more-by",
        short=True,
        begins="line",
        hints=phrases("by, from, posts, stories, articles, author, contributor, more about, more on"),
        pattern=line(
            r"(?:(?:view|see|read|show|browse)(?: all| more)* )?(?:(?:all|more|recent|latest|other|previous|full)\s)*"
            rf"(?:posts?|stories|articles|columns|works?|news|headlines|content|profile|bio)(?: (?:by|from|of|on)|:) "
            rf"(?:{NAME}|this (?:author|"
            rf"contributor|writer|section|outlet))(?: \(see all\))?|more (?:by|from|about|on) (?:the )?{NAME}|"
            rf"(?:local |top |more |latest )*(?:news|headlines|stories) (?:on|from|at|in) {NAME}(?:\.\w{{2,4}})?:?"
        ),
        zone="below",
        example="The ferry sails again.\n\n⟦View all posts by Mara Lind⟧\n\nTickets cost less than in 2019.",
        counter_example="The ferry sails again.\n\nNews from Harl was scarce.",
    ),
    Rule(
        id="navigation.trail",
        begins="line",
        hints=phrases(">, /, |, »*, ›*, •*, ·*"),
        pattern=line(
            r"(?P<chunk>[A-Z][\w'’&-]*(?: [A-Z&][\w'’&-]*){0,2})(?:\s?[>|»›•·/]\s(?:[A-Z][\w'’&-]*(?: "
            r"[A-Z&][\w'’&-]*){0,2})){2,8}",
            fold=False,
        ),
        zone="tail",
        example="The ferry sails again.\n\n⟦Home > News > Local⟧",
        counter_example="Team | Played | Won\nRovers | 3 | 2",
    ),
)
