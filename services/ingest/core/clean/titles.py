"""Where another story's title ends, which stands between two sentences or paragraphs of this one."""

from __future__ import annotations

import re

_LONGEST_TITLE = 320
_LONGEST_SENTENCE_CASE = 130  # inside a paragraph; a title in sentence case that is longer has run into the story
_SHORTEST_TITLE = 4
_MOST_TITLES = 6
_STOPS = ".!?…:;,\"”’'"
_GLANCE = 90
_BOUNDARY = re.compile(r"[.!?…][\"”’')]?\s+(?=[\"“‘'(]?\w)")
_NO_BOUNDARY = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|vs|Rs|No|Sen|Rep|Gov|Gen|Lt|Col|Jr|Sr|Prof|Inc|Ltd|Co|[A-Z])|\.[A-Za-z])\.$"
)
# "Bridge to close It will cost …": a sentence begins where a title in sentence case has no full stop.
_FUSED_SENTENCE = re.compile(
    r"(?<=[a-z0-9]) (?:The|It|He|She|They|We|A|An|In|On|At|But|And|This|That|These|There|His|Her|Their|When|While|As|After|"
    r"Before|For|If|However|Meanwhile|Earlier|According|Officials|Police) (?=[a-z])"
)
# "Harl to hire 900 teachers, says minister The plan …": who says it closes a headline.
_SAYS_WHO = re.compile(r", (?:says?|warns?|finds|shows|reveals|sources?|claims) (?:[a-z]+ ){0,2}[a-z]{2,} (?=[A-Z\"“])")
# "Why Oil Gets Costlier Auctions ran past midnight and …": behind a title in capitals, a sentence that is not.
_RESUMES = re.compile(r"(?<=[\w?!]) (?=[A-Z][\w’']*+(?: [a-z][\w’',-]*+){3})")
_CAPITAL = re.compile(
    r"(?<![\w’'-])(?!(?:of|in|on|at|to|by|for|from|with|and|or|the|a|an|as|over|after|before|between|near|into|than|vs)\b)"
    r"[a-z0-9][\w’'-]*+ (?=[A-Z“\"])"
)
_TELLS = re.compile(r"\b(?:said|told|was|were|had|has been|have been|showed|added|according to|she|will|last month)\b")
_REPORTS = re.compile(r"\b(?:said|told|showed|according to|she)\b")
_SHORT_SENTENCE = 90
_CLOSING = {"(": ")", "[": "]"}
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCE = re.compile(r"[^.!?…\n]{1,200}")
_LEAST_WORDS_OF_PROSE = 4
_LOWER_CASE_SHARE_OF_PROSE = 0.4  # titles in capitals keep below a third: articles and prepositions


def end_of_title(text: str, match: re.Match[str]) -> int | None:
    """
    Return where the title that begins at `match.end()` ends; None if it cannot be told from the story.

    A title ends with its line, or where prose begins again: at the end of a sentence after which the words are no longer
    in capitals. "Who Is She? All About Her" is one title.
    """
    begin = match.end()
    newline = text.find("\n", begin, begin + 4 * _LONGEST_TITLE)
    stop = newline if newline >= 0 else min(len(text), begin + 4 * _LONGEST_TITLE)
    if (opening := match[0].lstrip()[:1]) in _CLOSING and _CLOSING[opening] not in match[0]:
        closing = text.find(_CLOSING[opening], begin, stop)
        return closing + 1 if begin < closing <= begin + _LONGEST_TITLE else None
    reach = min(stop, begin + _LONGEST_TITLE + _GLANCE)  # what ends later is too long anyway
    end = next((found for found in _sentence_ends(text, begin, reach) if _is_prose(text, found, stop)), stop)
    fused = _FUSED_SENTENCE.search(text, begin + _SHORTEST_TITLE, end)
    if fused and not _is_title_case(text, begin, fused.start()):
        end = fused.start()
    says = _SAYS_WHO.search(text, begin + _SHORTEST_TITLE, end)
    if says and not _is_title_case(text, begin, says.start()):
        end = says.end() - 1
    resumed = _RESUMES.search(text, begin + _SHORTEST_TITLE, end)
    if resumed and _is_long_title(text, begin, resumed.start()):
        end = resumed.start()
    inside = match.start() > 0 and text[match.start() - 1] != "\n"
    if inside and _runs_into_story(text, begin, end):
        end = _end_before_story(text, begin, end)
        if end == begin:
            return None
    cut_short = end == stop and newline < 0 and stop < len(text)
    too_long = end - begin > _LONGEST_TITLE
    runs_on = (
        match.start() > 0
        and text[match.start() - 1] != "\n"
        and end - begin > _LONGEST_SENTENCE_CASE
        and _is_lower_case(text, begin, end)
    )
    return None if cut_short or too_long or runs_on or end - begin < _SHORTEST_TITLE else end


def _runs_into_story(text: str, begin: int, end: int) -> bool:
    return not _is_title_case(text, begin, end) and bool(_TELLS.search(text, begin + _SHORTEST_TITLE, end))


def _end_before_story(text: str, begin: int, end: int) -> int:
    """
    Return where the sentence that a title in sentence case has run into begins; `begin` where that is at once.

    "Ten dead in ferry accident Detective Prewitt said the family had been away.": a sentence begins at a capital behind a
    word that is followed by something. The first such place leaves too much rather than too little of the story.
    """
    for capital in _CAPITAL.finditer(text, begin, end):
        if len(_WORD.findall(text, begin, capital.end())) >= _LEAST_WORDS_OF_PROSE:
            return capital.end() - 1
    return end if end - begin <= _SHORT_SENTENCE and not _REPORTS.search(text, begin, end) else begin


def end_of_labelled_title(text: str, match: re.Match[str]) -> int | None:
    """Return the end of the title behind a label."""
    return end_of_title(text, match)


def end_of_titles(text: str, match: re.Match[str]) -> int:
    """Return the end of the titles on the lines right below an invitation; a line that ends like a sentence is none."""
    end = match.end()
    for _ in range(_MOST_TITLES):
        newline = text.find("\n", end + 1)
        stop = newline if newline >= 0 else len(text)
        title = text[end + 1 : stop]
        if not title or len(title) > _LONGEST_SENTENCE_CASE or title[-1] in _STOPS:
            break
        end = stop
    return end


def _sentence_ends(text: str, begin: int, stop: int) -> list[int]:
    found = _BOUNDARY.finditer(text, begin, stop)
    return [
        match.start() + len(match[0].rstrip())
        for match in found
        if not _NO_BOUNDARY.search(text, max(begin, match.start() - 6), match.start() + 1)
    ]


def _is_prose(text: str, at: int, stop: int) -> bool:
    opening = _SENTENCE.match(text, at, stop)
    return opening is not None and _is_lower_case(text, at, min(opening.end(), at + _GLANCE))


def _is_lower_case(text: str, begin: int, end: int) -> bool:
    words = _WORD.findall(text, begin, end)[1:]
    lower = sum(word[0].islower() for word in words)
    return len(words) >= _LEAST_WORDS_OF_PROSE and lower >= _LOWER_CASE_SHARE_OF_PROSE * len(words)


def _is_title_case(text: str, begin: int, end: int) -> bool:
    words = _WORD.findall(text, begin, end)[1:]
    lower = sum(word[0].islower() for word in words)
    return bool(lower < _LOWER_CASE_SHARE_OF_PROSE * len(words))


def _is_long_title(text: str, begin: int, end: int) -> bool:
    return len(_WORD.findall(text, begin, end)) >= _LEAST_WORDS_OF_PROSE and _is_title_case(text, begin, end)
