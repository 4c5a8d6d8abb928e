"""Where a call to readers ends that runs on into the story without a full stop."""

from __future__ import annotations

import re
from itertools import islice, pairwise

from services.ingest.core.clean.page_words import CALL, GESTURE, PAGE, STOP, TALK, TOKEN, folded

_MOST_FUSED_WORDS = 20
_MAY_BEGIN = re.compile(r"\w [A-Z][\w’'-]* [a-z]")
_LEAST_STRANGE = 2
_BEGINS = frozenset("He She It They We The A An In On At But And His Her Their When While As After Before".split())
_JOINTS = frozenset({"", ",", "&"})
_ENDS_NOTHING = frozenset("the a an our your my this that of to on in for at from by with and or via as is are like".split())


def end_of_run(text: str, start: int, stop: int) -> int | None:
    """
    Return where a page's words end and a sentence begins that no full stop divides from them; None where there is none.

    It begins at the last capital among those words, or right behind them, that a small letter follows: "Click here for live
    updates The mill closed".
    """
    if not _MAY_BEGIN.search(text, start, stop):
        return None
    end: int | None = None
    tokens = list(islice(TOKEN.finditer(text, start, stop), _MOST_FUSED_WORDS))
    in_capitals, before, pronoun = True, "", False
    for index, (token, following) in enumerate(pairwise(tokens)):
        begins = token[0][0].isupper() and following[0][0].islower() and following.start() == token.end() + 1
        of_page = folded(before) in PAGE and not _is_of_page(token[0])
        ends = in_capitals or of_page or (before[:1].islower() and before not in _ENDS_NOTHING)
        if index > 1 and begins and ends and not token[0].endswith(("'s", "’s")):
            end, pronoun = token.start(), token[0] in _BEGINS
        in_capitals, before = in_capitals and token[0][0].isupper() and _is_of_page(token[0]), token[0]
        joined = text[token.end() : following.start()].strip() in _JOINTS
        if not joined or not (_is_of_page(token[0]) or token[0][0].isupper()):
            break
    strange = [word for word in TOKEN.findall(text, end, stop) if word.islower() and not _is_of_page(word)] if end else []
    return end if pronoun or len(strange) >= _LEAST_STRANGE else None


def _is_of_page(token: str) -> bool:
    word = folded(token)
    return word in PAGE or word in GESTURE or word in TALK or word in STOP or word in CALL
