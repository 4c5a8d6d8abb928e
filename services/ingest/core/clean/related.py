"""Lists of other stories, section menus and topic lines that a page puts under an article or into it."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import Rule, compiled, line, phrases

_MOST_ITEMS = 12
_LONGEST_ITEM = 180
_ENDS_LIKE_PROSE = re.compile(r"[.!?…:;,][\"”’')\]]*$")

_HEADING = (
    r"(?:more|related|other|latest|top|recent|popular|trending|recommended|featured|similar|upcoming|promotional|on-demand|"
    r"more (?:local|top|latest|related|recent|breaking)|"
    r"suggested)\s(?:stories|news|articles|posts|"
    r"headlines|coverage|content|topics|reading|reads|links|videos|products|jobs|events|white ?papers|webinars|podcasts|"
    r"galleries|features|companies|from this section|from this author|"
    r"in this section)(?:\s(?:for you|now|today|this week|right now|from [\w ]{2,30}))?"
    r"|more (?:from|on|in) (?:this (?:section|author|topic|category|series|story)|[A-Z][\w&' ]{2,30})"
    r"|(?:you )?(?:may|might) (?:also )?(?:like|be interested in)(?: these)?|what(?: to)? read next|"
    r"what others are reading|read next|up next|recommended for you|recommended|"
    r"(?:the )?(?:most|best)[- ](?:read|popular|viewed|shared|watched|commented|discussed|of)(?: (?:stories|news|"
    r"articles|videos|"
    r"posts|right now|today|this week))?(?: (?:in|on|from|at|by|across) [\w &.'’-]{2,40})?|"
    r"explore more (?:on|about) (?:these topics|this topic|this story)|more (?:to (?:read|explore|watch)|like this|"
    r"about this)|"
    r"(?:top |featured |related |latest |more )?(?:stories|articles|videos|posts|reads) (?:you (?:may|might|will|"
    r"['’]ll) (?:like|have missed)|"
    r"for you|from the web|from around the web)|we recommend|our picks|top picks for you|what to (?:read|watch|know) next|"
    r"readers also (?:read|liked)|more on (?:this|these) (?:story|topic|topics|subject)|keep reading|next (?:story|"
    r"article|up)|"
    r"from the archives?|from our (?:archives?|network|sister sites?|sponsors?)|in (?:today[’']s|this week[’']s) "
    r"(?:paper|edition|issue)|"
    r"(?:más|lo más) (?:leído|visto|noticias|información)|les plus lus|à lire aussi|meistgelesen|mehr zum thema|"
    r"read more from [\w ]{2,30}|"
    r"trending(?: now| stories| news| topics)?|"
    r"editor[’']?s['’]? (?:picks?|choice)|don[’']?t miss|in case you missed it|explore (?:more|news)|"
    r"(?:from )?around the web|from our partners|paid (?:content|stories)|sponsored (?:content|stories|"
    r"links)|promoted (?:content|stories)|"
    r"also in the news|in other news|see more|further reading|people also read|popular now|top picks|"
    r"must reads?|key points at a glance"
)


def end_of_list(text: str, match: re.Match[str]) -> int:
    """
    Return where the list under a heading ends: after the last line that is a title, not prose.

    A heading that prose follows is removed alone.
    """
    end, at, items = match.end(), match.end(), 0
    while items < _MOST_ITEMS and at < len(text):
        begin = at + 1
        while begin < len(text) and text[begin] == "\n":
            begin += 1
        newline = text.find("\n", begin)
        at = newline if newline >= 0 else len(text)
        item = text[begin:at].strip()
        if not item or len(item) > _LONGEST_ITEM or _ENDS_LIKE_PROSE.search(item):
            break
        end, items = at, items + 1
    return end


_HEADS_LIST = (
    r"(?=[^\n]{8,80}+$)(?=[^\n]{0,80}?\b(?:more|other|recent|related|missed|latest|previous|previously|top|popular|"
    r"most read|else)\b)"
    r"(?=[^\n]{0,80}?\b(?:stories|headlines|coverage|articles|news|posts|happening|from [A-Z])\b)"
    r"(?:(?-i:Here|In|More|Other|Related|Recent|Some|Read|See|Also|Latest|Previous|Our|The|Top|Most|Elsewhere|What|And))"
    r"(?![^\n]{0,80}\b(?:said|says|told|was|were|is|are the)\b)[^\n.!?\"“”]{6,78}:"
)

RULES = (
    Rule(
        id="related.list",
        begins="line",
        hints=phrases(
            "upcoming, promotional, on-demand, more, related, latest, top stories, top news, recent, popular, "
            "trending, recommended, featured, "
            "similar, suggested, you may like, also like, might like, be interested in, read next, up next, most "
            "read, read more from, most viewed, most shared, editor*, don't miss, don’t miss, in case you missed, explore, "
            "around the web, partners, paid content, sponsored, promoted, other stories, other news, also in the "
            "explore more, we recommend, our picks, readers also, keep reading, next story, next article, archive, "
            "archives, our network, "
            "our sister, stories you, articles you, videos you, stories for, best of, today's paper, this week's, más "
            "leído, más "
            "visto, les plus lus, meistgelesen, what to watch, what to know, "
            "news, further reading, others are reading, people also read, top picks, must read, must reads"
        ),
        pattern=compiled(rf"^(?=[^\n]{{3,120}}$)[#*• ]{{0,5}}(?:{_HEADING})\s?[:|»>]?[* ]{{0,3}}$"),
        extent=end_of_list,
        example="The ferry sails again.\n\n⟦Related stories\nHarbour dues to rise\nNew pier opens in "
        "June⟧\n\nTickets cost less than in 2019, the company said.",
        counter_example="More news is due on Friday.\n\nRelated costs came to 4 million crowns.",
    ),
    Rule(
        id="related.introduced",
        begins="line",
        short=True,
        hints=phrases("more, other, recent, related, missed, latest, previous, previously, top, popular, most read, else"),
        pattern=compiled(rf"{_HEADS_LIST}$"),
        zone="below",
        extent=end_of_list,
        example=(
            "The ferry sails again.\n\n⟦Here are some other stories you may have missed:⟧\n⟦New pier opens in June⟧\n\n"
            "Tickets cost less than in 2019, the company said."
        ),
        counter_example="The ferry sails again.\n\nThere is more in his book:\n\nTickets cost less than in 2019.",
    ),
    Rule(
        id="related.heading-to-end",
        hints=("## ", "###"),
        pattern=compiled(
            r"(?:^|(?<=\s))#{2,4}\s(?:More From(?: This(?: Section)?)?|Related|Recommended|Explore News|Trending|"
            r"Also Read|Latest|You May)\b"
            r"(?:(?![^\n]{0,400}[a-z]{3,}\.[\"”’]?$)[^\n]{0,700}$)",
            fold=False,
        ),
        zone="tail",
        example="The road is open again.\n\n⟦### More From This Section ## Bridge to close ## Toll to rise⟧",
        counter_example="## Related work\nThe authors cite two studies.",
    ),
    Rule(
        id="related.topics",
        begins="sentence",
        hints=phrases(
            "topics, tags, tagged, keywords, categories, category, labels, filed under, filed in, posted in, more about, "
            "related topics, "
            "read more on, in this article, in this story"
        ),
        pattern=line(
            r"(?:(?:related |explore more on these )?topics|tags|tagged(?: with| as| in| under)?|keywords|categor(?:y|"
            r"ies)|labels|filed (?:under|"
            r"in)|posted in|"
            r"read more on|more about|in this story|"
            r"in this article)\s?:\s?[^\n]{2,300}(?<![.!?])|"
            r"(?:topics|tags)\s:\s[^\n]{2,200}?(?= Don['’]t miss)"
        ),
        zone="tail",
        example="The dam holds.\n\n⟦Topics: dams, rivers, Northland⟧",
        counter_example="Topics: the two sides will speak of water, trade and borders.",
    ),
    Rule(
        id="related.menu",
        short=True,
        begins="line",
        hints=phrases(
            "skip to, terms & conditions, terms and conditions, privacy policy, back to top, view comments, show "
            "comments, table of contents, all comments, load more, show more, view all, see all, next article, "
            "previous article, go to homepage, toggle, in this story, in this article, breaking news, report a, report an"
        ),
        pattern=line(
            r"skip to (?:main )?(?:content|comments|navigation|footer|search)\.?|terms (?:&|and) conditions|"
            r"terms of (?:use|service)|privacy (?:policy|notice)|"
            r"back to (?:top|home|homepage)|(?:view|show|hide|see|all|load|read|post) (?:all |"
            r"more )?comments?(?: \(\d+\))?|table of contents|load more|show (?:more|less)|"
            r"(?:view|see) all(?: \w+)?|(?:next|previous) (?:article|story|post)|in this (?:story|article)|breaking news|"
            r"report (?:a typo|an error|a correction)|(?:see|suggest) (?:a )?corrections?|cookie (?:policy|settings)"
        ),
        example="⟦Skip to main content⟧\nThe valley flooded overnight.",
        counter_example="Skip to the end, and the hero lives.",
    ),
    Rule(
        id="related.cookies",
        begins="line",
        hints=("cookies",),
        pattern=line(
            r"(?:this (?:web)?site|we|our (?:web)?site) (?:and our partners )?uses? cookies\b(?![^\n]{0,600}\b(?:said|"
            r"says|told)\b)[^\n]{0,600}|"
            r"by (?:using|continuing)[^\n]{0,80}cookies[^\n]{0,300}"
        ),
        example="The mine closed.\n\n⟦This website uses cookies. You can find out more in your settings⟧",
        counter_example="The cookies are baked before dawn, and the website lists them.",
    ),
)
