"""Attachments and links in the reader: listed, looked at, saved, copied, opened after asking."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from parsing.errors import UnknownMessageError
from parsing.model import AttachedFile
from tui import outside
from tui.state.threads import Sort

if TYPE_CHECKING:
    from pathlib import Path

    from parsing.model import MessageKey

LINK = "https://mill.example/wheel"
PATCH = AttachedFile("wheel.patch", "text/x-patch", b"+new\n-old\n", "--- a\n+++ b\n@@ -1 +1 @@\n-old\n+new")
PLAN = AttachedFile("plan.pdf", "application/pdf", b"%PDF-1.4", None)
TRICK = AttachedFile("photo.jpg", "image/jpeg", b"#!/bin/sh\nrm -rf ~\n", None)
PROGRAM = AttachedFile("photo.jpg.exe", "image/jpeg", b"MZ", None)
FILES = (PATCH, PLAN, TRICK, PROGRAM)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, nowhere: Path) -> Path:
    """Return the folder that is home; the only program is one that opens things."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / outside.OPENERS.get(sys.platform, outside.OPENER)
    program.write_text(
        f"#!{sys.executable} -IS\nimport sys\n"
        f"open({str(tmp_path / 'opened')!r}, 'a').write(sys.argv[1] + '\\n')\n"
    )
    program.chmod(0o755)
    return nowhere


@pytest.fixture
def opened(home: Path) -> Path:
    """Return the file in which the program notes what it was given."""
    return home.parent / "opened"


@pytest.fixture
def shelf(make_shelf: Any, mail: Any) -> Any:
    """Return an archive of a mail with attachments and a link, and one with neither."""
    author = "Hetty Brook <h@brook.example>"
    return make_shelf(
        (
            mail(author, 1, "Mill", f"See {LINK} for more, or <mailto:h@brook.example>.\n", files=FILES),
            mail(author, 2, "Weir", "Nothing.\n"),
        )
    )


def text(driver: Any) -> str:
    return "\n".join(driver.screen)


async def test_the_attachments_are_listed_with_kind_and_size(shelf: Any, reading: Any) -> None:
    """A program is called one, whatever stands before its ending."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v")
        assert driver.reader.chooser.title.startswith("4 attachments · ")
        for row in ("1  wheel.patch", "4  photo.jpg.exe", "program · 2 bytes", "PDF document · 8 bytes"):
            assert row in text(driver)


async def test_an_attachment_that_is_text_is_looked_at_in_place(shelf: Any, reading: Any) -> None:
    """Escape comes back to where one was; what is copied there is its own text."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v", "enter")
        assert "+new" in text(driver)
        assert "See https" not in text(driver)
        assert "wheel.patch" in driver.reader.status.notice
        await driver.press("j", "y")
        assert "+++ b" in driver.app.clipboard
        await driver.press("j")
        assert "attachment 1: wheel.patch" in text(driver)
        await driver.press("r")
        assert "not those of the message" in driver.reader.status.notice
        await driver.press("escape")
        assert "See https" in text(driver)


async def test_what_is_looked_at_is_what_is_saved(shelf: Any, reading: Any, home: Path) -> None:
    """Without another question which."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v", "enter", "s", "enter")
        assert driver.reader.status.notice == "Saved ~/wheel.patch, 10 bytes"
    assert (home / "wheel.patch").read_bytes() == PATCH.data


async def test_a_number_goes_to_its_line_and_s_saves_that(shelf: Any, reading: Any, home: Path) -> None:
    """A second time beside the first, and the sentence says so."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v", "2", "s", "enter")
        await driver.press("v", "2", "s", "enter")
        assert driver.reader.status.notice == "Saved ~/plan (2).pdf, 8 bytes (~/plan.pdf was there already)"
    assert [(home / name).read_bytes() for name in ("plan.pdf", "plan (2).pdf")] == [PLAN.data] * 2


async def test_a_path_can_be_typed_and_escape_saves_nothing(shelf: Any, reading: Any, home: Path) -> None:
    """Where there is no such folder, a sentence says so."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("s", "2", "enter", "escape")
        assert driver.reader.status.notice == "Not saved."
        await driver.press("s", "2", "enter", "ctrl+u")
        await driver.type("none/")
        await driver.press("enter")
        assert driver.reader.status.notice == "Not saved in ~/none: there is no such folder."
        await driver.press("s", "2", "enter", "ctrl+u")
        await driver.type("other.pdf")
        await driver.press("enter")
    assert [path.name for path in home.iterdir()] == ["other.pdf"]


async def test_a_message_without_attachments_is_saved_itself(shelf: Any, reading: Any, home: Path) -> None:
    """As it was sent, under its subject."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("down", "s", "enter")
        assert driver.reader.status.notice.startswith("Saved ~/Weir.eml")
    assert (home / "Weir.eml").read_bytes() == shelf.mail(shelf.key(1))


async def test_nothing_is_saved_into_the_archive(shelf: Any, reading: Any, home: Path) -> None:
    """Nor proposed there."""
    (home / "mail").mkdir()
    shelf.folders = (str((home / "mail").resolve()),)
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("down", "s", "ctrl+u")
        await driver.type("mail/new.eml")
        await driver.press("enter")
        assert "never writes to it" in driver.reader.status.notice
    assert list((home / "mail").iterdir()) == []


async def test_what_cannot_be_read_any_more_is_told(shelf: Any, reading: Any, home: Path) -> None:
    """The archive has changed under the reader."""

    def gone(_key: MessageKey, _number: int) -> AttachedFile:
        raise UnknownMessageError("Its file has changed.")

    shelf.attached = gone
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v", "s", "enter")
        assert driver.reader.status.notice == "Its file has changed."
        await driver.press("v", "enter")
        assert driver.reader.status.notice == "Its file has changed."
    assert list(home.iterdir()) == []


async def test_another_program_gets_a_file_only_after_yes(shelf: Any, reading: Any, opened: Path) -> None:
    """No and escape leave it; what it is given goes when the reader does."""
    async with reading(shelf, (100, 24)) as driver:
        for answer in ("n", "escape"):
            await driver.press("v", "2", "o", answer)
            assert not driver.reader.chooser.opened
            assert not driver.reader.find_bar.opened
        await driver.press("v", "2", "enter", "down", "enter")
        assert not opened.exists()
        await driver.press("v", "2", "o", "y")
        assert driver.reader.status.notice.startswith("Given to ")
        (path,) = opened.read_text().splitlines()
        assert path.endswith("/plan.pdf")
        folder = driver.reader.outside.folder
        assert folder.exists()
    assert not folder.exists()


async def test_a_program_is_never_opened(shelf: Any, reading: Any, opened: Path) -> None:
    """Neither one that says so, nor one that calls itself a picture."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v", "4", "o")
        assert not driver.reader.chooser.opened
        assert "(program) is no kind of file" in driver.reader.status.notice
        await driver.press("v", "3", "o", "y")
        assert "is a program, whatever its name says" in driver.reader.status.notice
    assert not opened.exists()


async def test_links_are_listed_copied_and_opened_after_they_were_shown(
    shelf: Any, reading: Any, opened: Path
) -> None:
    """`y` copies, enter offers, o opens: in the list as with the letters of f."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("u", "y")
        assert driver.app.clipboard == LINK
        await driver.press("u", "2", "enter")
        assert driver.reader.chooser.title == "A link to h@brook.example"
        await driver.press("enter")
        assert driver.app.clipboard == "mailto:h@brook.example"
        assert not opened.exists()
        await driver.press("u", "enter", "o")
        assert opened.read_text() == f"{LINK}\n"
        await driver.press("f", "f", "o")
        assert opened.read_text() == f"{LINK}\n" * 2


async def test_without_a_program_a_sentence_says_so(
    shelf: Any, reading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copying and saving are left."""
    monkeypatch.setenv("PATH", "/nowhere")
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("v", "2", "o")
        assert driver.reader.status.notice == "There is no program here that opens files; s saves it."
        await driver.press("u", "enter", "o")
        assert not driver.reader.chooser.opened
        assert driver.reader.sort is Sort.OLDEST
        await driver.press("u", "enter")
        assert "There is no program here that would open it" in text(driver)


async def test_a_paste_goes_into_the_path(shelf: Any, reading: Any) -> None:
    """Without line ends and control characters."""
    async with reading(shelf, (100, 24)) as driver:
        await driver.press("down", "s", "ctrl+u")
        driver.app.post_message(paste("a\x1b\nb"))
        await driver.settle()
        assert driver.reader.path_bar.edit.text == "ab"


def paste(pasted: str) -> Any:
    from textual import events  # noqa: PLC0415 - only here

    return events.Paste(pasted)
