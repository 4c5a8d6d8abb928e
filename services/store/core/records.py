"""What becomes of a submission, as rows and as the event for its publisher."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from services.store.core.rows import Row
from shared.contracts import identity, streams
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.events import ArticleEnriched, ArticleSettled, Event, Outcome, OutcomeFault, Step

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def is_submission(event: Event) -> bool:
    """Say whether an event is a submission's, and not that of a stored article which went through the stages again."""
    return event.submission.generation == 0


def settled(event: ArticleEnriched, outcome: Outcome) -> ArticleSettled:
    """Say what became of the submission behind an event; the last step of its history is this stage's."""
    submission = event.submission
    return ArticleSettled(
        outcome_id=identity.outcome_id(submission.entry_id),
        submission_entry_id=submission.entry_id,
        correlation_id=submission.correlation_id,
        source=submission.source,
        id=submission.id,
        article_id=event.article_id,
        version=submission.version,
        outcome=outcome,
        at=event.history[-1].at,
    )


def rejected(letter: DeadLetter) -> ArticleSettled:
    """Say that a submission ended as a dead letter, and which one it was as far as it can be read."""
    known: Mapping[str, object] = {}
    entry_id = letter.submission_id
    if letter.submitted is not None:
        submitted = letter.submitted
        known = {"source": submitted.source, "id": submitted.id, "version": submitted.version}
        known = {**known, "article_id": submitted.article_id}
    elif (event := _event_in(letter)) is not None:
        submission = event.submission
        entry_id = submission.entry_id
        known = {"source": submission.source, "id": submission.id, "version": submission.version}
        known = {**known, "article_id": event.article_id}
    return ArticleSettled.model_validate(
        {
            "outcome_id": identity.outcome_id(entry_id),
            "submission_entry_id": storable(entry_id),
            "correlation_id": None if letter.correlation_id is None else storable(letter.correlation_id),
            **known,
            "outcome": "rejected",
            "reason": storable(letter.reason),
            "errors": [OutcomeFault(path=storable(fault.path), code=storable(fault.code)) for fault in letter.faults],
            "at": letter.at,
        }
    )


def outcome_row(settled: ArticleSettled) -> Row:
    """Fill the durable copy of an outcome."""
    fields = settled.model_dump(mode="json")
    return {**fields, "publisher_id": fields.pop("id")}


def announcement(row: Mapping[str, object]) -> ArticleSettled:
    """Read an outcome back from its row."""
    return ArticleSettled.model_validate({**row, "id": row["publisher_id"]})


def ledger_row(event: ArticleEnriched) -> Row:
    """Fill the history of one submission, from the first stage to this one."""
    return {
        "submission_entry_id": event.submission.entry_id,
        "article_id": str(event.article_id),
        "correlation_id": event.submission.correlation_id,
        "history": [step.model_dump(mode="json") for step in event.history],
        "settled_at": event.history[-1].at.isoformat(),
    }


def dead_ledger_row(letter: DeadLetter, outcome: ArticleSettled) -> Row:
    """Fill the history of a submission that ended dead; its last step is the stage that gave it up."""
    event = _event_in(letter)
    last = Step(stage=storable(letter.stage), at=letter.at, attempts=letter.attempts)
    return {
        "submission_entry_id": outcome.submission_entry_id,
        "article_id": outcome.article_id and str(outcome.article_id),
        "correlation_id": outcome.correlation_id,
        "history": [step.model_dump(mode="json") for step in (*(event.history if event else ()), last)],
        "settled_at": letter.at.isoformat(),
    }


def dead_letter_row(letter: DeadLetter, outcome: ArticleSettled) -> Row:
    """Fill the mirror of a dead letter. `data` stays bytes: it may be anything at all."""
    return {
        "stream": storable(letter.stream),
        "entry_id": storable(letter.entry_id),
        "dead_entry_id": storable(letter.dead_entry_id),
        "submission_entry_id": outcome.submission_entry_id,
        "stage": storable(letter.stage),
        "reason": storable(letter.reason),
        "error": storable(letter.error),
        "attempts": letter.attempts,
        "at": letter.at,
        "correlation_id": outcome.correlation_id,
        "article_id": outcome.article_id,
        "faults": [fault.model_dump() for fault in outcome.errors],
        "data": letter.data,
    }


def storable(text: str) -> str:
    r"""
    Replace what Postgres cannot store: a record of a failure must not fail itself.

    >>> storable("a\x00b\ud800")
    'a\ufffdb\ufffd'
    """
    return _UNFIT.sub("\ufffd", text)


def _event_in(letter: DeadLetter) -> Event | None:
    if letter.stream == streams.SUBMITTED or letter.data is None:
        return None
    try:
        return Event.model_validate_json(letter.data)
    except ValidationError:
        return None
