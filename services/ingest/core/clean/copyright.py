"""Copyright lines and notes of first publication."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import NAME, REST, Rule, compiled, line, phrases, sentence
from services.ingest.core.printed_dates import STAMP

_RIGHTS = (
    r"(?:all rights (?:are )?reserved(?: worldwide)?\.?|(?:this material|this content|this article|"
    r"this story|it|no part|the content|the material) (?:of this \w+ )?may (?:not )?be (?:published|"
    r"reproduced|copied|used|republished|redistributed)[^.\n]{0,200}\.?|"
    r"(?:unauthori[sz]ed )?(?:reproduction|redistribution|republication|use|"
    r"copying)[^.\n]{0,60}(?:prohibited|forbidden|permission)[^.\n]{0,60}\.?|used (?:with|"
    r"by) permission\.?|visit [\w.-]{3,40}(?: online)?\.?|used under licen[cs]e\.?|distributed by [^.\n]{2,60}\.?|"
    r"provided by [^.\n]{2,60}\.?|visit (?:it|us|\w+) (?:at|online)[^\n]{0,80}|www\.\S{3,60})"
)

_REUSE = (
    r"(?:reproduced|republished|redistributed|reprinted|rewritten|copied|rebroadcast|retransmitted|reproduction|"
    r"republication|redistribution|reprinting|retransmission|republish|reprint|reuse|reproduce|redistribute)"
)
_LIMIT = (
    r"(?:may not|cannot|can ?not|must not|not be|no part|without|permission|consent|prohibited|forbidden|permitted|free of "
    r"charge|for free|subject to|licen[cs]ed?|terms)"
)
_RESERVED_ABROAD = (
    r"(?:droits|derechos|direitos|diritti|rechte|rechten|rettigheter|rättigheter|prawa|hakları|hak|права|حقوق|"
    r"सर्वाधिकार)\b[^\n]{0,60}(?:réservés|reservados|riservati|vorbehalten|voorbehouden|forbeholdt|förbehållna|"
    r"zastrzeżone|saklıdır|cipta|защищены|захищені|محفوظة|सुरक्षित)"
)

_DAY = re.compile(rf"{STAMP}(?= [A-Z])")


def end_of_publication(_text: str, match: re.Match[str]) -> int:
    """Return where it is said when a text was first published: behind the day, where a sentence follows at once."""
    day = _DAY.search(match[0])
    return match.start() + day.end() if day else match.end()


RULES = (
    Rule(
        id="copyright.bracketed",
        begins="sentence",
        hints=("copyright", "©", "(c)"),
        pattern=compiled(r"[(\[](?:TM and |™ (?:and|&) )?(?:©|\(c\)|copyright)[^()\n]{3,700}[)\]](?=\s|$)"),
        example="No one was hurt.\n\n⟦(TM and © Copyright 2014 Harl Radio Inc. Used under license.)⟧",
        counter_example="The song (copyright was never claimed) is free.",
    ),
    Rule(
        id="copyright.notice",
        begins="sentence",
        hints=phrases("copyright, ©, ⓒ, (c), rights reserved, rights are reserved"),
        pattern=compiled(
            rf"[(\[]?(?:(?:(?:all (?:content|text|photos|images) |(?:tm|™) ?(?:and|&) )?(?:copyright|[©ⓒ]|"
            rf"\(c\))(?:\s?(?:[©ⓒ]|\(c\)|copyright|by|"
            rf":))*+\s?\(?\d{{4}}\)?(?:\s?[-–,]\s?\d{{4}})?[,.]?\s?|(?:[©ⓒ]|copyright ©|copyright \(c\)|"
            rf"copyright:)\s?(?=(?-i:[A-Z])|(?<=[©ⓒ] )\w|(?<=[©ⓒ])\w))(?:(?:by )?[^.\n]{{0,80}}(?:\.(?:com|org|net|"
            rf"co|in|uk|Inc|"
            rf"Ltd)[^.\n]{{0,40}})*+)\.?|all rights (?:are )?reserved(?! (?:to|for|by)\b)(?: worldwide)?\.?)"
            rf"(?:\s{_RIGHTS})*+[)\]]?(?=\s|$)"
        ),
        zone="tail",
        example="Three of them will retire. ⟦Copyright 2018 The Harbour Post. All rights reserved. This material may "
        "not be published or rewritten.⟧",
        counter_example="Copyright law protects the song. The right to copy it is not reserved.",
    ),
    Rule(
        id="copyright.rights",
        begins="sentence",
        hints=phrases(
            "may not be published, may not be reproduced, may not be copied, may not be republished, may not be "
            "used, without permission, prohibited, permission, forbidden, republish, republished"
        ),
        pattern=compiled(
            r"(?:this (?:material|content|article|story|copy) may not be (?:published|reproduced|copied|"
            r"republished|used)[^.\n]{0,200}\.?|(?:unauthori[sz]ed )?(?:reproduction|redistribution|"
            r"republication)(?: or \w+)? (?:of|without|in|is)[^.\n]{0,120}(?:prohibited|forbidden|"
            r"permission)[^.\n]{0,60}\.?|republish(?:ed)? (?:this|with|under|our)[^.\n]{0,140}\.?)(?=\s|$)"
        ),
        zone="tail",
        example="Three of them will retire.\n\n⟦This material may not be published, broadcast or rewritten.⟧",
        counter_example="The letters may not be published before 2050, his will says.",
    ),
    Rule(
        id="copyright.first-published",
        begins="sentence",
        hints=phrases(
            "originally, first published, first appeared, appeared first, reprinted, reproduced, republished, "
            "was published, syndicated, was produced, was provided, was supplied, was written, was reported, was "
            "distributed, was translated, published by, published in, published on, appeared on, appeared in, "
            "posted on, has been, is republished"
        ),
        pattern=compiled(
            r"[(\[*]{0,2}(?:(?:this|the(?=[^.\n]{0,250}\b(?:by|on|in|at|from|with|under) (?:the )?(?-i:[A-Z]))) "
            r"(?:post|article|story|piece|report|column|essay|content|interview|"
            r"press release|video|op-ed|item)(?: [\"“][^\"”\n]{2,150}[\"”])? (?:was |has been |is |"
            r"had been )?(?:first |originally |also )*+(?:published|appeared|posted|republished|reprinted|"
            r"syndicated|produced|provided|supplied|reported|written|distributed|"
            r"translated)(?: first)?\b(?=[^.\n]{0,40}\b(?:by|on|in|at|from|with|under)\b)"
            r"|(?:re(?:printed|published|produced) (?:with|by|from|under|here)|originally (?:published|posted|"
            r"appeared) (?:on|in|at|by)|the post [^\n]{2,160} (?:appeared|first appeared) (?:first )?on|"
            r"(?-i:[A-Z])[^.\n]{2,100} (?:originally|first) appeared (?:on|in|"
            r"at)))[^.\n]{0,180}(?:\.(?=\w)[^.\n]{0,60})*+[.)\]*]{0,3}(?=\s|$)"
        ),
        zone="tail",
        extent=end_of_publication,
        example="The rumour is old. ⟦This article originally appeared in Harbour Post.⟧",
        counter_example="The story was published a century ago and forgotten. The report was written for the king.",
    ),
    Rule(
        id="copyright.distributor",
        begins="line",
        hints=phrases("distributed by, provided by, released by, syndicated by, supplied by, content by"),
        pattern=line(
            rf"(?:content )?(?:distributed|provided|released|syndicated|supplied|content) by:? (?:the )?{NAME}(?:, {NAME})?"
            rf"(?: on behalf of (?:the )?{NAME}(?: \(\w{{2,12}}\))?)?\.?"
        ),
        zone="tail",
        example="The mill closed.\n\n⟦Distributed by Harl Content Agency, LLC.⟧",
        counter_example="The mill closed.\n\nDistributed by hand, the leaflets named him.",
    ),
    Rule(
        id="copyright.published-in",
        begins="line",
        hints=("published in", "published on", "published by", "published"),
        pattern=line(
            rf"[(\[*]?(?:(?:this|the) (?:story|article|report|post)(?: by {NAME})? (?:was )?)?(?:first |"
            rf"originally )?(?:published|appeared|posted)"
            rf"(?:(?: in| on| by| at)? (?:the )?{NAME}(?:(?:,? on|,| \||:)? {STAMP})|(?: on)?:? "
            rf"{STAMP}[^\n]{{0,30}}(?:\s?\[\w+\])?)[.)\]*]{{0,2}}"
        ),
        zone="tail",
        example="The mill closed.\n\n⟦Published in The Harbour Post, March 14th, 2026⟧",
        counter_example="Published in May, the book sold well.\n\nIt was published in Harl, March 14, 1911, and then lost.",
    ),
    Rule(
        id="copyright.reuse",
        begins="sentence",
        hints=phrases(
            "reproduced, republished, redistributed, reprinted, rewritten, copied, rebroadcast, retransmitted, "
            "reproduction, "
            "republication, redistribution, republish, reprint, reuse, reproduce, redistribute"
        ),
        pattern=sentence(
            rf"(?!{REST}{{0,250}}?[\"“”])(?=(?:{REST}){{0,220}}?\b{_REUSE}\b)(?=(?:{REST}){{0,220}}?\b{_LIMIT}\b)"
            rf"(?=(?:{REST}){{0,220}}?\b(?:article|content|material|story|stories|copy|text|work|publication|website|"
            rf"site|page)\b)",
            260,
        ),
        zone="tail",
        example="Three will retire.\n\n⟦No part of this article may be reproduced without our written consent.⟧",
        counter_example="The letters may not be copied or reprinted before 2050, his will says.",
    ),
    Rule(
        id="copyright.line",
        short=True,
        begins="line",
        hints=("copyright", "used with permission", "first appeared", "first published"),
        pattern=line(
            rf"Copyright ?[-–—:|] [^\n]{{5,200}}|Copyright (?:of |by )?(?:the )?{NAME}(?: \d{{4}})?|Used (?:with|by) "
            rf"[Pp]ermission\.?|"
            rf"(?:Originally|First) (?:published|appeared) (?:in|on|at|by|as) (?:the )?(?-i:[A-Z])[^\n.]{{2,100}}\.?"
        ),
        zone="tail",
        example="The mill closed.\n\n⟦Copyright The Harl Post⟧",
        counter_example="The mill closed.\n\nCopyright Law and Letters is her book.",
    ),
    Rule(
        id="copyright.reserved-abroad",
        begins="sentence",
        hints=phrases(
            "réservés, reservados, riservati, vorbehalten, voorbehouden, forbeholdt, förbehållna, zastrzeżone, saklıdır, "
            "защищены, захищені, محفوظة, सुरक्षित"
        ),
        pattern=compiled(rf"[^.!?\n]{{0,60}}{_RESERVED_ABROAD}[^\n]{{0,80}}$"),
        zone="tail",
        example="Trois blessés.\n\n⟦Tous droits de reproduction réservés. © 2026 Agence Harl⟧",
        counter_example="Les droits de pêche sont réservés aux villages, dit la loi, et nul ne peut les vendre.",
    ),
)
