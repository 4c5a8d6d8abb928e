"""Groups of copies: found, and kept right as articles come, change and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.adapters import fingerprints, stories
from services.store.adapters.fingerprints import Signed
from services.store.core.copies import is_long_enough, similarity
from services.store.core.precedence import Standing, Verdict
from services.store.core.rows import first_seen_at
from services.store.core.shingles import Fingerprint, fingerprint
from services.store.core.syndication import Match, closest, joinings, matches


@dataclass(frozen=True, slots=True)
class ChangedTexts:
    """The texts of a batch that came, changed or went: what is compared, and the groups that some belonged to."""

    now: datetime
    since: datetime
    fingerprints: Mapping[UUID, Fingerprint]
    signed: tuple[Signed, ...]
    groups: Mapping[UUID, UUID]


async def sign(
    connection: AsyncConnection, changed: Iterable[Verdict], stored: Mapping[UUID, Standing], window: timedelta
) -> ChangedTexts | None:
    """
    Take the fingerprints of what changed, and keep those of articles first seen within the window; None if no text did.

    The caller holds the articles' locks, and need not yet have the change feed's turn.
    """
    events = [verdict.event for verdict in changed if verdict.change != "reenriched"]
    if not events:
        return None
    now = max(event.history[-1].at for event in events)
    since = now - window
    seen = {event.article_id: first_seen_at(event, stored.get(event.article_id)) for event in events}
    before = {event.article_id: stored[event.article_id] for event in events if event.article_id in stored}
    groups = {article_id: one.syndication_group for article_id, one in before.items() if one.syndication_group}
    taken = {
        event.article_id: fingerprint(event.text)
        for event in events
        if event.status == "usable" and (seen[event.article_id] > since or event.article_id in groups)
    }
    taken = {article_id: one for article_id, one in taken.items() if is_long_enough(one)}
    signed = tuple(
        Signed(article_id, seen[article_id], one) for article_id, one in taken.items() if seen[article_id] > since
    )
    await fingerprints.write(connection, before.keys(), signed, since)
    return ChangedTexts(now, since, taken, signed, groups)


async def regroup(connection: AsyncConnection, texts: ChangedTexts) -> set[UUID]:
    """
    Put the texts into the groups where they belong now; return the articles whose group changed, others among them.

    Within the change feed's turn, so that of two copies stored at once the later one sees the earlier.
    """
    found, still_alike = await _compare(connection, texts)
    leaving = {article_id: group for article_id, group in texts.groups.items() if article_id not in still_alike}
    moved = await stories.leave(connection, leaving, texts.now) if leaving else set()
    if found:
        told = await stories.tell(connection, {one for match in found for one in match[:2]})
        moved |= await stories.join(connection, joinings(found, told), closest(found), texts.now)
    await stories.sum_up(connection, {group for article_id, group in texts.groups.items() if article_id in still_alike})
    return moved | leaving.keys()


async def _compare(connection: AsyncConnection, texts: ChangedTexts) -> tuple[list[Match], set[UUID]]:
    """Find the texts' copies, and say which texts still are copies of what is in their group."""
    looked_up = await fingerprints.lookalikes(connection, texts.signed, texts.since) if texts.signed else []
    unchanged = {one.other_id: one.story_id for one in looked_up if one.other_id not in texts.fingerprints}
    found = matches(looked_up, {**texts.fingerprints, **await fingerprints.read(connection, unchanged.keys())})
    still_alike = {
        one
        for match in found
        for one, other in (match[:2], match[1::-1])
        if other in unchanged and texts.groups.get(one) == unchanged[other]
    }
    open_questions = {
        article_id: group
        for article_id, group in texts.groups.items()
        if article_id in texts.fingerprints and article_id not in still_alike
    }
    if open_questions:
        for article_id, _, text in await stories.fellows(connection, open_questions):
            if similarity(texts.fingerprints[article_id], fingerprint(text)) is not None:
                still_alike.add(article_id)
    return found, still_alike
