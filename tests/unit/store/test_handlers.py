from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from services.store.handlers import record_dead_letters, store_articles
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched, Outcome, Step
from shared.errors import RejectedError
from tests.integration.store_fixtures.articles import NOON, an_article
from tests.integration.store_fixtures.letters import a_dead_submission

STEP = Step(stage="store", at=NOON + timedelta(minutes=1), attempts=2, replica="s2")


def received(event: ArticleEnriched) -> Received[ArticleEnriched]:
    return Received(event, STEP, event.submission.entry_id)


async def test_each_history_gets_this_stages_step() -> None:
    saved: list[ArticleEnriched] = []

    async def save(events: Sequence[ArticleEnriched]) -> Sequence[Outcome | RejectedError]:
        saved.extend(events)
        return ["created"] * len(events)

    event = an_article()
    await store_articles([received(event)], save)

    assert saved[0].history == (*event.history, STEP)


async def test_only_what_the_database_refuses_is_rejected_and_in_its_place() -> None:
    refusal = RejectedError("bad-schema", "refused")

    async def save(_: Sequence[ArticleEnriched]) -> Sequence[Outcome | RejectedError]:
        return ["created", refusal, "superseded"]

    results = await store_articles([received(an_article(name)) for name in "abc"], save)

    assert results == [None, refusal, None]


async def test_dead_letters_are_mirrored() -> None:
    mirrored: list[DeadLetter] = []

    async def mirror(letters: Sequence[DeadLetter]) -> None:
        mirrored.extend(letters)

    await record_dead_letters([a_dead_submission()], mirror)

    assert mirrored == [a_dead_submission()]
