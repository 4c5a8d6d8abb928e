"""Names get the borders and labels that a reader would give them."""

from __future__ import annotations

import pytest

from services.enrich.core.cleanup import clean_names
from tests.unit.enrich.articles import marked_names


def _cleaned(marked: str) -> list[tuple[str, str]]:
    """Clean the names of a text in which they stand as ``[Ann Roe:PERSON]``."""
    text, spans = marked_names(marked, confidence=0.7)
    return [(text[span.start : span.end], span.label) for span in clean_names(text, spans)]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("with [Secretary Roe:PERSON] today", [("Roe", "PERSON")]),
        ("with [Prime Minister Ann Roe:PERSON] today", [("Ann Roe", "PERSON")]),
        ("with [Ann:PERSON] [Roe:PERSON] today", [("Ann Roe", "PERSON")]),
        ("by [US Secretary of State Ann Roe:PERSON] today", [("US", "GPE"), ("Ann Roe", "PERSON")]),
        ("by [UK Foreign Secretary:PERSON] of Leeds, [Ann Roe:PERSON]", [("UK", "GPE"), ("Ann Roe", "PERSON")]),
        ("[South Korea President Roe Ann-dan:PERSON] left", [("South Korea", "GPE"), ("Roe Ann-dan", "PERSON")]),
        ("the player [Jordan King:PERSON] left", [("Jordan King", "PERSON")]),
        ("singer [India Rose:PERSON] today", [("India Rose", "PERSON")]),
        ("under [Henry:PERSON] VIII in", [("Henry VIII", "PERSON")]),
        ("Secretary of [State:ORG] [Ann Roe:PERSON]", [("Ann Roe", "PERSON")]),
        ("[US Trade:ORG] Representative [Ann Roe:PERSON]", [("US", "GPE"), ("Ann Roe", "PERSON")]),
        ("by Minister for [Railways, Information and Broadcasting:ORG], [Ann Roe:PERSON]", [("Ann Roe", "PERSON")]),
        ("at [Coastal Bank President:ORG] [Ann Roe:PERSON]", [("Coastal Bank", "ORG"), ("Ann Roe", "PERSON")]),
        ("the Export-Import [Bank:ORG] said", [("Export-Import Bank", "ORG")]),
        ("at the [University:ORG] of [Leeds:GPE] in", [("University of Leeds", "ORG")]),
        ("in [the Netherlands's:GPE] ports", [("Netherlands", "GPE")]),
        ("“[Acme”:ORG] said", [("Acme", "ORG")]),
        ("for [Japan:ORG] today", [("Japan", "GPE")]),
        ("in the [European Union:GPE] today", [("European Union", "ORG")]),
        ("at the [Clean Air Summit:ORG] today", [("Clean Air Summit", "EVENT")]),
        ("at the [Court of Justice:ORG] in", [("Court of Justice", "ORG")]),
        ("led by [Law and Justice:ORG] today", [("Law and Justice", "ORG")]),
        ("as [JD(U):ORG] won", [("JD(U)", "ORG")]),
        ("the group ([Acme):ORG] said", [("Acme", "ORG")]),
        ("told [The Hindu:ORG] today", [("The Hindu", "ORG")]),
        ("for the [Department of Ports for spectrum:ORG] use", [("Department of Ports", "ORG")]),
        ("the [Congress for Peace in:ORG] [Europe:LOC] met", [("Congress for Peace in Europe", "ORG")]),
        ("[Navy:ORG] [Rear:ORG] Admiral [Ann Roe:PERSON]", [("Navy", "ORG"), ("Ann Roe", "PERSON")]),
        ("the studio [Rockfall Games:ORG] said", [("Rockfall Games", "ORG")]),
        ("said the [foundation:ORG] of Leeds", []),
        ("a [-:ORG] dash", []),
        ("the [2014:EVENT] prize of [desk@example.org:PERSON]", []),
        ("[Lisa Roe‘s:PERSON] car", [("Lisa Roe", "PERSON")]),
        ("we saw [iraq:GPE] fall", [("iraq", "GPE")]),
        ("on [Tuesday:DATE] and [5:CARDINAL]", [("Tuesday", "DATE"), ("5", "CARDINAL")]),
    ],
)
def test_name_is_what_a_reader_would_mark(marked: str, names: list[tuple[str, str]]) -> None:
    assert _cleaned(marked) == names


def test_fragment_is_completed_to_the_name_found_elsewhere() -> None:
    found = _cleaned("The Rare [Metals:ORG] Forum opens. Many came to the [Rare Metals Forum:ORG] today.")

    assert found == [("Rare Metals Forum", "ORG"), ("Rare Metals Forum", "ORG")]


def test_surname_missed_within_a_sentence_is_found() -> None:
    found = _cleaned("[Ann Halloran:PERSON] spoke, and then Halloran left.")

    assert found == [("Ann Halloran", "PERSON"), ("Halloran", "PERSON")]


def test_surname_inside_another_word_is_not_found() -> None:
    found = _cleaned("[Ann Roe:PERSON] saw the Roebuck and a Roe-deer.")

    assert found == [("Ann Roe", "PERSON")]
