"""What the store does with what it is sent."""

from __future__ import annotations

from collections.abc import Sequence

from services.store.ports import MirrorDeadLetters, SaveArticles
from shared.contracts.dead_letter import DeadLetter
from shared.contracts.delivery import Received
from shared.contracts.events import ArticleEnriched
from shared.errors import RejectedError


async def store_articles(batch: Sequence[Received[ArticleEnriched]], save: SaveArticles) -> list[RejectedError | None]:
    """Store a batch with this stage's step in each history; return for each message None, or why it is rejected."""
    events = [
        received.message.model_copy(update={"history": (*received.message.history, received.step)}) for received in batch
    ]
    return [result if isinstance(result, RejectedError) else None for result in await save(events)]


async def record_dead_letters(letters: Sequence[DeadLetter], mirror: MirrorDeadLetters) -> None:
    """Give every submission that ended as a dead letter its outcome, and keep the letter where it can be queried."""
    await mirror(letters)
