"""Attachments as one chooses from them: named so that nothing hides, and asked about by what they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from parsing.model import Attachment, MessageKey
from tui.state.attachments import (
    MAIL_TYPE,
    THE_MAIL,
    attachment_choices,
    name_to_save,
    never_opened,
    open_question,
    save_choices,
)
from tui.state.choices import AskToOpen, Attached, LookAt, OpenFile, SaveAs

if TYPE_CHECKING:
    from conftest import Pages

KEY = MessageKey("reply@wick.example")
PARTS = (Attachment("plan.pdf", "application/pdf", 1_300), Attachment("", "image/png", 1))


def test_the_list_says_name_kind_and_size(pages: Pages) -> None:
    """Enter looks at it, s saves it, o asks whether to open it."""
    choices = attachment_choices(replace(pages.message("text"), attachments=PARTS))
    assert [(choice.text, choice.aside) for choice in choices] == [
        ("plan.pdf", "PDF document · 1.3 kB"),
        ("(no name)", "picture · 1 byte"),
    ]
    file = Attached(KEY, 0, "plan.pdf", "application/pdf")
    assert choices[0].meaning == LookAt(file)
    assert choices[0].keys == (("s", SaveAs(file)), ("o", AskToOpen(file)))


def test_a_name_that_hides_something_is_seen_through(pages: Pages) -> None:
    """What turns the line round is a sign, and the kind goes by the real ending."""
    parts = (Attachment("plan\u202efdp.exe", "application/pdf", 9),)
    (choice,) = attachment_choices(replace(pages.message("text"), attachments=parts))
    assert (choice.text, choice.aside) == ("plan␦fdp.exe", "program · 9 bytes")


def test_the_message_itself_can_be_saved_too(pages: Pages) -> None:
    """Under its subject."""
    (*_, last) = save_choices(replace(pages.message("text"), attachments=PARTS))
    assert last.meaning == SaveAs(Attached(KEY, THE_MAIL, "Re_ The build farm.eml", MAIL_TYPE))


def test_the_question_names_the_file_and_the_program() -> None:
    """A page says besides that a browser fetches."""
    title, (yes, no) = open_question(Attached(KEY, 0, "../plan.pdf", ""), "xdg-open")
    assert (title, yes.text, no.meaning) == (
        "Open it with xdg-open?",
        "Yes, give “plan.pdf” to xdg-open",
        None,
    )
    assert isinstance(yes.meaning, OpenFile)
    assert "from the network" in open_question(Attached(KEY, 0, "a.html", ""), "open")[1][0].text


@pytest.mark.parametrize("name", ["../../x", "-rf", "CON", "a\u202egnp.exe", "x" * 4_000, ""])
def test_a_hostile_name_is_saved_under_a_safe_one(name: str) -> None:
    """And the sentence that says why it is not opened is no longer than that."""
    file = Attached(KEY, 0, name, "application/x-mill")
    assert "/" not in name_to_save(file)
    assert len(never_opened(file)) < 300
