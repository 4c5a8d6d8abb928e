from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.store.core.syndication import (
    Joining,
    Match,
    Told,
    closest,
    joinings,
)
from tests.integration.store_fixtures.articles import NOON

A, B, C, D, E = (UUID(int=number) for number in range(1, 6))


def alone(article: UUID, hours: int = 0) -> Told:
    return Told(article, NOON + timedelta(hours=hours), is_grouped=False)


def grouped(story: UUID, copies: int, hours: int = 0) -> Told:
    return Told(story, NOON + timedelta(hours=hours), is_grouped=True, copies=copies)


def test_two_copies_become_the_story_of_the_one_that_was_seen_first() -> None:
    plans = joinings([Match(A, B, 1.0)], {A: alone(A, hours=2), B: alone(B)})

    assert plans == [Joining(B, moves=(B, A))]


def test_a_copy_moves_into_a_group_and_the_group_stays_where_it_is() -> None:
    plans = joinings([Match(A, C, 0.9)], {A: alone(A), C: grouped(B, 3, hours=9)})

    assert plans == [Joining(B, moves=(A,))]


def test_of_two_groups_the_smaller_one_moves() -> None:
    told = {A: alone(A), B: grouped(D, 2), C: grouped(E, 40, hours=5)}

    assert joinings([Match(A, B, 1.0), Match(A, C, 1.0)], told) == [Joining(E, moves=(D, A))]


def test_copies_that_are_one_group_already_ask_for_nothing() -> None:
    assert joinings([Match(A, B, 1.0)], {A: grouped(A, 2), B: grouped(A, 2)}) == []


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).filter(lambda pair: pair[0] != pair[1])), st.randoms())
def test_plans_are_the_same_in_whatever_order_matches_are_found(pairs: list[tuple[int, int]], shuffler: object) -> None:
    told = {UUID(int=number): alone(UUID(int=number), hours=number * 7 % 5) for number in range(21)}
    found = [Match(UUID(int=one), UUID(int=other), 1.0) for one, other in pairs]
    shuffled = [Match(match.other_id, match.article_id, 1.0) for match in found]
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]

    plans = joinings(found, told)

    assert [(plan.story_id, set(plan.moves)) for plan in plans] == [
        (plan.story_id, set(plan.moves)) for plan in joinings(shuffled, told)
    ]
    moved = [story for plan in plans for story in plan.moves]
    assert len(moved) == len(set(moved))
    assert set(moved) == {article for match in found for article in match[:2]}


def test_each_copy_is_as_similar_as_the_one_it_is_most_like() -> None:
    assert closest([Match(A, B, 0.5), Match(A, C, 0.9)]) == {A: 0.9, B: 0.5, C: 0.9}
