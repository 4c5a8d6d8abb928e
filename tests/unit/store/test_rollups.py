from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.store.core.rollups import Cell, Count, Counted, Place, differences

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
HERE = Place(NOON, "a.example")
DAY = date(2026, 3, 14)


def test_days_are_utc() -> None:
    late_in_new_york = datetime(2026, 3, 14, 22, tzinfo=timezone(timedelta(hours=-4)))

    assert Place(late_in_new_york, None).day == date(2026, 3, 15)


def test_the_ends_of_the_calendar_are_days_too() -> None:
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))

    assert Place(datetime.min.replace(tzinfo=east), None).day == date.min
    assert Place(datetime.max.replace(tzinfo=west), None).day == date.max


def test_an_article_that_counts_as_before_makes_no_difference() -> None:
    assert differences([Counted(HERE, "e", 2)], [Counted(HERE, "e", 2)]) == {}


def test_an_article_that_moved_leaves_one_cell_and_enters_another() -> None:
    moved = Place(NOON + timedelta(days=1), None)

    assert differences([Counted(HERE, "e", 2)], [Counted(moved, "e", 5)]) == {
        Cell("e", DAY, "a.example"): Count(-1, -1, -2),
        Cell("e", date(2026, 3, 15), ""): Count(1, 1, 5),
    }


def test_a_story_with_copies_elsewhere_asks_for_a_recount() -> None:
    shared = Place(NOON, "a.example", UUID(int=1))

    assert differences([], [Counted(shared, "e", 1), Counted(HERE, "e", 1)]) == {
        Cell("e", DAY, "a.example"): Count(2, 1, 2, recount=True)
    }


shares = st.lists(
    st.builds(
        Counted,
        st.builds(Place, st.sampled_from([NOON, NOON + timedelta(days=1)]), st.sampled_from([None, "a", "b"])),
        st.sampled_from("ef"),
        st.integers(0, 5),
    )
)


@given(shares, shares)
def test_differences_lead_from_the_counts_before_to_those_after(before: list[Counted], after: list[Counted]) -> None:
    mentions: Counter[Cell] = Counter()
    articles: Counter[Cell] = Counter()
    for sign, items in ((1, before), (-1, after)):
        for place, subject, number in items:
            mentions[Cell(subject, place.day, place.outlet or "")] += sign * number
            articles[Cell(subject, place.day, place.outlet or "")] += sign

    for cell, count in differences(before, after).items():
        mentions[cell] += count.mentions
        articles[cell] += count.articles

    assert set(mentions.values()) <= {0}
    assert set(articles.values()) <= {0}
