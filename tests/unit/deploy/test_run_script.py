"""`./run` finds its Python, sets up only when it must, and passes everything else on untouched."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_ECHO = '#!/bin/sh\nfor argument in "$@"; do echo "[$argument]"; done\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that is set up, with a Python that only repeats its arguments."""
    root = (tmp_path / "a checkout").resolve()
    (root / "requirements").mkdir(parents=True)
    (root / "requirements/all.txt").write_text("locked\n")
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/installed.txt").write_text("locked\n")
    (root / ".venv/home.txt").write_text(f"{root}\n")
    write_program(root / ".venv/bin/python", _ECHO)
    shutil.copy(_ROOT / "run", root / "run")
    return root


def tools(checkout: Path) -> Path:
    """Give a PATH with what every slim image has and nothing else: no uv or Python of this machine."""
    folder = checkout.with_name("tools")
    folder.mkdir(exist_ok=True)
    for name in ("sh", "cat", "cp", "dirname", "mkdir", "rm"):
        with contextlib.suppress(FileExistsError):
            (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def write_program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


def run(checkout: Path, *arguments: str, path: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{path or checkout}:{tools(checkout)}"}
    command = [str(checkout / "run"), *arguments]
    return subprocess.run(command, env=environment, input=stdin, capture_output=True, text=True, check=False, cwd="/")


@pytest.mark.parametrize("arguments", [["publish", "a file.txt", ""], ["dateline", "publish", "a file.txt", ""]])
def test_a_verb_reaches_the_command_line_with_its_arguments(checkout: Path, arguments: list[str]) -> None:
    done = run(checkout, *arguments)

    assert done.stdout.split("\n") == ["[-P]", "[-m]", "[deploy.cli]", "[publish]", "[a file.txt]", "[]", ""]


def test_tests_run_in_two_processes_unless_told_otherwise(checkout: Path) -> None:
    everything, chosen = run(checkout, "test"), run(checkout, "test", "-x", "tests/unit")

    assert everything.stdout.split() == ["[-m]", "[pytest]", "[-n]", "[2]", "[--dist]", "[loadfile]"]
    assert chosen.stdout.split() == ["[-m]", "[pytest]", "[-x]", "[tests/unit]"]


def test_standard_input_is_left_to_the_command(checkout: Path) -> None:
    write_program(checkout / ".venv/bin/python", "#!/bin/sh\nexec cat\n")

    done = run(checkout, "publish", "-", stdin="an article\n")

    assert done.stdout == "an article\n"


def test_an_up_to_date_set_up_says_nothing(checkout: Path) -> None:
    done = run(checkout, "setup")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_changed_lock_file_is_installed_and_reads_no_standard_input(checkout: Path, tmp_path: Path) -> None:
    (checkout / "requirements/all.txt").write_text("changed\n")
    write_program(tmp_path / "uv", '#!/bin/sh\necho "uv $*" >&2\ncat\n')
    write_program(checkout / ".venv/bin/python", "#!/bin/sh\n")

    done = run(checkout, "setup", path=tmp_path, stdin="not for set-up\n")

    assert done.returncode == 0
    assert done.stdout == ""
    assert "pip sync" in done.stderr
    assert "--require-hashes requirements/all.txt" in done.stderr
    assert "not for set-up" not in done.stderr
    assert (checkout / ".venv/installed.txt").read_text() == "changed\n"


def test_a_moved_checkout_is_set_up_anew(checkout: Path, tmp_path: Path) -> None:
    (checkout / ".venv/home.txt").write_text("/elsewhere\n")
    write_program(tmp_path / "python3", "#!/bin/sh\n")
    write_program(
        tmp_path / "uv",
        f'#!/bin/sh\n[ "$1" != venv ] || {{ mkdir -p "$5/bin" && cp "{tmp_path}/python3" "$5/bin/python"; }}\n',
    )

    done = run(checkout, "setup", path=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (checkout / ".venv/home.txt").read_text() == f"{checkout}\n"


def test_a_python_that_is_too_old_is_named(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        write_program(tmp_path / name, '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 || exit 1\n')

    done = run(checkout, "demo", path=tmp_path)

    assert done.returncode == 1
    assert "Python 3.11 to 3.14 is needed, found: Python 3.9.2" in done.stderr


def test_a_python_without_its_venv_module_is_told_apart(checkout: Path, tmp_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    shutil.copy(_ROOT / "requirements/uv.txt", checkout / "requirements/uv.txt")
    write_program(tmp_path / "python3", "#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; esac\n")

    done = run(checkout, "demo", path=tmp_path)

    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr


def test_help_names_every_command(checkout: Path) -> None:
    told = run(checkout, "help").stdout

    for command in "demo up publish explain status setup test check check-images bench chaos audit lock".split():
        assert command in told
