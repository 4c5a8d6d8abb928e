"""The words around names: titles and offices, and the institutions that everybody knows."""

from __future__ import annotations

import re
from typing import Final

_RANK = (
    r"(?i:vice|deputy|assistant|associate|acting|former|ex|chief|senior|junior|lead|prime|first|interim|executive"
    r"|managing|general|attorney|union|foreign|finance|defen[cs]e|interior|home|trade|health|energy|education"
    r"|labou?r|justice|crown|opposition|state|special|major|lieutenant|brigadier|rear|field|founding|co)"
)
_OFFICE = (
    r"(?i:president(?:-elect)?|minister|premier|chancellor|secretary(?:[- ]general)?|senator|sen\.|governor|gov\."
    r"|mayor|congress(?:man|woman)|representative|rep\.|ambassador|envoy|commissioner|speaker|spokes(?:man|woman"
    r"|person)|chair(?:man|woman|person)?|chief|director|officer|ceo|cfo|coo|founder|economist|analyst|coach"
    r"|captain|capt\.|general|gen\.|admiral|adm\.|colonel|col\.|maj\.|lt\.|sergeant|sgt\.|marshal|judge|justice"
    r"|attorney|prosecutor|detective|sheriff|inspector|professor|prof\.|doctor|dr\.?|bishop|archbishop|cardinal"
    r"|pope|imam|rabbi|rev\.|reverend|father|sheikh|ayatollah|maulana|king|queen|prince(?:ss)?|emperor|empress"
    r"|sultan|emir|lord|lady|sir|dame|mr\.?|mrs\.?|ms\.?|miss|shri|smt\.?|sri|actor|actress|singer|author|lawmaker"
    r"|leader)"
)

LEADING_TITLES: Final = re.compile(
    rf"(?:(?:{_RANK}[- ]){{0,3}}{_OFFICE}(?:,? and |, | of [A-Z]\w+ |[- ])){{1,4}}(?=[^\W\d_])"
)
"""Titles before a person's name, with the ranks that go with them."""

OFFICE_ALONE: Final = re.compile(rf"(?:{_RANK}[- ]){{0,3}}{_OFFICE}$")
"""An office without anybody's name."""

WHOSE_OFFICE: Final = re.compile(rf"(?P<whose>\S+(?: \S+){{0,2}}?) (?=(?:{_RANK}[- ]){{0,3}}{_OFFICE}(?:\W|$))")
"""The words before an office: "South Korea" of "South Korea President"."""

TRAILING_TITLE: Final = re.compile(
    rf"(?<! of)(?<! and)(?<! for)[ ,]+(?:{_RANK}[- ])*{_OFFICE}(?:(?:,| and)? (?:{_RANK}[- ])*{_OFFICE})*$"
)
"""An office after an institution's name, "Export-Import Bank President and Chairman"; "Court of Justice" has none."""

OFFICE_AFTER: Final = re.compile(rf" (?:{_OFFICE})\b")
"""An office right after a span: then its words may be a rank."""

_RANKS = """
trade finance foreign defence defense interior home health energy education labor labour justice union prime deputy vice
state rear lieutenant brigadier major chief first
"""
RANKS: Final = frozenset(_RANKS.split())
"""What an office is called by, that a model takes for an institution: "Trade" of "Trade Representative"."""

PORTFOLIO: Final = re.compile(
    r"\b(?:[Mm]inister|[Ss]ecretary)s?(?: of [Ss]tate)? (?:of|for)(?:(?:,? and|,| &)?(?: the)? [A-Z][a-z]+)+(?=[,.;:\s])"
)
"""An office with what it is responsible for, however much that is."""

REMIT: Final = re.compile(
    r"(?:State|Energy|Defen[cs]e|Finance|Commerce|Labou?r|Agriculture|Health|Education|Transport(?:ation)?|Trade|Justice|Interior"
    r"|Environment|Housing|Culture|Sports?|Tourism|Industry|Treasury|War|Labor)(?: and [A-Z]\w+)? (?=[A-Z]\S* [A-Z])"
)
"""What a minister is minister of, before the minister's full name."""

OFFICE_OF: Final = re.compile(r"\b(?:[Ss]ecretar(?:y|ies)|[Mm]inisters?|[Hh]eads?|[Cc]hiefs?) of[ \n]$")
"""What stands before "State" where that is no name: "Secretary of", "heads of"."""

SIGNIFICANT_TITLES: Final = frozenset(
    {"king", "queen", "prince", "princess", "pope", "emperor", "empress", "sultan", "emir"}
)
"""Titles by which one name is enough to say who: "Pope Leo"."""

_LEGAL_FORMS = "inc corp corporation co company ltd limited llc llp plc ag sa nv gmbh spa pvt se"
LEGAL_FORMS: Final = frozenset(_LEGAL_FORMS.split())
"""What a company's name ends with in a register, and seldom in a newspaper."""

DEPARTMENTS: Final = frozenset({"department", "ministry", "dept"})
"""Words that stand on either side of what an institution is responsible for."""

CONNECTING: Final = frozenset({"of", "the", "and", "for", "on", "in", "de", "la", "du", "del", "to", "at"})
"""Words of a name that give no letter to its acronym."""

_EVENTS = """
summit ministerial olympics paralympics championship championships referendum
"""
EVENTS: Final = frozenset(_EVENTS.split())
"""What an event's name ends with."""
