"""Direct speech is found with who said it; scare quotes are not speech."""

from __future__ import annotations

import pytest

from services.enrich.core.quotes import quotes
from services.enrich.core.spans import Span


def _said(text: str, *names: str) -> list[tuple[str, str | None]]:
    spans = [Span(text.index(name), text.index(name) + len(name), "PERSON") for name in names]
    found = quotes(text, spans, range(len(spans)))
    return [(text[speech.start : speech.end], None if speech.speaker is None else names[speech.speaker]) for speech in found]


@pytest.mark.parametrize(
    "text",
    [
        '"We will build the line by spring," Ann Roe said.',
        '"We will build the line by spring," said Ann Roe, the minister.',
        'Ann Roe said: "We will build the line by spring,"',
        "“We will build the line by spring,” Ann Roe told reporters.",
        "Ann Roe told reporters, ‘We will build the line by spring,’ and left.",
        'According to Ann Roe, "We will build the line by spring,"',
    ],
)
def test_speaker_is_the_name_beside_the_verb_of_saying(text: str) -> None:
    assert _said(text, "Ann Roe") == [("We will build the line by spring,", "Ann Roe")]


def test_nearer_name_speaks() -> None:
    text = 'After meeting Bob Lee, Ann Roe said: "We have agreed on it all."'

    assert _said(text, "Bob Lee", "Ann Roe") == [("We have agreed on it all.", "Ann Roe")]


def test_speech_that_goes_on_has_the_same_speaker() -> None:
    text = '"It is a good plan for us," said Ann Roe. "We shall see how it goes."'

    assert [speaker for _, speaker in _said(text, "Ann Roe")] == ["Ann Roe", "Ann Roe"]


def test_speech_of_nobody_named_has_no_speaker() -> None:
    assert _said('"We saw it all from here," a witness said.') == [("We saw it all from here,", None)]


def test_term_in_scare_quotes_is_no_speech() -> None:
    assert _said('Critics call it the "green hub" of the north.') == []


def test_apostrophes_open_no_quotation() -> None:
    assert _said("The ministers’ plan is the parties’ own, said Ann Roe.", "Ann Roe") == []
