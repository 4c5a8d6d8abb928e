"""Noise that runs on into the story without a full stop ends where the story begins, and what is quoted is the story's."""

from __future__ import annotations

import pytest

from services.ingest.core.clean import clean

_BEFORE = "The town lies on a river in the north."
_AFTER = "Farmers in nine towns said the water was late."


@pytest.mark.parametrize(
    "noise",
    [
        "Read more: Ten dead in ferry accident",
        "Click here for the latest updates",
        "Download the Harl Post app",
        "Continue Reading Below",
        "Edited by Mara Lind",
        "This article was originally published on 4 March 2023",
        "— Harl Police (@harlpd) March 4, 2019",
        "A post shared by Ida Brook (@idab)",
        "(With ANI inputs)",
    ],
)
def test_noise_ends_where_a_sentence_of_the_story_begins(noise: str) -> None:
    assert clean(f"{_BEFORE} {noise} {_AFTER}").text == f"{_BEFORE} {_AFTER}"


def test_a_label_that_a_sentence_of_the_story_follows_takes_nothing_of_it() -> None:
    text = f"{_BEFORE} Also see: Detective Lind said the family had been away on holiday at the time. {_AFTER}"

    assert "the family had been away on holiday at the time." in clean(text).text


@pytest.mark.parametrize(
    "sentence",
    [
        "We will have more details on this story on Monday.",
        "Download our app today.",
        "Sign up for our newsletter.",
        "This is not financial advice.",
        "Take a look at the picture below.",
    ],
)
@pytest.mark.parametrize(("opening", "closing"), [("“", "”"), ('"', '"')])
def test_what_is_quoted_is_the_story_s(sentence: str, opening: str, closing: str) -> None:
    text = f"{_BEFORE} {opening}It has been a long night. {sentence} Go home,{closing} she told them. {_AFTER}"

    assert clean(text).text == text
