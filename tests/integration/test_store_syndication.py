"""Groups of copies in the database: found, kept, united and taken apart, whoever writes and in whatever order."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.store.adapters.articles import save
from shared.contracts.events import ArticleEnriched
from tests.integration.store_fixtures.articles import NOON, a_withdrawal, an_article, article_id
from tests.integration.store_fixtures.database import a_store, assert_daily_counts_are_right, contents, one, rows
from tests.support.syndicated_copies import EDITS, cut_from_the_end
from tests.support.wire_stories import a_story, an_event

GENERATOR = random.Random(7)
STORY, OTHER_STORY = (a_story(an_event(GENERATOR), GENERATOR, paragraphs=10) for _ in range(2))
SHORTER = cut_from_the_end(STORY, GENERATOR)
PARAGRAPHS = STORY.split("\n\n")
BEGINNING, END = "\n\n".join(PARAGRAPHS[:5]), "\n\n".join(PARAGRAPHS[5:])

COPIES = "SELECT article_id FROM news.v_syndication ORDER BY first_seen_at, article_id"
CHANGES = "SELECT article_id, kind FROM news.v_changes ORDER BY change_seq"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[AsyncEngine]:
    async with a_store(database_url) as engine:
        yield engine


def a_copy(name: str, text: str = STORY, *, hours: float = 0, **facts: object) -> ArticleEnriched:
    """Build an article that was stored some hours after noon, by an outlet of its own."""
    given: dict[str, object] = {"entry": f"{ord(name[0])}-0", "outlet": f"{name}.example", **facts}
    return an_article(name, text=text, at=NOON + timedelta(hours=hours), **given)


async def groups(store: AsyncEngine) -> list[set[str]]:
    names = {article_id(name): name for name in "abcdefghijklmnopqrstuvwxyz"}
    found = await rows(
        store,
        "SELECT array_agg(article_id), min(size) = count(*) FROM news.v_syndication GROUP BY syndication_group ORDER BY 1",
    )
    assert all(size_is_right for _, size_is_right in found)
    return sorted(({names[member] for member in members} for members, _ in found), key=sorted)


async def assert_everything_is_in_step(store: AsyncEngine) -> None:
    """Compare what is derived from the groups with the groups: counts, founders, and no group without copies."""
    await assert_daily_counts_are_right(store)
    assert (
        await rows(
            store,
            "SELECT g.id FROM news.syndication_groups AS g LEFT JOIN news.articles AS a ON a.syndication_group = g.id"
            " GROUP BY g.id HAVING count(a.id) < 2 OR NOT bool_or(a.id = g.id)",
        )
        == []
    )
    assert await rows(store, "SELECT DISTINCT similarity IS NULL FROM news.v_syndication") in ([(False,)], [])


async def test_a_copy_joins_the_first_ones_story_and_the_first_keeps_its_story_id(store: AsyncEngine) -> None:
    await save(store, [a_copy("b", SHORTER)])

    await save(store, [a_copy("a", hours=3)])

    assert await rows(
        store,
        "SELECT article_id, similarity, is_first_copy, is_fullest_copy, size FROM news.v_syndication ORDER BY first_seen_at",
    ) == [(article_id("b"), 1.0, True, False, 2), (article_id("a"), 1.0, False, True, 2)]
    assert await rows(store, "SELECT DISTINCT story_id, syndication_group FROM news.v_articles") == [
        (article_id("b"), article_id("b"))
    ]
    await assert_everything_is_in_step(store)


async def test_consumers_learn_of_the_first_copy_when_its_group_is_founded_and_not_again(store: AsyncEngine) -> None:
    for name in "abc":
        await save(store, [a_copy(name)])

    assert await rows(store, CHANGES) == [
        (article_id("a"), "created"),
        (article_id("b"), "created"),
        (article_id("a"), "updated"),
        (article_id("c"), "created"),
    ]


async def test_copies_in_one_batch_are_one_group(store: AsyncEngine) -> None:
    batch = [a_copy(name, edit(STORY, GENERATOR)) for name, edit in zip("abcdef", EDITS.values(), strict=True)]

    await save(store, [*batch, a_copy("x", OTHER_STORY)])

    assert await groups(store) == [set("abcdef")]
    await assert_everything_is_in_step(store)


async def test_a_story_with_many_copies_leaves_room_for_another_one(store: AsyncEngine) -> None:
    shorter = "\n\n".join(OTHER_STORY.split("\n\n")[:5])
    await save(store, [a_copy(name) for name in "abcdefghijkl"])
    await save(store, [a_copy("x", shorter)])

    await save(store, [a_copy("y", f"{STORY}\n\n{shorter}")])

    assert await groups(store) == [set("abcdefghijklxy")]


async def test_another_store_after_a_restart_finds_the_copies_of_the_one_before(database_url: str) -> None:
    async with a_store(database_url) as before:
        await save(before, [a_copy("a"), a_copy("x", OTHER_STORY)])

    async with a_store(database_url) as after:
        await save(after, [a_copy("b", SHORTER)])

        assert await groups(after) == [{"a", "b"}]


async def test_repeating_a_batch_of_copies_changes_nothing(store: AsyncEngine) -> None:
    batch = [a_copy("a"), a_copy("b", SHORTER), a_copy("x", OTHER_STORY)]
    await save(store, batch)
    before = await contents(store)

    await save(store, batch[::-1])

    assert await contents(store) == before


async def test_copies_that_two_writers_store_at_once_are_one_group(store: AsyncEngine) -> None:
    async with store.begin() as blocker:
        await blocker.execute(text("LOCK TABLE news.changes IN SHARE MODE"))
        saving = [asyncio.create_task(save(store, [a_copy(name)])) for name in "ab"]
        await _wait_for_waiting(store, 2)
    await asyncio.gather(*saving)

    assert await groups(store) == [{"a", "b"}]
    await assert_everything_is_in_step(store)


async def test_many_writers_of_many_stories_end_with_one_group_a_story(database_url: str) -> None:
    texts = [a_story(an_event(GENERATOR), GENERATOR) for _ in range(6)]
    copies = [
        an_article(f"{story}.{copy}", entry=f"{story + 1}-{copy}", text=text, outlet=f"o{copy % 2}.example")
        for story, text in enumerate(texts)
        for copy in range(8)
    ]
    random.Random(3).shuffle(copies)

    async with a_store(database_url, store_pool_size=4) as store:
        await asyncio.gather(*(save(store, copies[start : start + 4]) for start in range(0, len(copies), 4)))

        assert await rows(store, "SELECT size, count(*) FROM news.syndication_groups GROUP BY size") == [(8, 6)]
        assert await one(store, "SELECT count(DISTINCT story_id) FROM news.v_articles") == 6
        await assert_everything_is_in_step(store)


async def test_a_fuller_copy_unites_the_groups_of_its_parts(store: AsyncEngine) -> None:
    await save(store, [a_copy("a", BEGINNING), a_copy("b", BEGINNING, hours=1), a_copy("c", BEGINNING, hours=2)])
    await save(store, [a_copy("d", END, hours=3), a_copy("e", END, hours=4)])
    apart = await groups(store)
    last = await one(store, "SELECT max(change_seq) FROM news.v_changes")

    await save(store, [a_copy("f", STORY, hours=5)])

    assert apart == [{"a", "b", "c"}, {"d", "e"}]
    assert await groups(store) == [set("abcdef")]
    assert await rows(store, "SELECT article_id FROM news.v_syndication WHERE is_fullest_copy") == [(article_id("f"),)]
    news = await rows(store, "SELECT article_id, kind FROM news.v_changes WHERE change_seq > :last", last=last)
    assert sorted(news) == sorted([(article_id("f"), "created"), (article_id("d"), "updated"), (article_id("e"), "updated")])
    await assert_everything_is_in_step(store)


async def test_two_copies_in_one_outlet_are_one_story_there(store: AsyncEngine) -> None:
    await save(store, [a_copy("a", outlet="post.example"), a_copy("x", OTHER_STORY, outlet="post.example")])

    await save(store, [a_copy("b", SHORTER, outlet="post.example")])

    assert set(await rows(store, "SELECT articles, stories FROM news.entity_daily")) == {(3, 2)}
    await assert_everything_is_in_step(store)


async def test_a_withdrawn_copy_leaves_and_a_story_told_once_is_no_group(store: AsyncEngine) -> None:
    await save(store, [a_copy("a"), a_copy("b", SHORTER, hours=1)])

    await save(store, [a_withdrawal("b", entry="200-0")])

    assert await groups(store) == []
    assert await rows(store, "SELECT article_id, story_id FROM news.v_articles WHERE article_id <> story_id") == []
    assert (await rows(store, CHANGES))[-2:] == [(article_id("b"), "withdrawn"), (article_id("a"), "updated")]
    await assert_everything_is_in_step(store)


async def test_copies_whose_founder_leaves_are_a_story_without_it(store: AsyncEngine) -> None:
    await save(store, [a_copy("a"), a_copy("b", SHORTER, hours=1), a_copy("c", hours=2)])

    await save(store, [a_copy("a", OTHER_STORY, entry="200-0", version=1, hours=4)])

    assert await groups(store) == [{"b", "c"}]
    assert dict(await rows(store, "SELECT article_id, story_id FROM news.v_articles")) == {
        article_id("a"): article_id("a"),
        article_id("b"): article_id("b"),
        article_id("c"): article_id("b"),
    }
    assert await rows(store, "SELECT article_id FROM news.v_syndication WHERE is_first_copy") == [(article_id("b"),)]
    await assert_everything_is_in_step(store)


async def test_a_changed_text_goes_from_one_group_to_the_other(store: AsyncEngine) -> None:
    await save(store, [a_copy("a"), a_copy("b"), a_copy("c"), a_copy("x", OTHER_STORY), a_copy("y", OTHER_STORY)])

    await save(store, [a_copy("c", OTHER_STORY, entry="200-0", version=1, hours=1)])

    assert await groups(store) == [{"a", "b"}, {"c", "x", "y"}]
    await assert_everything_is_in_step(store)


async def test_a_new_headline_or_new_annotations_leave_the_group_as_it_is(store: AsyncEngine) -> None:
    await save(store, [a_copy("a"), a_copy("b", SHORTER, hours=1)])
    before = await rows(store, "SELECT * FROM news.v_syndication")

    await save(store, [a_copy("a", entry="200-0", version=1, title="Corrected", hours=2)])
    await save(store, [a_copy("b", SHORTER, entry="98-0", generation=1, hours=2)])

    assert await rows(store, "SELECT * FROM news.v_syndication") == before
    await assert_everything_is_in_step(store)


async def test_an_old_article_stays_in_its_group_while_its_text_is_a_copy(store: AsyncEngine) -> None:
    await save(store, [a_copy("a"), a_copy("b", hours=1)])
    long_after = 24 * 30

    await save(store, [a_copy("b", SHORTER, entry="200-0", version=1, hours=long_after)])
    stays = await groups(store)
    await save(store, [a_copy("b", OTHER_STORY, entry="300-0", version=2, hours=long_after)])

    assert (stays, await groups(store)) == ([{"a", "b"}], [])
    await assert_everything_is_in_step(store)


async def test_what_is_older_than_the_window_is_neither_found_nor_kept(store: AsyncEngine) -> None:
    await save(store, [a_copy("a")])
    fortnight = 14 * 24

    await save(store, [a_copy("b", hours=fortnight)])
    await save(store, [a_copy("c", hours=2 * fortnight - 1)])

    assert await groups(store) == [{"b", "c"}]
    assert await rows(store, "SELECT article_id FROM news.syndication_fingerprints ORDER BY first_seen_at") == [
        (article_id("b"),),
        (article_id("c"),),
    ]
    assert (
        await rows(store, "SELECT DISTINCT article_id FROM news.syndication_bands WHERE article_id = :a", a=article_id("a"))
        == []
    )


async def test_no_copies_are_looked_for_in_a_window_of_no_days(store: AsyncEngine) -> None:
    for name in "ab":
        await save(store, [a_copy(name)], syndication_window=timedelta(0))

    assert await groups(store) == []
    assert await one(store, "SELECT count(*) FROM news.syndication_fingerprints") == 0


async def test_first_copies_that_change_while_others_join_them_cause_no_deadlock(database_url: str) -> None:
    """Who joins has the turn and wants the first copy's row; who changes the first copy has the row and wants the turn."""
    texts = [a_story(an_event(GENERATOR), GENERATOR) for _ in range(8)]
    firsts = [an_article(f"first {n}", entry=f"{n + 1}-0", text=text) for n, text in enumerate(texts)]
    changed = [
        an_article(f"first {n}", entry=f"{n + 1}-{version}", version=version, text=text, title=f"Take {version}")
        for version in range(1, 5)
        for n, text in enumerate(texts)
    ]
    copies = [
        an_article(f"copy {n}.{copy}", entry=f"{100 + n}-{copy}", text=text)
        for copy in range(4)
        for n, text in enumerate(texts)
    ]

    async with a_store(database_url, store_pool_size=4) as store:
        await save(store, firsts)
        await asyncio.gather(*(save(store, [one]) for pair in zip(changed, copies, strict=True) for one in pair))

        assert await one(store, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == 0
        assert await rows(store, "SELECT DISTINCT size FROM news.syndication_groups") == [(5,)]
        assert await rows(store, "SELECT DISTINCT title FROM news.v_articles WHERE version > 0") == [("Take 4",)]
        await assert_everything_is_in_step(store)


async def _wait_for_waiting(store: AsyncEngine, count: int) -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    async with asyncio.timeout(20):
        while int(str(await one(store, waiting))) < count:
            await asyncio.sleep(0.01)
