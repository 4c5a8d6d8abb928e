"""Who wrote it: byline lines at the head of a text."""

from __future__ import annotations

from services.ingest.core.clean.rule import NAME, Rule, line

_ROLE = r"(?:Staff|Senior|Chief|Special|Political|Business|Sports?|Science|Medical|Legal|News|Foreign|Associate|Contributing|Managing|Deputy|City|Web|Digital|Online|Crime|Health|Economics|Features?|Entertainment|National|International|Diplomatic|Defen[cs]e|Education|Environment|Technology|Religion|Travel|Food|Arts|Culture)"
_JOB = r"(?:Writers?|Reporters?|Correspondents?|Editors?|Columnists?|Bureau|Desk|Photographers?|Producers?|Contributors?|Analysts?|Journalists?|Agencies|Agency)"
_NO_NAME = r"(?!(?:By )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|By (?:January|February|March|April|May|June|July|August|September|October|November|December|Christmas|Easter|New Year|The|This|That|Then|Now|Contrast|Law|Design|Far|All|Any|No|Most|Noon|Night|Day|Midnight)\b)"

RULES = (
    Rule(
        id="byline.by",
        hints=("by ",),
        pattern=line(rf"{_NO_NAME}(?i:(?:(?:written|reported|story|text|words|report|edited|compiled|produced|posted|published|reviewed|analysis|opinion|article|reporting|authored|curated|translated) )?by)\s?:?\s(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir)\.? )?(?:{NAME})(?:,? (?:and|&|with) {NAME})?"
                     rf"(?:(?:\s?[,|•·/–—-]\s?|\s)(?:{_ROLE} )*+(?:{_JOB}|[^\n.!?]{{2,80}}))?(?:,? {_JOB})?", fold=False),
        zone="head",
        example="⟦By Mara Lind, Staff Writer⟧\n\nThe mill closed on Monday.",
        counter_example="By Monday the mill had closed.",
    ),
    Rule(
        id="byline.labelled",
        hints=("author", "reporter", "written by", "edited by", "reported by", "updated by", "posted by", "published by", "curated by", "correspondent", "fact checked", "reviewed by", "desk", "bureau", "written", "edited", "source"),
        pattern=line(rf"(?:(?:written|edited|reported|updated|posted|published|curated|compiled|created|reviewed|fact[- ]checked|translated|contributed|authored) by|author|reporter|writer|editor|reporters|authors|byline)\s?[:|-]?\s?(?-i:{NAME})(?:\s?[,|•·–—/-]\s?[^\n.!?]{{2,100}})?|"
                     rf"(?-i:(?:{NAME} )?(?:News|Web|Online|Digital|Sports|Business|World|India|National|Entertainment|Tech|Lifestyle) (?:Desk|Bureau|Team)|{NAME},? (?:{_ROLE} )*+(?:Writer|Reporter|Correspondent|Staff Writer|Bureau Chief))"),
        zone="head",
        example="⟦Written by: Mara Lind⟧\n\nThe mill closed on Monday.",
        counter_example="Author Mara Lind said the mill had closed.",
    ),
)  # fmt: skip
