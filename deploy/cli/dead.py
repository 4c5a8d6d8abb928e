"""``dateline dead``: what could not be processed and why, and back with it once the cause is gone."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated, Final

import typer
from redis import Redis

from deploy.cli import dead_letters, letter_page
from deploy.cli.connections import reaching_redis, redis_client
from deploy.cli.dead_letters import Letter
from deploy.cli.errors import CommandError, Status
from deploy.cli.letter_filter import matching, names_of, require_one_document_each
from deploy.cli.terminal import printable

Where = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="Only letters with this stage=, reason=, source= or stream= (several: a,b), with this in their error=, "
        "or since= or until= a time or an age (30m, 12h, 7d). Each --where must hold.",
        show_default=False,
    ),
]
Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID", help="Entry ids of letters or of their submissions.", show_default=False)
]
Everything = Annotated[bool, typer.Option("--all", help="Every dead letter there is.")]
AtMost = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many, the oldest first.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say how many it would be; change nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

dead: Final = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look at dead letters, put them back, or drop them. Each command has --json.\n\n"
    "A document that could not be processed is kept, with the reason, until it is put back or dropped.",
)


@dead.command("list")
def list_letters(
    where: Where = None,
    limit: Annotated[int, typer.Option(min=0, help="List so many, the newest first; 0 only counts.")] = 20,
    as_json: AsJson = False,
) -> Status:
    """Count dead letters by stage and reason, and list the newest."""
    letters = sorted(_matching(where, None, None), key=lambda letter: letter.at, reverse=True)
    groups = Counter(letter.group for letter in letters)
    if as_json:
        newest = [*map(letter_page.as_json, letters[:limit])]
        print(json.dumps({"letters": len(letters), "groups": letter_page.groups_as_json(groups), "newest": newest}))
    else:
        letter_page.print_groups(letters, groups)
        letter_page.print_newest(letters[:limit])
    return Status.OK


@dead.command()
def show(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="Entry ids of letters or of their submissions.")],
    data: Annotated[bool, typer.Option("--data", help="Also what the document says.")] = False,
    as_json: AsJson = False,
) -> Status:
    """Show dead letters in full, without what the document says. Exit status 1 where an ID is not that of a dead letter."""
    letters = _matching(None, ids, None)
    shown = [letter_page.in_full(letter) for letter in letters]
    if data:
        with reaching_redis(), redis_client() as client:
            for facts, letter in zip(shown, letters, strict=True):
                facts.update(letter_page.data_as_json(dead_letters.read_data(client, letter)))
    if as_json:
        print(json.dumps({"letters": shown}))
    else:
        for facts in shown:
            letter_page.print_facts(facts)
    return _told(ids, letters)


@dead.command()
def retry(
    ids: Ids = None,
    where: Where = None,
    everything: Everything = False,
    limit: AtMost = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> Status:
    """
    Put dead letters back on the stream of the stage that failed, as they were.

    Give IDs, --where or --all. Each document goes back once, with its attempts from the start; if it fails again, it is a
    dead letter again. Exit status 1 where an ID is unknown, or a letter was left.
    """
    letters = _chosen(ids, where, everything, limit)
    return _apply(dead_letters.retry, "put back", letters, ids, dry_run=dry_run, as_json=as_json)


@dead.command()
def drop(
    ids: Ids = None,
    where: Where = None,
    everything: Everything = False,
    limit: AtMost = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before several are dropped.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> Status:
    """
    Drop dead letters for good.

    Give IDs, --where or --all. Their submissions stay rejected, as their publishers were told. Exit status 1 where an ID is
    unknown, or a letter was left.
    """
    letters = _chosen(ids, where, everything, limit)
    if len(letters) > 1 and not (yes or dry_run):
        _require_consent(f"Drop {letter_page.counted(letters)}? They are gone then")
    return _apply(dead_letters.drop, "dropped", letters, ids, dry_run=dry_run, as_json=as_json)


def _matching(where: Sequence[str] | None, ids: Sequence[str] | None, limit: int | None) -> list[Letter]:
    meant = matching(where or (), ids or (), datetime.now(UTC))
    with reaching_redis(), redis_client() as client:
        letters = sorted(filter(meant, dead_letters.read_letters(client)), key=lambda letter: letter.at)
    return letters[:limit]


def _chosen(ids: Sequence[str] | None, where: Sequence[str] | None, everything: bool, limit: int | None) -> list[Letter]:
    if everything == bool(ids or where):
        raise CommandError(Status.USAGE, "say which letters: ids, --where, or else --all")
    letters = _matching(where, ids, limit)
    require_one_document_each(ids or (), letters)
    return letters


def _apply(
    act: Callable[[Redis, Sequence[Letter]], Iterator[tuple[Letter, str]]],
    done: str,
    letters: Sequence[Letter],
    ids: Sequence[str] | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> Status:
    became: dict[str, list[Letter]] = {"done": [], "gone": [], "in work": []}
    if dry_run:
        became["done"] = list(letters)
    try:
        if letters and not dry_run:
            with reaching_redis(), redis_client() as client:
                for letter, what in act(client, letters):
                    became[what].append(letter)
    finally:  # what was done stays done, whatever ended it
        counts = {"matched": len(letters), done.replace(" ", "_"): len(became["done"])}
        if as_json:
            print(json.dumps({**counts, "gone": len(became["gone"]), "left": len(became["in work"]), "dry_run": dry_run}))
        else:
            print(f"{'Would be' if dry_run else 'Were'} {done}: {letter_page.counted(became['done'])}.")
            if gone := became["gone"]:
                print(f"Gone meanwhile: {letter_page.counted(gone)}: somebody else was faster.")
            if left := became["in work"]:
                print(f"Left: {letter_page.counted(left)}: store has not recorded that they died yet; is it running?")
    return max(_told(ids or (), letters), Status.NO if became["in work"] else Status.OK)


def _told(ids: Sequence[str], letters: Sequence[Letter]) -> Status:
    """Name the ids that are nobody's."""
    known = {name for letter in letters for name in names_of(letter)}
    unknown = [name for name in ids if name not in known]
    for name in unknown:
        print(f"dateline dead: {printable(name)}: no dead letter; 'dateline trace' may know it", file=sys.stderr)
    return Status.NO if unknown else Status.OK


def _require_consent(question: str) -> None:
    if not sys.stdin.isatty():
        raise CommandError(Status.USAGE, "several letters would be dropped: look with --dry-run, then say --yes")
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        agreed = False
    if not agreed:
        raise CommandError(Status.NO, "nothing was dropped")
