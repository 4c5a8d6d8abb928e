from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.store.core.rollups import Cell, Count, Counted, Place, differences, share

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
    assert differences(share(HERE, [("e", 2)]), share(HERE, [("e", 2)])) == {}


def test_an_article_that_moved_leaves_one_cell_and_enters_another() -> None:
    moved = Place(NOON + timedelta(days=1), None)

    assert differences(share(HERE, [("e", 2)]), share(moved, [("e", 5)])) == {
        Cell("e", DAY, "a.example"): Count(-1, -1, -2),
        Cell("e", date(2026, 3, 15), ""): Count(1, 1, 5),
    }


def test_a_story_with_copies_elsewhere_asks_for_a_recount() -> None:
    shared = Place(NOON, "a.example", UUID(int=1))

    assert differences([], [*share(shared, [("e", 1)]), *share(HERE, [("e", 1)])]) == {
        Cell("e", DAY, "a.example"): Count(2, 1, 2, recount=True)
    }


def test_a_story_with_copies_that_changes_in_place_is_recounted() -> None:
    shared = Place(NOON, "a.example", UUID(int=1))

    assert differences(share(shared, [("e", 1)]), share(shared, [("e", 1)])) == {
        Cell("e", DAY, "a.example"): Count(recount=True)
    }


places = st.builds(Place, st.sampled_from([NOON, NOON + timedelta(days=1)]), st.sampled_from([None, "a", "b"]))
shares = st.lists(st.builds(share, places, st.lists(st.tuples(st.sampled_from("ef"), st.integers(0, 5)), max_size=1))).map(
    lambda lists: [counted for one in lists for counted in one]
)


@given(shares, shares)
def test_differences_lead_from_the_counts_before_to_those_after(before: list[Counted], after: list[Counted]) -> None:
    counts = differences(before, after)

    for cell in {counted.cell for counted in (*before, *after)}:
        then, now = ([counted for counted in counted_then if counted.cell == cell] for counted_then in (before, after))
        count = counts.get(cell, Count())
        assert len(then) + count.articles == len(now)
        assert len(then) + count.stories == len(now)
        assert sum(c.mentions for c in then) + count.mentions == sum(c.mentions for c in now)
