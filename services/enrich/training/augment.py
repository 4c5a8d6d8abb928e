"""More out of the same sentences: other names in their places, other capitals, several sentences in one window."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.enrich.training.annotated import Sentence, Span

_NAMES = Path(__file__).parent / "data" / "names.toml"
_SMALL_WORDS = frozenset("a an and as at but by for from in into of on or over the to with".split())
_ACRONYM = 3
_SWAP_SHARE = {"PERSON": 0.8, "ORG": 0.5, "GPE": 0.6}
_COINED_SHARE, _TAIL_SHARE = 0.35, 0.25
_SYLLABLES = (
    "al an bar bel cal cor dan del en far fin gal har in ka kes lar lu ma mer mi na nor or pal pra qua ra ro sa sel "
    "sol ta tel tor u va vel ver vi xi ya zan zen zo"
).split()
_ENDINGS = (
    "a ara era ex ia ix ora on o orp tech sys pay net bank gas energy air jet mart fin cell media ly vo ra tra nova"
).split()
_TAILS = tuple(f" {word}" for word in "Group Holdings Energy Foods Capital Motors Pharma Technologies Airlines Bank".split())
_UPPER, _TITLE, _LOWER = 0.05, 0.11, 0.15


@dataclass(frozen=True)
class Region:
    """Names that are found together."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[str, ...]
    orgs: tuple[str, ...]

    def replacement(self, label: str, name: str, choose: random.Random) -> str:
        """Invent a name of the same kind; a person keeps the number of names, an acronym stays an acronym."""
        if label == "PERSON":
            return self._person(name, choose)
        if label == "GPE":
            return choose.choice(self.places)
        acronym = name.isupper()
        if not acronym and choose.random() < _COINED_SHARE:
            return coined(choose)
        fits = [each for each in self.orgs if each.isupper() == acronym] or list(self.orgs)
        pattern = choose.choice(fits)
        return pattern.format(place=choose.choice(self.places), family=choose.choice(self.family))

    def _person(self, name: str, choose: random.Random) -> str:
        parts = name.split()
        family = choose.choice(self.family)
        if len(parts) == 1:
            return family if choose.random() < 0.7 else choose.choice(self.given)  # noqa: PLR2004
        given = [choose.choice(self.given)]
        if len(parts) >= _ACRONYM and choose.random() < 0.5:  # noqa: PLR2004
            given.append(choose.choice((choose.choice(self.given), choose.choice("ABCDEGHJKLMNPRSTV") + ".")))
        return " ".join((*given, family))


def coined(choose: random.Random) -> str:
    """
    Coin a company's name that nobody has seen, so that the words around it must do.

    >>> coined(random.Random(3))
    'Velair Bank'
    """
    name = "".join(choose.choice(_SYLLABLES) for _ in range(choose.choice((1, 2, 2)))) + choose.choice(_ENDINGS)
    tail = choose.choice(_TAILS) if choose.random() < _TAIL_SHARE else ""
    return name.capitalize() + tail


def regions() -> list[Region]:
    """Read the lists of names."""
    rows = tomllib.loads(_NAMES.read_text(encoding="utf-8")).values()
    return [Region(**{key: tuple(value) for key, value in row.items()}) for row in rows]


def swap_names(sentence: Sentence, region: Region, choose: random.Random) -> Sentence:
    """Put names of `region` in the place of persons, organisations and places; equal names stay equal."""
    chosen: dict[tuple[str, str], str] = {}
    text, spans, at = "", [], 0
    for span in sentence.spans:
        name = sentence.text[span.start : span.end]
        has_article = sentence.text[: span.start].lower().endswith("the ") and span.label != "ORG"
        if not has_article and choose.random() < _SWAP_SHARE.get(span.label, 0.0):
            chosen.setdefault((span.label, name), region.replacement(span.label, name, choose))
        text += sentence.text[at : span.start]
        new = chosen.get((span.label, name), name)
        spans.append(Span(len(text), len(text) + len(new), span.label))
        text += new
        at = span.end
    return Sentence(text + sentence.text[at:], tuple(spans), sentence.source)


def recase(sentence: Sentence, style: str) -> Sentence:
    """
    Write the sentence as a headline might be: ``upper``, ``title`` or ``lower``; offsets stay true.

    >>> recase(Sentence("Rates of the bank fall", (), "own"), "title").text
    'Rates of the Bank Fall'
    """
    if style == "title":
        words = sentence.text.split(" ")
        text = " ".join(word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in words)
    else:
        text = sentence.text.upper() if style == "upper" else sentence.text.lower()
    if len(text) != len(sentence.text):
        return sentence
    ends_in_name = any(span.end == len(text) for span in sentence.spans)
    headline = style == "title" and not ends_in_name
    return Sentence(text.removesuffix(".") if headline else text, sentence.spans, sentence.source)


def augmented(sentences: list[Sentence], swap_share: float, seed: int) -> Iterator[Sentence]:
    """
    Give every sentence once, some with other names or capitals, joined by ones to threes.

    Only neighbours of one source are joined: what a source leaves open differs.
    """
    choose = random.Random(seed)  # noqa: S311
    everywhere = regions()
    by_source: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        varied = sentence
        if choose.random() < swap_share:
            varied = swap_names(sentence, choose.choice(everywhere), choose)
        style = choose.random()
        if style < _LOWER:
            varied = recase(varied, "upper" if style < _UPPER else "title" if style < _TITLE else "lower")
        by_source.setdefault(sentence.source, []).append(varied)
    for group in by_source.values():
        choose.shuffle(group)
        at = 0
        while at < len(group):
            size = choose.choice((1, 1, 2, 3))
            yield joined(group[at : at + size])
            at += size


def joined(sentences: list[Sentence]) -> Sentence:
    """Write several sentences as one text."""
    text, spans = "", []
    for sentence in sentences:
        text += " " if text else ""
        spans += [Span(len(text) + span.start, len(text) + span.end, span.label) for span in sentence.spans]
        text += sentence.text
    return Sentence(text, tuple(spans), sentences[0].source)
