"""Maildirs and the folders in them: which files, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsing.formats import kind_of
from parsing.formats.any_folder import ANY_FOLDER
from parsing.formats.maildir import MAILDIR
from parsing.formats.paths import DiskFolder, list_entries


def make(folder: Path, *names: str) -> None:
    """Make files."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def listed(folder: Path) -> list[str]:
    """Return what is found in a folder, by its path there."""
    return [str(Path(entry.path).relative_to(folder)) for entry in list_entries(str(folder))]


@pytest.mark.parametrize(
    ("names", "kind"), [(["cur/1", "new/2"], MAILDIR), (["cur/1"], ANY_FOLDER), (["new/1"], ANY_FOLDER)]
)
def test_a_maildir_is_known_by_its_parts(names: list[str], kind: object, tmp_path: Path) -> None:
    """One of them alone may be anything; what is in it is read all the same."""
    make(tmp_path, *names)
    assert kind_of(DiskFolder(str(tmp_path), str(tmp_path))) is kind
    assert listed(tmp_path) == names


def test_messages_are_in_the_order_of_their_delivery(tmp_path: Path) -> None:
    """The name begins with the second; what is still being delivered is passed over."""
    names = ["cur/999999999.a.weir:2,S", "cur/1000000000.b.weir:2,RS", "new/1000000001.c.weir"]
    make(tmp_path, *reversed(names), "tmp/1000000002.d.weir")
    assert listed(tmp_path) == names


def test_folders_of_a_maildir_follow_it(tmp_path: Path) -> None:
    """Maildir++ hides them; other hidden folders are no mail."""
    names = ["cur/1", "new/2", ".Sent/cur/3", ".Sent.2004/cur/4", ".Sent.2004/new/5"]
    make(tmp_path, *names, ".Sent/tmp/6", ".Sent.2004/tmp/7", ".notmuch/xapian/8", ".uidvalidity")
    (tmp_path / ".Sent/new").mkdir()
    assert listed(tmp_path) == names
