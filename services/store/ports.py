"""What the handlers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shared.contracts.dead_letter import DeadLetter
from shared.contracts.events import ArticleEnriched, Outcome
from shared.errors import RejectedError


class SaveArticles(Protocol):
    """
    Store a batch of events, whose last step of history is this stage's.

    Return for each the outcome of its submission, or why it can never be stored. Repeating a batch changes nothing.
    """

    async def __call__(self, events: Sequence[ArticleEnriched], /) -> Sequence[Outcome | RejectedError]:
        """Store `events`."""
        ...


class MirrorDeadLetters(Protocol):
    """Keep dead letters where they can be queried, and reject their submissions. Repeating a batch changes nothing."""

    async def __call__(self, letters: Sequence[DeadLetter], /) -> None:
        """Mirror `letters`."""
        ...
