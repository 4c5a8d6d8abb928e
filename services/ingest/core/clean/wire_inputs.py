"""Whose copy went into a story: "(With inputs from agencies)", "(ANI)" between two sentences."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency_tag
from services.ingest.core.clean.rule import NAME, Rule, compiled, phrases


def end_of_agency_inside(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of '(ANI)' between two sentences; None where what is in the brackets is no known agency."""
    return match.end() if is_agency_tag(match["agency"]) else None


RULES = (
    Rule(
        id="credit.inputs",
        begins="sentence",
        hints=phrases(
            "inputs from, inputs, input from, agencies, agency, files from, reports from, information from, "
            "contributions from, web desk, news desk, monitoring desk"
        ),
        pattern=compiled(
            r"(?:(?<=[.!?”\"’)\s])|^)(?:[-–—(\[*]{1,3}\s?|(?<=[.!?”\"’)] )|^)(?:with )?(?:(?:agency|agencies|"
            r"wire|syndicated|additional|further|other) )?(?:inputs?|files|reports|contributions) (?:from|"
            r"by)\s?:?\s(?=[^\n]{1,120}$)(?-i:[A-Za-z])[^.,\n()]{2,40}(?:(?:, | and |"
            r"/)[^.,\n()]{2,40}){0,3}(?:\.\w{2,4})?[)\]]?[.*]?$|"
            r"information from\s?: [^\n]{2,120}$|"
            r"[-–—(\[ ]{0,3}(?:with (?:agency|agencies|wire) inputs?|with inputs? from [^.\n()]{2,60}|"
            r"with (?:files|reports) from [^.\n()]{2,60}|agencies)[)\]](?=\s|$)|^[-–— ]{0,3}(?:agencies|"
            r"agency|agencies/[\w ]{2,30}|\w{2,20}/agencies|web desk|news desk|monitoring desk)[.]?$"
        ),
        zone="tail",
        example="The lockers are full. ⟦(With inputs from agencies)⟧",
        counter_example="With inputs from farmers, the plan took shape. He had it with information from two towns and a map "
        "of the coast, which was old.",
    ),
    Rule(
        id="credit.inputs-named",
        begins="sentence",
        hints=phrases("inputs, input, with afp, with ap, with reuters, with pti, with ani, with ians, with agencies"),
        pattern=compiled(
            rf"[-–—(\[ ]{{0,3}}with (?:{NAME} (?:and {NAME} )?inputs?|(?:AFP|AP|Reuters|PTI|ANI|IANS|dpa|Xinhua|agencies|"
            rf"agency reports|wire reports)(?:(?:, | and |/)[\w ]{{2,20}})?)[)\]]?\.?$"
        ),
        zone="tail",
        example="The lockers are full. ⟦(With PTI inputs)⟧",
        counter_example="With AFP away, the others told it.",
    ),
    Rule(
        id="credit.inputs-bracketed",
        hints=phrases("inputs, input"),
        pattern=compiled(
            r"(?<=[.!?”\"’)\s])[(\[](?:with |and )*(?:[\w.&/-]{2,20},? ){0,4}inputs?(?: (?:from|by) [^()\[\]\n]{2,60})?[)\]]"
        ),
        zone="below",
        example="The lockers are full. ⟦(With HWN Inputs)⟧ The key is lost.",
        counter_example="The lockers (with nine inputs and a dial) are full.",
    ),
    Rule(
        id="credit.agency-inside",
        begins="sentence",
        hints=("(*",),
        pattern=compiled(r"(?<=[.!?”\"] )\((?P<agency>[A-Z][A-Za-z/ -]{1,24})\)(?=\s[\"“‘]?[A-Z])", fold=False),
        zone="below",
        extent=end_of_agency_inside,
        example="The lockers are full. ⟦(ANI)⟧ The key is lost.",
        counter_example="The lockers are full. (Nobody) The key is lost.",
    ),
    Rule(
        id="credit.inputs-fused",
        hints=("inputs from", "input from", "agency inputs", "agencies"),
        pattern=compiled(
            r"(?<=[.!?”\"’)])[-–—(\[]{1,3}\s?(?:with )?(?:(?:agency|"
            r"agencies) )?(?:inputs?(?: from [^.\n()]{2,60})?|agencies)[)\]]?$"
        ),
        zone="tail",
        example="The lockers are full.⟦-With inputs from agencies⟧",
        counter_example="The lockers are full.-With luck, agencies will pay.",
    ),
)
