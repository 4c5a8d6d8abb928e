"""
`./run chaos`: documents on their way while things die, and a verdict.

The real services run as processes, two replicas each, behind proxies; embedded servers; faults in an order that follows
from the seed. `--controls` runs the same with known bugs in the services: each of those runs must fail.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from dataclasses import replace
from typing import Final

from services.enrich.adapters.pipeline import OWN
from tests.chaos.faults import FAULTS
from tests.chaos.mutants import MUTANTS
from tests.chaos.run import Plan, Report, run
from tests.chaos.verdict import extra_deliveries
from tests.chaos.world import commit

_CONTROL: Final = Plan(seed=0, documents=400, faults=3, kinds=("kill",), patience_s=20)


def _show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _watch(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{line}")


def describe(plan: Plan, report: Report) -> str:
    """Lay the figures out."""
    evidence = report.evidence
    dead = sum(one.outcome == "rejected" for one in evidence.outcomes)
    sent = f"{len(evidence.accepted)} accepted, {report.sent_again} sent again"
    ended = f"{len(evidence.outcomes) - dead} in the database, {dead} dead"
    applied = ", ".join(f"{name} {count}" for name, count in sorted(report.applied.items()))
    again = f"extra deliveries {extra_deliveries(evidence):.2%}, forwarded twice {evidence.doubled}"
    lines = [
        f"{sent}; {len(evidence.outcomes)} submissions: {ended}",
        f"{len(evidence.articles)} articles, {len(evidence.changes)} changes; {again}",
        f"{report.applied.total()} faults: {applied}",
        *(f"not run here: {name}, {why}" for name, why in report.not_run.items()),
        f"{report.restarts} restarts of services; {report.seconds:.0f} s",
        *(f"FAILED {problem}" for problem in report.problems),
        f"seed {plan.seed}: " + ("FAILED" if report.problems else "passed: nothing lost, nothing applied twice"),
    ]
    return "\n".join(lines)


def _run(plan: Plan) -> Report:
    _show(f"seed {plan.seed}, commit {commit()}: {plan.documents} documents, {plan.faults} faults")
    report = run(plan, _watch)
    _show(describe(plan, report))
    return report


def _controls(seed: int) -> bool:
    caught = 0
    for mutant, (_, expected) in MUTANTS.items():
        _show(f"\ncontrol {mutant}: the verdict must be {expected!r}")
        report = _run(replace(_CONTROL, seed=seed, mutant=mutant))
        caught += any(problem.startswith(expected) for problem in report.problems)
    _show(f"\n{caught} of {len(MUTANTS)} controls were caught")
    return caught == len(MUTANTS)


def main() -> int:
    """Run what is asked for; exit status 1 where a run failed, or a control did not."""
    parser = argparse.ArgumentParser(prog="./run chaos", description=__doc__)
    parser.add_argument("--docs", type=int, default=1000, help="documents of a run (1000)")
    parser.add_argument("--faults", type=int, default=20, help="faults of a run (20)")
    parser.add_argument("--seed", type=int, default=1, help="what documents and faults follow from (1)")
    parser.add_argument(
        "--kinds", nargs="+", choices=FAULTS, default=tuple(FAULTS), help="only these faults", metavar="KIND"
    )
    parser.add_argument("--hours", type=float, default=0, help="go on with the next seeds for so long")
    parser.add_argument("--model", action="store_true", help="with the model that comes with Dateline, not a tiny one")
    parser.add_argument("--mutant", choices=MUTANTS, default="", help="with this bug: the run must fail")
    parser.add_argument("--controls", action="store_true", help="run every mutant; succeed if each is caught")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # in order: nothing stays mounted
    if asked.controls:
        return not _controls(asked.seed)
    end = time.monotonic() + asked.hours * 3600
    plan = Plan(
        asked.seed,
        asked.docs,
        asked.faults,
        tuple(asked.kinds),
        model=OWN if asked.model else "",
        mutant=asked.mutant,
    )
    while True:
        if _run(plan).problems:
            return 1
        if time.monotonic() >= end:
            return 0
        plan = replace(plan, seed=plan.seed + 1)


if __name__ == "__main__":
    sys.exit(main())
