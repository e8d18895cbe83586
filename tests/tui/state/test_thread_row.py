"""What a row of the thread pane says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from rich.cells import cell_len

from parsing.model import Envelope, Flag, Mailbox, MessageKey
from tui.state.glyphs import ASCII, UNICODE
from tui.state.thread_row import ASCII_LINES, LINES, RowFacts, columns, row_runs

WICK = Envelope(
    MessageKey("1@wick.example"),
    0,
    "Next year's plan for the build farm",
    Mailbox("Tam Wick", "tam@wick.example"),
    datetime(2007, 11, 30, 19, 44, tzinfo=UTC),
)
ROOT = RowFacts(WICK, WICK.subject or "", (), 0, 16, folded=False, quoted=0)
REPLY = replace(ROOT, subject="", branches=(False,), depth=1, below=3)


def drawn(facts: RowFacts, width: int = 36, years: bool = False) -> str:
    """Return the text of a row."""
    return "".join(text for _, text in row_runs(facts, columns(width, years), UNICODE, LINES))


def test_a_thread_says_when_who_how_many_and_what() -> None:
    """In columns, the count right before the tree."""
    assert drawn(ROOT) == "30 Nov Wick       17 ▾ Next year's …"


def test_a_reply_repeats_no_subject() -> None:
    """It says Re:, and stands on a branch."""
    leaf = replace(REPLY, branches=(True,), below=0)
    assert drawn(REPLY, 60) == "30 Nov Tam Wick            ├─▾ Re:"
    assert drawn(leaf, 60) == "30 Nov Tam Wick            └─  Re:"


def test_where_there_is_little_room_a_level_of_the_tree_takes_one_cell() -> None:
    """Five levels are told apart; the outer ones of a deeper tree are left out."""
    leaf = replace(REPLY, branches=(False, False, True), depth=3, below=0)
    assert drawn(REPLY) == "30 Nov Wick          ├▾ Re:"
    assert drawn(leaf) == "30 Nov Wick          ││└─ Re:"
    deep = replace(REPLY, branches=(False,) * 40, depth=40)
    assert drawn(deep) == "30 Nov Wick          …││││├▾ Re:"


def test_a_changed_subject_is_shown() -> None:
    """Where the thread turned to something else."""
    assert drawn(replace(REPLY, subject="Disk images", below=0), 60).endswith("├─  Disk images")


def test_a_fold_says_how_much_it_hides() -> None:
    """Inside a thread in brackets; at its beginning the count says it already."""
    assert drawn(replace(REPLY, folded=True)).endswith("├▸ Re: (+3)")
    assert "(+" not in drawn(replace(ROOT, folded=True))
    assert "(+16)" in drawn(replace(ROOT, folded=True), 24)


def test_how_often_it_is_quoted_stands_at_the_right_edge() -> None:
    """Whatever the width."""
    for width in (22, 36, 80, 200):
        row = drawn(replace(ROOT, quoted=4), width)
        assert row.endswith("◂4")
        assert cell_len(row) == width


def test_a_rebuilt_message_and_a_missing_one_are_marked() -> None:
    """Before the author, or where the author would stand."""
    assert drawn(replace(ROOT, envelope=replace(WICK, rebuilt=True))).startswith("30 Nov ◌ Wick")
    ghost = Envelope(MessageKey("2@wick.example"), None, ghost=True)
    assert "△" in drawn(RowFacts(ghost, "", (), 0, 2, folded=False, quoted=0))
    assert "not in this" in drawn(RowFacts(ghost, "", (), 0, 2, folded=False, quoted=0), 60)


@pytest.mark.parametrize(
    ("flags", "sign"),
    [((Flag.UNREAD, Flag.FLAGGED), "★"), ((Flag.UNREAD, Flag.ANSWERED), "●"), ((Flag.ANSWERED,), "↶")],
)
def test_what_was_done_with_a_message_is_marked(flags: tuple[Flag, ...], sign: str) -> None:
    """One sign, for what matters most; a missing message has its own."""
    assert drawn(replace(ROOT, envelope=replace(WICK, flags=flags))).startswith(f"30 Nov {sign} Wick")
    assert sign not in drawn(replace(ROOT, envelope=replace(WICK, flags=flags, rebuilt=True)))


def test_dates_have_their_year_where_the_archive_has_several() -> None:
    """Where it is narrow, only where a thread begins."""
    assert drawn(ROOT, 36, years=True).startswith("Nov ’07 Wick")
    assert drawn(REPLY, 36, years=True).startswith(" 30 Nov Wick")
    assert drawn(ROOT, 80, years=True).startswith("30 Nov 2007 Tam Wick")


def test_a_day_alone_and_no_date_at_all_are_shown_as_what_they_are() -> None:
    """A blank is not a guess."""
    assert drawn(replace(ROOT, envelope=replace(WICK, date=date(2007, 1, 2)))).startswith(" 2 Jan")
    assert drawn(replace(ROOT, envelope=replace(WICK, date=None))).startswith("       Wick")


@pytest.mark.parametrize("depth", [0, 1, 7, 40])
def test_a_row_fits_at_every_width(depth: int) -> None:
    """However deep the thread and however wide the letters."""
    wide = replace(WICK, subject="漢字の件名 " * 9, sender=Mailbox("漢字 太郎", "x@wide.example"))
    branches = (True, False, True)[:depth]
    facts = replace(ROOT, envelope=wide, branches=branches, depth=depth, quoted=12, folded=True)
    for width in range(130):
        assert cell_len(drawn(facts, width, years=bool(depth % 2))) <= width


def test_ascii_rows_are_ascii() -> None:
    """For terminals that have no other signs."""
    facts = replace(REPLY, branches=(False, False, True), depth=12, folded=True, quoted=4)
    row = "".join(text for _, text in row_runs(facts, columns(50, years=False), ASCII, ASCII_LINES))
    assert row.isascii()


def test_a_subject_with_a_tab_stays_on_its_line() -> None:
    """Tabs and line ends become blanks."""
    assert "a b" in drawn(replace(ROOT, subject="a\tb"))
