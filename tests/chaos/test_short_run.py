"""A short run of the harness, as part of every test run; `./run chaos` makes long ones."""

from __future__ import annotations

from tests.chaos.run import Plan, run

# no restart of everything and nothing that waits for a client's patience: those are for long runs
_QUICK = (
    "kill",
    "stop_for_long",
    "terminate",
    "kill_redis",
    "restart_postgres",
    "cut",
    "reset_after_exec",
    "reset_after_xadd",
)


def test_whatever_dies_nothing_is_lost_or_applied_twice() -> None:
    # of so few documents one batch that is delivered again is a great part
    report = run(Plan(seed=6, documents=300, faults=6, kinds=_QUICK, killers=1, most_extra=1.0))

    assert report.problems == []
    assert report.applied.total() == 6


def test_the_harness_finds_that_something_acknowledges_before_its_effect() -> None:
    control = Plan(seed=6, documents=60, faults=0, killers=1, mutant="ack-before-effect", patience_s=25)

    found = run(control).problems

    assert any(problem.startswith("lost") for problem in found), found
