"""The words with which a page speaks of itself and to its readers, in classes, and what a passage made of them is worth."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import resources
from typing import Final

_CLASSES: Final[dict[str, list[str]]] = json.loads(
    resources.files("services.ingest.core").joinpath("page_words.json").read_text(encoding="utf-8")
)


def _words(name: str) -> frozenset[str]:
    return frozenset(word for row in _CLASSES[name] for word in row.split())


PAGE: Final = _words("page")
"""Media, and parts of a page, that stories seldom name: newsletter, inbox, app, tap."""
GESTURE: Final = _words("gesture")
"""What is done with a page, in words that stories use as well: share, read, comment, video."""
TALK: Final = _words("talk")
"""What an outlet says about itself and to its readers, in ordinary words: our, stories, join, latest."""
STOP: Final = _words("stop")
"""Words that say nothing about what a passage is."""
CALL: Final = _words("call")
"""Verbs with which readers are asked to do something."""
MEDIUM: Final = _words("medium")
"""What a page calls its content: stories, news, section."""
ACT: Final = _words("act")
"""What somebody did for a story: reporting, editing, photos."""
PEOPLE: Final = _words("people")
"""Who files stories without a name: desk, correspondent."""
WIRE: Final = _words("wire")
"""Whose copy went into a story: agencies, inputs."""
JOINT: Final = _words("joint")
"""What stands between roles and names."""
BUTTON: Final = _words("button")
"""What stands on buttons and over boxes: part of a page in a line of its own, but not in a sentence."""
SECTION: Final = _words("section")
"""What a site calls its sections, and the labels above a headline."""

TOKEN: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*['’]?")
CONTACT: Final = re.compile(
    r"(?:https?://|www\.)\S{3,200}|[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,3}|(?<!\w)[@#]\w{2,40}|"
    r"\b[a-z0-9-]{2,40}\.(?:com|org|net|co|in|uk|news|tv|info|io|example)\b(?:/\S{0,100})?"
)
"""Addresses of pages, mailboxes and accounts, and hashtags."""

_TOLD = re.compile(
    r"[\"“”«»„]|\b(?:said|says|say|told|tells|asked|asks|warned|warns|joked|wrote|writes|urged|urges|adds|"
    r"announced|admitted|"
    r"argues|claims|insists|notes|according|reportedly|officials|police|court|minister|government|president|spokes\w+|he|"
    r"she|his|her|him|they|their|them|whose|were|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|ago|[a-z]{3,}ed)\b"
)
_ASKS = frozenset(
    "please kindly and or also just simply now then don't never why not to for be sure make certain remember always".split()
)
_LEADS = frozenset("if want got have do did love".split())
_SCARE = re.compile(r"[\"“][^\"”\n]{1,12}[\"”]")  # “as is”: nobody speaks
_OURS = re.compile(
    r"\b(?:our|us)\b|\bterms of (?:use|service)\b|\bprivacy policy\b|\bi (?:agree|accept|consent|have read)\b"
)


@dataclass(frozen=True, slots=True)
class Worth:
    """
    How much a passage speaks for being the page's own words.

    `page` counts media and addresses, `gesture` what is done with them, `talk` the rest of what pages say, `unknown` words
    that are in no class and no names; `told` is what only stories have: quotes, speech, persons, the past. `calls`: it asks
    its readers to do something; `ours`, `readers`: it names the outlet or its readers.
    """

    score: float
    page: int
    gesture: int
    talk: int
    unknown: int
    told: int
    calls: bool
    ours: bool
    readers: bool


def folded(token: str) -> str:
    """Return `token` as it is listed: lower case, straight apostrophe, no possessive."""
    word = token.lower().replace("’", "'")
    return word[:-2] if word.endswith("'s") and word != "editor's" else word.rstrip("'")


def worth(passage: str) -> Worth:
    """Weigh `passage`, one sentence or line: what is the page's adds to its score, what is the story's takes from it."""
    bare, contacts = CONTACT.subn(" ", _SCARE.sub(" ", passage))
    tokens = TOKEN.findall(bare)
    words = [folded(token) for token in tokens]
    medium = sum(word in PAGE for word in words)
    gesture = sum(word in GESTURE for word in words)
    talk = sum(word in TALK for word in words)
    strange = [index for index, word in enumerate(words) if word not in _LISTED and not word.isdigit()]
    names = 0 if bare.isupper() else sum(bool(index) and tokens[index][0].isupper() for index in strange)
    unknown = len(strange) - names
    told = sum(folded(found) not in _ALL for found in _TOLD.findall(bare.lower()))
    first = next((word for word in words if word not in _ASKS), "")
    calls = first in CALL or (first in _LEADS and any(word in CALL for word in words[1:]))
    ours = bool(_OURS.search(bare.lower()))
    readers = "you" in words or "your" in words
    score = 2 * (medium + contacts) + gesture + talk + 1.5 * calls - 0.75 * unknown - 0.25 * names - 2 * told
    return Worth(score, medium + contacts, gesture, talk, unknown, told, calls, ours, readers)


_LISTED: Final = PAGE | GESTURE | TALK | STOP
_ALL: Final = PAGE | GESTURE | TALK | ACT
