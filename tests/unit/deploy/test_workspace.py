"""The directories of the embedded servers: locked while in use, swept when their owner is dead."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from deploy.embedded.errors import BackingError
from deploy.embedded.workspace import is_in_use, workspace


@pytest.fixture(autouse=True)
def temporary_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    parent = Path(tempfile.mkdtemp(dir=tmp_path.parents[1], prefix="w"))  # tmp_path itself leaves no room for a socket
    monkeypatch.setattr(tempfile, "tempdir", str(parent))
    return parent


def untouched(_root: Path) -> None:
    raise AssertionError("nothing was to be cleaned up")


def left_over(parent: Path, *, locked_once: bool, age_s: float = 0) -> Path:
    root = Path(tempfile.mkdtemp(prefix="dateline-", dir=parent))
    if locked_once:
        (root / "lock").touch()
    os.utime(root, (time.time() - age_s, time.time() - age_s))
    return root


def test_directories_are_gone_at_the_end() -> None:
    with workspace(None, untouched) as place:
        (place.data / "file").touch()

    assert not place.root.exists()


def test_a_kept_directory_stays_and_its_lock_is_free() -> None:
    kept = Path(tempfile.mkdtemp())

    with workspace(kept, untouched) as place:
        (place.data / "file").touch()
        assert is_in_use(kept)

    assert (kept / "file").exists()
    assert not is_in_use(kept)
    assert not place.root.exists()


def test_a_kept_directory_has_one_owner() -> None:
    kept = Path(tempfile.mkdtemp())

    with workspace(kept, untouched), pytest.raises(BackingError, match="is in use"), workspace(kept, untouched):
        pass


def test_a_directory_whose_owner_is_dead_is_cleaned_up_and_removed(temporary_parent: Path) -> None:
    stale, cleaned = left_over(temporary_parent, locked_once=True), []

    with workspace(None, cleaned.append):
        pass

    assert cleaned == [stale]
    assert not stale.exists()


def test_a_directory_in_use_is_left_alone() -> None:
    with workspace(None, untouched) as first, workspace(None, untouched) as second:
        assert first.root.exists()
        assert second.root != first.root


@pytest.mark.parametrize(("age_s", "stays"), [(0, True), (3600, False)])
def test_a_directory_without_a_lock_is_new_or_stale_by_its_age(temporary_parent: Path, age_s: float, *, stays: bool) -> None:
    root = left_over(temporary_parent, locked_once=False, age_s=age_s)

    with workspace(None, lambda _root: None):
        pass

    assert root.exists() == stays


def test_what_is_not_ours_is_left_alone(temporary_parent: Path) -> None:
    elsewhere = temporary_parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "lock").touch()
    (temporary_parent / "dateline-link").symlink_to(elsewhere)

    with workspace(None, untouched):
        pass

    assert (elsewhere / "lock").exists()
