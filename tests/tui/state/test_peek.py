"""What a peek says of a quote's source, and what the quoter changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import LineRange, Link, Match, MessageKey, Missing, Passage, Span
from tui.state.facts import Facts
from tui.state.glyphs import ASCII
from tui.state.peek import Peek, PeekSource, compare, peek_rows
from tui.state.pieces import Role, pieces_cells
from tui.state.rows import Format

if TYPE_CHECKING:
    from conftest import Pages

    from parsing.model import Resolution

SOURCE = "Hello.\n\nMeanwhile the new compilers have\nmoved to the machines.\n\nBye."


def rows_of(pages: Pages, quoted: str, resolution: Resolution, rivals: int = 1, width: int = 80) -> list[str]:
    """Return the rows of a peek at a quote of the source's middle, as text."""
    text = "\n".join(f"> {line}" for line in quoted.split("\n")) + "\n\nYes."
    message = pages.message(SOURCE)
    start = SOURCE.index("Meanwhile")
    passage = Passage(message.envelope.key, LineRange(2, 4), (Span(start, SOURCE.index("\n\nBye")),))
    peek = Peek(
        Link(Span(2, len(text) - 6), 1, resolution),
        tuple(PeekSource(message, passage, 0.72, Match.EDITED) for _ in range(rivals)),
    )
    rows = peek_rows(peek, Facts(pages.page(text)), Format(width, glyphs=ASCII))
    assert all(pieces_cells(row.pieces) < width for row in rows)
    return ["".join(piece.text for piece in row.pieces).rstrip() for row in rows]


def test_a_peek_says_who_when_where_and_how_surely_then_shows_the_words(pages: Pages) -> None:
    """What the quoter left out and put in is marked as wdiff does."""
    rows = rows_of(pages, "Meanwhile the compilers have moved\nto the big machines.", pages.edited)
    assert rows == [
        "   , Tam Wick - Fri 30 Nov 2007 19:44 - lines 3–4 - edited - 72 %",
        "   | Meanwhile the [-new-] compilers have",
        "   ` moved to the {+big+} machines.",
    ]


def test_words_that_the_quoter_put_in_at_the_end_are_shown(pages: Pages) -> None:
    """Behind the last word of the source."""
    rows = rows_of(
        pages, "Meanwhile the new compilers have moved to the machines. All of them.", pages.edited
    )
    assert rows[-1] == "   ` moved to the machines. {+All of them.+}"


def test_a_quote_that_is_only_rewrapped_shows_no_change(pages: Pages) -> None:
    """Words are compared, not lines."""
    rows = rows_of(pages, "Meanwhile the new compilers\nhave moved to\nthe machines.", pages.unsure)
    assert not any("[-" in row or "{+" in row for row in rows)


def test_rivals_are_numbered(pages: Pages) -> None:
    """Each with its own words, best first."""
    rows = rows_of(pages, "Meanwhile", pages.ambiguous, rivals=2)
    assert [row[5:7] for row in rows if "Tam Wick" in row] == ["1.", "2."]


@pytest.mark.parametrize("width", [1, 2, 5, 20, 200])
def test_a_peek_fits_any_width(pages: Pages, width: int) -> None:
    """The rows wrap."""
    message = pages.message(SOURCE)
    passage = Passage(message.envelope.key, LineRange(2, 4), (Span(8, 60),))
    peek = Peek(Link(Span(2, 9), 1, pages.edited), (PeekSource(message, passage, 1, None),))
    rows = peek_rows(peek, Facts(pages.page("> the old\n\nYes.")), Format(width))
    assert all(pieces_cells(row.pieces) <= max(width, 4) for row in rows)


def test_a_missing_source_is_said_with_the_id_where_that_is_known(pages: Pages) -> None:
    """So that one can look for it elsewhere."""
    facts = Facts(pages.page("> one\n\nYes."))
    for resolution, said in (
        (Missing(None), "Its source is not in this archive."),
        (Missing(MessageKey("a@b.example")), "Its source is not in this archive: <a@b.example>"),
    ):
        (row,) = peek_rows(Peek(Link(Span(2, 5), 1, resolution), ()), facts, Format(80))
        assert "".join(piece.text for piece in row.pieces if piece.role is Role.PEEK_HEAD) == said


words = st.lists(st.sampled_from("abcd"), max_size=12)


@given(words, words)
def test_changes_turn_the_source_into_the_quote(source: list[str], quoted: list[str]) -> None:
    """Without what was dropped and with what was added it is what the quoter wrote."""
    made = []
    for word, change in zip([*source, None], compare(source, quoted), strict=True):
        made += change.added.split()
        if word is not None and not change.dropped:
            made.append(word)
    assert made == quoted


def test_of_a_long_passage_the_lines_with_changes_are_shown(pages: Pages) -> None:
    """The others are counted."""
    lines = [f"line {number}" for number in range(100)]
    source = pages.message("\n".join(lines))
    passage = Passage(source.envelope.key, LineRange(0, 100), (Span(0, len(source.text)),))
    quote = "\n".join(f"> {line}" for line in lines).replace("line 60", "verse 60")
    link = Link(Span(2, len(quote)), 1, pages.edited)
    rows = peek_rows(Peek(link, (PeekSource(source, passage, 0.9),)), Facts(pages.page(quote)), Format(80))
    text = ["".join(piece.text for piece in row.pieces)[5:] for row in rows]
    assert text[6:] == [
        "line 5",
        "(53 lines without a change)",
        "line 59",
        "[-line-] {+verse+} 60",
        "line 61",
        "(38 lines without a change)",
    ]
