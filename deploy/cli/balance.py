"""Whether every submission is accounted for, and what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from deploy.cli.census import Census, Stage
from shared.contracts.events import Outcome

OUTCOMES: Final[tuple[str, ...]] = get_args(Outcome)
_FULL: Final = 0.7
_LONG_S: Final = 60


@dataclass(frozen=True, slots=True)
class Report:
    """
    One look at the system.

    `outcomes` is None while Postgres does not answer, and `unreachable` says why. `rates` are documents a second by stage,
    None where two looks are too few to tell.
    """

    census: Census
    outcomes: Mapping[str, int] | None
    unreachable: str | None
    rates: Mapping[str, float]

    @property
    def difference(self) -> int | None:
        """Submissions that are neither in flight nor have an outcome; below zero where one has both."""
        if self.outcomes is None:
            return None
        return self.census.received - sum(self.outcomes.values()) - self.census.in_flight

    @property
    def is_moving(self) -> bool:
        """Whether documents leave any stage: then the two servers are never read at quite the same moment."""
        return any(self.rates.values())

    def problems(self) -> Iterator[str]:
        """Name what will not get better by itself."""
        for stage in self.census.stages:
            if stage.backlog + stage.in_flight + stage.delayed and not stage.replicas:
                service = stage.name.partition(" ")[0]
                yield f"{stage.name}: documents wait, and no replica reads them: is {service} running?"
        if self.difference and not self.is_moving:
            yield (
                f"the balance is uneven by {self.difference}: "
                + ("submissions without a trace" if self.difference > 0 else "more outcomes than submissions")
                + "; was Redis or Postgres restored or flushed?"
            )

    def notes(self) -> Iterator[str]:
        """Name what is worth knowing."""
        for stage in self.census.stages:
            if self._stands_still(stage):
                yield f"{stage.name}: the oldest has waited for {self.age_s(stage):.0f} s, and none was finished just now"
            if stage.abandoned > 0 and stage.replicas:
                yield f"{stage.name}: {stage.abandoned} held by a replica that is gone; another one takes over"
        if self.census.intake != "open":
            yield f"publishers are asked to wait (dateline:intake is {self.census.intake})"
        if self.census.memory is not None and self.census.memory >= _FULL:
            yield f"Redis' memory is {self.census.memory:.0%} full"
        if dead := sum(stage.dead for stage in self.census.stages):
            yield f"{dead:,} dead: 'dateline dead list' says why"
        if self.unreachable:
            yield f"{self.unreachable}; outcomes are not known"

    def age_s(self, stage: Stage) -> float | None:
        """Say how old the stage's oldest document is."""
        if stage.oldest_entry_id is None:
            return None
        return max(0.0, (self.census.at_ms - int(stage.oldest_entry_id.partition("-")[0])) / 1000)

    def _stands_still(self, stage: Stage) -> bool:
        return (self.age_s(stage) or 0) > _LONG_S and self.rates.get(stage.name) == 0 and bool(stage.replicas)
