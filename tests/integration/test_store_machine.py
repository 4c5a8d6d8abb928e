"""
One row an article, one outcome a submission and no change missed, whatever happens in whatever order.

A state machine over the real store and Postgres. The same machine must find each of the planted bugs, or it proves nothing.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from datetime import timedelta
from typing import Any, ClassVar

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.store.adapters import articles, migrate, outbox, transactions
from services.store.adapters import outcomes as recording
from services.store.adapters.database import open_database
from services.store.adapters.dead_letters import mirror
from services.store.core import precedence
from services.store.settings import StoreSettings
from shared.contracts.events import ArticleEnriched, ArticleSettled
from tests.integration.store_fixtures.articles import NOON, a_withdrawal, an_article
from tests.integration.store_fixtures.letters import a_dead_submission

TEXTS = ("The bridge is open.", "The bridge is closed.")
CRASHES = strategies.sampled_from([None, None, None, "before", "between", "after"])
Bug = Callable[[pytest.MonkeyPatch], None]


class Crash(BaseException):
    """The process ends here."""


class Machine(RuleBasedStateMachine):
    """Publishers, stores that crash at any point, retries, re-enrichment, and a consumer, in any order."""

    database_url: ClassVar[str]

    @initialize()
    def start(self) -> None:
        self.runner = asyncio.Runner()
        self.engine = open_database(StoreSettings(database_url=SecretStr(self.database_url)))
        self.observer = psycopg.connect(self.database_url.replace("+psycopg", ""), autocommit=True)
        for table in ("changes", "outcomes", "ledger", "dead_letters", "articles"):
            self.observer.execute(f"DELETE FROM news.{table}")
        self.submitted: list[ArticleEnriched] = []
        self.stored: set[tuple[str, int]] = set()
        self.said: dict[str, str] = {}
        self.published: dict[str, str] = {}
        self.copy: dict[str, tuple[str, str]] = {}
        self.cursor = 0
        self.now = NOON

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work, context=copy_context())

    @rule(
        name=strategies.sampled_from("ab"),
        version=strategies.integers(0, 1),
        text=strategies.sampled_from(TEXTS),
        withdrawn=strategies.sampled_from([False, False, False, True]),
    )
    def submit(self, name: str, version: int, text: str, *, withdrawn: bool) -> None:
        entry = f"{9 + len(self.submitted)}-0"  # 9-0, then 10-0: ids are numbers, not texts
        given = {"entry": entry, "version": version, "at": self.tick()}
        event = a_withdrawal(name, **given) if withdrawn else an_article(name, text=text, annotated=False, **given)
        self.submitted.append(event)

    @precondition(lambda self: self.submitted)
    @rule(picks=strategies.lists(strategies.integers(0, 30), min_size=1, max_size=5), crash=CRASHES)
    def store(self, picks: list[int], crash: str | None) -> None:
        self.save([self.submitted[-1 - pick % len(self.submitted)] for pick in picks], crash)

    @precondition(lambda self: self.stored)
    @rule(pick=strategies.integers(0, 30), crash=CRASHES)
    def reenrich(self, pick: int, crash: str | None) -> None:
        entry, generation = sorted(self.stored)[pick % len(self.stored)]
        [event] = [event for event in self.submitted if event.submission.entry_id == entry]
        submission = event.submission.model_copy(update={"generation": generation + 1})
        self.save([event.model_copy(update={"submission": submission})], crash)

    def save(self, events: list[ArticleEnriched], crash: str | None) -> None:
        with suppress(Crash), crashing(crash):
            self.do(articles.save(self.engine, events))
            crash_point("after")
        if crash != "before":
            self.stored |= {(event.submission.entry_id, event.submission.generation) for event in events}

    @precondition(lambda self: self.submitted)
    @rule(pick=strategies.integers(0, 30))
    def bury(self, pick: int) -> None:
        submission = self.submitted[-1 - pick % len(self.submitted)].submission.entry_id
        at = self.tick()
        self.do(mirror(self.engine, [a_dead_submission(submission, entry=f"{at.timestamp():.0f}-0", at=at)]))

    @precondition(lambda self: self.said)
    @rule(crash=strategies.sampled_from([None, "between"]))
    def announce(self, crash: str | None) -> None:
        """Publish what waits; where the process ends in the middle of it, the next one goes on."""

        async def publish(outcomes: Sequence[ArticleSettled]) -> None:
            self.published |= {one.submission_entry_id: one.outcome for one in outcomes}
            crash_point("between")

        for point in (crash, None):
            with suppress(Crash), crashing(point):
                self.do(outbox.announce(self.engine, publish))
        assert self.published == self.said

    @precondition(lambda self: self.said)
    @rule()
    def consume(self) -> None:
        changes = self.ask("SELECT change_seq, article_id FROM news.v_changes WHERE change_seq > %s", self.cursor)
        everything = {str(row[0]): row[1:] for row in self.ask("SELECT article_id, status, text FROM news.v_articles")}
        self.copy |= {str(article): everything[str(article)] for _, article in changes}
        self.cursor = max((seq for seq, _ in changes), default=self.cursor)
        assert self.copy == everything

    def ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.observer.execute(query, parameters).fetchall()

    def tick(self) -> Any:
        self.now += timedelta(seconds=1)
        return self.now

    @invariant()
    def each_article_shows_its_greatest_copy(self) -> None:
        if not hasattr(self, "stored"):
            return
        greatest: dict[str, tuple[tuple[int, ...], str, str]] = {}
        for event in self.submitted:
            for generation in (number for entry, number in self.stored if entry == event.submission.entry_id):
                key = (event.submission.version, int(event.submission.entry_id[:-2]), generation)
                this = key, event.status, event.text
                greatest[str(event.article_id)] = max(this, greatest.get(str(event.article_id), this))
        shown = self.ask("SELECT id, version, entry_ms, generation, status, text FROM news.articles")
        assert {str(row[0]): ((row[1], int(row[2]), row[3]), row[4], row[5]) for row in shown} == greatest

    @invariant()
    def each_submission_has_one_outcome_that_only_a_retry_changes(self) -> None:
        if not hasattr(self, "said"):
            return
        found = self.ask("SELECT submission_entry_id, outcome FROM news.outcomes")
        said = dict(found)
        assert len(said) == len(found)
        assert {entry for entry, _ in self.stored} <= said.keys()
        assert all(said.get(entry) == outcome for entry, outcome in self.said.items() if outcome != "rejected")
        self.said = said

    @invariant()
    def each_outcome_that_changes_an_article_has_made_one_change(self) -> None:
        if not hasattr(self, "said"):
            return
        changes = self.ask("SELECT article_id, kind FROM news.v_changes WHERE kind <> 'reenriched'")
        promised = self.ask(
            "SELECT article_id, outcome FROM news.outcomes WHERE outcome IN ('created', 'updated', 'withdrawn')"
        )
        assert Counter(changes) == Counter(promised)

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.observer.close()
            self.do(self.engine.dispose())
            self.runner.close()


_crash_at: ContextVar[str | None] = ContextVar("crash_at", default=None)


@contextmanager
def crashing(point: str | None) -> Iterator[None]:
    """Let the process end when it comes to this point."""
    token = _crash_at.set(point)
    try:
        yield
    finally:
        _crash_at.reset(token)


def crash_point(name: str) -> None:
    if _crash_at.get() == name:
        raise Crash


@pytest.fixture(autouse=True)
def crashes_before_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    async def in_transaction(engine: AsyncEngine, work: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:
        async def work_and_crash(connection: AsyncConnection) -> Any:
            result = await work(connection)
            crash_point("before")
            return result

        return await transactions.in_transaction(engine, work_and_crash)

    monkeypatch.setattr(articles, "in_transaction", in_transaction)


def check(database_url: str, examples: int) -> None:
    Machine.database_url = database_url
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )


def test_each_article_submission_and_change_is_there_once(database_url: str) -> None:
    migrate.upgrade(database_url)

    check(database_url, 30)


def _no_precedence(planted: pytest.MonkeyPatch) -> None:
    planted.setattr(precedence, "_compare", lambda event, _: precedence.Verdict(event, "updated", "updated"))


def _ids_as_texts(planted: pytest.MonkeyPatch) -> None:
    real = precedence._compare

    def compare(event: ArticleEnriched, stored: precedence.Standing) -> precedence.Verdict:
        older = str(precedence.key_of(event).entry_ms) < str(stored.key.entry_ms)
        same_version = event.submission.version == stored.key.version
        return precedence.Verdict(event, "superseded") if older and same_version else real(event, stored)

    planted.setattr(precedence, "_compare", compare)


def _last_outcome_wins(planted: pytest.MonkeyPatch) -> None:
    insert = recording._INSERT_OUTCOMES
    columns = {name: insert.excluded[name] for name in recording._OUTCOME_COLUMNS}
    always = insert.on_conflict_do_update(index_elements=["outcome_id"], set_=columns)
    planted.setattr(recording, "_DECIDE", always.returning(recording.outcomes.c.submission_entry_id))


def _outcomes_apart(planted: pytest.MonkeyPatch) -> None:
    _apart(planted, recording, "record")


def _changes_apart(planted: pytest.MonkeyPatch) -> None:
    _apart(planted, articles.change_feed, "append")


def _apart(planted: pytest.MonkeyPatch, module: Any, step: str) -> None:
    """Do one step of the transaction in a transaction of its own, after the commit of the others."""
    real, save = getattr(module, step), articles.save

    async def later(_: AsyncConnection, changed: Sequence[precedence.Verdict], *rest: Any) -> dict[str, str]:
        put_off.append((changed, *rest))
        return {verdict.event.submission.entry_id: verdict.outcome for verdict in changed}

    async def save_in_two_steps(engine: AsyncEngine, events: Sequence[ArticleEnriched]) -> Any:
        put_off.clear()
        results = await save(engine, events)
        crash_point("between")
        for given in put_off:
            await transactions.in_transaction(engine, lambda connection, given=given: real(connection, *given))
        return results

    put_off: list[tuple[Any, ...]] = []
    planted.setattr(module, step, later)
    planted.setattr(articles, "save", save_in_two_steps)


def _marks_before_it_announces(planted: pytest.MonkeyPatch) -> None:
    real = outbox.announce

    async def announce(engine: AsyncEngine, publish: Callable[[Sequence[ArticleSettled]], Awaitable[None]]) -> None:
        taken: list[ArticleSettled] = []

        async def take(outcomes: Sequence[ArticleSettled]) -> None:
            taken.extend(outcomes)

        await real(engine, take)
        crash_point("between")
        await publish(taken)

    planted.setattr(outbox, "announce", announce)


@pytest.mark.parametrize(
    "bug",
    [_no_precedence, _ids_as_texts, _last_outcome_wins, _outcomes_apart, _changes_apart, _marks_before_it_announces],
)
def test_the_machine_finds_a_planted_bug(bug: Bug, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    migrate.upgrade(database_url)
    bug(monkeypatch)

    with pytest.raises(AssertionError):
        check(database_url, 40)
