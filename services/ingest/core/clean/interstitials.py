"""'Also Read | …': another story's title between two sentences or paragraphs of this one."""

from __future__ import annotations

from services.ingest.core.clean.rule import Rule, any_of, compiled, line, phrases
from services.ingest.core.clean.titles import end_of_labelled_title, end_of_title, end_of_titles

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
