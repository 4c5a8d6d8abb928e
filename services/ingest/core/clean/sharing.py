"""Share widgets, embedded posts' links, and the reporter's addresses."""

from __future__ import annotations

from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_BUTTON = (
    r"(?:share|tweet|pin it|pin|print|e-?mail|save|copy link|facebook|twitter|whatsapp|linkedin|telegram|"
    r"reddit|pinterest|messenger|x|flipboard|comments?|comment|like|link copied!?|copy|more|sms|tumblr|"
    r"google\+|pocket|bookmark|gift(?: this)? article|listen|threads|bluesky|a\+|a-)"
)
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,60}\.[\w.]{2,30}"

RULES = (
    Rule(
        id="share.buttons",
        short=True,
        begins="line",
        hints=phrases(
            "share, shares, likes, views, copy, copied, total shares, tweet, print, email, e-mail, facebook, twitter, "
            "whatsapp, linkedin, telegram, copy "
            "link, instagram, youtube, threads, tiktok, pin it, link copied, comments, listen, save, gift "
            "article, gift this article"
        ),
        pattern=line(
            rf"(?:share(?: (?:this:?|on|via|now|story|article|the (?:story|article))(?: (?:{_BUTTON}|story|article|"
            rf"page|post|on|via|with (?:your )?friends))*+)?|(?:{_BUTTON}[\s|,•/]{{0,3}}){{2,12}}|"
            rf"(?:tweet|print|e-?mail|comments|copy link|facebook|twitter|whatsapp|linkedin|telegram|instagram|"
            rf"youtube|threads|tiktok|listen|save|share|gift(?: this)? article)|"
            rf"(?:total )?(?:shares?|comments?):? \d{{1,6}}|\d[\d.,]{{0,6}}[km]? (?:shares?|comments?|likes?|views?|"
            rf"retweets?)|(?:copy|copied)(?: (?:link|url|to clipboard|url copied!?|link url copied!?))+|copied to "
            rf"clipboard|click to copy|(?:{_BUTTON}\s){{1,3}}\d{{1,6}})[:!.]?"
        ),
        example="⟦Share Tweet WhatsApp⟧\nThe lake is dry.",
        counter_example="Share prices fell. Print or tweet, he said, it is all the same.",
    ),
    Rule(
        id="share.widget",
        begins="line",
        hints=phrases(
            "share this, comment on this, click to share, click to email, click to print, share or comment, opens in new"
        ),
        pattern=line(
            r"(?:you can )?(?:click to (?:share|e-?mail|print|tweet)|share(?:,? (?:or|and|&) comment on)? this "
            r"(?:article|story|post|page|news))"
            r"\b[^\n.]{0,160}|[^\n.]{2,40}\(opens in new window\)"
        ),
        example="The lake is dry.\n\n⟦Click to share on Facebook (Opens in new window)⟧",
        counter_example="Share this story with care. It is not over.",
    ),
    Rule(
        id="share.picture-link",
        hints=("pic.twitter.com/", "pic.x.com/", "t.co/"),
        pattern=compiled(r"\s?(?:https?://)?(?:pic\.(?:twitter|x)\.com|t\.co)/\w{8,10}", fold=False),
        example="The bank of onions opened today. ⟦pic.twitter.com/Ab3dEf6hIj⟧ It has one branch.",
        counter_example="The links on pic.twitter.com are short.",
    ),
    Rule(
        id="share.contact",
        begins="sentence",
        hints=("@",),
        pattern=compiled(
            rf"^(?:(?:[\w,|: ]|\.(?! (?-i:[A-Z]))){{0,60}}?(?:e-?mail|contact|reach|write to|twitter|x)?[:|]? ?)?(?:{_MAIL}|"
            rf"(?:follow (?:him |her |me |them |the author )?(?:on (?:twitter|x|instagram)[: ]*)?|"
            rf"twitter[: ]+)@\w{{2,30}})"
            rf"(?:[\s,;|/•]{{1,3}}(?:and )?(?:follow (?:him |her |me |them )?(?:on (?:twitter|x|instagram)[: ]*)?|"
            rf"twitter[: ]*|on twitter[: ]*|on x[: ]*)?(?:{_MAIL}|@\w{{2,30}}|https?://\S{{1,100}}))*+\.?$"
        ),
        example="The trial goes on.\n\n⟦jdoe@harbourpost.example Follow on Twitter @jdoe⟧",
        counter_example="Write to help@river.example before Friday if you saw the boat.",
    ),
    Rule(
        id="share.contact-desk",
        begins="line",
        hints=("to contact the",),
        pattern=line(r"to contact the (?:reporters?|editors?|authors?|writers?)\b[^\n]{0,200}@[^\n]{2,60}"),
        zone="tail",
        example="The trial goes on.\n\n⟦To contact the editors responsible for this story: Ann Marsh and Ivo Klee at "
        "iklee@harl.example⟧",
        counter_example="To contact the reporter, they used a code.",
    ),
    Rule(
        id="share.reach-author",
        begins="sentence",
        hints=phrases("be reached, be contacted, be followed, contact, reach, follow, email, e-mail"),
        pattern=compiled(
            rf"(?:{NAME}(?: (?:is|covers|writes|reports)\b[^.\n]{{3,120}}\.)? ?(?:can|may) be (?:reached|contacted|"
            rf"followed)|(?:contact|reach|e-?mail|follow)(?: the)? (?:reporter|author|writer|staff writer|"
            rf"{NAME})\b)[^\n]{{0,30}}(?:{_MAIL}|@\w{{2,30}}|\d{{3}}-\d{{4}}|\+?\d[\d ().-]{{7,16}}\d)[^\n]{{0,100}}$"
        ),
        zone="tail",
        example="The mill closes.\n\n⟦Jo Ferrant can be reached at jo@harbourpost.example or @jof.⟧",
        counter_example="Victims can be reached by boat only, rescuers said.",
    ),
    Rule(
        id="share.handle",
        begins="line",
        hints=("@",),
        pattern=line(
            rf"(?:by:? )?(?-i:{NAME})(?: [–—-] (?-i:{NAME}))?[ ,|/·•(]{{0,3}}@[\w.]{{1,30}}(?:/[\w-]{{2,40}}?)?\)?"
            rf"(?:(?:(?<=[a-z])| )(?-i:WATCH LIVE|LISTEN LIVE|Follow|FOLLOW))?"
        ),
        zone="head",
        example="⟦Jo Abt@in/jo-abtWATCH LIVE⟧\nThe trial goes on.",
        counter_example="Jo Abt sent @harl a letter\nThe trial goes on.",
    ),
)
