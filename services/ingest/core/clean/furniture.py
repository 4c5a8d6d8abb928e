"""
Page furniture in words that no other rule knows: judged by how a line is built and which classes of words it draws on.

The last family. It names no outlet and no phrase: each rule asks what a line or a sentence consists of (page_words.py) and
takes it out only where nothing in it is a story's.
"""

from __future__ import annotations

import re

from services.ingest.core.clean.page_words import (
    BUTTON,
    CALL,
    GESTURE,
    MEDIUM,
    PAGE,
    STOP,
    TALK,
    TOKEN,
    Worth,
    folded,
    worth,
)
from services.ingest.core.clean.rule import NAME, Rule, compiled, line, phrases

_ENOUGH = 3.0
_LEANS = 0.5
_MOST_SENTENCES = 4
_LONGEST_BULLET = 4
_NEARLY_OVER = 300  # characters
_MOST_CONTROL_WORDS = 12
_SENTENCE = re.compile(r"[^\n]{1,300}?(?:[.!?…]++[\"”’')\]]?(?=\s|$)|$)", re.MULTILINE)
_ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vs|No|Sen|Rep|Gov|Gen|Jr|Sr|Prof|Inc|Ltd|Co|a\.m|p\.m|[A-Z])\.$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BEFORE_NAME = frozenset("from on in about of by with to our at for de trust".split())
_OPENS_LIST = frozenset(
    "more latest top other similar next previous back return skip elsewhere all most recent from explore discover view see "
    "show hide read further popular also on in featured editor's people what must load this full best our".split()
)
_OPENERS = frozenset(
    {
        *CALL,
        *"be make remember what which are would how have click".split(),
        *"please you your our we want if do did have got love loved already by no also to don't don’t available i thank "
        "thanks get while because until".split(),
    }
)


def begins_line(text: str, at: int) -> bool:
    """Say whether a line begins at `at`, but for a bullet."""
    before = text[max(0, at - _LONGEST_BULLET) : at]
    line = before.rpartition("\n")[2]
    return (len(line) < len(before) or at <= _LONGEST_BULLET) and not line.strip(" >»•*→▶►●■–—-([")


def ends_sentence(text: str, at: int) -> bool:
    """Say whether a sentence of the story ends before `at`: what follows stands by itself."""
    return text[max(0, at - 3) : at].rstrip()[-1:] in set(".!?…”\"’')")


def end_of_call(text: str, match: re.Match[str]) -> int | None:
    """
    Return the end of the sentences in which an outlet speaks to its readers; None where a story speaks.

    One of the sentences must be beyond doubt; its neighbours in the line may lean on it.
    """
    at = match.start()
    if match["first"].lower() not in _OPENERS or not at or text[at - 2 : at].strip() in {":", ";", ",", "—", "–", "-"}:
        return None
    newline = text.find("\n", at)
    stop = newline if newline >= 0 else len(text)
    certain, end, begin, count = False, None, at, 0
    for found in _SENTENCE.finditer(text, at, stop):
        if found.end() < stop and _ABBREVIATED.search(text, max(begin, found.end() - 6), found.end()):
            continue
        read = worth(text[begin : found.end()])
        if not _leans(read):
            break
        certain = certain or _is_call(read, inside=found.end() < stop and text[at - 1] != "\n")
        end, begin, count = found.end(), found.end(), count + 1
        if count == _MOST_SENTENCES:
            break
    return end if certain else None


def _leans(read: Worth) -> bool:
    return (
        not read.told
        and read.score >= _LEANS
        and (read.calls or read.ours or read.readers or bool(not read.unknown and (read.page or read.gesture)))
    )


def _is_call(read: Worth, *, inside: bool) -> bool:
    if read.score < _ENOUGH or (inside and not read.ours):
        return False
    known = read.page + read.gesture + read.talk
    if read.calls and 2 * read.unknown <= known:
        named = read.page > 1 or (read.page and (read.ours or read.readers or not read.unknown))
        if named or (read.ours and read.unknown <= 1):
            return True
    if read.unknown > 1 or known < 3:  # noqa: PLR2004
        return False
    return bool(read.page or read.ours) or bool(read.gesture and not read.unknown and not inside)


def end_of_control(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a line that is made of a page's words alone, but for a name at its end; None for any other."""
    own_line = begins_line(text, match.start()) or (match.end() == len(text) and ends_sentence(text, match.start()))
    words = TOKEN.findall(_CAMEL.sub(" ", match["control"]))
    if not words or len(words) > _MOST_CONTROL_WORDS or not (own_line or ends_sentence(text, match.start())):
        return None
    first, last = folded(words[0]), folded(words[-1])
    made_of = _counted(words, own_line=own_line)
    if not made_of or first in {"the", "a", "an"}:
        return None
    page, medium, talk = made_of
    if match["stop"] and any(word.isdigit() for word in words):
        return None
    if match["stop"]:
        return match.end() if begins_line(text, match.start()) and page + talk > 1 and (page or medium) else None
    least = 2 if len(text) - match.end() < _NEARLY_OVER else 3
    if page or (own_line and len(words) > 1 and talk + page >= least):
        return match.end()
    opens = first in _OPENS_LIST or first in CALL
    listed = own_line and opens and len(words) > 1 and (medium or last in {"more", "less", "all", "here"})
    return match.end() if listed else None


def _counted(words: list[str], *, own_line: bool) -> tuple[int, int, int] | None:
    """Count the words of the page, of its content and of its talk; None where any other is among them, but for a name."""
    page = medium = talk = 0
    named = False
    for index, token in enumerate(words):
        word = folded(token)
        button = own_line and word in BUTTON
        known = button or word in PAGE or word in GESTURE or word in TALK or word in STOP or word.isdigit()
        if not known and index and token[0].isupper() and (named or folded(words[index - 1]) in _BEFORE_NAME):
            named = True
            continue
        if not known or named:
            return None
        page += button or word in PAGE or word in GESTURE
        medium += word in MEDIUM
        talk += word in TALK
    return page, medium, talk


def end_of_labelled(text: str, match: re.Match[str]) -> int | None:
    """Return the end of a label and a title; behind a sentence of the story only of a title in capitals."""
    words = [token for token in TOKEN.findall(match["title"]) if folded(token) not in STOP]
    in_capitals = all(not token[0].islower() for token in words)
    alone = begins_line(text, match.start()) or (in_capitals and ends_sentence(text, match.start()))
    return match.end() if alone else None


_LABEL = (
    r"(?:(?:also|now|must|keep|just|more|here|you|may|might|want|to|like|read|watch|listen|hear|see|look|view|"
    r"follow|earlier|"
    r"previous|previously|related|recommended|further|full|in|depth|pictures?|photos?|pics|images?|numbers|brief|"
    r"case|missed|"
    r"don[’']t|do|not|miss|elsewhere|live|blog|updates?|video|audio|podcast|gallery|graphics?|infographic|interactive|"
    r"maps?|data|chart|explained|explainer|analysis|opinion|editorial|comment|column|interview|profile|timeline|"
    r"factbox|quiz|"
    r"poll|newsletter|exclusive|breaking|latest|trending|popular|next|up|story|stories|news|report|coverage|article|reading|"
    r"deep|dive|interest|slideshow|letters?|below|above|other|headlines|recent|content|complete|background|facts?|"
    r"check|part|from|the|our|archives?|on|this|topic|section|background|context|flashback|throwback|review|preview|recap|"
    r"highlights|special|long|big|top|best|of|week|day|today|one|for|you|sign)(?:[ ]|(?=\s?[:|»]))){1,6}"
)
_TITLE = r"(?P<title>[\"'“‘]?[^\W_][^\n|]{7,180}(?<![.,;:\"”]))"


RULES = (
    Rule(
        id="furniture.control",
        begins="sentence",
        hints=("*",),
        pattern=compiled(
            r"(?=[^\n]{2,90}+$)[^\w\n]{0,4}(?P<control>[^\n.!?:;\"“”@/]{2,85}+)(?P<stop>(?:[.!?](?!\.))?)(?:\.{3}|…|"
            r":)?[^\w\n.!?…]{0,3}$"
        ),
        extent=end_of_control,
        example="The ferry sails again.\n\n⟦Open image in gallery⟧\n\nTickets cost less than in 2019, the company said.",
        counter_example="The ferry sails again.\n\nThe image of a town\n\nTickets cost less.",
    ),
    Rule(
        id="furniture.call",
        begins="sentence",
        hints=(
            *sorted(PAGE),
            *phrases(
                "our, us, http*, www.*, @*, signed, successfully, this article, this story, your email, comments, comment, "
                "email address, privacy policy, terms of, login, log in"
            ),
        ),
        pattern=compiled(r"[(\[]?(?P<first>[^\W\d_]++(?:['’-][^\W\d_]++)*+)(?=[\s,!])"),
        extent=end_of_call,
        example="The ferry sails again.\n\n⟦Enjoyed this piece? You'll love our weekend podcast.⟧",
        counter_example="The ferry sails again.\n\nYou can find the app in every pocket of the town, the mayor said.",
    ),
    Rule(
        id="furniture.label",
        begins="sentence",
        hints=(":", "|"),
        pattern=line(
            rf"(?=[^\n:|»]{{2,60}}+[:|»])(?=[^\n]{{8,260}}+$)[^\w\n]{{0,3}}{_LABEL}(?: (?:on|from|at|in|by) "
            rf"{NAME})?\s?[:|»]\s{_TITLE}"
        ),
        zone="below",
        extent=end_of_labelled,
        example="The ferry sails again.\n\n⟦Earlier report: Harbour dues to rise⟧\n\nTickets cost less than in 2019.",
        counter_example="The ferry sails again.\n\nMore: he wanted more, and he got it.",
    ),
    Rule(
        id="furniture.more-at",
        begins="sentence",
        hints=phrases("here, read more, full story, full article, full report, original, http*, www.*, found at"),
        pattern=compiled(
            rf"(?:(?:read|see|find|view|watch|listen to|get)\b[^.!?\n\"“”]{{2,80}} (?:here|at (?:https?://|"
            rf"www\.)\S{{3,100}})|"
            rf"read (?:more|the (?:full|original|whole|rest)[\w ]{{0,30}}) (?:at|on|in|from|via) (?:the )?{NAME}|"
            rf"view (?:the )?(?:original|full)[\w ]{{0,30}} (?:on|at) [\w-]{{2,30}}(?:\.[\w-]{{2,12}}){{1,2}}|"
            rf"(?:the|our|for the) (?:full|original|complete) [\w ]{{3,40}} (?:can be (?:found|read|seen|viewed)|"
            rf"is (?:available|here)"
            rf"|,? ?visit|see|go to)\b[^.!?\n]{{0,20}}(?:(?:https?://|www\.)\S{{3,100}}|[\w.-]{{3,40}}/\S{{1,100}}|"
            rf"here|{NAME}))"
            r"(?:\.(?=\s|$)|$)"
        ),
        zone="tail",
        example="The ferry sails again. ⟦The full report can be found here.⟧",
        counter_example="The ferry sails again. See the old port from here and you weep.",
    ),
)
