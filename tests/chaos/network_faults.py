"""What happens between services and servers: one fault, one function."""

from __future__ import annotations

from tests.chaos.fault import Course, fault
from tests.chaos.fleet import CLAIM_AFTER_S
from tests.chaos.proxy import Direction, Link
from tests.chaos.world import World


@fault("network")
def cut(world: World) -> Course:
    """Cut a way to a server, and let nothing through for a while."""
    link = world.link()
    link.cut()
    yield CLAIM_AFTER_S
    link.heal()


@fault("network")
def lose_requests(world: World) -> Course:
    """Swallow what goes to a server, longer than clients wait."""
    yield from _hold(world, "requests")


@fault("network")
def lose_replies(world: World) -> Course:
    """Swallow what comes from a server, longer than clients wait: it has done what it was asked."""
    yield from _hold(world, "replies")


def _hold(world: World, direction: Direction) -> Course:
    link = world.link()
    link.hold(direction)
    yield CLAIM_AFTER_S * 4
    link.heal()


@fault("network")
def delay(world: World) -> Course:
    """Let everything on a way arrive late."""
    link = world.link()
    link.delay(0.3)
    yield CLAIM_AFTER_S * 2
    link.heal()


@fault("network")
def half_close(world: World) -> Course:
    """End one direction of a way's connections."""
    world.link().half_close(world.random.choice(("requests", "replies")))
    yield 0


@fault("network")
def reset_after_exec(world: World) -> Course:
    """Let Redis apply what a stage hands over, and reset the connection before it can say so."""
    yield from _reset_after(world.replica("ingest", "enrich").redis, b"EXEC")


@fault("network")
def reset_after_xack(world: World) -> Course:
    """Let Redis apply what the store settles, and reset the connection before it can say so."""
    yield from _reset_after(world.replica("store").redis, b"XACK")


@fault("network")
def reset_after_xadd(world: World) -> Course:
    """Let Redis take a submission, and reset the connection before it can say so: the publisher sends it again."""
    yield from _reset_after(world.publisher, b"XADD")


@fault("network")
def reset_after_commit(world: World) -> Course:
    """Let Postgres commit, and reset the connection before it can say so."""
    link = world.replica("store").postgres
    assert link
    yield from _reset_after(link, b"COMMIT")


def _reset_after(link: Link, request: bytes) -> Course:
    link.lose_the_reply_to(request)
    yield CLAIM_AFTER_S
    link.heal()
