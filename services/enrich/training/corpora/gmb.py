"""The Groningen Meaning Bank's names: much news, tagged by machine and corrected in part, so cleaned here by rule."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from services.enrich.training.annotated import Sentence, Span, join_words, tag_runs
from services.enrich.training.gazetteer import countries, demonyms, is_demonym, place_label, title_length
from services.enrich.training.labels import NAMED_THING

_MIN_WORDS = 4
_TYPES = {"org": "ORG", "tim": "DATE", "art": NAMED_THING, "eve": "EVENT|MISC", "nat": NAMED_THING}
_DATE_WORD = re.compile(
    r"\b(?:(?:1[5-9]|20)\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|years?|months?|weeks?|today|yesterday|tomorrow|century|decades?|\d{4}s)\b"
)
_ALWAYS_ORG = (
    "U.N.|UN|United Nations|NATO|European Union|EU|African Union|Taleban|Taliban|al-Qaida|Al-Qaida|al-Qaeda|"
    "Hamas|Hezbollah|Fatah|"
    "White House|Pentagon|Kremlin|State Department|U.N. Security Council|Security Council|Congress|Senate|Associated Press|"
    "Reuters|Xinhua|CIA|FBI|IAEA|IMF|OPEC|NASA|AU|VOA|CNN|AFP|World Bank|FARC|PKK|Red Cross|Arab League|Supreme Court"
).split("|")
_NO_NAME = frozenset("Secretary President Prime Minister Vice Foreign Defense General State AIDS Islam Ramadan".split())
_LONG_ORG = re.compile(
    r"\b(?:(?!The )(?:U\.S\.|[A-Z][\w'-]+) )*(?:Ministry|Department|Bank|Council|Commission|Committee|"
    r"Court|University|Institute|"
    r"Organization|Agency|Association|Federation|Union|Front|Forces|Party|Army|Academy|Office|Bureau) (?:of|for) "
    r"(?:the )?(?:[A-Z][\w'-]+)(?:(?: and|,)? [A-Z][\w'-]+){0,3}"
)
_REPUBLIC = re.compile(r"\b(?:[A-Z]\w+ ){0,2}Republic of (?:the )?[A-Z]\w+")
_SECRETARY = re.compile(r"\bSecretary of (?:State|Defense|Defence) ")


def read_gmb(path: Path) -> list[Sentence]:
    """Read each sentence once and repair what is wrong in the same way throughout."""
    with zipfile.ZipFile(path).open("ner_dataset.csv") as file:
        rows = list(csv.reader(io.TextIOWrapper(file, "latin-1")))[1:]
    found: dict[str, Sentence] = {}
    for words, tags in _sentences(rows):
        text, offsets = join_words(words)
        if len(words) >= _MIN_WORDS and text not in found:
            spans = [Span(offsets[first][0], offsets[last - 1][1], label) for first, last, label in tag_runs(tags)]
            found[text] = clean_silver(Sentence.of(text, spans, "gmb"))
    return list(found.values())


def clean_silver(sentence: Sentence) -> Sentence:
    """
    Repair a sentence in the corpus's own types, by rule.

    Names that never change type come from lists and win; "Secretary of State X" holds a person and no
    organisation; titles leave persons; "Ministry of X and Y" and "Republic of X" are one name.
    """
    text = sentence.text
    sure = list(_sure_spans(text))
    kept = []
    for span in sentence.spans:
        if any(span.start < other.end and other.start < span.end for other in sure):
            continue
        kept += _mapped(text, span)
    return Sentence.of(text, [*sure, *kept], sentence.source)


def _sentences(rows: list[list[str]]) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for number, word, _, tag in rows:
        if number and words:
            yield words, tags
            words, tags = [], []
        if word.strip():
            words.append(word.strip().replace(" ", "-"))
            tags.append(tag)
    yield words, tags


def _sure_spans(text: str) -> Iterator[Span]:
    yield from (Span(*match.span(), "ORG") for match in _LONG_ORG.finditer(text) if "Secretary" not in match[0])
    yield from (Span(*match.span(), "GPE") for match in _REPUBLIC.finditer(text))
    for match in _several_words().finditer(text):
        yield Span(*match.span(), "NORP" if is_demonym(match[0]) else "GPE")


def _several_words() -> re.Pattern[str]:
    names = [name for name in (*countries(), *demonyms()) if " " in name]
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b")


def _mapped(text: str, span: Span) -> list[Span]:
    start, end = _trimmed(text, span)
    name = text[start:end]
    if name in _NO_NAME:
        return []
    known = _known_label(name)
    if known:
        return [Span(start, end, known)]
    if span.label == "per":
        return _person(text, start, end)
    if span.label == "org":
        return _organisation(text, start, end)
    label = place_label(name).removesuffix("|LOC|FAC") if span.label in {"geo", "gpe"} else _TYPES[span.label]
    if label == "DATE" and not _DATE_WORD.search(name):
        return []
    return [Span(start, end, label)]


def _trimmed(text: str, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    while text[start:end].endswith(("'s", " '")):
        end -= 2
    if text[start:end].startswith(("The ", "the ")):
        start += len("the ")
    return start, end


def _known_label(name: str) -> str:
    if name in _ALWAYS_ORG:
        return "ORG"
    if is_demonym(name):
        return "NORP"
    return "GPE" if name in countries() else ""


def _person(text: str, start: int, end: int) -> list[Span]:
    name = text[start:end]
    if _SECRETARY.match(name):
        start += len("Secretary of State ")
    start += title_length(text[start:end])
    name = text[start:end]
    if not name or not name[0].isalpha() or title_length(name + " X") > len(name) or name.islower():
        return []
    return [Span(start, end, "PERSON")]


def _organisation(text: str, start: int, end: int) -> list[Span]:
    name = text[start:end]
    before = text[max(0, start - 16) : start]
    if before.endswith("Secretary of "):
        return []
    if before.endswith(("Mr. ", "Mrs. ", "Ms. ", "Dr. ", "President ", "Minister ")) and " " not in name:
        return [Span(start, end, "PERSON")]
    for title in ("Secretary-General", "Secretary", "President", "Senator", "Ambassador"):
        name = name.removesuffix(title).rstrip()
    return [Span(start, start + len(name), _known_label(name) or "ORG")] if name else []
