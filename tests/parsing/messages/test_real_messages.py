"""Every single mail of the real fixtures is read, and what comes out is fit to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.headers.fields import parse_header, split_message
from parsing.messages.clean import clean
from parsing.messages.text import read_message

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = ("small/stalwart/eml", "small/ruby-mail", "small/cpython-test_email", "small/mimekit/messages")
MAILDIR = "maildir-cygwin-patches-2004-2005"


def test_every_fixture_of_other_parsers_is_read(real_mail: Path) -> None:
    """Malformed on purpose, most of them: nothing raises, all is clean, no field has two lines."""
    paths = [path for folder in FOLDERS for path in (real_mail / folder).rglob("*") if path.is_file()]
    assert len(paths) > 300
    for path in paths:
        shown = read_message(path.read_bytes())
        assert clean(shown.text) == shown.text, path.name
        for name, value in shown.headers:
            assert clean(name + value) == name + value, path.name
            assert "\n" not in value, path.name


def test_every_mail_of_a_healthy_folder_is_read_without_a_defect_of_its_header(real_mail: Path) -> None:
    """Each has its date and its id, and all but one a text."""
    paths = [path for path in (real_mail / MAILDIR).rglob("*") if path.is_file()]
    assert len(paths) == 1181
    empty = 0
    for path in paths:
        raw = path.read_bytes()
        header = parse_header(split_message(raw)[0])
        assert header.defects == (), path.name
        assert all(header.first(name) for name in ("Date", "Message-ID")), path.name
        shown = read_message(raw)
        empty += not shown.text and not shown.attachments
    assert empty == 1
