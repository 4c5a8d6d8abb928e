"""What a press release has around its text: headings, contacts, forward-looking statements, portraits of the firm."""

from __future__ import annotations

import re

from services.ingest.core.clean.page_words import worth
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases
from services.ingest.core.printed_dates import STAMP

_CAUTION = (
    r"(?:forward[- ]looking (?:statements?|information)|differ(?:s|ed)? materially|undue reliance|"
    r"(?:no|any) (?:duty|obligation|intention)(?: or \w+)? to (?:publicly )?(?:update|revise)|"
    r"property of (?:their|its) respective owners?|inside information (?:under|for the purposes?|within)|market abuse "
    r"regulation|"
    r"known and unknown risks|constitute an offer|private securities litigation reform|regulation services provider|"
    r"risks and uncertainties|"
    r"(?:offer|solicitation) (?:to sell|of an offer|to buy)[^.\n]{0,60}securities)"
)
_SPOKEN = re.compile(r"[\"“”]|\b(?:said|told|court|judge|he|she|was|were)\b")
_OFFICE = r"(?:media|press|investors?|company|corporate|public|news|communications|general|customer|sales)"


def end_of_caution(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a sentence of the small print; None where somebody speaks or is judged."""
    return None if _SPOKEN.search(match[0]) else match.end()


def end_of_portrait_line(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line in which a firm describes itself behind its name; None where anything is told."""
    return None if worth(match[0]).told or _SPOKEN.search(match[0]) else match.end()


RULES = (
    Rule(
        id="release.caution",
        begins="sentence",
        hints=phrases(
            "forward-looking, forward looking, materially, undue reliance, obligation to, intention to, securities "
            "litigation, "
            "regulation services, respective owners, inside information, market abuse, unknown risks, an offer, risks "
            "and uncertainties, solicitation"
        ),
        pattern=compiled(rf"(?=(?:[^.\n]|\.(?=\w|,)){{0,500}}?\b{_CAUTION})(?:[^.\n]|\.(?=\w|,)){{3,700}}+(?:\.(?=\s|$)|$)"),
        zone="tail",
        extent=end_of_caution,
        example="The firm sells glass.\n\n⟦Actual results may differ materially from those projected.⟧",
        counter_example="The firm sells glass.\n\nThe two reports differ materially, the judge said.",
    ),
    Rule(
        id="release.heading",
        short=True,
        begins="line",
        hints=phrases(
            "release, released, editors, logo, attachment, attachments, contact, contacts, relations, inquiries, enquiries, "
            "gaap, slug, forward-looking, forward looking, advisory, source version, dissemination, distribution, http*"
        ),
        pattern=line(
            rf"(?:[-*#]{{1,3}} ?)?(?:(?:for immediate (?:news )?release|(?:news|press|media) (?:release|advisory|statement)|"
            rf"released)(?:[ :,–—-]{{1,3}}{STAMP})?|notes? (?:to|for) editors?|(?:primary|company|corporate) logo|"
            rf"attachments?(?: available)?|(?:{_OFFICE} )?contact(?:s| data| information| info| details| persons?)?|"
            rf"(?:{_OFFICE} (?:and |& )?){{1,2}}(?:relations|contacts?|inquiries|enquiries)(?: (?:contacts?|team))?|"
            rf"for (?:more|further|additional) (?:information|details|inquiries),? (?:please )?(?:contact|visit|call)|"
            rf"for (?:{_OFFICE} )?(?:inquiries|enquiries),? (?:please )?contact|"
            rf"(?:use of )?(?:non-gaap (?:financial )?measures|forward[- ]looking (?:statements?|information))|"
            rf"ticker slug: ?[^\n]{{1,20}}|(?:logo|photo|image|video)s? ?[-–:] ?https?://\S{{3,200}}|"
            rf"(?:see|view) source version on [^\n]{{3,200}}|contact: {NAME}|"
            rf"not for (?:distribution|release|dissemination)[^\n.]{{0,120}}|dissemination is prohibited)"
            rf"\s?[:.]?"
        ),
        example="⟦FOR IMMEDIATE RELEASE⟧\n\nThe firm sells glass.\n\n⟦Company Contact:⟧",
        counter_example="The firm sells glass.\n\nRelease of the film",
    ),
    Rule(
        id="release.portrait",
        begins="line",
        hints=("about",),
        pattern=compiled(
            rf"About (?:the )?(?P<firm>{NAME})(?:[:.]|\s?[–—-])\s(?:The )?(?P=firm)\b[^\n]{{20,1500}}$", fold=False
        ),
        zone="tail",
        extent=end_of_portrait_line,
        example="The firm sells glass.\n\n⟦About Harl Glass: Harl Glass is a leading maker of windows in nine countries.⟧",
        counter_example="The firm sells glass.\n\nAbout Harl: Harl is where he was born, she said.",
    ),
)
