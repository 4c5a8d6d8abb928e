"""What is known of the world's places: names of cities, and whether an area's name means a region or a country."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib import resources
from typing import Literal

_NOT_LETTERS = re.compile(r"[\W_]+")
# Letters that Unicode does not take apart, though readers do.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_LONGEST_CODE = 3
_OFFICIAL = re.compile(r"^(?i:(?:the )?(?:(?:kingdom|sultanate|state|republic) of (?:the )?)?)(?=\w)")


def folded(name: str) -> str:
    """
    Return `name` without case, accents and punctuation, so that spellings of one name are equal.

    >>> folded("SÃO  PAULO") == folded("Sao Paulo")
    True
    """
    apart = (
        name if name.isascii() else "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    )
    return _NOT_LETTERS.sub(" ", apart.casefold().translate(_PLAIN)).strip()


def _read(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _without_dots(name: str) -> str:
    return folded(name.replace(".", ""))


_NAMES = [line for line in _read("places.txt").splitlines() if not line.startswith("#")]
_UNMISTAKABLE = frozenset(name for name in _NAMES if not name.startswith("?"))
_MISTAKABLE = frozenset(name[1:] for name in _NAMES if name.startswith("?"))
_AREAS = json.loads(_read("areas.json"))
_COUNTRIES = frozenset(_without_dots(name) for name in _AREAS["countries"])
_REGIONS = frozenset(_without_dots(name) for names in _AREAS["regions"].values() for name in names)
_CODES = frozenset(
    _without_dots(name)
    for names in (_AREAS["countries"], *_AREAS["regions"].values())
    for name in names
    if name.isupper() and "." not in name and len(name) <= _LONGEST_CODE
)
_ALL = _UNMISTAKABLE | _MISTAKABLE | _COUNTRIES | _REGIONS
_COUNTRY_OF_CITY = {"tbilisi": "georgia", "batumi": "georgia", "kutaisi": "georgia", "gori": "georgia"}


def is_place(name: str) -> bool:
    """Say whether `name` is a known city, region or country, even one that is also a word or a person's name."""
    key = folded(name)
    return key in _ALL or key.removesuffix(" city") in _ALL


def is_unmistakable_place(name: str) -> bool:
    """Say whether `name` can hardly be anything but a known city."""
    key = folded(name)
    return key in _UNMISTAKABLE or key.removesuffix(" city") in _UNMISTAKABLE


def area_kind(name: str, *, of_city: str | None = None) -> Literal["region", "country"] | None:
    """
    Say what the area `name` after a city's name is; None if it is not known.

    Codes count in capitals only: "PORTLAND, OR" has a region, "Portland, or what is left of it" has none.
    """
    key = _without_dots(_OFFICIAL.sub("", name))
    if key in _CODES and not name.isupper() and "." not in name:
        return None
    if of_city and _COUNTRY_OF_CITY.get(folded(of_city)) == key:
        return "country"
    if key in _REGIONS and key == "georgia":
        return "region"
    if key in _COUNTRIES:
        return "country"
    return "region" if key in _REGIONS else None
