"""The whole cleaning of a text: header, noise, dateline and tags, each removal with the rule that made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from services.ingest.core.agencies import is_agency
from services.ingest.core.clean.end_tags import end_tag
from services.ingest.core.clean.header import find_header
from services.ingest.core.clean.lead import Day, dateline_at, dateline_below
from services.ingest.core.clean.leftovers import among_noise
from services.ingest.core.clean.registry import rules_hinted_at
from services.ingest.core.clean.rule import NAME, Begins, Rule
from services.ingest.core.clean.run_on import end_of_run
from services.ingest.core.clean.spans import Cut, disjoint, with_separators
from services.ingest.core.clean.titles import end_of_labelled_title, end_of_title
from shared.contracts.events import Dateline, RemovedSpan

_HEAD = 700  # characters in which a byline or a time stamp may stand
_TAIL = 2_500  # and never the beginning of a text
_SENTENCE_END = re.compile(r"[.!?…:;\"”’'»)\]•▪►▶→●■] ")
_BULLETS = re.compile(r"[>»•*→▶►●■–—(\[-]{1,3}\s?(?=\w)")
# What somebody said is the story's, however much it sounds like a promotion.
_SPOKEN = re.compile(r"\b(?:said|says|told|asked|warned|joked|wrote|urged|added|announced|was|were|had)\b")
_NEVER_SPOKEN = ("promotion.", "appeal.", "share.", "advert.", "embed.")
_NEVER_QUOTED = (*_NEVER_SPOKEN, "furniture.", "broadcast.", "commerce.", "about-text.", "disclaimer.liability")
_RUN_ON = (*_NEVER_SPOKEN, "broadcast.", "furniture.call")
_QUOTE = 600  # characters within which a quotation has begun
_MOST_TAGS = 4
_LINES_OF_A_MATCH = 3  # a rule's white space may be a line break: without an end, each line is read to the end of the text
_NO_LETTER = re.compile(r"[\W_]*")
_BYLINE_AGENCY = re.compile(rf"^By {NAME},? ?(?:\||-|–|of|for)? ?(?P<agency>[^,|\n]{{2,40}})")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """
    A text without its noise, and what was found in the noise.

    Deleting the `removed` spans from the text given gives `text`, exactly. `agency` is who filed the story, however that was
    found; `related` are the titles of the interstitials; `header_date` is a header's, None without one.
    """

    text: str
    removed: tuple[RemovedSpan, ...] = ()
    dateline: Dateline | None = None
    agency: str | None = None
    related: tuple[str, ...] = ()
    header_date: date | None = None


@dataclass(frozen=True, slots=True)
class _Noise:
    cut: Cut
    title: str | None = None


def clean(text: str, *, published_on: date | None = None) -> Cleaned:
    """
    Take out of a repaired `text` what is not the story.

    `published_on` gives a dateline's date its year. A text without noise is returned as it is.
    """
    header = find_header(text)
    begin, header_date = header or (0, None)
    day = Day(header_date, published_on)
    head = dateline_at(text, begin, day) if begin < len(text) else None
    cuts = [Cut("header.date", 0, begin)] if header else []
    if head:
        cuts.append(Cut("dateline", head.start, head.end))
    noise = list(_noise(text, head.end if head else begin))
    cuts = disjoint([*cuts, *(found.cut for found in noise)])
    if not head and (below := dateline_below(text, begin, cuts, day)):
        head, more = below
        cuts = disjoint([*cuts, *more])
    cuts, tag = _without_end_tags(text, cuts)
    cuts = disjoint([*cuts, *among_noise(text, cuts)])
    dateline = head.dateline if head else None
    removed = tuple(
        RemovedSpan(rule=cut.rule, start=cut.start, end=cut.end, text=text[cut.start : cut.end])
        for cut in with_separators(text, _without_remnants(text, cuts))
    )
    if dateline and not dateline.agency and head:
        above = _byline_agency(tuple(span for span in removed if span.end <= head.start))
        dateline = dateline.model_copy(update={"agency": above})
    return Cleaned(
        text=_without(text, removed),
        removed=removed,
        dateline=dateline,
        agency=(dateline.agency if dateline else None) or tag or _byline_agency(removed),
        related=tuple(found.title for found in noise if found.title),
        header_date=header_date,
    )


def _noise(text: str, begin: int) -> Iterator[_Noise]:
    hinted = rules_hinted_at(text)
    lines = _Lines(text, begin) if hinted else None
    for rule, numbers in hinted:
        if lines:
            yield from _found(rule, text, lines.matches(rule, numbers))


class _Lines:
    """The lines of a text from `begin` on, and where in them a match may begin."""

    def __init__(self, text: str, begin: int) -> None:
        self._text = text
        self._begin = begin
        self._bounds: list[tuple[int, int]] = []
        self._starts: dict[tuple[int, str], list[int]] = {}
        at = 0
        for line in text.split("\n"):
            self._bounds.append((max(at, begin), at + len(line)))
            at += len(line) + 1

    def matches(self, rule: Rule, numbers: Iterable[int]) -> Iterator[re.Match[str]]:
        """Yield the matches of `rule` in the lines of these `numbers` as far as they lie in its zone."""
        first = self._begin + (rule.zone in {"below", "tail"})
        if rule.zone == "tail":
            first = max(first, len(self._text) - _TAIL)
        last = self._begin + _HEAD if rule.zone == "head" else len(self._text)
        text, bounds, begins, matched = self._text, self._bounds, rule.begins, rule.pattern.match
        for number in numbers:
            start, end = bounds[number]
            if end <= first or start >= last:
                continue
            if begins == "anywhere":
                yield from rule.pattern.finditer(text, max(start, first), end)
                continue
            reach = bounds[min(number + _LINES_OF_A_MATCH, len(bounds)) - 1][1]
            for at in self._starts_in(number, begins):
                if first <= at < last and (match := matched(text, at, reach)):
                    yield match

    def _starts_in(self, number: int, begins: Begins) -> list[int]:
        known = self._starts.get((number, begins))
        if known is not None:
            return known
        start, end = self._bounds[number]
        bullet = _BULLETS.match(self._text, start, end)
        found = [start, bullet.end()] if bullet else [start]
        if begins == "sentence":
            ends = (match.end() for match in _SENTENCE_END.finditer(self._text, start, end))
            found = sorted({*found, *ends})
        self._starts[number, begins] = found
        return found


def _found(rule: Rule, text: str, matches: Iterable[re.Match[str]]) -> Iterator[_Noise]:
    free = 0
    for match in matches:
        if match.start() < free:
            continue
        end = rule.extent(text, match) if rule.extent else match.end()
        if end and rule.id.startswith(_RUN_ON):
            end = end_of_run(text, match.start(), end) or end
        printed = text[match.start() : end].strip() if end else ""
        if end is None or not printed or (rule.id.startswith(_NEVER_SPOKEN) and _SPOKEN.search(printed)):
            continue
        if rule.id.startswith(_NEVER_QUOTED) and _is_quoted(text, match.start()):
            continue
        free = end
        if "title" in rule.pattern.groupindex:
            title = _title(match["title"])
        else:
            title = _title(text[match.end() : end]) if rule.extent in {end_of_title, end_of_labelled_title} else None
        start = text.index(printed, match.start())
        yield _Noise(Cut(rule.id, start, start + len(printed)), title)


def _is_quoted(text: str, at: int) -> bool:
    """Say whether a quotation that began in this line goes on at `at`."""
    begin = max(0, at - _QUOTE)
    begin = max(begin, text.rfind("\n", begin, at) + 1)
    opened, closed = text.rfind("“", begin, at), text.rfind("”", begin, at)
    straight = begin + _QUOTE > at and text.count('"', begin, at) % 2 == 1
    return opened > closed or straight


def _title(printed: str) -> str | None:
    title = printed.strip(" *_|:»>-–—\n")
    return title.removesuffix(".").strip() or None


def _without_end_tags(text: str, cuts: list[Cut]) -> tuple[list[Cut], str | None]:
    """Peel agency tags off the end of what is kept, and off the end of what stands before a closing note."""
    agency = None
    kept_to = len(text)
    tags: list[Cut] = []
    last = len(cuts) - 1  # walks back with `kept_to`: looking through all cuts each time is quadratic
    for _ in range(_MOST_TAGS + len(cuts)):
        while kept_to > 0 and text[kept_to - 1].isspace():
            kept_to -= 1
        while last >= 0 and cuts[last].start >= kept_to:
            last -= 1
        if last >= 0 and cuts[last].end >= kept_to:
            kept_to = cuts[last].start
            continue
        found = end_tag(text, kept_to)
        if not found or found[0] == 0:
            break
        tags.append(Cut("credit.end-tag", found[0], kept_to))
        agency, kept_to = agency or found[1], found[0]
    return disjoint([*cuts, *tags]), agency


def _without_remnants(text: str, cuts: list[Cut]) -> list[Cut]:
    """Add to each cut what it would leave of its line without a letter or digit: a lone bar, a dash, a bracket."""
    grown: list[Cut] = []
    for cut in cuts:
        line_end = text.find("\n", cut.end)
        line_end = line_end if line_end >= 0 else len(text)
        line_start = text.rfind("\n", 0, cut.start) + 1
        before = _NO_LETTER.fullmatch(text, line_start, cut.start)
        after = _NO_LETTER.fullmatch(text, cut.end, line_end)
        alone = before and after and cut.rule not in {"dateline", "header.date", "byline.fused"}
        grown.append(Cut(cut.rule, line_start, line_end) if alone else cut)
    return disjoint(grown)


def _byline_agency(removed: tuple[RemovedSpan, ...]) -> str | None:
    for span in removed:
        if span.rule == "credit.desk-line":
            return span.text.split()[0]
        if span.rule == "byline.agency-line":
            return span.text.strip()
        found = _BYLINE_AGENCY.match(span.text) if span.rule.startswith("byline.") else None
        if found and is_agency(found["agency"].strip()):
            return found["agency"].strip()
    return None


def _without(text: str, removed: tuple[RemovedSpan, ...]) -> str:
    kept, at = [], 0
    for span in removed:
        kept.append(text[at : span.start])
        at = span.end
    kept.append(text[at:])
    return "".join(kept)
