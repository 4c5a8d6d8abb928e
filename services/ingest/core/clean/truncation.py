"""Marks with which a feed says that it cut the text."""

from __future__ import annotations

from services.ingest.core.clean.rule import Rule, compiled, phrases

RULES = (
    Rule(
        id="truncation.count",
        hints=("chars", "char", "characters", "words"),
        pattern=compiled(r"\s?(?:…|\.{3})?\s?[\[(]\+?\s?\d{1,7}\s(?:more )?(?:chars?|characters|words)[\])]"),
        example="The valley flooded over night⟦… [+2854 chars]⟧",
        counter_example="A post may have [280] chars, or words.",
    ),
    Rule(
        id="truncation.thread",
        begins="line",
        hints=("[link]", "[comments]", "/u/*"),
        pattern=compiled(r"(?:submitted by /?u/\S{2,40}\s*)?(?:\[link\]\s*)?\[comments\]$|submitted by /?u/\S{2,40}$"),
        example="The valley flooded over night.\n\n⟦submitted by /u/idab [link] [comments]⟧",
        counter_example="The box [link] was lost.",
    ),
    Rule(
        id="truncation.more",
        hints=phrases(
            "read more, see more, show more, more », [...], […], continue reading, (more*, (read more*, more →, "
            "[more], continued"
        ),
        pattern=compiled(
            r"(?<=\S)\s{0,2}(?:…|\.{3})?\s?(?:[\[(]?\s?(?:read|see|show) more\s?[\])]?(?:\s?(?:\.{3}|…|»|>{1,2}|→))|"
            r"\[(?:…|\.{3})\](?:\s?read more)?|(?:…|\.{3})\s?\(?(?:read|see|show) more\)?|\[(?:read )?more\]|"
            r"\((?:continued|cont[’'.]?d?\.?)\)|"
            r"\((?:read )?more(?:…|\.{3})?\)|more\s?(?:»|→)|continue reading\s?(?:\.{3}|…|»|→)?)$"
        ),
        zone="tail",
        example="The valley flooded over⟦... Read more⟧",
        counter_example="She promised to read more",
    ),
)
