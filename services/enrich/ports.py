"""What the handlers ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shared.contracts.events import Annotations, ArticleIngested


class Annotate(Protocol):
    """
    Annotate English articles, together: a batch costs less than its articles one by one.

    Gives one result for each article, in order; None where there was nothing to annotate.
    """

    async def __call__(self, articles: Sequence[ArticleIngested], /) -> Sequence[Annotations | None]:
        """Annotate them."""
        ...
