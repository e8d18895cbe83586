"""What an archive hands out of its messages: the mail as it was sent, and what is attached to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from parsing import UnknownMessageError, open_archive

if TYPE_CHECKING:
    from pathlib import Path

MAIL = (
    b"Message-ID: <1@mill.example>\nFrom: tam@wick.example\nDate: Fri, 30 Nov 2007 19:44:00 +0000\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n>From the mill.\n--b\n"
    b"Content-Type: application/pdf; name=plan.pdf\n\n%PDF-\xe2\n--b--\n"
)


def test_a_mail_comes_as_it_was_sent_and_its_attachments_too(tmp_path: Path) -> None:
    """Without the From_ line, and without the `>` that the container had put before `From `."""
    (tmp_path / "mill.mbox").write_bytes(b"From tam@wick.example Fri Nov 30 19:44:00 2007\n" + MAIL + b"\n")
    with open_archive(tmp_path / "mill.mbox") as archive:
        key = archive.key(0)
        assert archive.mail(key).rstrip() == MAIL.replace(b">From", b"From").rstrip()
        found = archive.attached(key, 0)
        assert (found.name, found.data, found.text) == ("plan.pdf", b"%PDF-\xe2", None)
        with pytest.raises(UnknownMessageError):
            archive.attached(key, 1)
        with pytest.raises(UnknownMessageError):
            archive.mail(archive.key(0).__class__("2@mill.example"))


def test_of_a_file_that_has_changed_nothing_is_handed_out(tmp_path: Path) -> None:
    """Never the bytes of something else."""
    path = tmp_path / "mill.eml"
    path.write_bytes(MAIL)
    with open_archive(path) as archive:
        path.write_bytes(MAIL.replace(b"plan", b"plot"))
        with pytest.raises(UnknownMessageError, match="changed"):
            archive.attached(archive.key(0), 0)


def test_an_archive_knows_the_folders_that_it_was_opened_from(tmp_path: Path) -> None:
    """Whole and without links; a file is none."""
    folder = tmp_path / "mail"
    folder.mkdir()
    (folder / "one.eml").write_bytes(MAIL)
    (tmp_path / "link").symlink_to(folder)
    with open_archive(tmp_path / "link", folder / "one.eml") as archive:
        assert archive.folders == (os.path.realpath(folder),)


def test_a_message_in_two_forms_is_read_in_either(tmp_path: Path) -> None:
    """The other form has lines and blocks of its own; a message of one form has no other."""
    (tmp_path / "1.eml").write_bytes(MAIL)
    (tmp_path / "2.eml").write_bytes(
        b"Message-ID: <2@mill.example>\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nAs typed.\n"
        b"--b\nContent-Type: text/html\n\n<blockquote>So?</blockquote>As drawn.\n--b--\n"
    )
    with open_archive(tmp_path) as archive:
        assert archive.other_form(archive.key(0)) is None
        assert (archive.message(archive.key(1)).text, archive.message(archive.key(1)).other_form) == (
            "As typed.",
            "text/html",
        )
        other = archive.other_form(archive.key(1))
        assert other is not None
        assert other.text == "> So?\n\nAs drawn."
        assert [block.kind for block in other.blocks] == ["quote", "text"]
        assert [line.depth for line in other.lines] == [1, 0, 0]
