"""What a station says of itself: when to tune in, that it will have more, that one should stay with it."""

from __future__ import annotations

from services.ingest.core.clean.rule import REST, STOP, Rule, compiled, line, phrases, sentence

_STATION = (
    r"(?-i:\b[KW][A-Z]{2,3}\b(?:-TV)?|\b(?:ABC|CBS|NBC|FOX|Fox|News|NewsChannel|Channel|Local|Action News|Eyewitness News|"
    r"NEWS|CBC|CTV|BBC|ITV|WION|CNN|CNBC|ESPN)\s?\d{0,2}\b|\b[A-Z]\w+ (?:News|TV|Radio|FM|AM)\b|\b\d{2,3}\.\d (?:FM|AM)?)"
)
_LIVE = r"\b(?:live|tonight|newscasts?|24/7|roku|fire tv|apple tv|at (?:5|6|7|9|10|11|noon)|FM)\b"
_MORE = (
    r"(?:(?:this|the) (?:breaking |developing |news )*story\b|\bupdates?\b|\bmore (?:on this|details|information)\b|"
    r"\bas (?:it|we|they|more|soon|the story|this story) \w+|\bthe latest\b|\bfor more\b|\bmore as\b|\bfor comment\b)"
)

RULES = (
    Rule(
        id="broadcast.tune-in",
        begins="sentence",
        hints=phrases("watch, tune in, listen, stream, catch, see, hear"),
        pattern=compiled(
            rf"(?:you can )?(?:tune in|listen live|(?:watch|catch|see|hear|stream|listen)(?= "
            rf"[^.!?\n]{{0,100}}?{_STATION}))\b"
            rf"(?=[^.!?\n]{{0,140}}?(?:{_LIVE}))(?![^.!?\n]{{0,160}}[\"“”]){REST}{{0,140}}+{STOP}|"
            rf"(?:watch|stream) (?:our |the )?(?:latest |full |live )*(?:newscasts?|streaming video|live "
            rf"?streams?)[^.!?\n]{{0,40}}{STOP}"
        ),
        zone="tail",
        example="The mill closed.\n\n⟦Catch the full report tonight on Channel 5 News at 10.⟧",
        counter_example="The mill closed.\n\nListen to the river live by its bank. See the fair tonight, the town says.",
    ),
    Rule(
        id="broadcast.stay-with",
        begins="sentence",
        hints=phrases(
            "stay with, count on, stick with, keep it on, developing story, check back, watching this, this space, "
            "keep reading, keep watching, keep following, continue to follow"
        ),
        pattern=sentence(
            rf"(?:please )?(?:(?:stay|stick) with(?= (?:us(?= (?:for|on|at|as|here)\b|[.!])|{_STATION}|"
            rf"[^.!?,\n]{{2,40}} (?:for (?:more|updates?|the latest|continuing)|on air)))|"
            rf"(?:you can )?count on (?={_STATION})|keep it (?:on|tuned)|follow this (?:developing |breaking |news )*story|"
            rf"check back(?= (?:for|later|soon|here|with|often)\b|[.!]|$)|(?:keep|continue) (?:reading|watching|"
            rf"following|checking|visiting)"
            rf"(?= [^.!?\n]{{2,60}}\bfor (?:more|all|the latest|further|updates))|(?:keep |please )?(?:watch|watching) "
            rf"this space)",
            140,
        ),
        zone="tail",
        example="The mill closed. ⟦Stay with News 5 for more on this developing story.⟧",
        counter_example="The mill closed. Stay with relatives if you can, the agency advised.",
    ),
    Rule(
        id="broadcast.call-sign",
        short=True,
        begins="line",
        hints=("*",),
        pattern=line(
            r"(?!(?:WHAT|WHEN|WITH|WERE|WILL|WANT|WEEK|WELL|WEST|WORK|WAIT|WALK|WHO|WHY|WAR|WIN|KEY|KIDS|KEEP|KING|"
            r"KNOW|KILL)\b)"
            r"[KW][A-Z]{2,3}(?:-TV)?(?: (?:News|Staff|Web Staff|Digital(?: Team)?|Newsroom|TV|Radio))?",
            fold=False,
        ),
        zone="below",
        example="The mill closed.\n\n⟦WHRL Staff⟧\n\nIt had run for ninety years.",
        counter_example="The mill closed.\n\nWHY\n\nIt had run for ninety years.",
    ),
    Rule(
        id="broadcast.will-have-more",
        begins="sentence",
        hints=phrases("we will, we'll, we’ll, we are, we're, we’re, we have, will have, will continue, has reached"),
        pattern=compiled(
            rf"(?:we(?: will|['’]ll| are|['’]re| have|['’]ve) (?=(?:have|bring|keep|continue|update|follow|post|"
            rf"provide|working|"
            rf"reached|report|share|a (?:team|crew|reporter)|following|monitoring|updating)\b)|"
            rf"{_STATION} (?:will (?:have|continue|update|bring)|has reached out|is working|has a (?:crew|team)) ?)"
            rf"(?=[^.!?\n]{{0,140}}?(?:{_MORE}|\bteam on\b|\bcrew on\b))(?![^.!?\n]{{0,160}}[\"“”]){REST}{{0,160}}+{STOP}"
        ),
        zone="tail",
        example="The mill closed. ⟦We'll have more on this story as it develops.⟧",
        counter_example="The mill closed. “We will have more details on Monday,” the mayor said. We are many.",
    ),
)
