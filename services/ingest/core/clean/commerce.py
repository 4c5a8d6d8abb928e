"""What a page sells: shop buttons, prices, the commission that it earns, bets."""

from __future__ import annotations

import re

from services.ingest.core.clean.page_words import TOKEN
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_BUTTON = (
    r"(?:(?:shop|buy|pre-?order|order|book|rent|stream|get|grab|see|view|check|compare|find|claim|visit|bet|reserve|try|"
    r"choose|start|save|sell)"
    r"(?: (?:it|out|yours|the|this|these|your|all|now|here|today|online|deals?|offers?|price|prices|tickets?|site|website|"
    r"store|details|plans?|rates?|quotes?|free|range|collection|products?|options|availability|full|best|more|on|at|"
    r"from|for|"
    r"amazon|a)){1,5}|(?:shop|buy|book|bet) ?(?:now)?|(?:special|limited[- ]time|exclusive|best) (?:offers?|deals?|price))"
    r"(?: (?:at|on|from|for) (?-i:[A-Z][\w&'’. ]{1,30}))?"
)
_PRICE = r"(?:was |now |from |only |rrp )?[£$€₹]\s?\d[\d,]{0,9}(?:\.\d\d)?"
_EARNS = frozenset("earn earns receive receives collect commission commissions affiliate affiliates associate paid".split())
_SALE = frozenset("link links purchase purchases buy product products sales partners retailer retailers".split())
_OWN = frozenset("we our us i may site page article post associate".split())
_PICKED = frozenset("selected chosen picked vetted reviewed curated tested".split())
_PICKERS = frozenset("editor editors we our team writers experts independently".split())
_GOODS = frozenset("product products item items thing things everything all every picks we".split())
_PRINTED = frozenset("publication publishing publish published writing press".split())
_STORY = frozenset("he she said told says court ruled judge police they their who was were".split())


def end_of_sale(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a sentence on what the page earns, who picked its goods, or when prices were right; else None."""
    words = {token.lower() for token in TOKEN.findall(match[0])}
    if words & _STORY and not words & {"affiliate", "independently"}:
        return None
    earns = words & _EARNS and words & _SALE and words & _OWN
    picked = (
        words & _PICKED
        and words & _PICKERS
        and words & _GOODS
        and ("independently" in words or "editors" in words or "editor" in words)
    )
    priced = {"price", "prices"} & words and {"correct", "accurate"} & words and _PRINTED & words
    return match.end() if earns or picked or priced else None


RULES = (
    Rule(
        id="commerce.button",
        begins="sentence",
        hints=phrases(
            "shop, buy, deal, deals, offer, offers, price, prices, tickets, ticket, website, site, book now, book "
            "here, book online, "
            "order now, order here, order online, pre-order, check it out, get it, get yours, try it, bet now, rates, "
            "quote, quotes, $*, £*, "
            "€*, ₹*"
        ),
        pattern=line(
            rf"(?=[^\n]{{2,70}}+$)(?:{_BUTTON}(?:[:,]? {_PRICE})?|(?:{_BUTTON}:? )?{_PRICE}(?:,? (?:at |from |on )?{NAME})?|"
            rf"{NAME}(?:, | – | - ){_PRICE})(?: ?[»>→])?[.!]?"
        ),
        zone="below",
        example="The boots are warm.\n\n⟦Shop Now⟧\n⟦£24.99, Harl Boots⟧\n\nThe soles last a year.",
        counter_example="The boots are warm.\n\nBuy land\n\nThe soles last a year. Book of the year",
    ),
    Rule(
        id="commerce.earns",
        begins="sentence",
        hints=phrases(
            "affiliate, a commission, commissions, qualifying purchases, our links, through links, independently, by "
            "our editors, "
            "by an editor, by editors, prices, links on this"
        ),
        pattern=compiled(r"[(\[*]{0,2}(?-i:[A-Z])[^.!?\n\"“”]{15,300}+[.!]?[)\]*]{0,2}(?=\s|$)"),
        extent=end_of_sale,
        example="The boots are warm. ⟦All products are independently selected by our editors.⟧",
        counter_example="The boots are warm. The affiliate sold its links to a partner, she said.",
    ),
    Rule(
        id="commerce.bets",
        begins="sentence",
        hints=phrases("gambling, begambleaware, t&cs, gambler, gambleaware, terms apply, 18+*, 21+*"),
        pattern=compiled(
            r"(?:gambling problem\? call [^\n]{3,60}|(?:18|21)\+[^\n]{0,160}(?:gamble\w*|apply|responsibly)[^\n]{0,60}|"
            r"(?:t(?:&|erms and )c(?:ondition)?s|terms)(?: and conditions)? apply\.?|(?:please )?gamble "
            r"responsibly[^\n]{0,60})$"
        ),
        example="Rovers are favourites.\n\n⟦Gambling Problem? Call 1-800-GAMBLER.⟧",
        counter_example="Rovers are favourites.\n\nStrict terms apply to the loan, which the club took in May.",
    ),
)
