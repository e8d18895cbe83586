"""The head of a message: who, when, what it answers; and what stands below its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from parsing.errors import Defect
from parsing.model import Attachment, Envelope, Mailbox, MessageKey
from tui.state.glyphs import UNICODE
from tui.state.head import foot, head
from tui.state.pieces import Role, pieces_cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Pages

    from tui.state.page import Page
    from tui.state.pieces import Pieces


def said(rows: Iterable[Pieces]) -> list[str]:
    """Return rows as text."""
    return ["".join(piece.text for piece in row) for row in rows]


def head_of(page: Page, width: int = 79, *, all_headers: bool = False) -> list[str]:
    """Return the head's rows as text, without the blank one at its end."""
    rows = head(page, width, UNICODE, all_headers=all_headers)
    assert rows[-1] == ()
    assert all(pieces_cells(row) <= max(width, 2) for row in rows)
    return said(rows[:-1])


def written_by(pages: Pages, name: str, address: str) -> Page:
    """Return a page of somebody's."""
    page = pages.page("text")
    envelope = replace(page.message.envelope, sender=Mailbox(name, address))
    return replace(page, message=replace(page.message, envelope=envelope))


def test_the_head_says_subject_sender_date_and_replies(pages: Pages) -> None:
    """In two rows where they fit."""
    page = replace(pages.page("text"), replies=4)
    assert head_of(page) == [
        "Re: The build farm",
        "Tam Wick <tam@wick.example> · Fri 30 Nov 2007 19:44 · 4 replies",
    ]


@pytest.mark.parametrize("width", range(1, 80))
def test_the_address_is_visible_at_every_width(pages: Pages, width: int) -> None:
    """A name that looks trustworthy must not push it out of sight."""
    page = written_by(pages, "Your Bank's Security Department And More", "x@evil.example")
    rows = head_of(page, width)
    assert "<x@evil.example>" in "".join(rows)
    if 19 <= width < 57:
        assert rows[1].endswith("… <x@evil.example>")


def test_a_name_that_is_another_address_is_told(pages: Pages) -> None:
    """As is a word that mixes alphabets."""
    assert (
        "(the name is another address)"
        in head_of(written_by(pages, "boss@wick.example", "x@evil.example"))[1]
    )
    assert "(mixed alphabets)" in head_of(written_by(pages, "T\u0430m Wick", "x@evil.example"))[1]
    assert "(" not in head_of(written_by(pages, "tam@wick.example", "tam@wick.example"))[1]


def test_a_message_without_subject_sender_or_date_says_so(pages: Pages) -> None:
    """Nothing is left blank that the reader would look for."""
    message = replace(pages.message("text"), envelope=Envelope(MessageKey("x"), 0))
    assert head_of(replace(pages.page("text"), message=message)) == ["(no subject)", "(no sender)"]


@pytest.mark.parametrize(
    ("parent", "line"),
    [
        (
            Envelope(MessageKey("a@b"), 1, "s", Mailbox("Dan Ashby", "dan@a.example"), date(2007, 11, 29)),
            "↑ Dan Ashby · 29 Nov 2007",
        ),
        (
            Envelope(MessageKey("a@b"), None, "s", Mailbox("Dan Ashby", ""), rebuilt=True),
            "↑ Dan Ashby (not in this archive: rebuilt from 16 quotes)",
        ),
        (Envelope(MessageKey("a@b"), None, ghost=True), "↑ <a@b> (not in this archive)"),
    ],
)
def test_the_head_names_the_parent(pages: Pages, parent: Envelope, line: str) -> None:
    """Present, rebuilt, or only known by its id."""
    page = replace(pages.page("text"), parent=parent, parent_quotes=16)
    assert head_of(page)[-1] == line


def test_all_headers_are_shown_when_asked_for(pages: Pages) -> None:
    """Long ones wrap under their names."""
    message = replace(pages.message("text"), headers=(("X-Test", "word " * 30),))
    rows = head_of(replace(pages.page("text"), message=message), 40, all_headers=True)
    fields = [row for row in rows if row.startswith(("X-Test: ", "    "))]
    assert len(fields) == 5
    assert " ".join(fields).split() == ["X-Test:", *["word"] * 30]


def test_spelled_out_addresses_are_shown_as_addresses(pages: Pages) -> None:
    """In the fields that hold some, as lists write them; whatever is no address stays as it is."""
    headers = (
        ("From", "tam at wick.example (Tam Wick)"),
        ("Cc", "dan at ashby.example, una at marsh.example"),
        ("To", "Everybody at the mill, or at home"),
        ("Subject", "Lunch at noon.example"),
    )
    message = replace(pages.message("text"), headers=headers)
    assert head_of(replace(pages.page("text"), message=message), all_headers=True)[-4:] == [
        "From: Tam Wick <tam@wick.example>",
        "Cc: <dan@ashby.example>, <una@marsh.example>",
        "To: Everybody at the mill, or at home",
        "Subject: Lunch at noon.example",
    ]


def test_a_rebuilt_message_says_what_it_is(pages: Pages) -> None:
    """And from how many messages it comes."""
    page = pages.rebuilt_page("one\ntwo", (), (("Wick", "Fenley"), ("Wick",)))
    assert " ".join(head_of(page)[2:]) == (
        "This message is not in the archive. It is put together from 2 messages that quote it."
    )


def test_attachments_and_defects_stand_below_the_text(pages: Pages) -> None:
    """Attachments with type and size, each defect once as a sentence."""
    page = pages.page("text")
    message = replace(
        page.message,
        attachments=(Attachment("plan.pdf", "application/pdf", 123_456),),
        defects=(Defect.TRUNCATED, Defect.TRUNCATED),
    )
    rows = foot(replace(page, message=message), 79, UNICODE)
    assert said(rows) == ["", "◆ plan.pdf · application/pdf · 123 kB", "It ends early."]
    assert rows[-1][0].role is Role.NOTE


def test_a_message_without_either_has_nothing_below(pages: Pages) -> None:
    """Not even a blank row."""
    assert foot(pages.page("text"), 79, UNICODE) == []
