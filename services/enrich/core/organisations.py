"""Which mentions of organisations are one: acronyms, departments with and without their country, short company names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from services.enrich.core.countries import country_code
from services.enrich.core.institutions import GENERIC, INSTITUTIONS
from services.enrich.core.names import CONNECTING, DEPARTMENTS, LEGAL_FORMS
from services.enrich.core.spelling import is_short_for, words_of

_ACRONYM_LENGTHS: Final = range(2, 9)
_MOST_ALIKE: Final = 50  # comparing more would take a minute for a list of thousands


class Named(NamedTuple):
    """An organisation's name as it is printed, and the name right before it if it stands in brackets: "(EXIM)"."""

    name: str
    after: str | None = None


def join_organisations(names: Sequence[Named]) -> dict[str, str]:
    """
    Map each printed name to the one that tells most fully what it is: itself, if none does or several do.

    >>> said = ["US Department of State", "State Department", "US Treasury", "US Department of the Treasury", "IMF"]
    >>> said += ["International Monetary Fund", "Export-Import Bank", "Tata", "Tata Steel", "Tata Motors"]
    >>> joined = join_organisations([*map(Named, said), Named("EXIM", after="Export-Import Bank")])
    >>> [joined[name] for name in ("State Department", "US Treasury", "IMF", "EXIM", "Tata")]
    ['US Department of State', 'US Department of the Treasury', 'International Monetary Fund', 'Export-Import Bank', 'Tata']
    """
    forms = [_form(name) for name in dict.fromkeys(named.name for named in names)]
    in_brackets = {named.name: named.after for named in names if named.after is not None}
    fullest: defaultdict[object, list[_Form]] = defaultdict(list)
    target: dict[str, str] = {}
    for form in sorted(forms, key=lambda form: (form.is_acronym, -len(form.words))):
        near = list(dict.fromkeys(full for trait in form.traits() for full in fullest[trait][:_MOST_ALIKE]))
        fitting = [full for full in near if form.is_same(full)]
        fitting = fitting or [full for full in near if form.stands_for(full)]
        explained = fullest[in_brackets.get(form.name)]
        if not fitting and explained and is_short_for(form.words[0], explained[0].words):
            fitting = explained
        if len(fitting) == 1:
            target[form.name] = fitting[0].name
            continue
        target[form.name] = form.name
        for trait in {form.name, *form.traits(), *form.acronyms()}:
            fullest[trait].append(form)
    return target


def institution(name: str) -> str:
    """
    Spell an organisation as its key does: by its full name where it is one of those known everywhere by others too.

    >>> institution("EU"), institution("US Department of State"), institution("State Department"), institution("Acme Corp.")
    ('european-union', 'us-state-department', 'us-state-department', 'acme')
    """
    words = _form(name).words
    plain = "-".join(words)
    return INSTITUTIONS.get(plain, plain)


@dataclass(frozen=True, slots=True, eq=False)  # each is made once; comparing them word by word took most of the time
class _Form:
    """What is compared of a name: its words without legal form and country, and what a department is responsible for."""

    name: str
    words: tuple[str, ...]
    own: tuple[str, ...]
    country: str | None
    remit: frozenset[str]
    is_acronym: bool

    @classmethod
    def of(cls, name: str) -> _Form:
        words = words_of(name)
        while len(words) > 1 and words[-1] in LEGAL_FORMS:
            words = words[:-1]
        country, own = _without_country(name, words)
        remit = frozenset(own) - DEPARTMENTS - CONNECTING if DEPARTMENTS.intersection(own) else frozenset()
        capitals = sum(map(str.isupper, name))
        is_acronym = len(words) == 1 and len(words[0]) in _ACRONYM_LENGTHS and 2 * capitals > len(words[0])
        return cls(name, words, own, country, remit, is_acronym)

    def is_same(self, full: _Form) -> bool:
        """Compare two names of one length: only country, legal form or the order of "Department of" may differ."""
        if self._is_elsewhere(full):
            return False
        return self.own == full.own or (bool(full.remit) and full.remit in {self.remit, frozenset(self.own)})

    def traits(self) -> set[object]:
        """Give what a name shares with every name that may be the same: compared are only those that share one."""
        return {self.own, self.own[0], self.own[-1], self.words[0], self.remit or frozenset(self.own)}

    def stands_for(self, full: _Form) -> bool:
        """Say whether this is the acronym or a part of a fuller name that readers would take for the whole."""
        if self.is_acronym:
            return self.words[0] in full.acronyms()
        if self._is_elsewhere(full):
            return False
        short, long = self.own, full.words
        begins = long[: len(short)] == short and not GENERIC.issuperset(short) and not _is_numbered(long)
        ends = long[-len(short) :] == short and GENERIC.intersection(short) and self.country is None
        branch = begins and country_code(" ".join(long[len(short) :])) is not None  # "Amnesty International India"
        return len(short) < len(long) and bool(begins or ends) and not branch

    def _is_elsewhere(self, other: _Form) -> bool:
        return self.country is not None and other.country is not None and self.country != other.country

    def acronyms(self) -> frozenset[str]:
        """Give the letters that the name may be known by: with and without "of" and "and", and its country."""
        return frozenset(
            "".join(word[0] for word in words)
            for words in (self.words, self.own, words_of(self.name), [word for word in self.words if word not in CONNECTING])
            if words
        ) | {"".join(word[0] for word in self.own if word not in CONNECTING)}


@lru_cache(maxsize=4096)
def _form(name: str) -> _Form:
    return _Form.of(name)


def _is_numbered(words: tuple[str, ...]) -> bool:
    """Say whether a name has a number, as a maker's product has and the maker has not."""
    return any(map(str.isdigit, "".join(words)))


def _without_country(name: str, words: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    first, _, rest = name.removeprefix("The ").removeprefix("the ").partition(" ")
    code = country_code(first) if rest else None
    return (code, words[1:]) if code and len(words) > 1 else (None, words)
