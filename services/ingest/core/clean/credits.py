"""Who worked on it, at the end of a text: "(Reporting by …)", "with inputs from …", signatures."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_WORK = (
    r"(?:additional |further )?(?:reporting|writing|editing|compiled|written|edited|reported|translated|"
    r"compiling|translation|research|graphics?|photography|production|rewriting|polling|filming|"
    r"interviews?)"
)


def end_of_signature(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of 'Mara Lind, The Canadian Press'; None where the second name is no known agency's."""
    return match.end() if is_agency(match["agency"].strip()) else None


RULES = (
    Rule(
        id="credit.reporting-by",
        begins="sentence",
        hints=phrases(
            "reporting by, editing by, writing by, compiled by, reported by, edited by, written by, translated "
            "by, reporting and, compiling by, contributed to, contributing, contributed reporting, "
            "contributed, our standards, "
            "newsroom, translation by, "
            "graphics by, polling by"
        ),
        pattern=compiled(
            rf"[(\[*]{{0,2}}(?:with )?(?:contributing:|{_WORK}(?: and {_WORK})?(?: for \w+)? by|\w+ (?:reporting|"
            rf"newsroom)[;,])\s?:? ?(?=(?-i:[^\W_a-z]))[^()\n]{{2,500}}(?:[)\]]|$)|"
            rf"\(?(?:{NAME}|[^\n()]{{2,60}}?\b(?:AP|Press|Reuters|AFP|staff|News|Digital|writers?|reporters?|"
            rf"journalists?|correspondents?)\b[^\n()]{{0,120}}?) (?:also )?contributed (?:to|"
            rf"reporting)[^\n]{{0,80}}?(?:report|story|article|"
            rf"reporting|this)\b[^\n]{{0,40}}\.?\)?$|"
            rf"(?:AP|Associated Press|Reuters|staff) (?:writers?|reporters?|journalists?) [^\n.]{{2,120}} contributed\.?$|"
            rf"our standards: the thomson reuters trust principles\.?"
        ),
        zone="tail",
        example="Shares rose 2 percent. ⟦(Reporting by Mara Lind in Harl; Editing by Jon Abt)⟧",
        counter_example="Reporting by villagers led to the find. She contributed to this success, he said on Monday before "
        "the vote was taken.",
    ),
    Rule(
        id="credit.inputs",
        begins="sentence",
        hints=phrases(
            "inputs from, inputs, input from, agencies, agency, files from, reports from, information from, "
            "contributions from, web desk, news desk, monitoring desk"
        ),
        pattern=compiled(
            r"(?:(?<=[.!?”\"’)\s])|^)(?:[-–—(\[*]{1,3}\s?|(?<=[.!?”\"’)] )|^)(?:with )?(?:(?:agency|agencies|"
            r"wire|syndicated|additional|further|other) )?(?:inputs?|files|reports|contributions) (?:from|"
            r"by)\s?:?\s(?=[^\n]{1,120}$)(?-i:[A-Za-z])[^.,\n()]{2,40}(?:(?:, | and |"
            r"/)[^.,\n()]{2,40}){0,3}(?:\.\w{2,4})?[)\]]?[.*]?$|"
            r"information from\s?: [^\n]{2,120}$|"
            r"[-–—(\[ ]{0,3}(?:with (?:agency|agencies|wire) inputs?|with inputs? from [^.\n()]{2,60}|"
            r"with (?:files|reports) from [^.\n()]{2,60}|agencies)[)\]](?=\s|$)|^[-–— ]{0,3}(?:agencies|"
            r"agency|agencies/[\w ]{2,30}|\w{2,20}/agencies|web desk|news desk|monitoring desk)[.]?$"
        ),
        zone="tail",
        example="The lockers are full. ⟦(With inputs from agencies)⟧",
        counter_example="With inputs from farmers, the plan took shape. He had it with information from two towns and a map "
        "of the coast, which was old.",
    ),
    Rule(
        id="credit.inputs-named",
        begins="sentence",
        hints=phrases("inputs, input, with afp, with ap, with reuters, with pti, with ani, with ians, with agencies"),
        pattern=compiled(
            rf"[-–—(\[ ]{{0,3}}with (?:{NAME} (?:and {NAME} )?inputs?|(?:AFP|AP|Reuters|PTI|ANI|IANS|dpa|Xinhua|agencies|"
            rf"agency reports|wire reports)(?:(?:, | and |/)[\w ]{{2,20}})?)[)\]]?\.?$"
        ),
        zone="tail",
        example="The lockers are full. ⟦(With PTI inputs)⟧",
        counter_example="With AFP away, the others told it.",
    ),
    Rule(
        id="credit.inputs-fused",
        hints=("inputs from", "input from", "agency inputs", "agencies"),
        pattern=compiled(
            r"(?<=[.!?”\"’)])[-–—(\[]{1,3}\s?(?:with )?(?:(?:agency|"
            r"agencies) )?(?:inputs?(?: from [^.\n()]{2,60})?|agencies)[)\]]?$"
        ),
        zone="tail",
        example="The lockers are full.⟦-With inputs from agencies⟧",
        counter_example="The lockers are full.-With luck, agencies will pay.",
    ),
    Rule(
        id="credit.end-mark",
        begins="sentence",
        hints=phrases("ends, end, ###, -30-, enditem, endit, # # #, the end, ___*, wire"),
        pattern=compiled(
            r"^[-–—*/(\[ ]{0,5}(?:ends?|item ends?|the end|30|# ?# ?#|end of (?:article|story|release|message|item))"
            r"[-–—*/)\] ]{0,5}\.?$|\s?(?:(?-i:Enditem(?:/[a-z]{2,4})?|Endit|ENDS|\[ENDS\]|\([Ee][Nn][Dd]S?\)(?: "
            r"[a-z]{1,4}(?:[./][a-z]{1,4}){0,3})?)|"
            r"#{3,5}|-30-|_{3,5}|The-[A-Z]{2,5}-Wire)$"
        ),
        zone="tail",
        example="The ship left port on Friday.\n\n⟦Enditem⟧",
        counter_example="Ends and means differ.",
    ),
    Rule(
        id="credit.source-line",
        begins="sentence",
        hints=("source", "sources", "via", "courtesy"),
        pattern=line(
            rf"\(?(?:(?:source|via|original source|news source|courtesy|sources?)\s?[:;|–-]\s?|"
            rf"(?-i:SOURCE) )(?:https?://\S{{1,200}}|"
            rf"{NAME}(?:(?:, | and |/| & ){NAME}){{0,3}})\.?\)?"
        ),
        zone="tail",
        example="The ship left port.\n\n⟦News source: Harl Ports Authority⟧",
        counter_example="Source: the word is old, and it is French. A second one came later.",
    ),
    Rule(
        id="credit.signature",
        begins="line",
        hints=phrases("press, reuters, news, agency, afp, ap, pa, aap, cp, service"),
        pattern=line(rf"{NAME},? (?P<agency>(?:The )?[A-Z][^\n,.!?]{{1,40}})", fold=False),
        zone="tail",
        extent=end_of_signature,
        example="The mill closes in May.\n\n⟦Mara Lind, The Canadian Press⟧",
        counter_example="The mill closes in May.\n\nMara Lind, Mayor of Harl",
    ),
    Rule(
        id="credit.desk-line",
        begins="sentence",
        hints=phrases("pti, ani, ians, uni, kuna, bernama, tass, afp, dpa, aap"),
        pattern=line(r"(?P<agency>[A-Z]{3,6})(?: [A-Z]{2,4}){1,5}", fold=False),
        zone="tail",
        extent=end_of_signature,
        example="The mill closes in May. ⟦PTI RSB GK BNM⟧\n\nIt was built in 1911.",
        counter_example="The mill closes in May. PTI was told so.",
    ),
    Rule(
        id="credit.initials",
        begins="line",
        hints=("/*",),
        pattern=line(r"/?[A-Za-z]{2,4}(?:/[A-Za-z]{2,4}){1,4}/?", fold=False),
        zone="tail",
        example="The mill closes in May.\n\n⟦jr/am/bc⟧",
        counter_example="The mill closes in May.\n\nand/or in June",
    ),
    Rule(
        id="credit.document-code",
        begins="line",
        hints=("menafn*", "id1*", "id2*"),
        pattern=line(r"[A-Z]{3,12}\d{8,30}(?:ID\d{4,14})?", fold=False),
        zone="tail",
        example="The mill closes in May.\n\n⟦HARLFN14032026000045015682ID1109999999⟧",
        counter_example="The mill closes in May.\n\nFlight HRL14",
    ),
    Rule(
        id="credit.site",
        hints=("(www*", "(http*"),
        pattern=compiled(r"\s?\((?:https?://|www\.)[^\s()]{3,60}\)$"),
        zone="tail",
        example="The mill closes in May. ⟦(www.harl.example)⟧",
        counter_example="The list (www.harl.example) has nine names.",
    ),
    Rule(
        id="credit.ornament",
        begins="line",
        hints=("—*", "***", "___*", "* *", "---*", "•*", "./."),
        pattern=line(r"[—–\-*_•=~ ]{1,40}|[./]{2,5}"),
        zone="tail",
        example="The mill closes in May.\n\n⟦—⟧\n\nIt was built in 1911, when the river still froze.",
        counter_example="— The mill closes in May.",
    ),
    Rule(
        id="credit.editors-note",
        begins="line",
        hints=phrases("adds, updates, recasts, repeats, corrects, refiles, rewrites, releads, writes through, eds, attn"),
        pattern=line(
            r"[(\[](?:adds|updates|recasts|repeats|corrects|refiles|rewrites|releads|writes through|eds:|"
            r"attn:)[^()\n]{0,160}[)\]]"
        ),
        zone="head",
        example="⟦(Adds quotes, background)⟧\n\nThe bank raised its rate on Thursday.",
        counter_example="(Updates were promised for Monday.) Nobody came.",
    ),
    Rule(
        id="credit.further-coverage",
        begins="line",
        hints=("http*", "www.*"),
        pattern=line(
            r"(?:[*•#>-]{1,3} ?)?(?:(?:more|follow|see|full|for|online|read|visit|the) )?[^\n.!?:]{2,60}:? "
            r"(?:at |on |here: )?"
            r"(?:https?://|www\.)\S{3,200}(?: (?:and|or) (?:https?://|www\.)\S{3,200})?"
        ),
        zone="tail",
        example="Rovers won 2-1.\n\n⟦More AP football: https://news.example/football⟧",
        counter_example="The list is long. It is at https://list.example/ for all to see.",
    ),
    Rule(
        id="credit.assistance",
        begins="sentence",
        hints=phrases("with assistance from, with help from, with additional, with contributions from, with assistance by"),
        pattern=compiled(
            rf"[-–—(\[ ]{{0,3}}with (?:assistance|help|contributions|additional (?:reporting|assistance|research|"
            rf"help)) (?:from|by) "
            rf"{NAME}(?:(?:, | and |, and ){NAME}){{0,5}}(?:(?:, | in |, in ){NAME})?[.)\]]{{0,2}}$"
        ),
        zone="tail",
        example="The lockers are full.\n\n⟦--With assistance from Jo Abt and Mara Lind.⟧",
        counter_example="The lockers are full.\n\nWith help from Jo Abt the doors were opened.",
    ),
    Rule(
        id="credit.provided-by",
        begins="line",
        hints=("news provided by",),
        pattern=compiled(r"news provided by:?\n{1,2}[^\n]{2,80}$"),
        zone="head",
        example="⟦News provided by\nHarl Cheese Co.⟧\n\nThe mill closes in May.",
        counter_example="News provided by rail took a day.",
    ),
)
