"""
Is it a dateline? What was read must be evidence enough, for prose also begins with places, names, dates and dashes.

Losing the first words of a story is worse than leaving a dateline in, so every doubt is decided for the story.
"""

from __future__ import annotations

import re

from services.ingest.core.agencies import POSSIBLE
from services.ingest.core.dateline_parts import Reading
from services.ingest.core.places import area_kind, is_place, is_unmistakable_place

_LETTERS = re.compile(r"[^\W\d_]+")
_CONNECTORS = frozenset(
    "of the and on upon at by in de del della delle dei do da dos das la le les los las el al der den "
    "bei am an im du di l d "
    "sur sous en et y e es ez ash as ad ul bin nad pod na us".split()
)
# A name with one of these is an organisation, a headline or a label, never the place where a story was filed.
_NOT_IN_PLACES = frozenset(
    "agency press news newswire times post tribune herald gazette today bank university college school ministry department "
    "court institute association organization organisation company corp inc ltd group committee commission foundation "
    "society federation league trust fund party army force forces police government president minister senator judge mr mrs "
    "ms dr sir sen rep gov gen lt col sgt update updates updated breaking watch video photo photos live exclusive opinion "
    "analysis explainer explained editorial column commentary review interview correction clarification note notice alert "
    "warning question answer related read more see also week weekend day night year season episode chapter part round match "
    "game final finals results result scores score standings schedule monday tuesday wednesday thursday friday saturday "
    "sunday yesterday tomorrow tonight this that these those he she it they we you i his her their our my what when where "
    "why how who is are was were has have had will with from for but or if not no yes as than then there here".split()
)
_MONTHS = frozenset("january february march april may june july august september october november december".split())
_DASHES = frozenset("-–—―‒−─_=")
_TIGHT_DASHES = frozenset({"—", "--"})
_OPENS_STORY = re.compile(r"[\"'“‘«„(\[$€£¥#@]*+(?:[^\W\d_]|\d)")
_LABELLED_LINE = re.compile(
    r"^(?!(?i:also|read|watch|see|related|more|photo|video|image|listen|published|updated|source|tags|topics|by|"
    r"story|report)\b)[^\W\d_][\w .'’-]{0,30}:[ \n]",
    re.MULTILINE,
)
_DATED_LINE = re.compile(r"^[^\W\d_]{3,9}\.? \d{1,2}, \d{4} ?[-–—:]", re.MULTILINE)
_ASIDE = re.compile(
    r"[^.!?\n]{1,80}? (?:-{1,2}|[–—]) (?:is|was|has|had|are|were|will|would|could|can|may|might|remains?|"
    r"became|becomes|have|and|but)\b"
)
_CLOSES_QUOTE = re.compile(r"[\"”’']")
_SENTENCE_AHEAD = re.compile(
    r"(?!(?:The name|It|A|An|That|This|There|Here|Not|And|Or|Where|Home|Just|Even|Once)\b)(?:(?:[^\s.!?]+|"
    r"[A-Z]\w{0,3}\.)\s){9}"
)
# A list of values or a title, as in 'PARIS - 14C; ROME - 17C' and 'MOSCOW: A NOVEL'.
_LISTED_VALUE = re.compile(r"\d+(?:[.,]\d+)?\s?[°%]?[CF]?\s?[;,|/]|(?:AN?|THE) [A-Z]{3,}\b")
_SHORTEST_STORY = 20  # characters: what follows a dateline without agency or date must be a sentence, not a label's value
_MOST_WORDS = 6
_ENOUGH = 3  # of the weights that `weight` adds up, for an agency that is in no list
ENOUGH_BELOW = 5
"""The weight with which a dateline counts below a headline or a standfirst."""


def suffices(text: str, at: int, reading: Reading) -> bool:
    """Say whether the `reading` of `text` from `at` is a dateline with a story behind it."""
    opening = _OPENS_STORY.match(text, reading.end)
    if not opening:
        return False
    starts_story = not text[opening.end() - 1].islower()
    if reading.place is None:
        return _without_place(text, reading, starts_story=starts_story)
    if not can_be_place(reading.place):
        return _masthead(reading, starts_story=starts_story)
    if reading.agency:
        return _with_agency(reading, starts_story=starts_story)
    if not _ends_with_mark(text, reading) or not starts_story:
        return False
    return _with_date(reading) if reading.date else _place_only(text, at, reading)


def weight(reading: Reading) -> int:
    """
    Add up what speaks for the `reading`: a place that is known or in capitals, its area, a date, an agency, a mark.

    Two strong parts are enough, or one and two weak ones: see `_ENOUGH` and `ENOUGH_BELOW`.
    """
    return (
        _place_weight(reading.place or "")
        + 2 * _has_known_area(reading)
        + 2 * bool(reading.date)
        + max(0, reading.agency_weight - 1)
        + bool(reading.mark.strip())
    )


def _place_weight(place: str) -> int:
    if not _is_capitalised(place):
        return 0
    certain = 2 if _every_place(place, is_unmistakable_place) else int(_every_place(place, is_place))
    return certain + _is_capitals(place)


def _without_place(text: str, reading: Reading, *, starts_story: bool) -> bool:
    """Judge '(Reuters) - ', 'June 3 (UPI) -- ' and 'November 17, 2004 - '."""
    dashed = _has_dash(reading.mark)
    if reading.agency and reading.date:
        return (reading.agency_is_known and (dashed or starts_story)) or (
            reading.agency_weight >= POSSIBLE and dashed and starts_story
        )
    if reading.agency:
        bracketed = text[: reading.end].rstrip().rstrip("".join(_DASHES) + " :.|\n")[-1:] in {")", "/"}
        if reading.agency_is_known and bracketed:
            return starts_story or dashed
        return dashed and starts_story
    timeline = len(_DATED_LINE.findall(text, 0, 20_000)) > 1
    return bool(reading.date and reading.date.year and dashed and starts_story and not timeline)


def _masthead(reading: Reading, *, starts_story: bool) -> bool:
    if _abbreviates(reading.agency or "", reading.place or ""):
        return False
    return bool(reading.agency_is_known and reading.place and reading.place.isupper() and starts_story)


def _with_agency(reading: Reading, *, starts_story: bool) -> bool:
    place = reading.place or ""
    if reading.agency_is_known:
        known = is_place(place)
        marked = bool(reading.mark.strip()) or "\n" in reading.mark
        anchored = known or _is_capitals(place) or reading.date or _has_known_area(reading)
        return (_is_capitalised(place) and (marked or bool(anchored and starts_story))) or known
    marked = _has_dash(reading.mark) or bool(reading.date) or (bool(reading.mark.strip()) and _place_weight(place) > 1)
    if _abbreviates(reading.agency or "", place):
        return False
    return marked and starts_story and _is_capitalised(place) and weight(reading) >= _ENOUGH


def _abbreviates(agency: str, place: str) -> bool:
    """Say whether the brackets explain the name before them: 'Rio Tinto (RIO)', 'Mumbai Indians (MI)'."""
    words = _LETTERS.findall(place.casefold())
    short = "".join(_LETTERS.findall(agency.casefold()))
    return short in {"".join(word[0] for word in words), "".join(words)[: len(short)]}


def _with_date(reading: Reading) -> bool:
    place = reading.place or ""
    if is_place(place) or _is_capitals(place) or _has_known_area(reading):
        return True
    return _is_capitalised(place) and len(place.split()) <= 3 and "\n" not in reading.mark  # noqa: PLR2004


def _place_only(text: str, at: int, reading: Reading) -> bool:
    place = reading.place or ""
    if (
        len(text) - reading.end < _SHORTEST_STORY
        or _LISTED_VALUE.match(text, reading.end)
        or "\n" in reading.mark.strip(" ")
    ):
        return False
    if (reading.region or reading.country) and not (_has_known_area(reading) or _is_capitals(place)):
        return False  # "Beirut, My City - A film …"
    known = _every_place(place, is_place)
    unmistakable = _every_place(place, is_unmistakable_place)
    certain = unmistakable or (_has_known_area(reading) and _is_capitalised(place))
    if not (_is_capitals(place) and (known or _has_known_area(reading))) and not certain:
        return False
    if reading.mark.strip() == ":":
        is_speech = not text[reading.end].isalnum() and not (unmistakable and _is_capitals(place))
        return not is_speech and len(_LABELLED_LINE.findall(text, at, at + 20_000)) < 2  # noqa: PLR2004
    return _is_capitals(place) or not _ASIDE.match(text, reading.end)


def _ends_with_mark(text: str, reading: Reading) -> bool:
    mark = reading.mark.strip()
    if not mark:
        sure = reading.date and (reading.date.year or is_unmistakable_place(reading.place or ""))
        return "\n" in reading.mark and bool(sure)
    if mark == ".":
        place = reading.place or ""
        if reading.date:
            return _is_capitals(place) and (is_place(place) or _has_known_area(reading))
        return bool(_SENTENCE_AHEAD.match(text, reading.end)) and is_unmistakable_place(place)
    if mark == ";":
        return False
    # A tight hyphen or dash belongs to a word: "PARIS-based", "Paris–Dakar".
    is_tight = reading.mark == mark and mark not in {":", "|"}
    return not is_tight or (mark in _TIGHT_DASHES and _is_capitals(reading.place or ""))


def can_be_place(place: str) -> bool:
    """Say whether `place` may name one: not an organisation, a label or a month."""
    words = _LETTERS.findall(place.casefold())
    if len(words) > _MOST_WORDS and not is_place(place):
        return False
    if words[:1] == ["by"] or set(words) <= _MONTHS:
        return False
    return is_place(place) or not set(words) & _NOT_IN_PLACES


def _every_place(place: str, known: object) -> bool:
    names = re.split(r"\s?[/&]\s?| and ", place)
    return callable(known) and all(known(name) for name in names)


def _has_known_area(reading: Reading) -> bool:
    return any(name and area_kind(name) for name in (reading.region, reading.country))


def _is_capitals(place: str) -> bool:
    letters = "".join(_LETTERS.findall(place))
    return len(letters) > 1 and letters.isupper()


def _is_capitalised(place: str) -> bool:
    return all(not word[0].islower() or word.casefold() in _CONNECTORS for word in _LETTERS.findall(place))


def _has_dash(mark: str) -> bool:
    return any(sign in _DASHES for sign in mark)
