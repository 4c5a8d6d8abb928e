"""Copyright lines and notes of first publication."""

from __future__ import annotations

from services.ingest.core.clean.rule import SENTENCE_START, Rule, compiled, line

_RIGHTS = r"(?:all rights (?:are )?reserved(?: worldwide)?\.?|(?:this material|this content|this article|this story|it|no part|the content|the material) (?:of this \w+ )?may (?:not )?be (?:published|reproduced|copied|used|republished|redistributed)[^.\n]{0,200}\.?|(?:unauthori[sz]ed )?(?:reproduction|redistribution|republication|use|copying)[^.\n]{0,60}(?:prohibited|forbidden|permission)[^.\n]{0,60}\.?|used (?:with|by) permission\.?|distributed by [^.\n]{2,60}\.?|provided by [^.\n]{2,60}\.?|visit (?:it|us|\w+) (?:at|online)[^\n]{0,80}|www\.\S{3,60})"

RULES = (
    Rule(
        id="copyright.notice",
        hints=("copyright", "©", "(c) ", "rights reserved", "&copy"),
        pattern=compiled(rf"{SENTENCE_START}[(\[]?(?:(?:copyright|©|\(c\))(?:\s?(?:©|\(c\)|copyright|by|:))*+\s?(?:\d{{4}}(?:\s?[-–,]\s?\d{{4}})?[,.]?\s?)?(?:(?:by )?[^.\n]{{0,80}}(?:\.(?:com|org|net|co|in|uk|Inc|Ltd)[^.\n]{{0,40}})*+)\.?|all rights (?:are )?reserved(?: worldwide)?\.?)"
                         rf"(?:\s{_RIGHTS})*+[)\]]?(?=\s|$)"),
        zone="tail",
        example="Three of them will retire. ⟦Copyright 2018 The Harbour Post. All rights reserved. This material may not be published or rewritten.⟧",
        counter_example="Copyright law protects the song. The right to copy it is not reserved.",
    ),
    Rule(
        id="copyright.rights",
        hints=("may not be published", "may not be reproduced", "rights reserved", "without permission", "reproduction", "republish", "redistribut"),
        pattern=compiled(rf"{SENTENCE_START}(?:this (?:material|content|article|story|copy) may not be (?:published|reproduced|copied|republished|used)[^.\n]{{0,200}}\.?|(?:unauthori[sz]ed )?(?:reproduction|redistribution|republication)(?: or \w+)? (?:of|without|in)[^.\n]{{0,120}}(?:prohibited|forbidden|permission)[^.\n]{{0,60}}\.?|republish(?:ed)? (?:this|with|under|our)[^.\n]{{0,140}}\.?)(?=\s|$)"),
        zone="tail",
        example="Three of them will retire.\n\n⟦This material may not be published, broadcast or rewritten.⟧",
        counter_example="The letters may not be published before 2050, his will says.",
    ),
    Rule(
        id="copyright.first-published",
        hints=("originally", "first published", "first appeared", "appeared first", "reprinted", "republished", "was published", "syndicated", "was produced by", "this story is part", "story was provided", "article was provided", "was supplied by"),
        pattern=compiled(rf"{SENTENCE_START}[(\[*]{{0,2}}(?:(?:this|the) (?:post|article|story|piece|report|column|essay|content|interview|press release|video|op-ed|item)(?: [\"“][^\"”\n]{{2,150}}[\"”])? (?:was |has been |is |had been )?(?:first |originally |also )*+(?:published|appeared|posted|republished|reprinted|syndicated|produced|provided|supplied|reported|written|distributed|translated)(?: first)?\b(?=[^.\n]{{0,40}}\b(?:by|on|in|at|from|with|under)\b)"
                         r"|(?:re(?:printed|published|produced) (?:with|by|from|under|here)|originally (?:published|posted|appeared) (?:on|in|at|by)|the post [^\n]{2,160} (?:appeared|first appeared) (?:first )?on|(?-i:[A-Z])[^.\n]{2,100} (?:originally|first) appeared (?:on|in|at)))[^.\n]{0,180}(?:\.(?=\w)[^.\n]{0,60})*+[.)\]*]{0,3}(?=\s|$)"),
        zone="tail",
        example="The rumour is old. ⟦This article originally appeared in Harbour Post.⟧",
        counter_example="The story was published a century ago and forgotten. The report was written for the king.",
    ),
)  # fmt: skip
