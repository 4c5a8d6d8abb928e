"""Who wrote it: byline lines at the head of a text."""

from __future__ import annotations

import re

from services.ingest.core.agencies import is_agency
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases
from services.ingest.core.places import is_unmistakable_place
from services.ingest.core.printed_dates import STAMP, TIME

_ROLE = (
    r"(?:Staff|Senior|Chief|Special|Political|Business|Sports?|Science|Medical|Legal|News|Foreign|"
    r"Associate|Contributing|Managing|Deputy|City|Web|Digital|Online|Crime|Health|Economics|Features?|"
    r"Entertainment|National|International|Diplomatic|Defen[cs]e|Education|Environment|Technology|"
    r"Religion|Travel|Food|Arts|Culture)"
)
_JOB = (
    r"(?:Writers?|Reporters?|Correspondents?|Editors?|Columnists?|Bureau|Desk|Photographers?|Producers?|"
    r"Contributors?|Analysts?|Journalists?|Agencies|Agency)"
)
_NO_NAME = (
    r"(?!(?:By )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|By (?:January|February|March|April|May|June|"
    r"July|August|September|October|November|December|Christmas|Easter|New Year|The|This|That|Then|Now|"
    r"Contrast|Law|Design|Far|All|Any|No|Most|Noon|Night|Day|Midnight)\b)"
)

_TWO_NAMES = r"[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|de|da|van|von|bin|al|el|la|y)){0,3} [A-Z][\w.'’-]+"
_BEAT = (
    r"(?:live|blogging|staff|senior|chief|political|politics|business|sports?|science|medical|legal|news|foreign|associate|"
    r"contributing|managing|deputy|city|web|digital|online|crime|health|economics?|features?|entertainment|national|"
    r"international|diplomatic|defen[cs]e|education|environment|technology|tech|religion|travel|food|arts|culture|media|"
    r"consumer|transport|royal|local|democracy|community|investigations?|investigative|data|court|home|social|affairs|"
    r"europe|"
    r"africa|asia|china|india|us|uk|north|south|east|west|america|american|bureau|audience|trends|climate|energy|"
    r"property|money|"
    r"markets?|parliamentary|security|showbiz|football|cricket|rugby|tennis|chief|global|world|middle|video|photo|lead|"
    r"breaking|general|assignment|and|&|of|the|special)"
)


def end_of_stamped(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a byline and its stamp at the very head of a text; None anywhere else, and where prose goes on."""
    behind = text[match.end() : match.end() + 2].lstrip(" ")[:1]
    return match.end() if not (behind.islower() or behind == "(") else None


def end_of_agency_line(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line on which nothing but an agency's name is; None where it is not known as one."""
    name = match["agency"].strip()
    agency, _, place = name.rpartition(" ")
    return match.end() if is_agency(name) or (is_agency(agency) and is_unmistakable_place(place)) else None


RULES = (
    Rule(
        id="byline.by",
        begins="line",
        hints=("by",),
        pattern=line(
            rf"{_NO_NAME}(?i:(?:(?:written|reported|story|text|words|report|edited|compiled|produced|posted|"
            rf"published|reviewed|analysis|opinion|article|reporting|authored|curated|"
            rf"translated) )?by)\s?:?\s(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir)\.? )?(?:{NAME})(?:,? (?:and|&|with) {NAME})?"
            rf"(?:(?:\s?[,|•·/–—-]\s?|\s)(?:{_ROLE} )*+(?:{_JOB}|[^\n.!?]{{2,80}}))?(?:,? {_JOB})?",
            fold=False,
        ),
        zone="head",
        example="⟦By Mara Lind, Staff Writer⟧\n\nThe mill closed on Monday.",
        counter_example="By Monday the mill had closed.",
    ),
    Rule(
        id="byline.agency-line",
        short=True,
        begins="line",
        hints=("*",),
        pattern=line(r"(?P<agency>[A-Z][\w.'& /-]{1,40})(?=\n)", fold=False),
        zone="head",
        extent=end_of_agency_line,
        example="⟦Press Trust of India⟧\nThe mill closed on Monday.",
        counter_example="Harl in Winter\nThe mill closed on Monday.",
    ),
    Rule(
        id="byline.from",
        begins="line",
        hints=("from",),
        pattern=line(
            rf"(?:From|FROM) {NAME}(?:,? (?:and|&) {NAME})?(?:, (?:in |IN )?| in | IN ){NAME}\.?(?=\n)", fold=False
        ),
        zone="head",
        example="⟦From Dayo Ekene, Lagos⟧\n\nThe mill closed on Monday.",
        counter_example="From Monday the mill is closed.\n\nIt opened in 1911.",
    ),
    Rule(
        id="byline.labelled",
        short=True,
        begins="line",
        hints=phrases(
            "author, reporter, written by, edited by, reported by, updated by, posted by, published by, curated "
            "by, compiled by, created by, reviewed by, translated by, checked by, correspondent, desk, bureau, "
            "writer, editor, byline, team"
        ),
        pattern=line(
            rf"(?:(?:written|edited|reported|updated|posted|published|curated|compiled|created|reviewed|"
            rf"fact[- ]checked|translated|contributed|authored) by|author|reporter|writer|editor|reporters|authors|"
            rf"byline)\s?[:|-]?\s?(?-i:{NAME})(?:\s?[,|•·–—/-]\s?[^\n.!?]{{2,100}})?|"
            rf"(?-i:(?:{NAME} )?(?:News|Web|Online|Digital|Sports|Business|World|India|National|Entertainment|Tech|"
            rf"Lifestyle) (?:Desk|Bureau|Team)|{NAME},? (?:{_ROLE} )*+(?:Writer|Reporter|Correspondent|"
            rf"Staff Writer|Bureau Chief))"
        ),
        zone="head",
        example="⟦Author: Mara Lind⟧\n\nThe mill closed on Monday.",
        counter_example="Author Mara Lind said the mill had closed.",
    ),
    Rule(
        id="byline.role",
        begins="line",
        hints=phrases(
            "reporter, correspondent, editor, writer, journalist, columnist, producer, blogger, reporters, correspondents, "
            "contributor, critic, photographer, analyst, presenter, bureau chief, staff"
        ),
        pattern=line(
            rf"(?:{_TWO_NAMES}(?:(?:, | and | & ){_TWO_NAMES}){{0,2}})(?:\s?[,|•·/–—-]\s?(?:[\w&'’-]+ ){{0,4}}|"
            rf"\s(?i:(?:{_BEAT} ){{0,4}}))"
            rf"(?i:{_JOB}|journalists?|producers?|critics?|presenters?|bloggers?|bureau chief|staff|"
            rf"(?:reporter|correspondent|editor)s? (?:in|at|for) (?-i:{NAME}))(?:\s?[,|•·–—]\s?[^\n.!?]{{2,50}})?(?=\n)",
            fold=False,
        ),
        zone="head",
        example="⟦Jo Abt Live blogging reporter⟧\n\nThe mill closed on Monday.",
        counter_example="Jo Abt sues political reporter\n\nThe mill closed on Monday.",
    ),
    Rule(
        id="byline.stamped",
        begins="line",
        hints=(":", "published", "updated"),
        pattern=compiled(
            rf"(?<![\s\S])(?:By:? )?{_TWO_NAMES}(?:,? (?:(?:{_ROLE} )*+{_JOB}|[A-Z][\w.’-]+(?: [A-Z][\w.’-]+)??))??\s?[,|"
            rf"•·–—-]?\s(?:(?i:(?:published|"
            rf"updated|posted|last updated)"
            rf"(?: on| at)?\s?[:|]?\s))?{STAMP}(?:\s?[|,–-]\s?{TIME})?(?: (?:IST|[A-Z]{{1,3}}T|GMT|UTC))?(?=\s)",
            fold=False,
        ),
        zone="head",
        extent=end_of_stamped,
        example="⟦By Jo Abt, Harl Sep 17, 2026 07:44 PM IST⟧ The mill closed on Monday.",
        counter_example="Jo Abt May 4, 1911 was a play.\n\nThe mill closed on Monday.",
    ),
)
