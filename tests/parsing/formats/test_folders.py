"""Kinds of folders: which they are, which files of them are read, in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from parsing.formats import kind_of
from parsing.formats.eml import EML
from parsing.formats.folders.maildir import flags_of
from parsing.formats.paths import DiskFolder, list_entries

KINDS: Final = {
    "Maildir": (["cur/9:2,S", "cur/10:2,RS", "new/11"], ["tmp/12", ".dovecot/x", "dovecot-uidlist/"]),
    "MH": (["1", "2", "10", "notes/1", "readme"], [",3", "#4", ".mh_sequences"]),
    "Thunderbird": (
        ["Inbox", "Inbox.sbd/Weir", "Local/Sent", "Sent"],
        ["Inbox.msf", "Inbox.sbd/Weir.msf", "Local/Sent.msf", "msgFilterRules.dat", "filterlog.html"],
    ),
    "Thunderbird profile": (
        ["Mail/Local Folders/Inbox", "ImapMail/weir.example/INBOX"],
        ["prefs.js", "places.sqlite", "Mail/Local Folders/Inbox.msf", "ImapMail/weir.example/INBOX.msf"],
    ),
    "folder": (["1", "2", "10", "cur/3", "x.eml"], [".hidden"]),
}
"""By kind: what is read, in its order, and what lies beside it."""


def make(folder: Path, *names: str) -> None:
    """Make files; a name that ends in `/` is a folder."""
    for name in names:
        path = folder / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(b"x")


def listed(folder: Path) -> list[str]:
    """Return what is found in a folder, by its path there."""
    return [str(Path(entry.path).relative_to(folder)) for entry in list_entries(str(folder))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_known_by_its_names_and_gives_its_files_in_order(kind: str, tmp_path: Path) -> None:
    """What is beside them is not mail, and not complained of."""
    names, beside = KINDS[kind]
    make(tmp_path, *reversed(names), *beside)
    assert kind_of(DiskFolder(str(tmp_path), str(tmp_path))).name == kind
    assert listed(tmp_path) == names


@pytest.mark.parametrize("name", ["new/1", "tmp/1"])
def test_a_maildir_has_two_parts_at_least(name: str, tmp_path: Path) -> None:
    """`new` alone may be anything; Thunderbird's Maildirs have `cur` and `tmp`."""
    make(tmp_path, name)
    assert listed(tmp_path) == [name]
    make(tmp_path, "cur/0")
    assert kind_of(DiskFolder(str(tmp_path), str(tmp_path))).name == "Maildir"


def test_folders_of_a_maildir_follow_it(tmp_path: Path) -> None:
    """Maildir++ hides them; other hidden folders are no mail."""
    names = ["cur/1", "new/2", ".Sent/cur/3", ".Sent.2004/cur/4", ".Sent.2004/new/5"]
    make(tmp_path, *names, ".Sent/tmp/6", ".Sent/new/", ".notmuch/xapian/8", ".uidvalidity")
    assert listed(tmp_path) == names


@pytest.mark.parametrize(
    ("path", "flags"),
    [
        ("x/cur/1:2,", "unread"),
        ("x/cur/1:2,S", ""),
        ("x/cur/1.M2P3.weir,S=10;2,FRS", "flagged answered"),
        ("x/cur/1!2,FT", "unread flagged"),
        ("x/cur/1:2,Sab", ""),
        ("x/cur/1", "unread"),
        ("x/new/1:2,R", "unread answered"),
        ("x/other/1:2,F", ""),
        ("x/cur/", "unread"),
        ("cur:2,F", ""),
    ],
)
def test_flags_are_those_of_the_name(path: str, flags: str) -> None:
    """Dovecot's letters for its own keywords say nothing here."""
    assert " ".join(flags_of(path)) == flags


def test_a_numbered_file_of_an_mh_folder_is_one_message(tmp_path: Path) -> None:
    """What else lies there is seen by its content."""
    make(tmp_path, "1", "cur.mbox", ".mh_sequences")
    assert [entry.form for entry in list_entries(str(tmp_path))] == [EML, None]


def test_an_empty_folder_of_thunderbird_is_no_complaint(tmp_path: Path) -> None:
    """It makes Trash with nothing in it."""
    make(tmp_path, "Inbox", "Inbox.msf", "Trash.msf")
    (tmp_path / "Trash").touch()
    assert listed(tmp_path) == ["Inbox"]
