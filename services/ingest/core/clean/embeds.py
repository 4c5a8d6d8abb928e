"""Remains of what was embedded in a page: authors and dates of posts, lead-ins to pictures that are not there."""

from __future__ import annotations

from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases
from services.ingest.core.printed_dates import STAMP

_MEDIUM = (
    r"(?:posts?|tweets?|threads?|videos?|clips?|trailers?|teasers?|pictures?|photos?|photographs?|pics?|images?|snaps?|"
    r"reels?|"
    r"editions?|gallery|galleries|slide ?shows?|reactions?|interviews?|reports?|episodes?|footage|moments?|segments?|"
    r"streams?|songs?|"
    r"live ?streams?|conversations?|podcasts?|audio|announcements?|statements?|letters?|stor(?:y|ies)|articles?|"
    r"charts?|graphics?|infographics?|maps?|documents?|messages?|performances?|comments?|highlights|transcripts?|polls?)"
)
_LOOK = (
    r"(?:(?:please |also |you can (?:also )?|to |just |and |but )*+(?:(?:take|have|get|grab) a (?:look|peek|glance|listen)"
    r"(?: at| to)?|"
    r"check(?: out)?|see|watch|view|read|catch|look at|listen to|hear|scroll down (?:to see|to watch|to read|for)|"
    r"click(?: on)?|tap(?: on)?|play|press|use|swipe through|flip through|browse|find))"
)
_WORDS = r"(?:[\w'’@&-]{1,20}[ ]){0,8}?"
_WHERE = (
    r"(?:here|below|above|underneath|(?:down|right|just) (?:here|below)|at the top of (?:this|the) (?:page|story|article))"
)

RULES = (
    Rule(
        id="embed.author",
        hints=("(@*",),
        pattern=compiled(
            r"(?:^|(?<=\s))(?:—|–|-{1,2})\s?(?=[^\s(])[^\n()@]{1,60}+\(@\w{1,30}\)(?:[ ,·•|]{1,3}"
            rf"(?:{STAMP}|\d{{1,2}} \w{{3,9}} \d{{4}}))?"
        ),
        example="The queue was long. ⟦— Harl Police (@harlpd) March 4, 2019⟧ The doors open at ten.",
        counter_example="The queue was long, wrote Ida Brook (@idab), who had been there.",
    ),
    Rule(
        id="embed.shared-by",
        hints=phrases("shared by, posted by, this post on, original post, original sound, embed from, on storify"),
        pattern=compiled(
            r"(?:^|(?<=[\s⟦]))(?:(?-i:View) this post on (?:instagram|facebook|threads|x)(?:\s(?=a (?:post|photo|video|"
            r"reel))|\b)|"
            rf"(?-i:A) (?:post|photo|video|reel) (?:shared|posted) by [^\n()]{{1,60}}+\(@[\w.]{{1,30}}\)"
            rf"(?: on {STAMP}(?: at \d{{1,2}}:\d\d ?[ap]m(?: [A-Z]{{2,4}})?)?)?|"
            rf"(?-i:Posted) by {NAME} on (?:\w{{3,6}}day, )?{STAMP}|see this content in the original post|"
            r"embed from getty images|\[view the story [^\n\]]{2,100} on storify\]|"
            rf"(?:@[\w.]{{2,30}}|(?:#\w{{2,30}} ?){{1,8}}) ?♬ ?original sound(?: - \S{{1,30}}(?: \S{{1,30}})?)?)"
        ),
        example="The queue was long. ⟦A post shared by Ida Brook (@idab) on Mar 4, 2019 at 4:12pm PST⟧ It moved.",
        counter_example="The queue was long. A post shared by his wife showed it, and she had posted it by noon.",
    ),
    Rule(
        id="embed.lead-in",
        begins="sentence",
        hints=phrases(
            "here, below, above, underneath, a look, a peek, a glance, a listen, here is, here's, here’s, here are, at "
            "the top"
        ),
        pattern=compiled(
            rf"(?:{_LOOK} {_WORDS}{_MEDIUM}(?: [\w'’@-]{{1,20}}){{0,5}}? {_WHERE}(?: to (?:listen|watch|hear|read|see|play)"
            r"[^.!?:\n\"“”]{0,60})?|"
            rf"(?:and |so |just )?(?:take|have) a (?:look|peek|listen)(?: (?:at|to) (?:the |this |these |his |her |"
            rf"their |some |"
            rf"a few |more |all |viral |full |latest |adorable |cute )*{_MEDIUM}(?: (?:here|below|of (?:the|it) \w+))?|"
            r"(?: (?:here|below|for yourself))?)|"
            rf"here(?:['’]s| is| are) (?:a |the |his |her |their |its |what |full |that |some |of |more |viral |\w+['’]s )*"
            rf"{_MEDIUM}(?=:|!)|(?:watch|see|read|check) (?:it|them|this|more|that)(?: out)? (?:here|below|above)|"
            rf"(?:the )?full (?:transcript|video|interview|{_MEDIUM}) (?:is )?(?:below|above))"
            r"(?:[.:!]++(?=\s|$)|$)"
        ),
        zone="below",
        example="The queue was long. ⟦Take a look at the post here.⟧ The doors open at ten.",
        counter_example="See the town from the fort, and you forget the video. The list is below.",
    ),
    Rule(
        id="embed.bracketed",
        hints=phrases(
            "(watch, (see, (view, (read, (listen, (check, (click, (scroll, (play, (video*, [watch, [see, [view, [video*"
        ),
        pattern=compiled(
            r"\s?[(\[](?:(?:watch|see|view|read|check|listen(?: to)?|click|scroll|play)(?: (?:the|this|full|here|out|"
            r"all|more|"
            rf"viral|his|her|their|original|inside|below|above|on|for|to|down|latest|exclusive|{_MEDIUM})){{1,5}}|"
            rf"(?-i:WATCH|VIDEO|Video|VIDEOS?|SEE PICS?))[)\]]"
        ),
        zone="below",
        example="The cat was saved ⟦(Watch Video)⟧. The doors open at ten.",
        counter_example="The cat (see the list below the door of the house) was saved.",
    ),
    Rule(
        id="embed.note",
        begins="sentence",
        hints=phrases("above, below, at the top, attached"),
        pattern=compiled(
            r"[(\[*]{0,2}(?:(?:editor[’']?s? |author[’']?s? )?note ?[:–—-] ?)?(?:the |this )?(?:attached |featured |"
            r"related )?"
            r"(?:video|image|photo|picture|clip|footage|audio|gallery|interview|report|story|graphic)s?(?: player| clip)?"
            r" (?:above|below|in the (?:video |media )?player(?: above| below)?|at the top of (?:this|the) \w+|attached)"
            r"(?: (?:is|was|are|were|shows?|features?|originally|first|aired|comes|contains|has|from)\b"
            r"(?![^.!?\n]{0,160}\b(?:said|told)\b)[^.!?\n\"“”]{3,160}[.)\]]{0,2}(?=\s|$)|"
            r"\s?:(?:[^\n]{0,160}$))"
        ),
        zone="below",
        example="The mill closed.\n\n⟦Editor's note: The video above is from an earlier report.⟧",
        counter_example="The mill closed. The picture above the door is of his wife. The video below it was shot in May.",
    ),
    Rule(
        id="embed.post-of",
        short=True,
        begins="line",
        hints=phrases("post by, post of, twitter post, instagram post, facebook post, youtube video, tweet from, tweet is"),
        pattern=line(
            r"(?:end of |skip |start of )?(?:twitter|instagram|facebook|tiktok|youtube|x) (?:post|video|content|reel|"
            r"tweet)s?"
            r"(?: (?:by|from|of) @?[\w.]{1,30}(?: \w{1,20}){0,2})?|tweet (?:from|by) @?[\w ]{1,40}|this (?:tweet|post|"
            r"video|account) (?:is|was) "
            r"(?:no longer available|deleted|unavailable|private)[^\n]{0,40}"
        ),
        example="The mill closed.\n\n⟦Instagram post by idabrook⟧\n\nIt had run for ninety years.",
        counter_example="Facebook posts by staff led to it.\n\nIt had run for ninety years.",
    ),
)
