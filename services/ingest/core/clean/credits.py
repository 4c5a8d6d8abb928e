"""Who filed it, at the end of a text: agency tags, "(Reporting by …)", "with inputs from …"."""

from __future__ import annotations

from services.ingest.core.agencies import is_agency_tag
from services.ingest.core.clean.rule import NAME, SENTENCE_START, Rule, compiled, line

_WORK = r"(?:additional |further )?(?:reporting|writing|editing|compiled|written|edited|reported|translated|compiling|translation|research|graphics?|photography|production|rewriting|polling|filming|interviews?)"

RULES = (
    Rule(
        id="credit.reporting-by",
        hints=("reporting by", "editing by", "writing by", "compiled by", "reported by", "edited by", "written by", "translated by", "reporting and", "compiling by", "additional reporting", "contributed to this"),
        pattern=compiled(rf"{SENTENCE_START}[(\[*]{{0,2}}(?:{_WORK}(?: and {_WORK})?(?: for \w+)? by|\w+ (?:reporting|newsroom)[;,])\s?:? ?(?=(?-i:[^\W_a-z]))[^()\n]{{2,500}}(?:[)\]]|$)|"
                         rf"^\(?[^\n()]{{2,200}}(?:also )?contributed (?:to|reporting)[^\n]{{0,80}}?(?:report|story|article|reporting|this)\b[^\n]{{0,40}}\.?\)?$"),
        zone="tail",
        example="Shares rose 2 percent. ⟦(Reporting by Mara Lind in Harl; Editing by Jon Abt)⟧",
        counter_example="Reporting by villagers led to the find. She contributed to this success, he said on Monday before the vote was taken.",
    ),
    Rule(
        id="credit.inputs",
        hints=("inputs from", "inputs)", "input from", "agencies", "with agency", "with input", "with files from", "with reports from", "information from", "with wire"),
        pattern=compiled(rf"(?:(?<=[.!?”\"’)\s])|^)[-–—(\[* ]{{0,3}}(?:with )?(?:(?:agency|agencies|wire|syndicated|additional|further|other) )?(?:inputs?|files|reports?|material|information|contributions?) (?:from|by)\s?:?\s(?=[^\n]{{1,120}}$)[^.\n()]{{2,80}}(?:\.\w{{2,4}}[^.\n()]{{0,30}})?[)\]]?[.*]?$|"
                         rf"{SENTENCE_START}[-–—(\[ ]{{0,3}}(?:with (?:agency|agencies|wire) inputs?|with inputs? from [^.\n()]{{2,60}}|with (?:files|reports) from [^.\n()]{{2,60}}|agencies)[)\]](?=\s|$)|^[-–— ]{{0,3}}(?:agencies|agency|agencies/[\w ]{{2,30}}|\w{{2,20}}/agencies|web desk|news desk|monitoring desk)[.]?$"),
        zone="tail",
        example="The lockers are full.⟦-With inputs from agencies⟧",
        counter_example="With inputs from farmers, the plan took shape. He had it with information from two towns and a map of the coast, which was old.",
    ),
    Rule(
        id="credit.end-mark",
        hints=("ends", "(end)", "###", "-30-", "enditem", "item ends", "endit", "end ", "# # #", "end)"),
        pattern=line(r"[-–—*/(\[ ]{0,3}(?:ends?|enditem|endit|item ends?|the end|30|# ?# ?#|end of (?:article|story|release|message|item))[-–—*/)\] ]{0,3}\.?|#{3,5}|\s?enditem"),
        zone="tail",
        example="The ship left port on Friday.\n\n⟦Enditem⟧",
        counter_example="Ends and means differ.",
    ),
    Rule(
        id="credit.source-line",
        hints=("source", "via "),
        pattern=line(rf"\(?(?:source|via|original source|news source|courtesy|sources?)\s?[:|–-]\s?(?:https?://\S{{1,200}}|{NAME}(?:(?:, | and |/| & ){NAME}){{0,3}})\.?\)?"),
        zone="tail",
        example="The ship left port.\n\n⟦Source: Harl Ports Authority⟧",
        counter_example="Source: the word is old, and it is French. A second one came later.",
    ),
)  # fmt: skip

_BRACKETED = compiled(r"(?:^|(?P<stop>(?<=[.!?”\"’')…*]))|(?<=\w))\s?[-–—]{0,2}\s?[(\[](?P<agency>[^()\[\]\n]{2,40})[)\]]\.?$", fold=False)
_DASHED = compiled(r"(?:^|(?<=[.!?”\"’')…]))\s?(?:-{1,2}|[–—/])\s?(?P<agency>[A-Za-z][\w.&'/ -]{1,38}?)\.?(?:\n[a-z]{2,4}(?:/[a-z]{0,4}){0,3})?$", fold=False)
_BARE = compiled(r"(?:^|(?<=[.!?”\"’')…])\s)(?P<agency>[A-Z][A-Za-z/&. ]{1,30}?)(?: (?P<desk>[A-Z]{2,5}(?:[ /][A-Z]{2,5}){0,4}))?$", fold=False)

END_TAG_EXAMPLES = (
    ("The ship left port on Friday. ⟦(ANI)⟧", "ANI", "The pact was signed by the Asian Forum of Ministers (AFM)"),
    ("The ship left port on Friday.⟦ --IANS\nskp/vd⟧", "IANS", "The ship left port on Friday -- at noon"),
    ("The ship left port on Friday. ⟦PTI KND NSD⟧", "PTI", "The ship left port on Friday. PTI was told so."),
)
"""An end tag with its agency, and a look-alike, of each form that `end_tag` knows."""


def end_tag(text: str, end: int) -> tuple[int, str] | None:
    """
    Return (start, agency) of the agency's tag with which `text[:end]` ends.

    In brackets after a sentence any acronym is one; elsewhere only a known agency is, for prose explains acronyms too.
    """
    begin = max(text.rfind("\n", 0, max(0, end - 12)), end - 80, 0)
    tail = text[begin:end]
    for form in (_BRACKETED, _DASHED, _BARE):
        for match in form.finditer(tail):
            name = match["agency"].strip()
            if match.end() != len(tail):
                continue
            known = is_agency_tag(name) if form is _BRACKETED else is_agency_tag(name) and len(name) > 1
            acronym = form is _BRACKETED and match["stop"] is not None and name.isalpha() and name.isupper() and len(name) <= 5  # noqa: PLR2004
            if (known and (form is not _BRACKETED or match["stop"] is not None or match.start() == 0)) or acronym:
                return begin + match.start(), name
    return None
