"""Outcomes that wait to be announced, taken by any number of replicas without two taking the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from sqlalchemy import Uuid, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.store.adapters.records import outcomes
from services.store.adapters.transactions import in_transaction
from services.store.core.records import announcement
from shared.contracts.events import ArticleSettled

_TAKE: Final = (
    select(outcomes)
    .where(outcomes.c.announced_at.is_(None))
    .order_by(outcomes.c.at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_MARK: Final = (
    update(outcomes)
    .where(outcomes.c.outcome_id == any_(bindparam("ids", type_=ARRAY(Uuid))))
    .values(announced_at=func.now())
)


async def announce(
    engine: AsyncEngine, publish: Callable[[Sequence[ArticleSettled]], Awaitable[None]], limit: int = 500
) -> int:
    """
    Publish up to `limit` outcomes that were not announced yet, oldest first, and return how many.

    They are marked after `publish` has returned: a crash between the two announces them again, with the same ids.
    """

    async def take(connection: AsyncConnection) -> int:
        waiting = [announcement(dict(row)) for row in (await connection.execute(_TAKE, {"limit": limit})).mappings()]
        if waiting:
            await publish(waiting)
            await connection.execute(_MARK, {"ids": [settled.outcome_id for settled in waiting]})
        return len(waiting)

    return await in_transaction(engine, take)
