"""The tag of the agency that filed a text, at its end: "(ANI)", "--IANS", "PTI KND NSD"."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency_tag
from services.ingest.core.clean.rule import compiled

_BRACKETED = compiled(
    r"(?:^|(?P<stop>(?<=[.!?”\"’')…*]))|(?<=\w))\s?(?:[a-z]{2,4}(?:[/,] ?[a-z]{2,4}){0,3} |"
    r"[-–—]{0,2}\s?)[(\[](?P<agency>[^()\[\]\n]{2,40})[)\]]\.?$",
    fold=False,
)
_DASHED = compiled(
    r"(?:^|(?<=[.!?”\"’')…]))\s?(?:-{1,2}|={1,2}|[–—/])\s?(?P<agency>[A-Za-z][\w.&'/ "
    r"-]{1,38}?)\.?(?:\n{1,2}[a-z]{2,5}(?:/[a-z]{0,5}){0,3}| [a-z]{2,5}(?:/[a-z]{1,5}){1,3})?$",
    fold=False,
)
_BARE = compiled(
    r"(?:^|(?<=[.!?”\"’')…])\s)(?P<agency>[A-Z][A-Za-z/&-]{1,20})(?: (?P<desk>[A-Z]{2,5}(?:[ /][A-Z]{2,5}){0,4}))?$",
    fold=False,
)
# The last line of a text: "K.F.", "(HWN/jr)", "– HWN –", "HWN jra".
_SIGNED = re.compile(
    r"\n(?:(?:[A-Z]\.){2,3}|[-–—/(=\[]{1,3} ?[A-Z]{2,6}(?:[/ ][A-Za-z]{2,4}){0,3} ?[-–—/)=\]]{1,3}|"
    r"[A-Z]{2,6}(?:[/ ][a-z]{2,4}){1,3})$"
)
_LINE = compiled(r"^(?P<agency>(?:The )?[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,4})$", fold=False)

_LONGEST_ACRONYM = 5
_UNNAMED = frozenset({"agencies", "agency", "news agencies", "wire services", "wires"})

END_TAG_EXAMPLES = (
    ("The ship left port on Friday. ⟦(ANI)⟧", "ANI", "The pact was signed by the Asian Forum of Ministers (AFM)"),
    (
        "The ship left port on Friday. ⟦ab/cde (Reuters, AFP, dpa)⟧",
        "Reuters, AFP, dpa",
        "The ship left port (with Reuters, AFP)",
    ),
    ("The ship left port on Friday.⟦ --IANS\nskp/vd⟧", "IANS", "The ship left port on Friday -- at noon"),
    ("The ship left port on Friday. ⟦--IANS sg/dpb⟧", "IANS", "The ship left port on Friday -- and/or at noon"),
    ("The ship left port on Friday. ⟦PTI KND NSD⟧", "PTI", "The ship left port on Friday. PTI was told so."),
)
"""An end tag with its agency, and a look-alike, of each form that `end_tag` knows."""


def end_tag(text: str, end: int) -> tuple[int, str] | None:
    """
    Return (start, agency) of the agency's tag with which `text[:end]` ends; the agency is empty for "— Agencies".

    In brackets after a sentence any acronym is one; elsewhere only a known agency is, for prose explains acronyms too.
    """
    begin = max(text.rfind("\n", 0, max(0, end - 12)), end - 80, 0)
    tail = text[begin:end]
    if signed := _SIGNED.search(tail):
        name = next((part for part in re.findall(r"[A-Z]{2,6}", signed[0]) if is_agency_tag(part)), "")
        return begin + signed.start() + 1, name
    for form in (_BRACKETED, _DASHED, _BARE, _LINE):
        found = next((match for match in form.finditer(tail) if match.end() == len(tail)), None)
        name = found["agency"].strip() if found else ""
        if not found or not name:
            continue
        after_sentence = form is not _BRACKETED or found["stop"] is not None
        is_acronym = form is _BRACKETED and name.isalpha() and name.isupper() and len(name) <= _LONGEST_ACRONYM
        if form is _DASHED and name.isupper():  # "-NNN-HWN"
            name = next((part for part in name.split("-") if is_agency_tag(part)), name)
        if name.casefold() in _UNNAMED and after_sentence:
            return begin + found.start(), ""
        if (is_agency_tag(name) and (after_sentence or found.start() == 0)) or (is_acronym and after_sentence):
            return begin + found.start(), name
    return None
