"""Who files stories: known agencies, press-release wires and outlets, and what an unknown one looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import resources

_NOT_LETTERS = re.compile(r"[\W_]+")
_JOINTS = re.compile(r"\s*[/+&,|]\s*|\s+(?:-|–|—|via|and)\s+")
_CALL_SIGN = re.compile(
    r"(?:[KW][A-Z]{2,3}|C[BFHIJK][A-Z]{2})(?:-?(?:TV|DT|FM|AM|LD|CD))?(?:[ /-]?\d{1,2})?|(?i:ABC|CBS|NBC|"
    r"FOX|CW|PBS|My ?Fox|Local|News|Channel) ?\d{1,2}(?: News)?|\d{1,2}(?: ?News|On Your Side|TV)"
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9.&'-]{1,11}")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{2,30}\.(?:com|org|net|tv|news|info|in|[a-z]{2}|co\.[a-z]{2})")
_CAMEL = re.compile(r"[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+|[a-z]{1,3}[A-Z][A-Za-z0-9]+")
_PRESS_WORD = re.compile(
    r"(?:News|Newswire|Press|Presswire|Wire|Times|Radio|TV|Television|Media|Agency|Herald|Post|Tribune|Journal|Gazette|"
    r"Daily|Today|Network|Broadcasting|Broadcaster|Bureau|Correspondent|Reporter|Online|Live|Observer|Chronicle|Telegraph|"
    r"Monitor|Standard|Independent|Guardian|Mirror|Sun|Star|Mail|Express|Examiner|Inquirer|Enquirer|Citizen|Nation|"
    r"Advertiser|Advocate|Argus|Banner|Beacon|Bulletin|Courier|Dispatch|Digest|Globe|Leader|Ledger|Mercury|Messenger|"
    r"Newsroom|Outlook|Pioneer|Register|Report|Review|Sentinel|Spectator|Statesman|Voice|Weekly|World|Magazine|FM|AM|"
    r"Channel|Service|Services|Syndicate|Newspapers?|Publications?|Watch|Insider|Sports?|Business|Desk|Staff)\b"
)
_LONGEST = 40

KNOWN, LIKELY, POSSIBLE, UNLIKELY = 4, 3, 2, 1
"""What `agency_weight` says."""

_NAME = re.compile(r"[^\W\d_a-z][\w.'’&!-]*(?: (?:of|the|de|la|el|al|on|in|and|&|[^\W\d_a-z][\w.'’&!-]*)){0,4}")
# In brackets at the head of a text, but not who filed it.
_NOT_AGENCIES = frozenset(
    "update updated video photo photos watch live breaking exclusive opinion analysis explainer correction corrected adds "
    "refiles repeats recasts file usa uk us eu un un/ap isis nato covid nsfw spoiler note editorial sponsored advertorial "
    "graphic column feature review recap listen podcast gallery poll quiz tv".split()
)


def _key(name: str) -> str:
    return _NOT_LETTERS.sub("", name.casefold())


def _known() -> frozenset[str]:
    groups = json.loads(resources.files(__package__).joinpath("agencies.json").read_text(encoding="utf-8"))
    return frozenset(_key(name) for names in groups.values() for name in names)


_KNOWN = _known()


def is_agency(name: str) -> bool:
    """
    Say whether `name` is a known agency, alone or joined with others.

    >>> is_agency("AFP"), is_agency("dpa/AP"), is_agency("Acme")
    (True, True, False)
    """
    return _is_known(name, _is_listed)


def is_agency_tag(name: str) -> bool:
    """
    Say whether `name`, printed in brackets, is a known agency or a broadcaster's call sign, alone or joined with
    others.
    """
    return _is_known(name, lambda part: _is_listed(part) or bool(_CALL_SIGN.fullmatch(part)))


def _is_listed(name: str) -> bool:
    return _key(name) in _KNOWN


def _is_known(name: str, known: Callable[[str], bool]) -> bool:
    if len(name) > _LONGEST:
        return False
    return known(name) or any(known(part) for part in _JOINTS.split(name)[:4] if part != name)


def agency_weight(name: str) -> int:
    """
    Say how much `name`, printed where an agency belongs, speaks for being one: KNOWN, LIKELY, POSSIBLE, UNLIKELY or 0.

    Most agencies and outlets of the world are in no list, so the shape of a name is evidence too.

    >>> [agency_weight(name) for name in ("AFP", "Harl News", "HWN", "Kuensel", "my own view")]
    [4, 3, 2, 1, 0]
    """
    if is_agency_tag(name):
        return KNOWN
    if len(name) > _LONGEST or _key(name) in _NOT_AGENCIES or not name[:1].isalnum():
        return 0
    shapes = (_DOMAIN, _CAMEL)
    if any(shape.fullmatch(name) for shape in shapes) or (
        name[0].isupper() and _NAME.fullmatch(name) and _PRESS_WORD.search(name, 2)
    ):
        return LIKELY
    parts = _JOINTS.split(name)
    if all(_ACRONYM.fullmatch(part) for part in parts):
        return POSSIBLE
    return UNLIKELY if _NAME.fullmatch(name) else 0
