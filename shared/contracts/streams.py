"""The names on Redis, in travel order. A stage stream has exactly one consumer group, named as the service that reads it."""

from typing import Final

SUBMITTED: Final = "article.submitted.v1"
INGESTED: Final = "article.ingested.v1"
INGESTED_BULK: Final = "article.ingested.v1.bulk"
ENRICHED: Final = "article.enriched.v1"
ENRICHED_BULK: Final = "article.enriched.v1.bulk"
SETTLED: Final = "article.settled.v1"

READER_OF: Final = {
    SUBMITTED: "ingest", INGESTED: "enrich", INGESTED_BULK: "enrich", ENRICHED: "store", ENRICHED_BULK: "store",
}  # fmt: skip
"""Each stage stream and the group that reads it."""

BULK: Final = (INGESTED_BULK, ENRICHED_BULK)
"""What carries stored articles through their stages again, at low priority: no submissions, and so without outcomes."""

INTAKE: Final = "dateline:intake"
"""A string for publishers: ``open``, ``slow`` or ``closed``."""

REMOVED: Final = "dateline:dead:removed"
"""A sorted set: ``<stream> <entry id>`` of each dead letter that was put back or dropped, until store has heard of it."""

CLOSED: Final = f"{INTAKE}:closed"
"""Says ``closed``, and becomes `INTAKE` where a full Redis takes no new value: renaming needs no memory."""

RESERVE: Final = f"{INTAKE}:reserve"
"""Holds nothing but memory, for a Redis that is full: see `shared.bus.intake`."""


def dead(stream: str) -> str:
    """Name the dead-letter stream of a stage stream."""
    return f"{stream}.dead"


def delayed(stream: str) -> str:
    """Name the sorted set of a stage stream's documents that wait for their next attempt."""
    return f"{stream}.delayed"


def readded(stream: str) -> str:
    """Name the counter of entries that were put back on a stage stream, so that re-adds are not counted as receipts."""
    return f"{stream}.readded"
