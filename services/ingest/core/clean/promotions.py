"""Promotions: newsletters, apps, channels, programme notes."""

from __future__ import annotations

from services.ingest.core.clean.rule import NAME, REST, STOP, Rule, compiled, line, phrases, sentence

_CHANNEL = (
    r"(?:facebook|twitter|instagram|telegram|whatsapp|youtube|linkedin|tiktok|threads|pinterest|"
    r"google news|x|social media|koo|bluesky|mastodon|flipboard|apple news|snapchat|rss)"
)
_LETTER = (
    r"(?:newsletters?|news ?letter|e-?mails?(?: alerts?| list)?|(?:mailing|distribution) list|alerts?|"
    r"updates?|(?:morning|evening|daily|weekly) briefing|briefings?|notifications?)"
)

RULES = (
    Rule(
        id="promotion.capitals",
        begins="sentence",
        hints=phrases("click here, sign up, subscribe, download, get the, watch, tap here, follow, listen, join, read"),
        pattern=compiled(
            r"(?:CLICK|TAP|SIGN|SUBSCRIBE|DOWNLOAD|GET|WATCH|FOLLOW|LISTEN|JOIN|READ)(?: [A-Z0-9][A-Z0-9’'&-]*+){3,14}?"
            r"(?=\s[\"“‘]?[A-Z][a-z’']|\s[\"“‘]|\s[AI] [a-z]|$)",
            fold=False,
        ),
        zone="below",
        example="Entries close in May. ⟦CLICK HERE TO GET THE HARL NEWS APP⟧ They had opened in March.",
        counter_example="Entries close in May. WATCH YOUR STEP, the sign says.",
    ),
    Rule(
        id="promotion.newsletter",
        begins="sentence",
        hints=phrases("newsletter, newsletters, news letter, mailing list, your inbox, briefing, alerts, breaking news"),
        pattern=sentence(
            rf"(?:please )?(?:to (?:read|get|see|receive) more|sign up|sign-up|signup|subscribe|register|get|receive|join|"
            rf"enter your e-?mail)(?=(?:{REST}){{0,160}}?\b(?:{_LETTER}|your inbox))"
            rf"(?=(?:{REST}){{0,160}}?(?:newsletter|inbox|alerts|sign up|mailing list|free|daily|here|your e-?mail|"
            rf"our))"
        ),
        zone="tail",
        example="The museum opens on Friday.\n\n⟦Sign up for our daily newsletter and get the news in your inbox.⟧",
        counter_example="“Sign up for the army,” the poster says. Get the tickets early, fans were told.",
    ),
    Rule(
        id="promotion.newsletter-line",
        begins="line",
        hints=phrases("newsletter, newsletters, your inbox, subscribe, sign up, register, email, briefing"),
        pattern=line(
            r"(?!register to vote)(?:sign up|subscribe|register)(?: now| today| here| free| for free)?(?: (?:for|to) "
            r"(?=[^\n]{0,100}"
            r"(?:newsletter|brief|alert|email|e-mail|digest|update|daily|weekly|channel|our|us\b|"
            r"(?-i:[A-Z])))[^\n,]{3,120})?[!.]?|"
            r"[^\n]{0,80}(?:delivered )?(?:straight |directly )?(?:to|in) your inbox[^\n]{0,60}|"
            r"(?:our|free|daily|weekly|morning) newsletters?[^\n]{0,60}(?<![.])|"
            r"(?:skip|after|before) (?:past )?[^\n.]{0,40}newsletter(?: promotion)?|privacy notice: "
            r"newsletters?[^\n]{0,300}|"
            r"our (?:[\w-]+ ){0,3}(?:e-?mail|newsletter|briefing) (?:breaks|brings|delivers|rounds|gives|keeps|"
            r"has|covers)[^\n]{0,200}"
        ),
        example="Two roads stay closed.\n\n⟦Subscribe to The Morning Brief⟧\n\nBuses are on time.",
        counter_example="Subscribe to nothing, and you will hear nothing, he joked in the old hall, to laughter "
        "from the rows in front of him and from a few behind, which had heard it all before.",
    ),
    Rule(
        id="promotion.follow",
        begins="sentence",
        hints=phrases(
            "follow us, like us, join us, find us, follow @, join our, join the, on facebook, on twitter, on "
            "instagram, on telegram, on whatsapp, on youtube, on linkedin, on google news, on x, via twitter, on "
            "social media, at facebook"
        ),
        pattern=compiled(
            rf"(?:(?:you can |please |and |also |don[’']t forget to )*+(?:"
            rf"(?:follow|like|find|join|add|connect with|subscribe to|stay connected with|catch|check out)\s(?:us|"
            rf"@\w{{2,30}}|our|{NAME}|him|her|me|them|the author|[\w ]{{2,40}}?)"
            rf"(?:'s|’s)?(?:\s[\w'’]+){{0,5}}?\s(?:on|via|at|in)\s(?:our\s)?(?:(?:official|free|new|dedicated|"
            rf"exclusive)\s)?(?:{_CHANNEL})\b|"
            rf"(?:follow|like|join) us(?= (?:on|here|at|via|and|@)|[!.]|$)|follow @\w{{2,30}}|join (?:our|"
            rf"the) (?:[\w'’]+ ){{0,3}}(?:{_CHANNEL}) (?:channel|group|community|page))){REST}{{0,140}}+{STOP}"
        ),
        zone="tail",
        example="The match ended in a draw. ⟦Follow Harbour Post on Twitter.⟧",
        counter_example="Police asked drivers to follow them on the coast road. The mayor will follow events on television.",
    ),
    Rule(
        id="promotion.follow-line",
        begins="line",
        hints=phrases(
            "follow us, like us, follow @, on twitter, on facebook, on telegram, on whatsapp, on instagram, on google news"
        ),
        pattern=line(
            rf"(?:(?:follow|like|find|join|add) (?:us|@\w{{2,30}}|"
            rf"[\w ]{{2,40}}?)(?:(?: on)? {_CHANNEL})?(?:,? ?(?:and|&|,) ?(?:on )?{_CHANNEL})*+[\s.!:@|"
            rf"•]{{0,4}}){{1,4}}(?:@\w{{2,30}})?"
        ),
        example="⟦Like Us On Facebook Follow Us On Twitter⟧\n\nThe shop will reopen.",
        counter_example="Follow the money on Facebook and other networks, and it leads to two men.",
    ),
    Rule(
        id="promotion.app",
        begins="sentence",
        hints=("app", "apps"),
        pattern=sentence(
            rf"(?:to (?:get|read|stay)(?:{REST}){{1,90}}?)?(?:download|install|get|open (?:this )?in|"
            rf"read (?:this )?(?:story )?in|try|use)\s(?:the|our|[\w.'’ ]{{2,40}}?)\s?(?:[\w.'’]+ "
            rf"){{0,3}}?(?:mobile |news |android |ios )?apps?\b",
            160,
        ),
        zone="tail",
        example="The park is free. ⟦Download the Harbour Post app for more park news!⟧",
        counter_example="Riders can download maps before they set out. The union called the app unsafe.",
    ),
    Rule(
        id="promotion.channel",
        begins="sentence",
        hints=phrases(
            "telegram channel, whatsapp channel, youtube channel, get them on our, our channel, our telegram, our whatsapp"
        ),
        pattern=sentence(
            rf"(?:get|catch|find|join|read|watch|subscribe)\b(?=(?:{REST}){{0,120}}?\bour (?:[\w'’]+ "
            rf"){{0,2}}(?:channel|group|page|community))"
        ),
        zone="tail",
        example="Schools reopen on Monday. ⟦Get the day's stories on our Telegram channel⟧",
        counter_example="The army said it would get our channel off the air, the owner said.",
    ),
    Rule(
        id="promotion.latest",
        begins="sentence",
        hints=phrases(
            "the latest, most important, stay tuned, stay updated, stay informed, stay connected, stay ahead, "
            "catch all, get all the, for more, for all, for breaking, stay up to date, stay up-to-date, never "
            "miss, be the first"
        ),
        pattern=sentence(
            rf"(?:don[’']t miss the (?:latest|most important)|catch all the|get all the|get the (?:latest|"
            rf"day['’]s)|stay (?:tuned (?:to|with|for)|(?:updated|informed|up[- ]to[- ]date|connected|ahead|in "
            rf"the know) (?:with|on|of|by|about|via|through|to|and|anytime))|"
            rf"never miss|be the first to (?:know|get|hear|read|see|receive|find out)|check out the latest|"
            rf"find the latest|read (?:all )?the latest|"
            rf"for (?:all )?(?:the )?(?:latest|more|breaking|all)(?: \w+){{0,4}}? (?:news|updates|stories|coverage|"
            rf"information|headlines|from)(?=(?:{REST}){{0,140}}?(?:click|visit|follow|log on|download|subscribe|"
            rf"go to|tune|check|read|stay|keep|see our|head|like us|live)\b))",
            220,
        ),
        zone="tail",
        example="The bridge was closed. ⟦For more news from the coast, visit our website.⟧",
        counter_example="For more than a year, the latest count said, nobody crossed. Stay calm, they were told.",
    ),
    Rule(
        id="promotion.click-here",
        begins="sentence",
        hints=phrases("click here, tap here, click on the link, click the link, click below, click to"),
        pattern=compiled(
            rf"(?:(?:{REST}){{1,160}}?\b)?(?:click|tap|press) (?:here|on the link|the link|below)\b(?:(?:,| (?:to|"
            rf"for|and|if|or|now|with|in|on|at))\b{REST}{{0,160}}+{STOP}|(?=\s(?-i:[A-Z]))|[\s)>»]{{0,3}}{STOP})"
        ),
        zone="tail",
        example="Entries close in May. ⟦Click here to see all the pictures.⟧",
        counter_example="A single click brings up the record, the clerk said.",
    ),
    Rule(
        id="promotion.our-page",
        begins="sentence",
        hints=phrases(
            "facebook page, facebook group, our free, our daily, our weekly, our newsletter, our newsletters, "
            "our podcast, our facebook, our whatsapp, our telegram, our instagram, our youtube, our twitter, "
            "more to come, more to follow, details to follow, updates to follow"
        ),
        pattern=compiled(
            rf"(?:(?:keep up|stay|join|get|follow|like|sign up|subscribe|find|see|check|visit|listen|download|"
            rf"for more|to (?:keep|stay|get|join))\b(?:{REST}){{0,140}}?\bour\b(?:{REST}){{0,60}}?\b(?:(?:"
            rf"{_CHANNEL}) (?:page|group|channel|account|community|feed)|newsletters?|podcasts?|"
            rf"news app)\b{REST}{{0,100}}+{STOP}|"
            rf"more (?:details |news |updates )?to (?:come|follow)(?: (?:on|at|"
            rf"from) [\w-]{{1,30}}(?:\.\w{{2,20}}){{0,2}}+)?{STOP})"
        ),
        example="The queue was long. ⟦Keep up to date with all openings on our Harl Eats Facebook page.⟧ The doors "
        "open at ten.",
        counter_example="Join the queue early, our reporter says: the page on Facebook was down.",
    ),
    Rule(
        id="promotion.programme",
        begins="sentence",
        hints=phrases(
            "weeknights, weeknight, weekdays, weekday, tune in, every night, every day, every week, every "
            "sunday, every saturday, et, pm, p.m, am, a.m"
        ),
        pattern=sentence(
            rf"(?:watch|tune in(?: to)?|catch|listen to|don[’']t miss)\b(?=(?:{REST}){{0,120}}?\b(?:weeknights?|"
            rf"weekdays?|week days|every (?:night|day|week|sunday|saturday|friday)|(?:sun|mon|tues|wednes|thurs|"
            rf"fri|satur)days?(?: at| nights?)|\d{{1,2}}(?::\d\d)? ?[ap]\.?m))"
        ),
        zone="tail",
        example="The family has left. ⟦Watch The Late Hour weeknights 9pm ET.⟧",
        counter_example="Watch the skies this week, astronomers say.",
    ),
    Rule(
        id="promotion.edition",
        begins="sentence",
        hints=phrases("epaper, e-paper, e-edition, digital edition, digital replica"),
        pattern=compiled(
            rf"(?:now,? )?(?:you can|read|get|download|subscribe|access|the {NAME} (?:e-?paper|e-?edition) is)\b"
            rf"(?=(?:{REST}){{0,160}}?\b(?:e-?paper|e-?edition|digital (?:edition|replica))\b)"
            rf"(?:(?!https?://){REST}){{0,200}}+(?:https?://\S{{3,100}}|{STOP})"
        ),
        zone="tail",
        example="The queue was long. ⟦Now you can read the Harl Post ePaper anytime, anywhere.⟧ The doors open at ten.",
        counter_example="The digital edition sold well, readers said.",
    ),
)
