from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.core.clean import Cleaned, clean
from services.ingest.core.clean.registry import RULES
from services.ingest.core.repair import repair
from shared.contracts.events import Dateline
from tests.unit.ingest.dateline_examples import DATELINES, STORY

ARTICLE = """date 2026-01-20 Harl [US], January 20 (ANI): The port of Harl opened on Tuesday, the authority stated.

The first ship carried grain, and a crowd of four hundred watched it come in.

Also Read | Lighthouse Keeper Retires: Ida Brook Hands Over the Lamp After 40 Years.

"It is a good day for the coast," Mayor Jon Abt said.

Also Read | Ferry Fares: Prices to Rise by 3 Percent in May.

A second pier is to follow next year. (ANI)

(The above story is verified and authored by ANI staff. The views appearing in it do not reflect ours)"""

CLEAN_ARTICLE = (
    "The port of Harl opened on Tuesday after nine years of work — and forty of debate — the authority said.\n\n"
    "“Also read the small print,” Mayor Jon Abt told the crowd. The World Health Organization (WHO) had advised.\n\n"
    "Related costs came to 4 million crowns: more than planned, less than feared. Follow-up work starts in May 2026.\n\n"
    "A photo by the door shows the old pier. Copyright was not an issue, he joked.\n\n"
    "Read more slowly, his teacher used to say. Ships from Oslo, Riga and Gdynia (Poland) are expected this week."
)

NOISE = st.sampled_from([example.replace("⟦", "").replace("⟧", "") for example in (rule.example for rule in RULES)])
LEADS = st.sampled_from([lead + STORY for lead, *_ in DATELINES])
PROSE = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=80)
TEXTS = st.lists(
    st.one_of(NOISE, LEADS, PROSE, st.sampled_from(["(ANI)", "date 2026-01-20", "|", "—", "Ends"])), max_size=6
).flatmap(lambda parts: st.sampled_from(["\n\n", "\n", " ", ""]).map(lambda separator: separator.join(parts)))


def _without(text: str, cleaned: Cleaned) -> str:
    kept, at = [], 0
    for span in cleaned.removed:
        kept.append(text[at : span.start])
        at = span.end
    return "".join([*kept, text[at:]])


def _with(cleaned: Cleaned) -> str:
    text = cleaned.text
    for span in cleaned.removed:
        text = text[: span.start] + span.text + text[span.start :]
    return text


@given(TEXTS)
def test_removed_spans_and_text_make_up_the_input(text: str) -> None:
    cleaned = clean(text)

    assert _without(text, cleaned) == cleaned.text
    assert _with(cleaned) == text


@given(TEXTS)
def test_removed_spans_are_sorted_disjoint_and_true(text: str) -> None:
    spans = clean(text).removed

    assert all(span.start < span.end and text[span.start : span.end] == span.text for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


@given(TEXTS)
def test_cleaning_a_repaired_text_leaves_no_stray_white_space(raw: str) -> None:
    text = clean(repair(raw)).text

    assert text == text.strip()
    assert "  " not in text
    assert "\n\n\n" not in text
    assert " \n" not in text
    assert "\n " not in text


def test_syndicated_article_loses_its_frame_and_keeps_its_story() -> None:
    cleaned = clean(ARTICLE)

    assert cleaned.text.startswith("The port of Harl opened on Tuesday")
    assert cleaned.text.endswith("A second pier is to follow next year.")
    assert cleaned.text.count("\n\n") == 3
    assert cleaned.dateline == Dateline(place="Harl", country="US", date="2026-01-20", agency="ANI")
    assert cleaned.header_date == date(2026, 1, 20)
    assert cleaned.agency == "ANI"
    assert cleaned.related == (
        "Lighthouse Keeper Retires: Ida Brook Hands Over the Lamp After 40 Years",
        "Ferry Fares: Prices to Rise by 3 Percent in May",
    )
    assert [span.rule for span in cleaned.removed] == [
        "header.date",
        "dateline",
        "interstitial.invitation",
        "interstitial.invitation",
        "credit.end-tag",
        "disclaimer.bracketed",
    ]


def test_clean_article_is_untouched() -> None:
    cleaned = clean(CLEAN_ARTICLE)

    assert cleaned == Cleaned(text=CLEAN_ARTICLE)


def test_year_of_the_dateline_follows_from_the_day_of_publication() -> None:
    cleaned = clean(f"OSLO, Dec. 31 (AP) - {STORY}", published_on=date(2026, 1, 1))

    assert cleaned.dateline == Dateline(place="OSLO", date="2025-12-31", agency="AP")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"{STORY} (PTI)", "PTI"),
        (f"{STORY}\n\n(AFP)", "AFP"),
        (
            f"{STORY} (ANI)\n\n(This story has not been edited by our staff and is auto-generated from a syndicated feed.)",
            "ANI",
        ),
        (f"{STORY} -- Reuters", "Reuters"),
        (f"By Ida Brook, Associated Press\n\n{STORY}", "Associated Press"),
        (STORY, None),
    ],
)
def test_agency_is_named_wherever_it_is_printed(text: str, agency: str | None) -> None:
    cleaned = clean(text)

    assert cleaned.agency == agency
    assert cleaned.text == STORY


def test_dateline_behind_a_byline_is_found() -> None:
    cleaned = clean(f"By Ida Brook, Associated Press OSLO, Norway (AP) — {STORY}")

    assert cleaned.text == STORY
    assert cleaned.dateline == Dateline(place="OSLO", country="Norway", agency="AP")


def test_dateline_behind_a_headline_is_found_and_the_headline_kept() -> None:
    cleaned = clean(f"(LEAD) Port reopens By Ida Brook OSLO, Nov. 24 (Yonhap) -- {STORY}")

    assert cleaned.dateline == Dateline(place="OSLO", date="Nov. 24", agency="Yonhap")
    assert cleaned.text.startswith("(LEAD) Port reopens")


@pytest.mark.parametrize("text", ["", " ", "\n", "(ANI)", "date 2026-01-20 ", "OSLO (AP) - "])
def test_text_without_a_story_raises_nothing(text: str) -> None:
    cleaned = clean(text)

    assert _with(cleaned) == text


def test_sample_article_is_cleaned_within_its_budget() -> None:
    clean(ARTICLE)
    began = time.process_time()

    for _ in range(20):
        clean(ARTICLE)

    # Measured at 0.5 ms; the limit leaves room for a busy machine.
    assert (time.process_time() - began) / 20 < 0.01
