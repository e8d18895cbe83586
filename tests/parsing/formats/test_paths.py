"""Which files are read, and in which order."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from parsing.errors import NotFoundError
from parsing.formats import paths
from parsing.formats.natural import natural_key
from parsing.formats.paths import list_entries


def make(folder: Path, *names: str) -> None:
    """Make files; a name that ends in `/` is a folder."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            path.mkdir()
        else:
            path.write_bytes(b"x" * 3)


def listed(folder: Path) -> list[str]:
    """Return what is found in a folder, by its path there."""
    return [str(Path(entry.path).relative_to(folder)) for entry in list_entries(str(folder))]


@pytest.mark.parametrize(
    "names",
    [
        ["1.eml", "2.eml", "10.eml", "100.eml"],
        [
            "2003-December.txt",
            "2004-February.txt",
            "2004-October.txt.gz",
            "2004-November.txt.gz",
            "2005-April.txt",
        ],
        ["Dec-2003", "Feb-2004", "May-2004", "Jun_2005"],
        ["list 2003.mbox", "list 2004 january", "list 2004 May"],
        ["1199145600.M5P1.weir,S=900:2,S", "1199145601.M20P1.weir,S=800:2,", "1199145601.M100P1.weir,S=1:2,"],
        ["a", "B", "c"],
    ],
)
def test_names_are_in_the_order_in_which_people_count(names: list[str]) -> None:
    """Numbers by value, months by date, letters by the alphabet."""
    assert sorted(names, key=natural_key) == names


def test_files_and_folders_are_in_one_order(tmp_path: Path) -> None:
    """Not first the files and then the folders: an archive has a year in a file, the next in a folder."""
    names = ["2003.mbox", "2004/April", "2004/November", "2005.mbox", "a/1", "a/b/2", "a/c"]
    make(tmp_path, *reversed(names))
    assert listed(tmp_path) == names


def test_a_file_is_itself(tmp_path: Path) -> None:
    """A path that is named is read even if it is hidden, and stands there as it was named."""
    make(tmp_path, ".hidden")
    (entry,) = list_entries(f"{tmp_path}/./.hidden")
    assert (entry.path, entry.size, entry.found) == (f"{tmp_path}/./.hidden", 3, False)


def test_hidden_files_in_folders_are_passed_over(tmp_path: Path) -> None:
    """`.git`, `.mh_sequences`, `.DS_Store`."""
    make(tmp_path, ".git/objects/aa", ".mh_sequences", "1", "b/.2")
    assert listed(tmp_path) == ["1"]
    assert all(entry.found for entry in list_entries(str(tmp_path)))


def test_what_is_still_being_delivered_to_a_maildir_is_passed_over(tmp_path: Path) -> None:
    """`tmp` beside `cur` and `new`; another folder of that name is a folder."""
    make(tmp_path, "cur/1", "new/2", "tmp/3", "other/tmp/4")
    assert listed(tmp_path) == ["cur/1", "new/2", "other/tmp/4"]


def test_links_out_of_the_folder_are_passed_over(tmp_path: Path) -> None:
    """A folder that somebody sent may hold a link to any file of the reader's."""
    make(tmp_path, "secret", "archive/1")
    (tmp_path / "archive/2").symlink_to(tmp_path / "secret")
    (tmp_path / "archive/3").symlink_to("../secret")
    (tmp_path / "archive/4").symlink_to(tmp_path, target_is_directory=True)
    assert listed(tmp_path / "archive") == ["1"]


def test_a_link_within_the_folder_is_followed_if_nothing_else_leads_there(tmp_path: Path) -> None:
    """git-annex keeps files in a hidden folder; a link to a file that is met anyway would show it twice."""
    make(tmp_path, ".annex/objects/1", "2.eml")
    (tmp_path / "1.eml").symlink_to(".annex/objects/1")
    (tmp_path / "newest").symlink_to("2.eml")
    assert listed(tmp_path) == ["1.eml", "2.eml"]


def test_loops_dangling_links_and_what_is_no_file_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is opened, and nothing waits for it."""
    make(tmp_path, "a/1")
    (tmp_path / "a/up").symlink_to("..", target_is_directory=True)
    (tmp_path / "a/self").symlink_to("self")
    (tmp_path / "a/gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "a/pipe")
    with socket.socket(socket.AF_UNIX) as unix:
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        unix.bind("a/socket")
        assert listed(tmp_path) == ["a/1"]


def test_folders_have_caps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many files, and so deep; what is beyond is left out."""
    make(tmp_path, *(f"{number}" for number in range(9)), "a/b/c/d/1", "a/b/2")
    monkeypatch.setattr(paths, "FOLDER_DEPTH", 3)
    assert listed(tmp_path)[-1] == "a/b/2"
    monkeypatch.setattr(paths, "FOLDER_FILES", 4)
    assert listed(tmp_path) == ["0", "1", "2", "3"]


def test_a_folder_that_may_not_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named by the user, so it is not passed over."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotFoundError, match=f"“{tmp_path}” may not be read."):
        listed(tmp_path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("gone.mbox", "“gone.mbox” is not there."),
        ("file/in-it", "“file/in-it” is not there."),
        ("dangling", "“dangling” is a link to a file that is not there."),
        ("loop", "“loop” cannot be opened: Too many levels of symbolic links."),
        ("nul\0", "“nul\0” cannot be opened: it is no path."),
        ("\udcff", "“�” is not there."),
        ("\ud800", "“�” cannot be opened: it is no path."),
        ("", "An empty name is no path."),
    ],
)
def test_a_path_that_cannot_be_opened_is_said(
    name: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence: which path, and why."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("dangling").symlink_to("nowhere")
    Path("loop").symlink_to("loop")
    with pytest.raises(NotFoundError) as raised:
        list(list_entries(name))
    assert str(raised.value) == sentence
