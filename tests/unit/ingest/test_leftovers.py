"""What no rule knows, but noise surrounds: taken out behind the story and between pieces of noise, left alone elsewhere."""

from __future__ import annotations

import pytest

from services.ingest.core.clean import clean
from services.ingest.core.clean.leftovers import among_noise

_STORY = (
    "The county board voted on Tuesday to close the Mill Creek bridge for at least eight months while it is repaired.\n\n"
    "Detours will add about fifteen minutes to the trip between the town and the highway, according to a study of May.\n\n"
    "Work is expected to begin in April, and the contractor pays four thousand crowns for each day by which it is late."
)
_FIRST, _, _REST = _STORY.partition("\n\n")


def _rules(text: str) -> set[str]:
    return {span.rule for span in clean(text).removed}


@pytest.mark.parametrize(
    "behind",
    [
        "Harl in Bloom",
        "Harl in Bloom\nRivers and Roads",
        "Harl in Bloom\n\nRivers and Roads",
        "Advertisement\n\nHarl in Bloom\n\nRivers and Roads\n\nThe Long Way Home\n\nA Bridge Too Old",
    ],
)
def test_headings_behind_the_last_paragraph_go(behind: str) -> None:
    text = f"{_STORY}\n\n{behind}"

    cleaned = clean(text)

    assert cleaned.text == _STORY
    assert "leftover.at-end" in _rules(text)


@pytest.mark.parametrize(
    "behind",
    [
        "It rained.",
        "“It is old”",
        "Rovers 2, Harl 1",
        "Where: Mill Creek",
        "- a rope and a lamp",
        "The bridge was old",
        "Harl in Bloom\n\nRivers and Roads\n\nThe Long Way Home",
    ],
)
def test_what_may_be_the_story_s_stays_behind_its_last_paragraph(behind: str) -> None:
    text = f"{_STORY}\n\n{behind}"

    assert clean(text).text == text


def test_a_list_that_the_last_paragraph_announces_stays() -> None:
    text = f"{_STORY}\n\nThe board named three roads on which traffic will be led until the bridge opens:\n\nMill Road"

    assert clean(text).text == text


def test_a_heading_after_two_paragraphs_is_not_behind_the_story() -> None:
    text = f"{_FIRST}\n\nHarl in Bloom"

    assert clean(text).text == text


def test_noise_that_reads_like_prose_is_not_the_last_paragraph() -> None:
    note = (
        "(This story has not been edited by our staff and is auto-generated from a syndicated feed, which we do not check.)"
    )

    assert clean(f"{_STORY}\n\nHarl in Bloom\n\n{note}").text == _STORY


@pytest.mark.parametrize("layout", ["\n", "\n\n"])
def test_short_lines_between_two_pieces_of_noise_go(layout: str) -> None:
    text = f"{_FIRST}\n\n" + layout.join(["Advertisement", "Harl in Bloom", "Open image in gallery"]) + f"\n\n{_REST}"

    assert clean(text).text == f"{_FIRST}\n\n{_REST}"
    assert "leftover.sandwiched" in _rules(text)


@pytest.mark.parametrize("line", ["She was there", "“We had no choice”", "Who pays?", "It is 43 years old."])
def test_a_line_that_tells_or_asks_stays_between_two_pieces_of_noise(line: str) -> None:
    text = f"{_FIRST}\n\nAdvertisement\n\n{line}\n\nOpen image in gallery\n\n{_REST}"

    assert line in clean(text).text


def test_a_heading_between_two_pictures_stays() -> None:
    text = f"{_FIRST}\n\nPhoto: Mara Lind\n\nHarl in Bloom\n\nPhoto: Jo Abt\n\n{_REST}"

    assert "Harl in Bloom" in clean(text).text


def test_a_heading_among_paragraphs_stays() -> None:
    text = f"{_FIRST}\n\nHarl in Bloom\n\n{_REST}"

    assert clean(text).text == text


def test_short_lines_behind_what_ends_the_story_go() -> None:
    text = f"{_STORY}\n\n(Reporting by Mara Lind; Editing by Jo Abt)\n\nHarl in Bloom: our garden letter"

    assert clean(text).text == _STORY
    assert {"leftover.behind-end", "leftover.at-end", "leftover.between"} & _rules(text)


def test_what_tells_stays_behind_what_ends_the_story() -> None:
    tail = "The bridge was built in 1911, and it has been closed nine times since the war, she said."

    assert tail in clean(f"{_STORY}\n\n(Reporting by Mara Lind; Editing by Jo Abt)\n\n{tail}").text


def test_a_name_above_the_byline_that_has_it_goes() -> None:
    text = f"Mara Lind\n\nBy Mara Lind, Staff Writer\n\n{_STORY}"

    assert clean(text).text == _STORY
    assert "leftover.name" in _rules(text)


def test_a_name_that_no_byline_has_stays() -> None:
    text = f"Ida Brook\n\nBy Mara Lind, Staff Writer\n\n{_STORY}"

    assert clean(text).text.startswith("Ida Brook")


def test_a_text_without_noise_and_heading_has_no_leftovers() -> None:
    assert among_noise(_STORY, []) == []
