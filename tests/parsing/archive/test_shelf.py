"""The folder of what is kept: private, whole files only, under a cap."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from parsing.archive import shelf

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_file_is_its_owners_alone_and_nothing_else_is_left(tmp_path: Path) -> None:
    """The folder too, even if it was there and open to others."""
    folder = tmp_path / "wrote"
    folder.mkdir(mode=0o755)
    path = folder / "a.results"
    shelf.write_file(path, [b"one", b"two"])
    assert shelf.read_file(path) == b"onetwo"
    assert [each.name for each in folder.iterdir()] == ["a.results"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_longest_unused_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a file is using it; files of others stay."""
    monkeypatch.setattr(shelf, "CACHE_BYTES", 100)
    (tmp_path / "other").write_bytes(b"x" * 200)
    for number, name in enumerate("abc"):
        shelf.write_file(tmp_path / f"{name}.results", [b"x" * 30])
        os.utime(tmp_path / f"{name}.results", (number, number))
    assert shelf.read_file(tmp_path / "a.results")
    shelf.write_file(tmp_path / "d.results", [b"x" * 30])
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "a.results",
        "c.results",
        "d.results",
        "other",
    ]


def test_what_is_half_the_cap_or_more_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would push out all else."""
    monkeypatch.setattr(shelf, "CACHE_BYTES", 100)
    shelf.write_file(tmp_path / "a.results", [b"x" * 51])
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_leaves_the_old_file_and_no_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody is told."""
    path = tmp_path / "a.results"
    shelf.write_file(path, [b"old"])

    def full(_path: Path, _parts: object) -> None:
        _path.write_bytes(b"ha")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "write_new", full)
    shelf.write_file(path, [b"new"])
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.results"]


def test_what_a_killed_process_has_left_is_removed_in_time(tmp_path: Path) -> None:
    """Not at once: another process may be writing it."""
    old, young = tmp_path / f"old{shelf.UNFINISHED}", tmp_path / f"young{shelf.UNFINISHED}"
    for path in (old, young):
        path.write_bytes(b"ha")
    os.utime(old, (0, 0))
    shelf.write_file(tmp_path / "a.results", [b"x"])
    assert young.exists()
    assert not old.exists()


def test_only_files_are_read(tmp_path: Path) -> None:
    """No links, no pipes, no folders; nothing waits."""
    (tmp_path / "real").write_bytes(b"x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe", "missing"):
        assert shelf.read_file(tmp_path / name) is None
    assert shelf.read_file(tmp_path / "real") == b"x"
