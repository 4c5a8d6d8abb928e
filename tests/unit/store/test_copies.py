"""Copies are found whatever an outlet did to them, and nothing else is: on stories of our own, with a fixed seed."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Final

import pytest

from services.ingest.core.clean import clean
from services.ingest.core.repair import repair
from services.store.core.copies import is_long_enough, similarity
from services.store.core.shingles import Fingerprint, fingerprint
from services.store.core.syndication import FEWEST_BANDS
from tests.support.syndicated_copies import EDITS
from tests.support.wire_stories import TEMPLATES, a_story, an_event

GENERATOR: Final = random.Random(20_260_314)
EVENTS: Final = [an_event(GENERATOR) for _ in range(181)]  # 16,290 pairs
STORIES: Final = [a_story(event, GENERATOR) for event in EVENTS]


def stored(text: str) -> Fingerprint:
    """Take the fingerprint of a text as it reaches the store."""
    return fingerprint(clean(repair(text)).text)


@pytest.fixture(scope="module")
def fingerprints() -> list[Fingerprint]:
    return [stored(text) for text in STORIES]


def is_found(one: Fingerprint, other: Fingerprint) -> bool:
    return len(set(one.bands) & set(other.bands)) >= FEWEST_BANDS and similarity(one, other) is not None


@pytest.mark.parametrize("edit", EDITS)
def test_copies_are_found(fingerprints: list[Fingerprint], edit: str) -> None:
    generator = random.Random(edit)
    copies = [stored(EDITS[edit](text, generator)) for text in STORIES]

    found = [is_found(one, copy) for one, copy in zip(fingerprints, copies, strict=True)]

    assert sum(found) >= 0.98 * len(STORIES)


def test_of_sixteen_thousand_unrelated_pairs_none_is_taken_for_copies(fingerprints: list[Fingerprint]) -> None:
    pairs = list(combinations(fingerprints, 2))

    assert len(pairs) > 16_000
    assert [pair for pair in pairs if similarity(*pair) is not None] == []


def test_another_agencys_story_of_the_event_with_the_same_quotations_is_another_story(
    fingerprints: list[Fingerprint],
) -> None:
    others = [stored(a_story(event, random.Random(number))) for number, event in enumerate(EVENTS)]

    shared = [set(one.runs) & set(other.runs) for one, other in zip(fingerprints, others, strict=True)]
    assert min(map(len, shared)) > 20
    assert [1 for one, other in zip(fingerprints, others, strict=True) if similarity(one, other) is not None] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_reports_by_template_are_not_copies_of_each_other(template: object) -> None:
    generator = random.Random(11)
    reports = [stored(template(generator)) for _ in range(60)]  # type: ignore[operator]

    assert [1 for one, other in combinations(reports, 2) if similarity(one, other) is not None] == []
    assert all(similarity(report, report) == 1.0 for report in reports)


def test_a_brief_inside_a_round_up_is_not_the_round_ups_copy() -> None:
    brief = STORIES[0][:600]
    round_up = "\n\n".join([brief, *STORIES[1:6]])

    assert similarity(fingerprint(brief), fingerprint(round_up)) is None


def test_a_text_of_a_few_dozen_words_has_no_copies() -> None:
    caption = "Members of the rescue team at the harbour of Port Ansel on Friday. " * 3

    assert not is_long_enough(fingerprint(caption))
    assert similarity(fingerprint(caption), fingerprint(caption)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Совет острова согласился возобновить паромное сообщение с понедельника после двух зим ожидания и долгих споров. "
        * 6,
        "द्वीप परिषद ने दो सर्दियों की प्रतीक्षा के बाद सोमवार से नौका सेवा फिर से शुरू करने पर सहमति दी है। " * 6,
        "島の議会は二つの冬を待った後、月曜日からフェリーの運航を再開することに同意したと港湾局が金曜日に発表した。" * 2,
    ],
    ids=["Russian", "Hindi", "Japanese"],
)
def test_copies_are_found_in_any_script(text: str) -> None:
    one, other = fingerprint(text), fingerprint(f"({text[:-1]}!)".replace(" ", "\n", 3))

    assert similarity(one, other) == pytest.approx(1.0, abs=0.03)
