"""What the mouse selects is the text as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import LineRange
from tui.state.folds import FoldPolicy
from tui.state.rows import Format
from tui.state.selecting import row_place, selected_lines, selected_text, word_at
from tui.state.view import View

if TYPE_CHECKING:
    from conftest import Pages


def view_of(pages: Pages, text: str, width: int = 80, policy: FoldPolicy = FoldPolicy.NONE) -> View:
    """Return a page on a screen."""
    return View(pages.page(text), Format(width), 20, policy)


def test_a_selection_over_lines_has_no_bars_and_no_marks(pages: Pages) -> None:
    """One can paste it as it was first written; blank lines and tabs stay."""
    view = view_of(pages, "> one\n> two\tthree\n\nYes, four.")
    assert selected_text(view, (3, 0), (4, 3)) == "ne\ntwo\tthree\n\nYes,"


def test_a_wrapped_line_is_one_line_when_copied(pages: Pages) -> None:
    """Its rows are the screen's, not the writer's."""
    text = "word " * 30
    view = view_of(pages, text, width=30)
    assert selected_text(view, (0, 0), (len(text), 0)) == text


def test_folded_lines_are_copied_too(pages: Pages) -> None:
    """What one selects across is meant."""
    view = view_of(pages, "Hello.\n> one\n> two\nYes.", policy=FoldPolicy.ALL)
    assert selected_text(view, (0, 0), (4, 3)) == "Hello.\none\ntwo\nYes."


def test_the_head_can_be_selected(pages: Pages) -> None:
    """The address, for instance."""
    view = view_of(pages, "Hello.")
    x, y = row_place(view, 1)
    assert (x, y) == (0, -2)
    assert selected_text(view, (10, y), (26, y)) == "tam@wick.example"
    assert (
        selected_text(view, (0, y), (5, 0)) == "Tam Wick <tam@wick.example> · Fri 30 Nov 2007 19:44\n\nHello"
    )


def test_everything_is_the_whole_text(pages: Pages) -> None:
    """From the first line to the last."""
    assert selected_text(view_of(pages, "one\ntwo"), None, None) == "one\ntwo"


def test_lines_of_a_selection_are_those_of_the_text(pages: Pages) -> None:
    """The head counts as the first line."""
    view = view_of(pages, "one\ntwo\nthree")
    assert selected_lines(view, (0, -2), (2, 1)) == LineRange(0, 2)
    assert selected_lines(view, (0, 1), None) == LineRange(1, 3)


def test_a_double_click_takes_the_word_or_the_whole_address(pages: Pages) -> None:
    """Dots and slashes inside belong to it."""
    view = view_of(pages, "see (https://farm.example/plan) there")
    assert word_at(view, (8, 0)) == ((5, 0), (30, 0))
    assert word_at(view, (500, 0)) == ((500, 0), (500, 0))
