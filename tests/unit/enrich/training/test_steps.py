from collections.abc import Callable
from pathlib import Path

import pytest

from services.enrich.training.__main__ import main
from services.enrich.training.base_checkpoint import fetch_base
from services.enrich.training.steps import Step, run_steps

Copying = tuple[Path, Path, list[str], Callable[..., Step]]


@pytest.fixture
def copying(tmp_path: Path) -> Copying:
    """A step that copies a file and counts its runs."""
    source, target = tmp_path / "in", tmp_path / "out"
    runs: list[str] = []
    source.write_text("one")

    def step(settings: str = "") -> Step:
        def run() -> None:
            runs.append(settings)
            target.write_text(source.read_text())

        return Step("copy", (source,), settings, (target,), run)

    return source, target, runs, step


def go(tmp_path: Path, *steps: Step) -> list[str]:
    said: list[str] = []
    run_steps(steps, tmp_path / "stamps", said.append)
    return said


def test_step_is_not_done_twice(tmp_path: Path, copying: Copying) -> None:
    *_, runs, step = copying

    go(tmp_path, step())
    said = go(tmp_path, step())

    assert len(runs) == 1
    assert said == ["copy: up to date"]


def test_changed_input_changed_setting_and_lost_output_run_again(tmp_path: Path, copying: Copying) -> None:
    source, target, runs, step = copying
    go(tmp_path, step())

    source.write_text("two")
    go(tmp_path, step())
    go(tmp_path, step("other"))
    target.unlink()
    go(tmp_path, step("other"))

    assert len(runs) == 4
    assert target.read_text() == "two"


def test_failed_step_is_repeated(tmp_path: Path) -> None:
    outcomes = iter([OSError("disk"), None])

    def run() -> None:
        error = next(outcomes)
        if error:
            raise error

    step = Step("write", (), "", (), run)
    with pytest.raises(OSError, match="disk"):
        go(tmp_path, step)

    assert go(tmp_path, step) == ["write: running"]


def test_absent_corpora_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--corpora", str(tmp_path / "nowhere"), "--work", str(tmp_path)])

    assert code == 2
    assert "corpora are not there" in capsys.readouterr().err


def test_other_base_checkpoint_is_refused(tmp_path: Path) -> None:
    for name in ("model.safetensors", "tokenizer.json", "config.json"):
        (tmp_path / name).write_bytes(b"not it")

    with pytest.raises(ValueError, match="has hash"):
        fetch_base(tmp_path)
