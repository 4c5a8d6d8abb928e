"""Who worked on it, at the end of a text: "(Reporting by …)", "with inputs from …", signatures."""

from __future__ import annotations

import re

from services.ingest.core.agencies import KNOWN, LIKELY, agency_weight
from services.ingest.core.clean.page_words import ACT, JOINT, PEOPLE, worth
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_WORK = (
    r"(?:additional |further )?(?:reporting|writing|editing|compiled|written|edited|reported|translated|"
    r"compiling|translation|research|graphics?|photography|production|rewriting|polling|filming|"
    r"interviews?)"
)


_NEXT = re.compile(r"[.!?][\"”’')]? (?=[\"“]?[A-Z])")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_OUTLETS = (
    "press reuters news agency afp ap pa aap cp service times post herald gazette tribune journal chronicle star sun "
    "globe mail today "
    "telegraph guardian observer media magazine radio tv daily weekly online review report standard mirror express "
    "inquirer examiner "
    "register record dispatch courier sentinel bulletin bloomberg cnn bbc cnbc staff newsroom wire"
)
_MOST_LOWER = 5
_MOST_STRANGE = 3
_CREDITED = re.compile(
    r"(?i:(?:written|edited|reported|compiled|reporting|editing|writing) by):? [A-Z][\w.'’-]+ [A-Z][\w.'’-]+(?= )"
)


def end_of_credits(text: str, match: re.Match[str]) -> int:
    """Return where those who worked on a story end: before a sentence of the same line that tells something."""
    for found in _NEXT.finditer(text, match.start(), match.end()):
        following = text[found.end() : match.end()].partition(". ")[0]
        strange = [
            word for word in _LOWER.findall(following) if word not in ACT and word not in JOINT and word not in PEOPLE
        ]
        if len(strange) >= _MOST_LOWER or (strange and worth(following).told):
            return found.start() + 1
    run_on = _CREDITED.match(text, match.start(), match.end())
    strange = [word for word in _LOWER.findall(match[0]) if word not in ACT and word not in JOINT and word not in PEOPLE]
    return run_on.end() if run_on and ";" not in match[0] and len(strange) >= _MOST_STRANGE else match.end()


def end_of_signature(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of 'Mara Lind, The Canadian Press'; None where the second name is hardly an outlet's."""
    name = match["agency"].strip().removeprefix("The ")
    known = KNOWN if match[0].count(",") != 1 else LIKELY
    return match.end() if agency_weight(name) >= known else None


RULES = (
    Rule(
        id="credit.reporting-by",
        begins="sentence",
        hints=phrases(
            "reporting by, editing by, writing by, compiled by, reported by, edited by, written by, translated "
            "by, reporting and, compiling by, contributed to, contributing, contributed reporting, "
            "contributed, our standards, "
            "used in this, this report includes, this story includes, contributed research, reported this, produced "
            "this, wrote this, edited this, newsroom, translation by, "
            "graphics by, polling by"
        ),
        pattern=compiled(
            rf"[(\[*]{{0,2}}(?:with )?(?:contributing:|{_WORK}(?: and {_WORK})?(?: for \w+)? by|\w+ (?:reporting|"
            rf"newsroom)[;,])\s?:? ?(?=(?-i:[^\W_a-z]))[^()\n]{{2,500}}(?:[)\]]|$)|"
            rf"\(?(?:{NAME}(?: (?:of|from|in|with|at|for) (?:the )?{NAME}){{0,2}}|[^\n()]{{2,60}}?\b(?:AP|Press|"
            rf"Reuters|AFP|staff|News|Digital|writers?|reporters?|"
            rf"journalists?|correspondents?)\b[^\n()]{{0,120}}?) (?:also )?contributed (?:to|"
            rf"reporting)[^\n]{{0,80}}?(?:report|story|article|"
            rf"reporting|this(?=[.)]|$))\b[^\n]{{0,40}}\.?\)?$|"
            rf"(?:The )?(?-i:{NAME})(?: (?:staff )?(?:writers?|reporters?) {NAME})?(?: (?:and|in) {NAME}){{0,3}} "
            rf"(?:also )?contributed to this "
            rf"(?:report|story|article)\.(?=\s)|"
            rf"(?:The )?(?-i:{NAME}) (?:(?:staff )?(?:writers?|reporters?) {NAME} )?contributed(?: (?:reporting|"
            rf"research))?\.?$|"
            rf"(?:this (?:report|story|article) (?:includes|contains|uses) )?(?:information|material|reporting|"
            rf"content) (?:from|by|provided by) "
            rf"(?:the )?{NAME}(?: and (?:the )?{NAME})?(?: (?:was|were) (?:used|included)(?: in this (?:report|story|"
            rf"article))?)?\.?$|"
            rf"(?-i:[A-Z])[^.\n\"“”]{{2,60}} (?:reported|produced|wrote|edited|photographed) this (?:story|report|"
            rf"article|piece)"
            rf"(?: (?:from|in|for|on) [^.\n\"“”]{{2,60}})?\.?$|"
            rf"(?:AP|Associated Press|Reuters|staff) (?:writers?|reporters?|journalists?) [^\n.]{{2,120}} contributed\.?$|"
            rf"our standards: the thomson reuters trust principles\.?"
        ),
        zone="tail",
        extent=end_of_credits,
        example="Shares rose 2 percent. ⟦(Reporting by Mara Lind in Harl; Editing by Jon Abt)⟧",
        counter_example="Reporting by villagers led to the find. She contributed to this success, he said on Monday before "
        "the vote was taken.",
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
        hints=("source", "sources", "via", "courtesy", "h/t", "hat tip"),
        pattern=line(
            rf"[(\[]?(?:(?:source|via|original source|news source|courtesy|sources?|hat tip|h/t)\s?[:;|–-]\s?|"
            rf"(?-i:SOURCE|Via|via|VIA|H/T|h/t) )(?:https?://\S{{1,200}}|"
            rf"{NAME}(?:(?:, | and |/| & ){NAME}){{0,3}})\.?[)\]]?|(?:original |news )?sources?(?: link)?:?"
        ),
        zone="tail",
        example="The ship left port.\n\n⟦News source: Harl Ports Authority⟧",
        counter_example="Source: the word is old, and it is French. A second one came later.",
    ),
    Rule(
        id="credit.signature",
        short=True,
        begins="line",
        hints=tuple(word for word in _OUTLETS.split()),
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
        short=True,
        begins="line",
        hints=("/*",),
        pattern=line(r"/?[A-Za-z]{2,4}(?:/[A-Za-z]{2,4}){1,4}/?", fold=False),
        zone="tail",
        example="The mill closes in May.\n\n⟦jr/am/bc⟧",
        counter_example="The mill closes in May.\n\nand/or in June",
    ),
    Rule(
        id="credit.document-code",
        short=True,
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
        short=True,
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
