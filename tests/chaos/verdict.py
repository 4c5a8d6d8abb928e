"""Whether a run kept the promises: each function names what broke one of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from shared.contracts.identity import outcome_id
from tests.chaos.evidence import Evidence, Outcome

Check = Callable[[Evidence], Iterable[str]]


def problems(evidence: Evidence, most_extra: float) -> list[str]:
    """
    List what went wrong, with a few examples of each kind.

    More than `most_extra` repeated deliveries for each first one are wrong, too: the early symptom of something worse.
    """
    found: list[str] = []
    for check in _CHECKS:
        broken = list(check(evidence))
        if broken:
            found.append(f"{check.__name__.strip('_').replace('_', ' ')}: {len(broken)}, such as {'; '.join(broken[:3])}")
    if (share := extra_deliveries(evidence)) > most_extra:
        found.append(f"too many deliveries: {share:.1%} more than one each, where {most_extra:.0%} are allowed")
    return found


def extra_deliveries(evidence: Evidence) -> float:
    """Return the share of deliveries that were repetitions."""
    return (evidence.deliveries.total() - len(evidence.deliveries)) / max(1, len(evidence.deliveries))


def _lost(evidence: Evidence) -> Iterator[str]:
    """Find what was accepted, and is neither stored nor dead."""
    outcome_of = {one.entry_id: one for one in evidence.outcomes}
    for entry_id, document in evidence.accepted.items():
        outcome = outcome_of.get(entry_id)
        if outcome is None:
            yield f"{document.kind} {entry_id} has no outcome"
        elif outcome.outcome == "rejected":
            if not evidence.dead[entry_id]:
                yield f"{document.kind} {entry_id} is rejected, and on no dead-letter stream"
        elif outcome.article_id not in evidence.articles:
            yield f"{document.kind} {entry_id} is {outcome.outcome}, and no article"


def _ended_wrongly(evidence: Evidence) -> Iterator[str]:
    """Find healthy documents that are dead, and dead ones that are not, or for another reason."""
    for one in evidence.outcomes:
        document = evidence.documents[one.number]
        if one.reason != document.reason:
            yield f"{document.kind} {one.entry_id} ended {one.outcome} {one.reason or ''}".rstrip()


def _applied_twice(evidence: Evidence) -> Iterator[str]:
    """Compare the changes of each article with what its submissions were told: each made one, or none."""
    changes = Counter((article, kind) for _, article, kind in evidence.changes)
    promised = Counter(
        (one.article_id, one.outcome) for one in evidence.outcomes if one.outcome in {"created", "updated", "withdrawn"}
    )
    for article, kind in changes.keys() | promised.keys():
        if changes[article, kind] != promised[article, kind]:
            yield f"{article} was {kind} {changes[article, kind]} times, by {promised[article, kind]} submissions"
    births = Counter(article for (article, kind), count in changes.items() for _ in range(count) if kind == "created")
    yield from (f"{article} was created {count} times" for article, count in births.items() if count > 1)


def _dead_twice(evidence: Evidence) -> Iterator[str]:
    yield from (f"{entry_id}, {count} times" for entry_id, count in evidence.dead.items() if count > 1)


def _answered_differently(evidence: Evidence) -> Iterator[str]:
    """Find submissions without their one answer on the stream of outcomes, however often it is there."""
    for one in evidence.outcomes:
        expected = {(str(outcome_id(one.entry_id)), one.outcome)}
        if one.outcome_id != str(outcome_id(one.entry_id)) or evidence.announced.get(one.entry_id) != expected:
            yield f"{one.entry_id} is {one.outcome}, announced {sorted(evidence.announced.get(one.entry_id, ()))}"


def _shows_the_wrong_copy(evidence: Evidence) -> Iterator[str]:
    """Find articles that do not show the copy with the greatest version and entry id of all that were not rejected."""
    copies: dict[str, list[Outcome]] = defaultdict(list)
    for one in evidence.outcomes:
        if one.article_id is not None and one.outcome != "rejected":
            copies[one.article_id].append(one)
    for article_id, article in evidence.articles.items():
        keys = {_key(evidence, one): evidence.documents[one.number] for one in copies[article_id]}
        best = keys[max(keys)] if keys else None
        text = (best.text or "") if best else None
        if not keys or article.key != max(keys) or article.text != text or (article.status == "usable") != bool(text):
            yield f"{article_id} shows {article.key}, not {max(keys, default=None)}"


def _key(evidence: Evidence, one: Outcome) -> tuple[int, int, int]:
    milliseconds, _, sequence = one.entry_id.partition("-")
    return evidence.documents[one.number].version, int(milliseconds), int(sequence)


def _version_went_back(evidence: Evidence) -> Iterator[str]:
    yield from evidence.went_back


def _consumer_missed(evidence: Evidence) -> Iterator[str]:
    yield from (str(change) for change in evidence.changes if change not in set(evidence.seen))


def _without_history(evidence: Evidence) -> Iterator[str]:
    yield from (one.entry_id for one in evidence.outcomes if one.entry_id not in evidence.ledger)


def _left_on_the_way(evidence: Evidence) -> Iterator[str]:
    yield from (f"{count} at {name}" for name, count in evidence.left.items())


def _uneven_balance(evidence: Evidence) -> Iterator[str]:
    if evidence.balance != 0:
        yield f"dateline status says {evidence.balance}"


_CHECKS: Final[tuple[Check, ...]] = (
    _lost,
    _ended_wrongly,
    _applied_twice,
    _dead_twice,
    _answered_differently,
    _shows_the_wrong_copy,
    _version_went_back,
    _consumer_missed,
    _without_history,
    _left_on_the_way,
    _uneven_balance,
)
