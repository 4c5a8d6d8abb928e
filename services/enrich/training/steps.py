"""A long job in steps: each is skipped while what it was made from has not changed."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """
    One piece of work, from files and settings to files.

    `settings` is whatever else the outputs depend on: a change in it runs the step again, as a changed input does.
    """

    name: str
    inputs: tuple[Path, ...]
    settings: object
    outputs: tuple[Path, ...]
    run: Callable[[], None]


def run_steps(steps: Iterable[Step], stamps: Path, report: Callable[[str], None]) -> None:
    """
    Run the steps in order, skipping those whose outputs are there and were made from these inputs.

    A step's stamp is written after it: a run that was cut short repeats its last step only, and a long one resumes
    from its own checkpoint.
    """
    stamps.mkdir(parents=True, exist_ok=True)
    for step in steps:
        stamp = stamps / f"{step.name}.stamp"
        wanted = fingerprint(step)
        if stamp.exists() and stamp.read_text() == wanted and all(path.exists() for path in step.outputs):
            report(f"{step.name}: up to date")
            continue
        report(f"{step.name}: running")
        stamp.unlink(missing_ok=True)
        step.run()
        stamp.write_text(wanted)


def fingerprint(step: Step) -> str:
    """Hash a step's inputs, by name and content, and its settings."""
    digest = hashlib.sha256(json.dumps(step.settings, sort_keys=True, default=str).encode())
    for path in step.inputs:
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
