"""Files that the reader writes: new ones, private ones, and nothing anywhere else."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

import pytest

from tui import saving
from tui.saving import SaveError, chosen_path, proposed_path, save

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_private_and_whole(tmp_path: Path) -> None:
    """Only its owner may read it."""
    path = save(tmp_path / "plan.pdf", b"1" * 100_000)
    assert path == tmp_path / "plan.pdf"
    assert path.read_bytes() == b"1" * 100_000
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    """Neither a file, nor a folder, nor a link, though it leads nowhere: the new file gets a number."""
    (tmp_path / "a.tar.gz").write_bytes(b"old")
    (tmp_path / "a (2).tar.gz").mkdir()
    (tmp_path / "a (3).tar.gz").symlink_to(tmp_path / "elsewhere")
    assert save(tmp_path / "a.tar.gz", b"new").name == "a (4).tar.gz"
    assert (tmp_path / "a.tar.gz").read_bytes() == b"old"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("none", "there is no such folder"),
        ("file", "that is no folder"),
        ("loop", "its links lead in a circle"),
    ],
)
def test_where_there_is_no_folder_a_sentence_says_so(folder: str, reason: str, tmp_path: Path) -> None:
    """None is made."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(SaveError, match=reason):
        save(tmp_path / folder / "plan.pdf", b"")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "nothing can be written there"),
        (errno.EACCES, "you may not write there"),
        (errno.EIO, "the disk cannot be written"),
    ],
)
def test_half_a_file_does_not_stay(
    number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up after the first bytes: the sentence says so, and the file is gone."""
    write = os.write
    left = [3]

    def full(descriptor: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(number, "failed")
        left[0] = 0
        return write(descriptor, data[:3])

    monkeypatch.setattr(saving.os, "write", full)
    with pytest.raises(SaveError, match=reason):
        save(tmp_path / "plan.pdf", b"123456")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_the_disk_does_not_take_is_told(tmp_path: Path) -> None:
    """As it is when somebody types one."""
    with pytest.raises(SaveError, match="the name is too long"):
        save(tmp_path / ("x" * 300), b"")


def test_nothing_is_written_into_an_archive(tmp_path: Path) -> None:
    """Nor proposed there, nor below, nor by way of a link."""
    (tmp_path / "mail" / "cur").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "mail")
    archives = (os.path.realpath(tmp_path / "mail"),)
    for folder in ("mail", "mail/cur", "link", "mail/../link/cur"):
        with pytest.raises(SaveError, match="the archive itself"):
            save(tmp_path / folder / "a.eml", b"", archives)
    assert save(tmp_path / "mailbox", b"", archives) == tmp_path / "mailbox"


def test_the_proposed_place_is_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home folder if that is an archive, or is gone."""
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(here)
    assert proposed_path("a", ()) == here / "a"
    assert proposed_path("a", (os.path.realpath(here),)) == home / "a"
    here.rmdir()
    assert proposed_path("a", ()) == home / "a"


def test_a_typed_path_is_a_file_or_a_folder_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the folder that the program was started in; `~` is the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert chosen_path(" other.pdf ", "plan.pdf") == tmp_path / "other.pdf"
    assert chosen_path("folder", "plan.pdf") == tmp_path / "folder" / "plan.pdf"
    assert chosen_path("new/", "plan.pdf") == tmp_path / "new" / "plan.pdf"
    assert chosen_path("~/x", "plan.pdf") == tmp_path / "x"
    for wrong in ("  ", "~nobody-is-called-so/x"):
        with pytest.raises(SaveError, match="Not saved"):
            chosen_path(wrong, "plan.pdf")


def test_the_home_folder_is_shown_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And control characters as signs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert saving.shown(tmp_path / "a\x1bb") == "~/a␛b"
    assert saving.shown(tmp_path.parent) == str(tmp_path.parent)
