"""What forms, polls, players and screen readers' aids leave in a text: messages, votes, prices, buttons, running times."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import Rule, compiled, line, phrases
from services.ingest.core.clean.titles import end_of_titles

# What a form, a player or a frame from elsewhere tells the one who uses it.
_MESSAGE = (
    r"(?:(?:oops|sorry|whoops)[!,.…]* )?something went wrong(?:[.,!–—-] ?please (?:try|refresh)[^.\n]{0,40})?|"
    r"an (?:unexpected )?error (?:has )?occurred(?=[.,!\n]| ?$| while (?:loading|processing|retrieving|playing|"
    r"submitting))[^.\n]{0,60}|"
    r"invalid (?:e-?mail|password|address|input)(?: address| format)?|please (?:enter|provide|use|type) (?:a |your )?valid "
    r"[^.\n]{3,40}|"
    r"your (?:subscription|sign-?up|request|submission|comment|vote|message|e-?mail(?: address)?|registration|preferences?|"
    r"report|feedback|account) (?:could not be|couldn[’']t be|cannot be|has been|have been|was|were|is|is now) "
    r"(?:saved|successful|successfully \w+|received|processed|sent|recorded|submitted|confirmed|posted|updated|awaiting "
    r"moderation|pending|registered|not valid|invalid)(?: (?:and|by|for|please|successfully)\b[^.\n]{0,60})?|"
    r"we (?:just )?(?:need|have) (?:to )?(?:confirm|verify|validate) your e-?mail[^.\n]{0,60}|"
    r"we(?: have|[’']ve)? (?:just )?sent (?:you )?an? (?:confirmation|verification)[^.\n]{0,80}|"
    r"please (?:check your (?:inbox|e-?mail|spam)|refresh (?:the|this) (?:page|browser)|try again(?: later| in)?|"
    r"confirm your "
    r"e-?mail|reload|wait while|verify (?:that )?you|enable (?:cookies|javascript|js))[^.\n]{0,90}|"
    r"(?:thank you|thanks)(?: so much| very much)? for (?:your (?:report|feedback|subscription|vote|submission|comment|"
    r"registration|patience while)|subscribing|signing up|registering|voting|sharing this)[^.\n]{0,80}|"
    r"you(?:[’']re| are|[’']ve| have) (?:now |already |been |successfully )*+(?:subscribed|signed up|registered|"
    r"logged (?:in|out)|"
    r"unsubscribed|added to (?:our|the) (?:mailing )?list|viewing (?:a|an|the|your)\b|reading (?:a|an|your) "
    r"(?:free|preview|premium))[^.\n]{0,60}|"
    r"report (?:it|this|an? \w+) to us|"
    r"(?:this|the) (?:video|content|audio|clip|media|embed|stream|tweet|post|file|page|player|summary)(?: (?:you "
    r"requested|player))? "
    r"(?:is|was|has been|can(?:not|[’']t|not) be|could not be|does not exist|may be) ?(?:currently |no longer |not |"
    r"temporarily )*+"
    r"(?:unavailable|available (?:in your|at this|for this|anymore)|loaded|played|loading|displayed|shown|supported|"
    r"deleted by "
    r"(?:its|the) author|removed by|blocked by your|ai[- ]generated|hosted|auto[- ]?generated)[^.\n]{0,80}|"
    r"(?:sorry, )?(?:a|this|the) summary is not available[^.\n]{0,60}|summary is ai[- ]generated[^.\n]{0,40}|"
    r"to (?:view|display|see|watch|show you|load|access) this (?:content|video|post|embed|element|tweet|map|media|"
    r"feature)\b"
    r"[^.\n]{0,160}\b(?:cookies?|accept|enable|javascript|consent|permission|allow|browser|click|log in|sign "
    r"in)\b[^.\n]{0,100}|"
    r"this content is (?:provided|hosted|published|supplied) by [^.\n]{2,60}, which (?:may|uses)[^.\n]{0,100}|"
    r"you can (?:change|update|withdraw|manage|amend) your (?:settings|consent|preferences|choices|choice|"
    r"mind)\b[^.\n]{0,100}|"
    r"(?:one of )?your (?:browser|device|ad ?blocker)(?: extensions)? (?:does not|doesn[’']t|seems|is|may|"
    r"cannot)[^.\n]{0,120}|"
    r"unfortunately we have been unable to verify[^.\n]{0,100}|"
    r"(?:this|the) (?:audio|voice)(?: version of this (?:article|story))?(?: article| file| track| narration)? (?:is|"
    r"was|has been) "
    r"(?:auto|ai|computer|generated|created|read|produced|narrated)[^.\n]{0,80}|mispronunciations (?:can|may) occur|"
    r"audio (?:created|generated|produced) (?:using|by|with) [^.\n]{0,40}|we are working with our partners to[^.\n]{0,80}|"
    r"(?:sorry,? )?comment(?:s|ing)(?: on this (?:story|article|post))? (?:is|are|has been|have been)(?: now| "
    r"currently)? (?:closed|"
    r"disabled|moderated|(?:turned )?off|unavailable|subject to|not available)[^.\n]{0,60}|be the first to "
    r"comment[^.\n]{0,40}|"
    r"save my name, email[^.\n]{0,100}|this site (?:uses akismet|is protected by recaptcha)[^\n]{0,160}|learn how your "
    r"comment "
    r"data[^.\n]{0,40}|"
    r"how relevant is this ad to you|did you encounter any technical issues|(?:video|ad) (?:player|content) was "
    r"slow[^.\n]{0,40}"
)
_POLL = (
    r"(?:(?:reader|readers[’']?|quick|snap|online|today[’']s|our|live) )?poll(?: of the day)?\s?[:|–-]\s?[^\n]{8,200}|"
    r"\d[\d,.]*\+? votes?(?: so far| cast| in total)?|(?:total )?votes?(?: so far| cast)?:? \d[\d,.]*\+?|"
    r"(?:yes|no)(?:[\s/|,•·]{1,3}(?:yes|no|maybe|unsure|not sure|don[’']t know|undecided|no opinion)){1,4}|"
    r"(?:take|try|play|start|vote in) (?:our|the|this|today[’']s) (?:[\w-]+ )?(?:poll|survey|quiz|puzzle|crossword|game)s?"
    r"(?: (?:to find out|here|below|now|today)[^\n.]{0,40})?[.!]?|vote (?:now|here|below|today)[.!]?|test your "
    r"knowledge[^\n.]{0,60}|"
    r"voting (?:is|has)(?: now)? closed|"
    r"(?:view|see|show) (?:the )?(?:poll )?results|cast your vote[^\n.]{0,60}|(?:vote|take part) in our poll[^\n]{0,80}|"
    r"(?:this )?poll (?:is )?(?:now )?closed|(?:this )?poll (?:closes|ends) (?:in|on)[^\n]{0,40}"
)
_ACCESS = (
    r"(?:close|open|toggle|expand|collapse|show|hide|dismiss|view)(?: the| extra| more| all| this| full)*+ "
    r"(?:(?:social )?sharing "
    r"options|share options|menu|captions?|content|options|navigation|modal|dialog|panel|message bar|message|search|"
    r"side ?bar|"
    r"fullscreen|full screen|key points|summary|transcript|details|table|button|image|gallery|chart|live feed|index)|"
    r"(?:[\w-]+ ){1,3}icon|end of (?:carousel|list|gallery|slideshow|slide show|twitter post|twitter content|youtube post|"
    r"tweet|advertisement|embed|interactive|video|image gallery|podcast promotion)(?: \d{1,2}| by @?[\w .]{2,40})?|"
    r"key events|"
    r"(?:start|beginning) of (?:carousel|list|gallery|slideshow)|list (?:of \d{1,2} items?|\d{1,2} of \d{1,2}|end)|"
    r"press (?:enter|return|esc|escape|tab)\b[^\n]{0,60}|(?:go to|accessibility) (?:accessibility )?(?:shortcuts|"
    r"links|help)|"
    r"skip (?:past|over|carousel|advertisement|ad|twitter post|youtube post|slideshow)\b[^\n.]{0,50}|"
    r"(?:enlarge|expand|zoom|resize|tap|click to enlarge)(?: in)?(?: this| the)? (?:image|photo|picture|module|map)|"
    r"toggle caption|hide caption|\d{1,3} (?:photos|images|slides|videos|pictures)|\d{1,3}/\d{1,3}|\+ ?\d{1,3}|"
    r"(?:(?:very )?(?:large|larger|small|smaller|normal|medium)[ -]?(?:text|font)(?: size)?[ ,|]*+){1,4}|"
    r"(?:de|des|in)crease (?:article )?(?:font|text) size|(?:(?:image|slide|photo|picture|item|page) )?\d{1,3} (?:of|"
    r"/) \d{1,3}(?: \|)?|"
    r"(?:copy )?link copied(?: to clipboard)?|(?:read|copy|print|email|share|save)? ?(?:link )?(?:copied|saved)|"
    r"opens in (?:a )?new (?:window|tab)|external(?: link)?|(?:external )?link (?:opens|icon)[^\n]{0,40}|close button|"
    r"(?:previous|next)(?: video| slide| image| photo| page)?(?: / | \| | )(?:previous|next)(?: video| slide| image| "
    r"photo| page)?|"
    r"copy/paste [^\n]{0,40}\blink[^\n]{0,30}|waiting for response to load[.…]*|use (?:the )?(?:left|right|up|"
    r"arrow)[^\n]{0,80}\b"
    r"(?:keys?|arrows?|volume|navigate)\b[^\n]{0,30}"
)
_CLOCK = r"\d{1,2}[:′'’]\d\d(?:[:′'’]\d\d)?[″\"”]?"
_PLAYER = (
    rf"(?:(?:watch|listen|live|video|audio|play|now playing|duration|length|runtime)(?: live| now| here| video| "
    rf"audio)?\s?[:|•·-]?\s?){{1,3}}{_CLOCK}"
    rf"(?: (?:minutes?|mins?|video|watch|listen))?|{_CLOCK} ?/ ?{_CLOCK}|"
    rf"(?:listen to|watch|hear|play) [^\n.!?]{{2,100}} duration:? ?{_CLOCK}|"
    r"\d{1,3}[- ]min(?:ute)?s?[- ](?:listen|watch|video|audio)|(?:estimated )?(?:listening|viewing|reading|listen) "
    r"time:? \d{1,3}[^\n]{0,12}|"
    r"heard on (?-i:[A-Z])[^\n.]{2,40}|(?:watch|listen)(?: live| now)+|0:00[^\n]{0,20}|[\d.]{1,4}x(?: beyondwords)?|"
    r"listen(?:ing)? to (?:this )?(?:article|story|report)\b[^\n.]{0,40}|"
    r"(?:current|remaining|total) time -?(?:\d{1,2}:\d\d|$)|stream type \w+|playback rate|audio track|picture-in-picture|"
    r"seek to live[^\n]{0,60}|this is a modal window\.?|(?:beginning|end) of dialog window[^\n]{0,80}|error loading "
    r"player[^\n]{0,60}|"
    r"(?:captions|subtitles|descriptions)(?: settings| off)(?:, selected)?|text ?colou?r ?[^\n]{0,100}|this video is "
    r"private|"
    r"watch (?-i:[A-Z])[\w' ]{2,40}(?: report| interview)? (?:in full|here|below)"
)


def end_of_ticker(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a quote that stands alone; None in a list of them, which a story may print."""
    around = (text[: match.start()].rstrip().rpartition("\n")[2], text[match.end() :].lstrip().partition("\n")[0])
    return None if any(_QUOTE.fullmatch(line) for line in around) else match.end()


def end_of_player(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a player's mark, and of the titles right below one that has a running time."""
    return end_of_titles(text, match) if _RUNNING.match(match[0]) else match.end()


_RUNNING = re.compile(rf"(?i:video|watch)[^\n]{{0,12}}{_CLOCK}")
_QUOTE = re.compile(
    r"\$?(?!(?:GDP|CPI|PPI|PMI|VAT|MOM|"
    r"YOY)\b)[A-Z]{1,5}(?:[.:][A-Z]{1,5})?\s(?:[$€£¥]?[\d,]{1,9}(?:\.\d{1,4})?\s)?\(?[+−–▲▼-]?\s?"
    r"\d{1,3}(?:\.\d{1,3})?\s?%\)?"
)

RULES = (
    Rule(
        id="widget.message",
        begins="sentence",
        hints=phrases(
            "something went wrong, invalid, error occurred, error has, valid, your subscription, your sign-up, your "
            "request, "
            "your submission, your comment, your vote, your message, your email, your e-mail, your registration, your "
            "preferences, your report, your feedback, your account, a confirmation, a verification, check your, refresh, "
            "try again, thank you for, thanks for, subscribed, signed up, registered, logged in, logged out, unsubscribed, "
            "to us, unavailable, available, not available, ai-generated, this content, this video, cookies, "
            "javascript, your "
            "settings, your choices, your browser, your device, ai, mispronunciations, our partners, technical issues, "
            "comments, commenting, the first to, my name, this site, comment data, this ad, slow to load, reload, you "
            "requested, this post, this tweet"
        ),
        pattern=compiled(rf"(?:{_MESSAGE})(?:[.!?…]++(?=\s|$)|$)"),
        zone="below",
        example=(
            "The vote was lost.\n\n⟦Invalid email⟧\n⟦Something went wrong, please try again later.⟧\n\nA second one follows."
        ),
        counter_example=(
            "The vote was lost. Something went wrong in the second round, and your vote was lost, she told them."
        ),
    ),
    Rule(
        id="widget.form-word",
        short=True,
        begins="line",
        hints=phrases("success, almost, oops, copied, got it, subscribed, finished"),
        pattern=line(
            r"(?:success!|almost (?:there|finished|done)(?:!|\.{3}|…)|oops!|(?:copied|subscribed)[!✓]|got it[!✓]?)"
        ),
        zone="below",
        example="The vote was lost.\n\n⟦Almost finished...⟧\n\nA second one follows.",
        counter_example="The vote was lost.\n\nSuccess was near",
    ),
    Rule(
        id="widget.poll",
        short=True,
        begins="line",
        hints=phrases("poll, vote, votes, voting, yes, no, results, quiz, survey, puzzle, crossword, game, your knowledge"),
        pattern=line(rf"(?=[^\n]{{3,220}}+$)(?:{_POLL})"),
        zone="below",
        example=(
            "The vote was lost.\n\n⟦POLL: Should the bridge be closed?⟧\n⟦12 votes so far⟧\n⟦Yes | No⟧\n\nA "
            "second one follows."
        ),
        counter_example="The vote was lost.\n\nNo, yes, no: so they answered.",
    ),
    Rule(
        id="widget.ticker",
        short=True,
        begins="line",
        hints=("%*",),
        pattern=line(_QUOTE.pattern, fold=False),
        zone="below",
        extent=end_of_ticker,
        example="Shares fell.\n\n⟦HRLB 14.20 -3.1%⟧\n\nThey had been rising since May.",
        counter_example="Shares fell.\n\nHRLB -3.1%\nANSL +0.4%\n\nThey had been rising since May.",
    ),
    Rule(
        id="widget.weather",
        short=True,
        begins="line",
        hints=("°*", "mostly", "partly"),
        pattern=line(
            r"(?:(?:feels like|high|low|now|hi|lo|h|l):? ?)?-?\d{1,3} ?°(?: ?[FC])?|(?:mostly|partly) (?:cloudy|sunny|clear)"
        ),
        zone="below",
        example="The vote was lost.\n\n⟦Feels like: 45° F⟧\n\nA second one follows.",
        counter_example="The vote was lost.\n\nMostly Cloudy skies are due.",
    ),
    Rule(
        id="widget.access-text",
        short=True,
        begins="line",
        hints=phrases(
            "key events, close, open, toggle, expand, collapse, show, hide, dismiss, view, icon, carousel, list, gallery, "
            "slideshow, press, "
            "accessibility, skip, enlarge, zoom, resize, tap, caption, text, font, photos, images, slides, videos, +*, "
            "/*, 1 of *, 2 of *, 3 of *, 4 of *, 5 of *, 6 of *, 7 of *, 8 of *, 9 of *, 0 of *, copied, saved, opens, "
            "external, link, "
            "button, previous, next, waiting, keys, arrows, volume, 1 / *"
        ),
        pattern=line(rf"(?=[^\n]{{3,90}}+$)(?:{_ACCESS})[.:!]?"),
        example="The vote was lost.\n\n⟦Close extra sharing options⟧\n⟦list 1 of 3⟧\n\nA second one follows.",
        counter_example="The vote was lost.\n\nPress officers were there.\n\nShow of hands",
    ),
    Rule(
        id="widget.player-mark",
        short=True,
        begins="line",
        hints=phrases(
            "watch, listen, live, video, audio, play, playing, duration, length, runtime, hear, heard on, listening, "
            "viewing, time, stream, playback, track, modal, dialog, player, captions, subtitles, descriptions, "
            "picture-in-picture, seek, text, "
            "reading, video*, audio*, 0:00*, min, mins, minute, beyondwords, 1x"
        ),
        pattern=line(rf"(?=[^\n]{{3,140}}+$)(?:{_PLAYER})"),
        extent=end_of_player,
        example=(
            "The vote was lost.\n\n⟦VIDEO03:42⟧\n\n⟦Listen to Mara Lind's report for Harl Today duration "
            "3′24″⟧\n\nA second one follows."
        ),
        counter_example="The vote was lost.\n\nWatch the second one, he said.",
    ),
)
