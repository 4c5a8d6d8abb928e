"""The change feed, and the daily counts that follow it: the last step of a batch, one writer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters import daily_counts, syndication
from services.store.adapters.findings import Differences
from services.store.adapters.records import changes
from services.store.adapters.recordsets import insert_given, parameters
from services.store.adapters.syndication import ChangedTexts
from services.store.core.precedence import Verdict

_ONE_AT_A_TIME: Final = int.from_bytes(b"dl:feed\0")
_TAKE_TURN: Final = select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME))
_APPEND: Final = insert_given(changes, ["article_id", "kind"])


async def append(
    connection: AsyncConnection, changed: Sequence[Verdict], differences: Differences, texts: ChangedTexts | None = None
) -> None:
    """
    Group the changed texts with their copies, count the changes, and number them.

    An article that another one's change puts into another group is changed, too: its row reads differently.

    The turn lasts until the commit, so numbers become visible in their order: a consumer that asks for what is greater
    than its last number misses nothing. No other lock may be waited for after it.
    """
    await connection.execute(_TAKE_TURN)
    moved = await syndication.regroup(connection, texts) if texts else set()
    await daily_counts.add(connection, differences.entities, differences.topics)
    await daily_counts.recount(connection, moved)
    rows = [{"article_id": str(verdict.event.article_id), "kind": verdict.change} for verdict in changed]
    others = moved - {verdict.event.article_id for verdict in changed}
    rows += [{"article_id": str(article_id), "kind": "updated"} for article_id in sorted(others)]
    await connection.execute(_APPEND, parameters(rows))
