"""The durable answer to every submission, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Text, Uuid, any_, bindparam, delete, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters.records import dead_letters, ledger, outcomes
from services.store.adapters.recordsets import insert_given, parameters
from services.store.core.precedence import Verdict
from services.store.core.records import is_submission, ledger_row, outcome_row, settled
from shared.contracts import identity
from shared.contracts.events import Outcome

_OUTCOME_COLUMNS: Final = tuple(column.name for column in outcomes.columns if column.name != "announced_at")

_INSERT_OUTCOMES: Final = insert_given(outcomes, _OUTCOME_COLUMNS)
_DECIDE: Final = _INSERT_OUTCOMES.on_conflict_do_update(
    index_elements=[outcomes.c.outcome_id],
    set_={name: _INSERT_OUTCOMES.excluded[name] for name in (*_OUTCOME_COLUMNS, "announced_at")},
    where=outcomes.c.outcome == "rejected",  # a retry has succeeded; any other outcome is final
).returning(outcomes.c.submission_entry_id)
_READ: Final = select(outcomes.c.submission_entry_id, outcomes.c.outcome).where(
    outcomes.c.outcome_id == any_(bindparam("ids", type_=ARRAY(Uuid)))
)

_INSERT_LEDGER: Final = insert_given(ledger, [column.name for column in ledger.columns])
_WRITE_LEDGER: Final = _INSERT_LEDGER.on_conflict_do_update(
    index_elements=[ledger.c.submission_entry_id],
    set_={column.name: _INSERT_LEDGER.excluded[column.name] for column in ledger.columns},
)
_CLEAR_DEAD_LETTERS: Final = delete(dead_letters).where(
    dead_letters.c.submission_entry_id == any_(bindparam("submissions", type_=ARRAY(Text)))
)


async def record(connection: AsyncConnection, verdicts: Sequence[Verdict]) -> dict[str, Outcome]:
    """
    Write what became of each submission, and return it by entry id: what was written first is what counts.

    Only a rejection gives way, to the outcome of a successful retry, which is then announced again. A stored article that
    went through the stages again is no submission: its publisher has had the outcome.
    """
    verdict_of = {verdict.event.submission.entry_id: verdict for verdict in reversed(verdicts)}
    submitted = {
        verdict.event.submission.entry_id: verdict for verdict in reversed(verdicts) if is_submission(verdict.event)
    }
    rows = [outcome_row(settled(verdict.event, verdict.outcome)) for verdict in submitted.values()]
    rows.sort(key=lambda row: str(row["outcome_id"]))
    decided = set(await connection.scalars(_DECIDE, parameters(rows)))
    moved = sorted(entry for entry, verdict in verdict_of.items() if verdict.change or entry in decided)
    if moved:
        histories = [ledger_row(verdict_of[entry].event) for entry in moved]
        await connection.execute(_WRITE_LEDGER, parameters(histories))
        await connection.execute(_CLEAR_DEAD_LETTERS, {"submissions": moved})
    outcome_of: dict[str, Outcome] = {entry: verdict.outcome for entry, verdict in verdict_of.items()}
    if before := verdict_of.keys() - decided:
        recorded = await connection.execute(_READ, {"ids": [identity.outcome_id(entry) for entry in before]})
        outcome_of.update((entry, outcome) for entry, outcome in recorded)
    return outcome_of
