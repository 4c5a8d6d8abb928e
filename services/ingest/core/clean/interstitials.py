"""'Also Read | …': another story's title between two sentences or paragraphs of this one."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import Rule, any_of, compiled, line, phrases

_LONGEST_TITLE = 320
_LONGEST_SENTENCE_CASE = 130  # inside a paragraph; a title in sentence case that is longer has run into the story
_SHORTEST_TITLE = 4
_MOST_TITLES = 6
_STOPS = ".!?…:;,\"”’'"
_GLANCE = 90
_BOUNDARY = re.compile(r"[.!?…][\"”’')]?\s+(?=[\"“‘'(]?\w)")
_NO_BOUNDARY = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|Rs|No|Sen|Rep|Gov|Gen|Lt|Col|Jr|Sr|Prof|Inc|Ltd|Co|[A-Z])|\.[A-Za-z])\.$"
)
# "Bridge to close It will cost …": a sentence begins where a title in sentence case has no full stop.
_FUSED_SENTENCE = re.compile(
    r"(?<=[a-z0-9]) (?:The|It|He|She|They|We|A|An|In|On|At|But|And|This|That|These|There|His|Her|Their|When|While|As|After|"
    r"Before|For|If|However|Meanwhile|Earlier|According|Officials|Police) (?=[a-z])"
)
# "Harl to hire 900 teachers, says minister The plan …": who says it closes a headline.
_SAYS_WHO = re.compile(r", (?:says?|warns?|finds|shows|reveals|sources?|claims) (?:[a-z]+ ){0,2}[a-z]{2,} (?=[A-Z\"“])")
# "Why Oil Gets Costlier Auctions ran past midnight and …": behind a title in capitals, a sentence that is not.
_RESUMES = re.compile(r"(?<=[\w?!]) (?=[A-Z][\w’']*+(?: [a-z][\w’',-]*+){3})")
_CLOSING = {"(": ")", "[": "]"}
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE = re.compile(r"[^.!?…\n]{1,200}")
_LEAST_WORDS_OF_PROSE = 4
_LOWER_CASE_SHARE_OF_PROSE = 0.4  # titles in capitals keep below a third: articles and prepositions

_INVITATIONS = phrases(
    "also read, also see, also watch, also listen, also check, also on, read also, see also, watch also, "
    "listen also, read more, read further, read this, read this also, read next, read now, read here, "
    "read full story, must read, must-read, must watch, must-watch, related, related story, related "
    "stories, previous coverage, previous story, earlier coverage, earlier story, background, related news, "
    "related article, related articles, related read, related reading, related "
    "coverage, related video, related link, recommended, recommended reading, recommended read, you may "
    "like, you may also like, you might also like, you may also be interested in, in case you missed it, "
    "icymi, don't miss, don’t miss, dont miss, see more, more on this, more on this story, more on this "
    "topic, watch more, watch video, watch now, watch here, further reading, suggested reading, top "
    "story, trending, trending now, up next, next up, editor's pick, editors' pick, editor’s pick, lea "
    "también, lee también, leer también, lea tambien, lee tambien, leer más, lee más, lea más, te puede "
    "interesar, ver también, mira también, vea también, puedes leer, le puede interesar, lire aussi, à "
    "lire aussi, a lire aussi, lire également, à lire également, lire la suite, voir aussi, lesen sie "
    "auch, lesen sie mehr, auch interessant, mehr zum thema, mehr dazu, das könnte sie auch interessieren, siehe "
    "auch, lesen sie dazu, te recomendamos, lee además, "
    "sur le même sujet, à voir aussi, pour aller plus loin, potrebbe interessarti, veja mais, lees meer, läs mer, "
    "læs mere, leggi anche, leggi tutto, leia também, leia "
    "mais, veja também, saiba mais, lees ook, läs också, les også, læs også, lue myös, czytaj też, "
    "czytaj także, zobacz też, přečtěte si také, citește și, baca juga, simak juga, xem thêm, đọc thêm, "
    "ayrıca okuyun, bunu da okuyun, читайте также, читайте також, смотрите также, اقرأ أيضا, اقرأ أيضاً, "
    "إقرأ أيضا, यह भी पढ़ें, ये भी पढ़ें, आणखी वाचा, আরও পড়ুন, மேலும் படிக்க"
)
_INVITATIONS = (*_INVITATIONS, "also, read", "also, see")
_LABELS = phrases(
    "read, watch, listen, video, videos, photo, photos, photo gallery, gallery, in pics, in pictures, in "
    "photos, in video, in images, explained, explainer, opinion, analysis, editorial, exclusive, live, "
    "live updates, podcast, interactive, infographic, fact check, quiz, timeline, profile, interview, "
    "special report, long read, web story, web stories, visual story, big story, breaking, latest, more, "
    "news, full story, full coverage, from the archives"
)
_INVITATION = any_of(_INVITATIONS)
_LABEL = any_of(_LABELS)
_QUOTED = r"[*_#•▶►→>»\[( ]{0,4}"


def end_of_title(text: str, match: re.Match[str]) -> int | None:
    """
    Return where the title that begins at `match.end()` ends; None if it cannot be told from the story.

    A title ends with its line, or where prose begins again: at the end of a sentence after which the words are no longer
    in capitals. "Who Is She? All About Her" is one title.
    """
    begin = match.end()
    newline = text.find("\n", begin, begin + 4 * _LONGEST_TITLE)
    stop = newline if newline >= 0 else min(len(text), begin + 4 * _LONGEST_TITLE)
    if (opening := match[0].lstrip()[:1]) in _CLOSING and _CLOSING[opening] not in match[0]:
        closing = text.find(_CLOSING[opening], begin, stop)
        return closing + 1 if begin < closing <= begin + _LONGEST_TITLE else None
    reach = min(stop, begin + _LONGEST_TITLE + _GLANCE)  # what ends later is too long anyway
    end = next((found for found in _sentence_ends(text, begin, reach) if _is_prose(text, found, stop)), stop)
    fused = _FUSED_SENTENCE.search(text, begin + _SHORTEST_TITLE, end)
    if fused and not _is_title_case(text, begin, fused.start()):
        end = fused.start()
    says = _SAYS_WHO.search(text, begin + _SHORTEST_TITLE, end)
    if says and not _is_title_case(text, begin, says.start()):
        end = says.end() - 1
    resumed = _RESUMES.search(text, begin + _SHORTEST_TITLE, end)
    if resumed and _is_long_title(text, begin, resumed.start()):
        end = resumed.start()
    cut_short = end == stop and newline < 0 and stop < len(text)
    too_long = end - begin > _LONGEST_TITLE
    runs_on = (
        match.start() > 0
        and text[match.start() - 1] != "\n"
        and end - begin > _LONGEST_SENTENCE_CASE
        and _is_lower_case(text, begin, end)
    )
    return None if cut_short or too_long or runs_on or end - begin < _SHORTEST_TITLE else end


def end_of_labelled_title(text: str, match: re.Match[str]) -> int | None:
    """Return the end of the title behind a label."""
    return end_of_title(text, match)


def end_of_titles(text: str, match: re.Match[str]) -> int:
    """Return the end of the titles on the lines right below an invitation; a line that ends like a sentence is none."""
    end = match.end()
    for _ in range(_MOST_TITLES):
        newline = text.find("\n", end + 1)
        stop = newline if newline >= 0 else len(text)
        title = text[end + 1 : stop]
        if not title or len(title) > _LONGEST_SENTENCE_CASE or title[-1] in _STOPS:
            break
        end = stop
    return end


def _sentence_ends(text: str, begin: int, stop: int) -> list[int]:
    found = _BOUNDARY.finditer(text, begin, stop)
    return [
        match.start() + len(match[0].rstrip())
        for match in found
        if not _NO_BOUNDARY.search(text, max(begin, match.start() - 6), match.start() + 1)
    ]


def _is_prose(text: str, at: int, stop: int) -> bool:
    opening = _SENTENCE.match(text, at, stop)
    return opening is not None and _is_lower_case(text, at, min(opening.end(), at + _GLANCE))


def _is_lower_case(text: str, begin: int, end: int) -> bool:
    words = _WORD.findall(text, begin, end)[1:]
    lower = sum(word[0].islower() for word in words)
    return len(words) >= _LEAST_WORDS_OF_PROSE and lower >= _LOWER_CASE_SHARE_OF_PROSE * len(words)


def _is_title_case(text: str, begin: int, end: int) -> bool:
    words = _WORD.findall(text, begin, end)[1:]
    lower = sum(word[0].islower() for word in words)
    return bool(lower < _LOWER_CASE_SHARE_OF_PROSE * len(words))


def _is_long_title(text: str, begin: int, end: int) -> bool:
    return len(_WORD.findall(text, begin, end)) >= _LEAST_WORDS_OF_PROSE and _is_title_case(text, begin, end)


RULES = (
    Rule(
        id="interstitial.invitation",
        begins="sentence",
        hints=_INVITATIONS,
        pattern=compiled(
            rf"{_QUOTED}{_INVITATION}[ *_\])]{{0,3}}(?:\||:|»|>|::|–|—|-(?=\s))[ |:*_-]{{0,3}}+(?!(?-i:[a-z]))"
        ),
        extent=end_of_title,
        example="The bill passed on Monday. ⟦Also Read | Harbour Bridge Reopens: All You Need To Know.⟧ It now goes "
        "to the upper house.",
        counter_example="“Also read the annex,” she told members. See also what the court said: the law stands.",
    ),
    Rule(
        id="interstitial.bracketed",
        hints=phrases(
            "(read, [read, (watch, [watch, (see, [see, (also, [also, (more, [more, (related, [related, (listen, [listen"
        ),
        pattern=compiled(
            r"(?:^|(?<=\s))[(\[](?:also |must |read |see )?(?:read|watch|see|also|more|listen|related|next)(?: "
            r"more| also| next| here)?"
            r"\s?[:|]\s?(?P<title>(?-i:[^\W_a-z])[^()\[\]\n]{8,200})[)\]]"
        ),
        example="Stocks will be destroyed. ⟦[READ: Nine fall ill after eating cake]⟧ The firm is sorry.",
        counter_example="He left a note (see: the fridge) and two keys.",
    ),
    Rule(
        id="interstitial.label",
        begins="sentence",
        hints=("|",),
        pattern=compiled(rf"{_QUOTED}{_LABEL}\s?\|\s?"),
        zone="below",
        extent=end_of_labelled_title,
        example="Police sealed the road.\n\n⟦WATCH | Crane lifts the fallen bridge⟧\n\nTraffic resumed at noon.",
        counter_example="Read the label before use. Team | Played | Won\nRovers | 3 | 2",
    ),
    Rule(
        id="interstitial.label-line",
        begins="line",
        hints=phrases(
            "watch:, read:, listen:, related:, photos:, video:, gallery:, more:, in pictures:, in pics:, in "
            "photos:, see:, explained:, explainer:, analysis:, opinion:, live:, profile:, timeline:, factbox:"
        ),
        pattern=line(
            r"(?:WATCH|READ|LISTEN|RELATED|PHOTOS|VIDEO|GALLERY|MORE|SEE|(?i:in (?:pictures|pics|photos))|Watch|Read|Listen|"
            r"Photos|Video|Gallery|More|See|(?:Explained|Explainer|Analysis|Opinion|Live|Profile|Timeline|Factbox)|"
            r"(?:EXPLAINED|EXPLAINER|ANALYSIS|OPINION|LIVE|PROFILE|TIMELINE|FACTBOX)):[ ]{0,2}"
            r"(?P<title>[\"'“‘]?[^\W_a-z][^\n]{8,180}(?<![.\"”,;]))",
            fold=False,
        ),
        zone="below",
        example="The vote was close.\n\n⟦READ: How the new council was chosen⟧\n\nCounting took two days.",
        counter_example="READ: the sign says so, and that is all there is to it, officials said.",
    ),
    Rule(
        id="interstitial.title-line",
        begins="sentence",
        hints=phrases("also read, read also, see also, read more, read next, must read, also watch"),
        pattern=line(
            r"(?:Also Read|ALSO READ|Read Also|READ ALSO|See Also|SEE ALSO|READ MORE|Read More|READ NEXT|"
            r"Read Next|MUST READ|Must Read|Also Watch|ALSO WATCH)[ "
            r"]{1,2}(?P<title>[\"'“‘]?[^\W_a-z][^\n]{12,200}(?<![.\"”]))",
            fold=False,
        ),
        example="Rates stay at 4 percent.\n\n⟦Also Read Central Bank Governor Names New Deputy⟧\n\nMarkets had expected it.",
        counter_example="Also Read Foundation chair Mina Holt was there, and she spoke at length about libraries.",
    ),
    Rule(
        id="interstitial.read-more",
        hints=("read more",),
        pattern=compiled(
            r"(?<=[.!?”\"’] )(?:Read More|READ MORE)(?=\s[\"“‘A-Z]|$)(?!\s\S{1,30}(?:\s\S{1,30}){0,3}?[,.!?])", fold=False
        ),
        example="Five is the best mark. ⟦Read More⟧ You can find every mark on the board outside the shop.",
        counter_example="It is simple. Read More Books, the poster says.",
    ),
    Rule(
        id="interstitial.invitation-alone",
        begins="line",
        hints=phrases(
            "also read, read also, read more, see also, also see, also watch, must read, read next, related, trending"
        ),
        pattern=line(
            r"(?:(?:read|see|hear) more (?:on|about|from) (?:this|our)[^\n.]{0,30}|also read|read also|see also|"
            r"also see|also watch|must read|read more|read next|related|trending)\s?[:|>»]{0,2}"
        ),
        extent=end_of_titles,
        example="The mine closed in May.\n\n⟦Read more:⟧\n\nIt had run for ninety years.",
        counter_example="Read more slowly, the teacher said.",
    ),
)
