from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, strategies

from services.ingest.core.host_turns import PATIENCE_MS, Booked, Granted, HostQueue, ask, leave

PAUSE, LONGEST = 1_000, 45_000


def asking(queue: HostQueue, now: int, booked_for: int | None = None) -> tuple[Granted | Booked, HostQueue]:
    return ask(queue, now, booked_for=booked_for, least_pause=PAUSE, longest_visit=LONGEST)


def visiting(now: int) -> tuple[Granted, HostQueue]:
    answer, queue = asking(HostQueue(), now)
    assert isinstance(answer, Granted)
    return answer, queue


def test_who_comes_to_a_free_host_goes_in_at_once() -> None:
    answer, _ = asking(HostQueue(), 5_000)

    assert answer == Granted(5_000, 5_000 + LONGEST)


def test_who_comes_during_a_visit_gets_a_time_of_their_own() -> None:
    _, queue = visiting(50_000)

    answers = []
    for _ in range(4):
        answer, queue = asking(queue, 50_010)
        answers.append(answer)

    assert answers == [Booked(51_010), Booked(52_010), Booked(53_010), Booked(54_010)]


def test_times_are_as_far_apart_as_the_last_visit_and_its_pause() -> None:
    visit, queue = visiting(50_000)
    queue = leave(queue, 50_700, visit, pause=5_000, quiet=0)

    first, queue = asking(queue, 50_800)
    second, _ = asking(queue, 50_800)

    assert (first, second) == (Booked(55_700), Booked(55_700 + 5_700))


def test_newcomer_does_not_push_in_before_those_who_have_a_time() -> None:
    queue = HostQueue(last_booked=9_000)

    answer, _ = asking(queue, 8_000)

    assert answer == Booked(9_000 + PAUSE)


def test_who_comes_at_their_time_goes_before_those_who_come_later() -> None:
    answer, _ = asking(HostQueue(last_booked=9_000), 4_000, booked_for=4_000)

    assert isinstance(answer, Granted)


def test_who_comes_a_little_early_waits_in_the_turn_that_nobody_else_can_take() -> None:
    queue = HostQueue(free_at=4_000 + PATIENCE_MS, last_booked=20_000)

    first, queue = asking(queue, 4_000, booked_for=4_000)
    second, _ = asking(queue, 4_000, booked_for=4_000)

    assert first == Granted(4_000 + PATIENCE_MS, 4_000 + PATIENCE_MS + LONGEST)
    assert isinstance(second, Booked)


def test_who_comes_long_before_their_time_keeps_it() -> None:
    queue = HostQueue(last_booked=20_000)

    assert asking(queue, 4_000, booked_for=9_000) == (Booked(9_000), queue)


def test_quiet_host_is_visited_by_nobody_until_its_time_is_over() -> None:
    visit, queue = visiting(50_000)
    queue = leave(queue, 50_100, visit, pause=PAUSE, quiet=60_000)

    answer, _ = asking(queue, 80_000, booked_for=80_000)

    assert answer == Booked(50_100 + 60_000)


def test_visit_of_a_dead_replica_ends_by_itself() -> None:
    _, queue = visiting(50_000)

    assert isinstance(asking(queue, 50_000 + LONGEST - 1)[0], Booked)
    assert isinstance(asking(queue, 50_000 + LONGEST)[0], Granted)


def test_late_end_of_a_visit_does_not_end_the_next_one() -> None:
    late, queue = visiting(50_000)
    _, queue = asking(queue, 50_000 + LONGEST)

    queue = leave(queue, 50_010 + LONGEST, late, pause=PAUSE, quiet=0)

    assert queue.held_until == 50_000 + 2 * LONGEST


@dataclass
class Document:
    number: int
    comes_at: int
    booked_for: int | None = None


@given(
    arrivals=strategies.lists(strategies.integers(50_000, 55_000), min_size=1, max_size=25),
    took=strategies.lists(strategies.integers(0, 4_000), min_size=25, max_size=25),
    period=strategies.integers(1, 1_000),
)
def test_visits_never_overlap_their_pauses_are_kept_and_everybody_gets_in(
    arrivals: list[int], took: list[int], period: int
) -> None:
    queue = HostQueue()
    coming = [Document(number, at) for number, at in enumerate(arrivals)]
    inside: tuple[Granted, int] | None = None
    visits: list[tuple[int, int]] = []

    while coming or inside:
        following = min(coming, key=lambda document: document.comes_at, default=None)
        if inside and (following is None or inside[1] <= following.comes_at):
            granted, ends_at = inside
            queue, inside = leave(queue, ends_at, granted, pause=PAUSE, quiet=0), None
            continue
        assert following is not None
        answer, queue = asking(queue, following.comes_at, following.booked_for)
        if isinstance(answer, Granted):
            inside = answer, answer.starts_at + took[following.number]
            visits.append((answer.starts_at, inside[1]))
            coming.remove(following)
        else:
            following.booked_for = answer.at
            following.comes_at = (max(answer.at, following.comes_at) // period + 1) * period  # when the delayed are moved

    assert len(visits) == len(arrivals)
    assert all(begins >= ended + PAUSE for (_, ended), (begins, _) in pairwise(visits))
