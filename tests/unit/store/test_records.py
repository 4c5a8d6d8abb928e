from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.store.core.records import announcement, dead_ledger_row, outcome_row, rejected, settled, storable
from shared.contracts import streams
from shared.contracts.identity import outcome_id
from tests.integration.store_fixtures.articles import NOON, an_article, article_id, data_of
from tests.integration.store_fixtures.letters import a_dead_submission


def test_an_outcome_is_read_back_from_its_row_as_it_was() -> None:
    outcome = settled(an_article(entry="1-0", version=4), "updated")

    assert announcement(outcome_row(outcome)) == outcome
    assert outcome.outcome_id == outcome_id("1-0")
    assert outcome.at == NOON


def test_a_rejection_names_its_document_from_the_submission_or_from_the_event() -> None:
    of_submission = rejected(a_dead_submission())
    of_event = rejected(
        a_dead_submission(stream=streams.ENRICHED, submitted=None, data=data_of(an_article(entry="1-0", version=3)))
    )

    assert of_submission == of_event
    assert (of_event.article_id, of_event.id, of_event.version) == (article_id("ferry"), "ferry", 3)


def test_a_death_after_ingest_is_told_to_the_publisher_of_the_submission() -> None:
    event = an_article(entry="1-0")
    letter = a_dead_submission("7-0", stream=streams.ENRICHED, submitted=None, data=data_of(event))

    answer = rejected(letter)

    assert (answer.submission_entry_id, answer.outcome_id) == ("1-0", outcome_id("1-0"))


def test_a_submission_that_looks_like_an_event_is_not_believed() -> None:
    posing = a_dead_submission(stream=streams.SUBMITTED, submitted=None, data=data_of(an_article()))

    assert rejected(posing).article_id is None


def test_a_dead_submissions_history_ends_with_the_stage_that_gave_it_up() -> None:
    letter = a_dead_submission(stage="enrich", submitted=None, stream=streams.INGESTED, data=data_of(an_article()))

    history = dead_ledger_row(letter, rejected(letter))["history"]

    assert [step["stage"] for step in history] == ["enrich", "store", "enrich"]


@given(st.text(st.characters(codec=None)))
def test_what_is_storable_has_no_nul_and_is_utf_8(text: str) -> None:
    found = storable(text)

    assert "\x00" not in found
    assert found.encode().decode() == found
    assert len(found) == len(text)
