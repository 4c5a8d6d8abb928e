"""Names and what they did for the story, in any order and wording: every other word keeps the line."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency
from services.ingest.core.clean.page_words import ACT, CONTACT, JOINT, PEOPLE, TOKEN, WIRE, folded, worth
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
_NEARLY_OVER = 500  # characters
_TRADE = re.compile(
    r"\bis (?:an? |the |our |[\w’'-]+ ){1,8}?(?:reporter|writer|editor|journalist|columnist|correspondent|contributor|"
    r"critic|"
    r"freelancer|producer|photographer|videographer|blogger|author|novelist|fellow|professor|lecturer|intern|"
    r"newsletter|publisher|"
    r"director|strategist|corps member)\b|"
    r"\breports(?:\.?$| (?:for|from)\b)|"
    r"\b(?:covers|writes|edits|blogs|contributes)(?:\.?$| (?:for|from|on|about|the|a|to|frequently|regularly|"
    r"extensively|and|"
    r"(?!(?:her|his|its|their|songs|poems|letters)\b)[a-z]+(?:,| and| for| at| in|$)))"
)
_SENTENCE = re.compile(r"[^\n]{1,300}?(?:[.!?]++[\"”’')\]]?(?=\s|$)|$)", re.MULTILINE)
_GOES_ON = re.compile(
    r"(?:He|She|They|Follow|You can|Contact|Reach|E-?mail|Previously|Her|His|Before|Find|Tips|Send|Twitter|Have|Got|"
    r"Connect)\b"
    r"(?![^\n]{0,200}\b(?:said|told)\b)|[\w.+-]{1,40}@"
)
_IS_SOMEBODY = re.compile(
    r"[*_]{0,2}(?:The|Our) \w+(?:,[^,\n]{2,60},)? (?:is|are) (?:an?|the|former|based|currently|associate|assistant|"
    r"professors?|fellow|senior|"
    r"with|at|chief|founder|director|[\w-]+ (?:professor|editor|of))\b|[*_]{0,2}(?:The|Our) \w+ (?:covers|writes|"
    r"reports|teaches|edits|has)\b"
)
_OF_A_STORY = re.compile(r"\b(?:since|jail|prison|arrested|accused|charged|who (?:was|had|did)|dead|missing|suspect)\b")
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
    listed = all(
        token[0].isupper() or token[0].isdigit() or word in JOINT or word in _OFFICE or word in PEOPLE
        for token, word in words
    )
    offices = sum(word in _OFFICE for _, word in words)
    return (
        match.end() if listed and (addresses or offices > 1 or offices == len(words)) and len(words) <= _MOST_WORDS else None
    )


def end_of_portrait(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a writer's portrait; None where the person named has no byline and is somebody of the story."""
    name = match["name"]
    if not name:
        return match.end() if match[0][:2].isupper() or _is_about_writer(text, match) else None
    signed = re.search(rf"\b(?i:by) {re.escape(name)}", text[:_BYLINE]) is not None
    if signed:
        return match.end()
    return _end_of_introduction(text, match) if _introduces_writer(text, match) else None


def _end_of_introduction(text: str, match: re.Match[str]) -> int:
    """Return where the sentences about a writer end: before the first of the line that goes on with somebody else."""
    end = match.start()
    for found in _SENTENCE.finditer(text, match.start(), match.end()):
        if end > match.start() and not _GOES_ON.match(found[0].lstrip()):
            break
        end = found.end()
    return end


def _is_about_writer(text: str, match: re.Match[str]) -> bool:
    """Say whether "The author is a …" begins a line near the end, and tells nothing."""
    own_line = match.start() > 0 and text[match.start() - 1] == "\n"
    heading = not _IS_SOMEBODY.match(match[0]) and match[0].lower().lstrip("*_ ").startswith(("about", "meet"))
    trade = bool(_IS_SOMEBODY.match(match[0])) and not worth(match[0].partition(". ")[0]).told
    return own_line and len(text) - match.end() < _NEARLY_OVER and (heading or trade)


def _introduces_writer(text: str, match: re.Match[str]) -> bool:
    """Say whether a last line names somebody of whom the story has said nothing, and gives a trade of those who write."""
    if len(text) - match.end() > _NEARLY_OVER or match["name"].rpartition(" ")[2] in text[_BYLINE : match.start()]:
        return False
    first = match[0].partition(". ")[0]
    trade = _TRADE.search(first) is not None
    return " " in match["name"] and trade and not _OF_A_STORY.search(first) and not worth(first).told


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
        short=True,
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
        begins="sentence",
        hints=phrases(
            "reporter, editor, writer, columnist, author, fellow, professor, journalist, correspondent, lecturer, "
            "contributor, "
            "analyst, novelist, covers, teaches, writes, reports, edits, critic, freelancer, producer, photographer, "
            "blogger, "
            "publisher, director, strategist, intern"
        ),
        pattern=line(
            rf"[*_]{{0,2}}(?:(?:ABOUT THE AUTHORS?|About the (?:[Aa]uthor|[Ww]riter)s?)(?::[^\n]{{0,300}})?|Meet the "
            rf"[Aa]uthor|(?:(?:The|Our) (?:author|writer|reviewer|columnist)|"
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
