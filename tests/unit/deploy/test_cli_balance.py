"""What `dateline status` calls a problem, and what it only notes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deploy.cli.balance import Report
from deploy.cli.census import Census, Stage

IDLE = Stage("ingest", 0, 0, 0, 0, 0, None, 0, 1, 0)


def a_report(*stages: Stage, received: int = 0, outcomes: dict[str, int] | None = None, **rates: float) -> Report:
    census = Census(at_ms=1_000_000, received=received, intake="open", memory=None, stages=stages or (IDLE,))
    return Report(census, outcomes if outcomes is not None else {}, None, rates)


def test_quiet_system_has_no_problem_and_nothing_to_note() -> None:
    report = a_report(received=5, outcomes={"created": 3, "rejected": 2})

    assert report.difference == 0
    assert [*report.problems(), *report.notes()] == []


@pytest.mark.parametrize("where", ["backlog", "in_flight", "delayed", "unrecorded"])
def test_what_is_on_its_way_is_part_of_the_balance(where: str) -> None:
    report = a_report(replace(IDLE, **{where: 4}), received=5, outcomes={"created": 1})

    assert report.difference == 0


def test_re_enrichment_is_no_submission() -> None:
    report = a_report(IDLE, replace(IDLE, name="enrich (bulk)", backlog=9), received=2, outcomes={"updated": 2})

    assert report.difference == 0


@pytest.mark.parametrize(
    ("received", "says"), [(7, "uneven by 2: submissions without a trace"), (4, "uneven by -1: more outcomes")]
)
def test_uneven_balance_at_rest_is_a_problem(received: int, says: str) -> None:
    report = a_report(received=received, outcomes={"created": 5})

    assert [problem for problem in report.problems() if says in problem]


def test_uneven_balance_on_the_move_is_not() -> None:
    report = a_report(received=7, outcomes={"created": 5}, ingest=12.0)

    assert list(report.problems()) == []


def test_documents_that_nobody_reads_are_a_problem() -> None:
    report = a_report(replace(IDLE, backlog=3, replicas=0), received=3)

    assert list(report.problems()) == ["ingest: documents wait, and no replica reads them: is ingest running?"]


def test_nobody_there_and_nothing_to_do_is_none() -> None:
    assert list(a_report(replace(IDLE, replicas=0)).problems()) == []


def test_documents_of_a_replica_that_is_gone_are_noted() -> None:
    report = a_report(replace(IDLE, in_flight=3, abandoned=2, replicas=1), received=3)

    assert list(report.notes()) == ["ingest: 2 held by a replica that is gone; another one takes over"]


def test_stage_that_stands_still_is_noted_with_its_oldest() -> None:
    stage = replace(IDLE, backlog=1, oldest_entry_id="700000-0")

    assert list(a_report(stage, ingest=0.0).notes()) == [
        "ingest: the oldest has waited for 300 s, and none was finished just now"
    ]
    assert list(a_report(stage, ingest=2.0).notes()) == []


def test_without_postgres_there_is_no_difference_but_the_reason() -> None:
    report = replace(a_report(received=5), outcomes=None, unreachable="PostgreSQL does not answer")

    assert report.difference is None
    assert list(report.notes()) == ["PostgreSQL does not answer; outcomes are not known"]


def test_publishers_and_memory_and_deaths_are_noted() -> None:
    census = Census(at_ms=0, received=0, intake="slow", memory=0.75, stages=(replace(IDLE, dead=3), replace(IDLE, dead=1)))
    report = Report(census, {}, None, {})

    assert list(report.notes()) == [
        "publishers are asked to wait (dateline:intake is slow)",
        "Redis' memory is 75% full",
        "4 dead: 'dateline dead list' says why",
    ]
