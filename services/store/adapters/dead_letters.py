"""The mirror of the dead-letter streams: dead letters that can be queried, and the rejection of their submissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Uuid, any_, bindparam, delete, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.store.adapters.records import dead_letters, ledger, outcomes
from services.store.adapters.recordsets import insert_given, parameters
from services.store.adapters.transactions import in_transaction
from services.store.core.records import dead_ledger_row, dead_letter_row, outcome_row, rejected
from shared.contracts import streams
from shared.contracts.dead_letter import DeadLetter

_REJECT: Final = (
    insert_given(outcomes, [column.name for column in outcomes.columns if column.name != "announced_at"])
    .on_conflict_do_nothing()
    .returning(outcomes.c.submission_entry_id)
)
_LOCK: Final = (
    select(outcomes.c.outcome_id)
    .where(outcomes.c.outcome_id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .order_by(outcomes.c.outcome_id)
    .with_for_update()
)
_STORED: Final = (
    select(outcomes.c.outcome_id, ledger.c.settled_at)
    .join(ledger, ledger.c.submission_entry_id == outcomes.c.submission_entry_id)
    .where(outcomes.c.outcome_id == any_(bindparam("ids", type_=ARRAY(Uuid))), outcomes.c.outcome != "rejected")
)
_WRITE_LEDGER: Final = insert_given(ledger, [column.name for column in ledger.columns]).on_conflict_do_nothing()
_MIRROR: Final = insert(dead_letters).on_conflict_do_nothing()


async def mirror(engine: AsyncEngine, letters: Sequence[DeadLetter]) -> None:
    """
    Keep a copy of each letter, and reject its submission unless that has an outcome already, as stored articles have.

    A letter that is older than its submission's success is left out: it arrives after the retry that cleared it.
    """
    if letters:
        await in_transaction(engine, lambda connection: _mirror(connection, letters))


async def _mirror(connection: AsyncConnection, letters: Sequence[DeadLetter]) -> None:
    answers = [(letter, rejected(letter)) for letter in letters]
    last = {answer.outcome_id: (letter, answer) for letter, answer in reversed(answers)}
    ids = {"ids": sorted(last)}
    rows = [outcome_row(answer) for _, (letter, answer) in sorted(last.items()) if letter.stream not in streams.BULK]
    new = set(await connection.scalars(_REJECT, parameters(rows)))
    histories = [dead_ledger_row(letter, answer) for letter, answer in last.values() if answer.submission_entry_id in new]
    await connection.execute(_LOCK, ids)  # waits for a retry that is just being stored, so that we see its success
    stored = {row.outcome_id: row.settled_at for row in await connection.execute(_STORED, ids)}
    if histories:
        histories.sort(key=lambda row: str(row["submission_entry_id"]))
        await connection.execute(_WRITE_LEDGER, parameters(histories))
    copies = [
        dead_letter_row(letter, answer)
        for letter, answer in answers
        if answer.outcome_id not in stored or letter.at > stored[answer.outcome_id]
    ]
    if copies:
        await connection.execute(_MIRROR, copies)


async def forget(engine: AsyncEngine, letters: Sequence[tuple[str, str]]) -> None:
    """Take letters, each a stream and its id there, out of the mirror: they are on no dead-letter stream any more."""
    gone = delete(dead_letters).where(tuple_(dead_letters.c.stream, dead_letters.c.entry_id).in_(letters))
    await in_transaction(engine, lambda connection: connection.execute(gone))
