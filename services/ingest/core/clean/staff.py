"""Names and what they did for the story, in any order and wording: every other word keeps the line."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency
from services.ingest.core.clean.page_words import ACT, CONTACT, JOINT, PEOPLE, TOKEN, WIRE, folded
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_MOST_WORDS = 30
_MOST_DESK_WORDS = 7
_COPY = frozenset("wire wires staff services agency agencies inputs input".split())
_BYLINE = 300  # characters in which the byline stands
_OFFICE = frozenset(
    "contact contacts media press investor investors relations inquiries enquiries tel telephone phone mobile cell "
    "fax email "
    "e-mail mail web website or corporate communications public office pr ir contacto prensa presse kontakt".split()
)
_ADDRESS = re.compile(rf"{CONTACT.pattern}|\+?\d[\d ().-]{{6,18}}\d")
_LINKS = frozenset("by with and from for con de avec mit par por von di".split())


def end_of_credit(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line of names and of what they did for the story; None where any other word is in it."""
    printed = match["credit"]
    words: list[tuple[str, str]] = []
    for found in TOKEN.finditer(printed):
        word = folded(found[0])
        if not (found[0][0].isupper() or word in ACT or word in WIRE or word in JOINT):
            return None
        words.append((found[0], word))
    acts = sum(word in ACT for _, word in words)
    wires = sum(word in WIRE or (token[0].isupper() and is_agency(token)) for token, word in words)
    names = sum(token[0].isupper() and word not in ACT and word not in WIRE for token, word in words)
    if len(words) > _MOST_WORDS or not (acts or wires):
        return None
    linked = ":" in printed or any(word in _LINKS for _, word in words)
    if not names and len(words) > 1 and any(word in _COPY for _, word in words):
        return match.end()
    if acts and names and (linked or words[0][1] == "additional"):
        return match.end()
    return (
        match.end()
        if wires and len(words) > 1 and (linked or all(word in WIRE | JOINT | ACT for _, word in words))
        else None
    )


def end_of_desk(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line that says no more than 'Our Staff Reporter' or 'Harl Post Web Desk'; None for any other."""
    words = [(token, folded(token)) for token in TOKEN.findall(match["desk"])]
    if not words or len(words) > _MOST_DESK_WORDS or not all(token[0].isupper() or word in JOINT for token, word in words):
        return None
    ends = {words[0][1], words[-1][1]}
    if words[0][1] in PEOPLE and words[0][1] != "staff" and words[-1][1] not in PEOPLE:
        return None  # a headline: "Desk Jobs Rise In Harl"
    led = words[0][1] in {"by", "our", "special", "staff", "senior", "chief"}
    plain = all(word in PEOPLE or word in JOINT for _, word in words)
    led_by_agency = any(is_agency(" ".join(token for token, _ in words[:n])) for n in (1, 2))
    filed = words[-1][1] in PEOPLE or (led_by_agency and any(word in PEOPLE for _, word in words[1:4]))
    return match.end() if filed or (ends & PEOPLE and (led or plain)) else None


def end_of_contact(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line of names, offices and addresses; None where it says anything about them."""
    bare, addresses = _ADDRESS.subn(" ", match["contact"])
    words = [(token, folded(token)) for token in TOKEN.findall(bare)]
    listed = all(token[0].isupper() or token[0].isdigit() or word in JOINT or word in _OFFICE for token, word in words)
    offices = sum(word in _OFFICE for _, word in words)
    return (
        match.end() if listed and (addresses or offices > 1 or offices == len(words)) and len(words) <= _MOST_WORDS else None
    )


def end_of_portrait(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a writer's portrait; None where the person named has no byline above the story."""
    name = match["name"]
    return match.end() if not name or re.search(rf"\b(?i:by) {re.escape(name)}", text[:_BYLINE]) else None


RULES = (
    Rule(
        id="staff.credit",
        begins="line",
        hints=("*",),
        pattern=compiled(r"(?=[^\n]{4,200}+$)[-–—*(\[ ]{0,3}+(?P<credit>[^\n!?\"“”]{4,200}+)$(?<!:)"),
        zone="tail",
        extent=end_of_credit,
        example="The ferry sails again.\n\n⟦Camera: Jon Abt. Producer: Ida Brook⟧",
        counter_example="The ferry sails again.\n\nMara Lind reported the theft",
    ),
    Rule(
        id="staff.signed",
        begins="line",
        hints=("by",),
        pattern=line(rf"[(\[](?i:by) {NAME}(?:(?:, | and |, and ){NAME}){{0,3}}[)\]]", fold=False),
        zone="tail",
        example="The ferry sails again.\n\n⟦(By Mara Lind and Jon Abt)⟧",
        counter_example="The ferry sails again (by Harl standards).",
    ),
    Rule(
        id="staff.desk",
        begins="line",
        hints=tuple(sorted(PEOPLE)),
        pattern=compiled(r"(?P<desk>(?i:by |our )?[A-Z][^\n.!?:;\"“”@/]{2,60}+)(?:\.|:)?(?=\n)", fold=False),
        zone="head",
        extent=end_of_desk,
        example="⟦Harl Post Web Desk⟧\nThe ferry sails again after nine years.",
        counter_example="Desk Jobs Rise In Harl\nThe ferry sails again after nine years.",
    ),
    Rule(
        id="staff.contact",
        begins="line",
        hints=phrases("@, www.*, http*, +*, contact, contacts, phone, tel, telephone, inquiries, enquiries, press office"),
        pattern=compiled(r"(?=[^\n]{4,160}+$)(?P<contact>[^\n!?\"“”]++)$"),
        zone="tail",
        extent=end_of_contact,
        example="The ferry sails again.\n\n⟦Media Contact:⟧\n⟦Jill Sato, 208-555-0144, press@harl.example⟧",
        counter_example="The ferry sails again.\n\nAnyone with information is asked to call 905-555-2121.",
    ),
    Rule(
        id="staff.portrait",
        begins="line",
        hints=phrases(
            "reporter, editor, writer, columnist, author, fellow, professor, journalist, correspondent, lecturer, "
            "contributor, "
            "analyst, novelist, covers, teaches, writes"
        ),
        pattern=line(
            rf"[*_]{{0,2}}(?:About the authors?:?[^\n]{{0,300}}|(?:(?:The|Our) (?:author|writer|reviewer|columnist)|"
            rf"(?P<name>{NAME}))(?:,[^,\n]{{2,60}},)? (?:is|are|covers|writes|reports|teaches|edits|has written|has covered)"
            rf"\b[^\n\"“”]{{4,300}})",
            fold=False,
        ),
        zone="tail",
        extent=end_of_portrait,
        example="⟦By Mara Lind⟧\n\nThe ferry sails again.\n\n⟦Mara Lind covers courts and crime. She joined in 2019.⟧",
        counter_example="The ferry sails again.\n\nMara Lind is a reporter with The Harl Post and in jail since May.",
    ),
)
