"""When a page was published or updated, and how long it takes to read: lines of dates, not of the story."""

from __future__ import annotations

import re

from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases
from services.ingest.core.printed_dates import MONTHS, STAMP, TIME

_VERB = (
    r"(?:(?:story|article|post|page) )?(?:was )?(?:first |last |originally )?(?:published|updated|posted|"
    r"modified|created|uploaded|issued|reviewed|"
    r"release date|date|publish date|aired|revised|edited|added)"
)
_WORDS = r"(?:(?:on|at|in|date|time|by|:|-|–|\|)\s?)*+"
_READ = r"(?:\d{1,3}[- ]min(?:ute)?s?(?: read| to read|\.? read)|(?:estimated )?read(?:ing)? time:? \d{1,3} min(?:ute)?s?)"
_AGO = r"(?:\d{1,2}|an?|one|two|three|a few) (?:second|minute|min|hour|hr|day|week|month|year)s? ago"
_WHEN = rf"(?:{STAMP}|{TIME}|{_AGO})"
_MORE = rf"(?:[\s,|•·/–—-]{{1,3}}(?:at |on )?(?:{_WHEN}|{_VERB}\s?{_WORDS}{_WHEN}|{_READ}|\[?(?-i:[A-Z]{{2,4}}T?)\b\]?))*+"

_PIECE = re.compile(rf"(?i:{STAMP}|{TIME}|{_AGO}|{_READ}|\d{{1,2}}\s?[hm] ago)|(?<!\w)\d{{1,2}}/\d{{1,2}}/\d{{2,4}}")
_STAMP_WORDS = frozenset(
    "published publish updated update posted modified created edited revised reviewed aired uploaded issued first last "
    "originally story article post page date time read reading to on at in by of am pm a.m p.m gmt utc bst est edt "
    "et pt pst "
    "pdt ist cet cest wib local was and hrs publié mis jour le à publicado actualizado el a las veröffentlicht "
    "aktualisiert am "
    "uhr um pubblicato aggiornato il alle".split()
)
_OF_DATES = (
    frozenset(
        "min mins minute minutes hour hours h m day days week weeks ago an one two three few second seconds mon "
        "tue tues wed thu "
        "thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday a.m p.m".split()
    )
    | MONTHS
)
_TOKEN = re.compile(r"[^\W_]+(?:\.[^\W_])?")

_KNOWN = _STAMP_WORDS | _OF_DATES

_HEAD = 700
_DAY_ONLY = re.compile(r"[^\n]{0,3}\d{1,2}(?:[:.]\d\d){1,2}")  # a result, a verse


def end_of_stamps(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line in which nothing but dates, times and what happened to the page then is left; else None."""
    if any(word not in _KNOWN and not word[0].isdigit() for word in _TOKEN.findall(match["stamp"].lower())):
        return None
    rest, pieces = _PIECE.subn(" ", match["stamp"])
    words = [word.lower() for word in _TOKEN.findall(rest)]
    own_line = match.start() == 0 or text[match.start() - 1] == "\n"
    if not own_line and text[match.start() - 2 : match.start() - 1] not in set('.!?”"’)'):
        return None
    told = bool(words) or (match.start() < _HEAD and not _DAY_ONLY.fullmatch(match["stamp"]))
    return match.end() if pieces and told and all(word in _STAMP_WORDS for word in words) else None


_FUSED = re.compile(r"(?<=20\d\d)(?=\d)|(?<=[\da-zMT])(?=(?:Updated|Published|Posted|Modified)\b)")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\d\s?[ap]\.?m\b")
_ZONE = re.compile(r"[A-Z]{1,3}T")


def end_of_clock(_text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line of a date and a time of day; None where any other word is in it."""
    words = _TOKEN.findall(_FUSED.sub(" ", match["stamp"]))
    dated = any(word.lower() in MONTHS or word.lower() in {"ago", "updated", "published"} for word in words)
    known = all(_MADE_OF_TIME.fullmatch(word) or word.lower() in _KNOWN or _ZONE.fullmatch(word) for word in words)
    return match.end() if dated and known and _CLOCK.search(match["stamp"].lower()) else None


_MADE_OF_TIME = re.compile(r"\d{1,4}(?:\.\d)?(?:st|nd|rd|th|am|pm|AM|PM)?")


RULES = (
    Rule(
        id="timestamp.bracketed",
        begins="sentence",
        hints=("updated", "published", "posted", "modified"),
        pattern=compiled(rf"[(\[](?:last |first )?(?:updated|published|posted|modified)(?: on| at)?\s?:?\s?{STAMP}[)\]]"),
        zone="head",
        example="⟦(Last Updated On: March 9, 2026)⟧ The mill closed on Monday.",
        counter_example="The list (updated in March) has nine names.",
    ),
    Rule(
        id="timestamp.line",
        begins="line",
        hints=phrases(
            "published, publish, min, mins, minute, minutes, updated, posted, modified, read, reading, ago, "
            "uploaded, issued, release date, created, "
            "aired, revised, reviewed, edited, added, date"
        ),
        pattern=line(
            rf"(?:(?:{NAME}\s?[|•·–—-]\s?){{0,2}})(?:{_VERB}\s?[:|-]?\s?{_WORDS}{_WHEN}|{_READ}|"
            rf"{_AGO}|\d{{1,2}} ?min(?:ute)?s?){_MORE}(?: by {NAME})?(?:\s?[-–|,]\s?{NAME})?[.\s|]{{0,3}}"
        ),
        example="⟦Updated: Mar 28, 2026 | 7:32 AM IST⟧\nThe mill closed on Monday.",
        counter_example="Updated on May 4, the list has nine names.",
    ),
    Rule(
        id="timestamp.date-line",
        begins="line",
        hints=phrases(
            "january, february, march, april, may, june, july, august, september, october, november, december, "
            "jan, feb, mar, apr, jun, jul, aug, sep, sept, oct, nov, dec, /20*, -20*, .20*, 20*-"
        ),
        pattern=line(rf"{STAMP}{_MORE}\s?"),
        zone="head",
        example="⟦Friday, March 28, 2026 7:32 AM⟧\n\nThe mill closed on Monday.",
        counter_example="On March 28 the mill closed.",
    ),
    Rule(
        id="timestamp.inline",
        begins="sentence",
        hints=phrases("min read, first published, last updated, minute read, published on, updated on, updated at"),
        pattern=compiled(
            rf"(?:{_READ}\s)?(?:first published|last updated|published on|updated on|last modified|"
            rf"updated at)\s?:?\s?{STAMP}(?:\s?\|\s?{TIME})?(?=\s|$)"
        ),
        example="The fee is 9 crowns. ⟦First Published: Mar 28 2026 | 7:32 AM IST⟧",
        counter_example="The book, first published on May 4, 1901, is rare.",
    ),
    Rule(
        id="timestamp.parts",
        begins="sentence",
        hints=phrases(
            "published, updated, update, posted, modified, created, edited, revised, reviewed, aired, read, ago, publié, "
            "publicado, actualizado, veröffentlicht, aktualisiert, pubblicato, aggiornato, gmt, ist, est, edt, utc, bst"
        ),
        pattern=compiled(r"(?=[^\n]{4,140}+$)(?P<stamp>[^\n]++)"),
        extent=end_of_stamps,
        example="⟦2 min read . Updated: 14 Jan 2026, 09:12 AM IST⟧\nThe mill closed on Monday.",
        counter_example="Updated 14 Jan 2026 by the mill\nThe mill closed on Monday.",
    ),
    Rule(
        id="timestamp.clock",
        short=True,
        begins="line",
        hints=phrases(":, am, pm, a.m, p.m"),
        pattern=compiled(r"(?=[^\n]{4,120}+$)(?:[A-Z][\w.& ]{2,30} [/|•·] )?(?P<stamp>[^\n]++)", fold=False),
        zone="head",
        extent=end_of_clock,
        example="⟦Harl.example / 04:18 PM February 26, 2026⟧\nThe mill closed on Monday.",
        counter_example="At 04:18 PM\nThe mill closed on Monday.",
    ),
    Rule(
        id="timestamp.bare",
        short=True,
        begins="line",
        hints=phrases(":*, -0*, -1*, |*, just now, time, minute"),
        pattern=line(
            rf"(?=[^\n]{{4,90}}+$)(?:\d{{4}}[-/]\d\d[-/]\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?|\d{{1,2}}:\d\d(?: "
            rf"?[ap]\.?m\.?)?(?: (?-i:[A-Z]{{2,4}}))?|"
            rf"(?-i:{NAME})\s?[|•·]\s?{STAMP}(?:\s?[|,]\s?{TIME})?|just now|reading time: < 1 minute|time to read: "
            rf"\d{{1,3}} min\w*)"
        ),
        example="⟦Mara Lind | March 4, 2019⟧\nThe mill closed on Monday.\n\n⟦16:12⟧\n\nIt had run for ninety years.",
        counter_example="The mill closed at\n\n16:12 sharp",
    ),
    Rule(
        id="timestamp.live",
        begins="line",
        hints=(":",),
        pattern=line(
            r"\d{1,2}[:.]\d\d(?:\s?[ap]m)?(?:\s?(?:BST|GMT|CET|CEST|EST|EDT|IST|UTC))?"
            r"[A-Z][\w.'’-]+(?: (?:[A-Z][\w.'’-]*|de|van|von|al|el)){1,3}",
            fold=False,
        ),
        zone="below",
        example="The mill is on fire.\n\n⟦13:18Jo Abt⟧\n\nLane three has reopened.",
        counter_example="The mill is on fire.\n\n13:18 Harl Rovers",
    ),
)
