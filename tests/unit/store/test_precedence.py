from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.store.core.precedence import Copy, Key, Standing, judge, key_of
from shared.contracts.events import ArticleEnriched
from tests.integration.store_fixtures.articles import TEXT, a_withdrawal, an_article

SEEN = datetime(2026, 3, 14, tzinfo=UTC)


def standing_of(event: ArticleEnriched) -> Standing:
    return Standing(
        key_of(event), Copy(event.submission.version, event.content_hash, event.status), SEEN, SEEN, event.outlet
    )


def stored(event: ArticleEnriched) -> dict[UUID, Standing]:
    return {event.article_id: standing_of(event)}


OTHER = f"{TEXT} Other words."
STORED = an_article(entry="50-5", version=3, generation=1)


@pytest.mark.parametrize(
    ("event", "outcome", "change"),
    [
        (an_article(entry="1-0", version=4), "updated", "updated"),
        (an_article(entry="99-0", version=2, text=OTHER), "superseded", None),
        (an_article(entry="50-6", version=3, text=OTHER), "updated", "updated"),
        (an_article(entry="6-0", version=3, text=OTHER), "superseded", None),
        (an_article(entry="50-40", version=3, text=OTHER), "updated", "updated"),
        (an_article(entry="50-6", version=3), "duplicate", None),
        (an_article(entry="6-0", version=3), "duplicate", None),
        (an_article(entry="50-5", version=3, generation=1), "duplicate", None),
        (an_article(entry="50-5", version=3, generation=0), "duplicate", None),
        (an_article(entry="50-5", version=3, generation=2), "updated", "reenriched"),
        (an_article(entry="50-5", version=3, generation=2, text=OTHER), "updated", "updated"),
        (a_withdrawal(entry="50-6", version=3), "withdrawn", "withdrawn"),
        (a_withdrawal(entry="50-6", version=2), "superseded", None),
    ],
)
def test_a_copy_is_judged_by_what_is_stored(event: ArticleEnriched, outcome: str, change: str | None) -> None:
    (verdict,) = judge([event], stored(STORED))

    assert (verdict.outcome, verdict.change) == (outcome, change)


@pytest.mark.parametrize(("entry", "advances"), [("50-6", True), ("6-0", False)])
def test_only_a_later_duplicate_advances_the_key(entry: str, *, advances: bool) -> None:
    (verdict,) = judge([an_article(entry=entry, version=3)], stored(STORED))

    assert verdict.advances_key is advances


def test_a_second_withdrawal_is_a_duplicate() -> None:
    first = a_withdrawal(entry="1-0")

    (verdict,) = judge([a_withdrawal(entry="2-0")], stored(first))

    assert (verdict.outcome, verdict.change) == ("duplicate", None)


def test_articles_come_in_the_order_of_their_ids() -> None:
    events = [an_article(f"d{n}", entry=f"{n}-0") for n in range(30)]

    verdicts = judge(events, {})

    assert [verdict.event.article_id for verdict in verdicts] == sorted(event.article_id for event in events)


copies = st.builds(
    an_article,
    entry=st.builds("{}-{}".format, st.integers(1, 12), st.integers(0, 11)),
    version=st.integers(0, 2),
    text=st.sampled_from([TEXT, OTHER]),
    annotated=st.just(False),  # noqa: FBT003
)


@given(st.lists(copies, min_size=1, max_size=4, unique_by=key_of))
def test_the_greatest_copy_stays_whatever_the_order_of_arrival(events: list[ArticleEnriched]) -> None:
    greatest = max(events, key=key_of)

    for order in permutations(events):
        state: dict[UUID, Standing] = {}
        for event in order:
            (verdict,) = judge([event], state)
            if verdict.change:
                state = stored(event)
            elif verdict.advances_key:
                kept = state[event.article_id]
                state = {event.article_id: Standing(key_of(event), kept.copy, SEEN, SEEN)}
        assert (state[greatest.article_id].key, state[greatest.article_id].copy) == (
            key_of(greatest),
            standing_of(greatest).copy,
        )


@given(st.lists(copies, min_size=1, max_size=6))
def test_a_batch_has_one_verdict_an_event_and_one_change_an_article(events: list[ArticleEnriched]) -> None:
    verdicts = judge(events, {})

    assert sorted(verdict.event.event_id for verdict in verdicts) == sorted(event.event_id for event in events)
    assert [verdict.change for verdict in verdicts if verdict.change] == ["created"]


def test_keys_compare_as_numbers() -> None:
    assert key_of(an_article(entry="9-10")) < key_of(an_article(entry="10-9"))
    assert key_of(an_article(entry="9-9")) < key_of(an_article(entry="9-10"))
    assert key_of(an_article(entry="7-0")) == Key(0, 7, 0, 0)
