"""Marks of what stood between the paragraphs of a page: advertisements, players, slide shows."""

from __future__ import annotations

from services.ingest.core.clean.rule import Rule, compiled, line, phrases

_PAGE_PART = r"(?:story|article|report|content|post|coverage|text|analysis)"

RULES = (
    Rule(
        id="advert.mark",
        begins="line",
        hints=phrases(
            "advert*, promoted*, article content, text size, font size, allow notifications, scroll down, scroll up, "
            "sponsored, promoted, presented by, powered by, brought to you, loading, ad, ads, scroll to continue, "
            "continues"
        ),
        pattern=line(
            r"(?-i:Promoted|Sponsored)(?=(?-i:[A-Z]))[^\n]{5,120}|[\[(\-–— ]{0,3}(?:advert(?:isements?|isment|s|"
            r"ising|orial)?|sponsored(?: content| links?)?|"
            r"promoted(?: content)?|ad(?: feedback)?|loading(?:\.{3}|…)?|"
            r"advertisement[.:] scroll to continue(?: with content| reading)?\.?|remove ads?|(?:skip|close|"
            r"report this|hide) ad(?:vertisement)?|(?:advertisements?)?[.:]? ?(?:-|"
            r"–)? ?scroll to continue(?: with content| reading)?|"
            r"advertisement ?[-–|:]? ?(?:story|article|scroll|continue|keep|content|post)[^\n.]{0,40}|"
            r"(?:sponsored|presented|powered|brought to you|promoted) by:? (?-i:[^\W_a-z])[^\n.]{1,40}|"
            r"(?:story|article) continues|article content|advertisement \d{1,2}|text size|font size|"
            r"[^\n.]{0,40}\b(?:advertisement|ad) has not loaded[^\n]{0,80}|allow notifications|scroll (?:down|"
            r"up) (?:for|to) [^\n.]{2,40}|(?:this )?(?:ad|advertisement) (?:will|has)[^\n]{0,40})[\])\-–— ]{0,3}"
        ),
        example="He signed the deal.\n\n⟦Advertisement⟧\n\nThe club paid nothing.",
        counter_example="Advertisement spending fell by a third.",
    ),
    Rule(
        id="advert.continues",
        begins="sentence",
        hints=("continues", "scroll to continue", "to continue"),
        pattern=compiled(
            rf"[(\[]?(?:{_PAGE_PART}\scontinues|scroll\sto\scontinue)\s(?:below|after|following|with|reading)"
            r"(?:\s(?:this|the|an|our|our other)?\s?(?:ad\b|ads\b|advert\w{0,8}|slide ?show|video|gallery|photos?|"
            r"content|reading|newsletter|promotion|sponsor message|reading below|below))*+[)\]]?(?:\.{3}|…|"
            r"\.)?(?=\s|$)"
        ),
        example="The vote was lost. ⟦Story continues below advertisement⟧ A second one follows in May.",
        counter_example="The story continues to unfold in three towns. Story continues to matter, judges said.",
    ),
    Rule(
        id="advert.continue-reading",
        begins="line",
        hints=phrases(
            "continue reading, keep reading, read the full, read full, read more at, view original, read the "
            "whole, read the rest, read more…, read more..., read the original, read complete"
        ),
        pattern=line(
            r"(?:\.{3}|…)?\s?(?:continue reading(?: (?:the main story|this story|below|here|at [\w. ]{2,40}))?|"
            r"keep reading|read (?:the )?(?:full|whole|rest of the|complete|original|entire) (?:story|article|"
            r"report|post|press release|release)(?: (?:here|on|at|in|from)[^\n]{0,60})?|"
            r"read more(?: at [^\n]{2,60})?|view original (?:content|post|article)[^\n]{0,160}|"
            r"read the original(?: article| story)?(?: (?:here|on|at)[^\n]{0,60})?)\s?(?:\.{3}|…|[.>»→])?"
        ),
        example="It rained for a week.\n\n⟦Continue reading the main story⟧\n\nThe river rose.",
        counter_example="Continue reading, the coach told them, and they did.",
    ),
    Rule(
        id="advert.player",
        hints=phrases(
            "listen to this, video player, play video, media caption, unable to play, javascript, your browser, "
            "loaded:, watch live, audio is, click to play, tap to play, media playback"
        ),
        pattern=compiled(
            r"(?:^|(?<=\s))#{0,4}\s?listen to (?:this|the) (?:article|story)(?: \d{1,2} min(?:ute)?s?)?(?=\s|$)|"
            r"^(?:play video|click to play(?: video)?|tap to play|video player is loading[^\n]{0,60}|"
            r"media playback is (?:unsupported|not supported)[^\n]{0,40}|unable to play (?:video|"
            r"media)[^\n]{0,60}|loaded: \d[^\n]{0,20}|"
            r"(?:please )?enable javascript[^\n]{0,120}|your browser does not support[^\n]{0,100})$"
        ),
        example="⟦Listen to this article⟧ The tower will be lit tonight.",
        counter_example="Residents listen to this band every summer.",
    ),
    Rule(
        id="advert.between",
        begins="sentence",
        hints=phrases(
            "continue, continued, continues, scroll, scrolling, skip, advertisement, ad, sponsored, promoted, paid, "
            "partner, "
            "recommended, advertising, brought to you, presented by"
        ),
        pattern=compiled(
            rf"[-–—(\[]{{0,2}}\s?(?i:(?:{_PAGE_PART}\s)?continue[sd]?(?: (?:reading|scrolling|below|above|after|under|"
            rf"on next page|"
            r"on page \d+|from page \d+|to article|for more|the main story|this story|to read|with (?:the )?story|"
            r"advert|ad|photo|video|"
            r"gallery|image|map|advertisement)){1,4}|(?:keep|scroll|continue)(?: (?:on|down|up|to|for|and|keep|"
            r"continue|scrolling|"
            r"reading|read|more|below|see)){1,5}|(?:skip|report|hide|remove|close|turn off)(?: this)? (?:ads?|"
            r"advertisements?)|"
            r"ad (?:feedback|loading|content)|(?:sponsored|paid|partner|promoted|branded) (?:content|posts?|stor(?:y|"
            r"ies)|message)|"
            r"this ad will end in \d+ seconds?|advertisement\s?[-–—:.]?\s?(?:story |article |content )?(?:continues?|"
            r"scroll)(?: (?:reading|below|to|with|content|this|story|continue))*)"
            r"\s?[-–—.)\]]{0,2}(?=\s[\"“‘]?[A-Z])|"
            r"(?:- ?)?(?:Advertisement|ADVERTISING|SPONSORED|Sponsored|PROMOTED|Recommended|AD)(?: "
            r"?-)?(?=\s[A-Z][\w’']*+ [a-z])",
            fold=False,
        ),
        zone="below",
        example="The vote was lost. ⟦Continue Reading Below⟧ Turnout fell to a third.",
        counter_example="The vote was lost. Continue reading the list and Harl is on it. Advertisement spending fell.",
    ),
    Rule(
        id="advert.fused",
        begins="sentence",
        hints=("advertisement", "advertisements"),
        pattern=compiled(r"ADVERTISEMENTS?(?=\s[\"“‘']?[A-Z](?:[a-z]|[ .’'])|$)", fold=False),
        example="The vote was lost. ⟦ADVERTISEMENT⟧ A second one follows in May.",
        counter_example="ADVERTISEMENT SPENDING falls again.",
    ),
)
