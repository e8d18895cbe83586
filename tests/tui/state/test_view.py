"""Cursor, scrolling, jumps and hits: what the reader sees stays what the reader was looking at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.model import LineRange, Link, MessageKey, Passage, Span
from tui.state.folds import FoldPolicy, FoldState
from tui.state.peek import Peek, PeekSource
from tui.state.rows import Format, RowKind
from tui.state.view import View

if TYPE_CHECKING:
    from conftest import Pages

    from tui.state.page import Page

HERE = MessageKey("reply@wick.example")
LONG = "\n".join(f"line {n} of a long message" for n in range(200))


def view_of(page: Page, width: int = 80, height: int = 20, policy: FoldPolicy = FoldPolicy.NONE) -> View:
    """Return a page on a screen."""
    return View(page, Format(width), height, policy)


def seen(view: View) -> str:
    """Return the text of the cursor's row."""
    row = view.layout.rows[view.cursor]
    if row.kind is RowKind.EXTRA:
        return "".join(piece.text for piece in view.layout.extras[row.start])
    return view.facts.text[row.start : row.end]


def go_to(view: View, words: str) -> None:
    """Put the cursor on words."""
    at = view.facts.text.index(words)
    view.go_to(view.facts.line_of(at), at)


ACTIONS = st.sampled_from(
    [
        "down",
        "up",
        "page",
        "back",
        "end",
        "top",
        "fold",
        "all",
        "none",
        "level",
        "new",
        "old",
        "quote",
        "find",
        "scroll",
    ]
)


@given(
    st.lists(ACTIONS, max_size=25), st.lists(st.tuples(st.integers(1, 100), st.integers(1, 40)), max_size=4)
)
def test_the_cursor_is_always_on_a_row_and_on_the_screen(
    pages: Pages, interleaved: str, actions: list[str], sizes: list[tuple[int, int]]
) -> None:
    """Whatever is done, at whatever size."""
    view = view_of(pages.page(interleaved * 3), 80, 10)
    doing = {
        "down": lambda: view.move(1),
        "up": lambda: view.move(-1),
        "page": lambda: view.page(8),
        "back": lambda: view.page(-8),
        "end": lambda: view.move(1000),
        "top": lambda: view.move(-1000),
        "fold": view.toggle_fold,
        "all": view.fold_all,
        "none": view.unfold_all,
        "level": lambda: view.fold_by(-1),
        "new": lambda: view.show_only_new(True),
        "old": lambda: view.show_only_new(False),
        "quote": lambda: view.next_quote(1),
        "find": lambda: view.find("the", 1),
        "scroll": lambda: view.scrolled(view.top + 3),
    }
    for number, action in enumerate(actions):
        doing[action]()
        if number < len(sizes):
            width, height = sizes[number]
            view.resize(Format(width), height)
        assert 0 <= view.cursor < len(view.layout.rows)
        assert view.top <= view.cursor < view.top + view.height
        assert 0 <= view.top <= max(view.last_top, view.cursor)


@given(st.integers(0, 60), st.lists(st.integers(1, 120), min_size=1, max_size=6))
def test_resizing_keeps_the_cursor_on_its_text(
    pages: Pages, interleaved: str, rows: int, widths: list[int]
) -> None:
    """However narrow in between, the same character is under the cursor."""
    view = view_of(pages.page(interleaved))
    view.move(rows)
    place, before = view.place, seen(view)
    for width in widths:
        view.resize(Format(width), 20)
        row = view.layout.rows[view.cursor]
        if place.line == row.line and row.kind is RowKind.TEXT:
            assert row.start <= place.character <= row.end
    view.resize(Format(80), 20)
    assert seen(view) == before


@given(st.integers(0, 60))
def test_folding_and_unfolding_keeps_the_cursor_on_its_text(
    pages: Pages, interleaved: str, rows: int
) -> None:
    """In between it stands on the fold that its text went into."""
    view = view_of(pages.page(interleaved))
    view.move(rows)
    before, line = seen(view), view.line
    view.fold_all()
    row = view.layout.rows[view.cursor]
    if row.kind is RowKind.FOLD:
        assert line in view.layout.folds[row.line][1]
    else:
        assert seen(view) == before
    view.unfold_all()
    assert seen(view) == before


def test_a_jump_lands_on_the_words_a_fifth_down_the_screen_and_unfolds_them(pages: Pages) -> None:
    """They are marked, and the cursor is on their first line."""
    quote = "\n".join(f"> quoted {n}" for n in range(30))
    text = f"{LONG}\n{quote}\n{LONG}"
    view = view_of(pages.page(text), policy=FoldPolicy.ALL)
    start = text.index("quoted 7")
    span = Span(start, start + 8)
    view.land(Passage(HERE, LineRange(207, 208), (span,)))
    assert seen(view) == "quoted 7"
    assert view.cursor - view.top == 20 // 5
    assert view.marked == (span,)


def test_a_jump_to_the_very_end_shows_the_end(pages: Pages) -> None:
    """There is nothing below to scroll to."""
    view = view_of(pages.page(LONG))
    view.land(Passage(HERE, LineRange(199, 200), ()))
    assert seen(view) == "line 199 of a long message"
    assert view.at_end


def test_a_jump_to_lines_that_the_text_does_not_have_lands_at_its_end(pages: Pages) -> None:
    """The archive may have changed on disk."""
    view = view_of(pages.page("one\ntwo"))
    view.land(Passage(HERE, LineRange(70, 80), (Span(900, 950),)))
    assert seen(view) == "two"


@given(st.integers(0, 250), st.sets(st.integers(0, 9)), st.booleans())
def test_coming_back_shows_the_same_rows_and_folds(
    pages: Pages, interleaved: str, rows: int, closed: set[int], headers: bool
) -> None:
    """The same top row, the same cursor, the same folds."""
    page = pages.page(interleaved * 4)
    view = view_of(page, height=9)
    view.resize(Format(80, all_headers=headers), 9)
    view.fold(lambda: FoldState(frozenset(closed)))
    view.move(rows)
    view.scrolled(view.top + 2)
    state = view.state()
    again = view_of(page, height=9)
    again.restore(state)
    assert (again.top, again.cursor, again.folds) == (view.top, view.cursor, view.folds)
    assert again.state() == state


def test_next_quote_goes_from_quote_to_quote_and_stops_at_the_last(pages: Pages, interleaved: str) -> None:
    """Each level is a stop, announcements are not; a fold is one stop."""
    view = view_of(pages.page(interleaved))
    stops = []
    while view.next_quote(1):
        stops.append(seen(view)[:9])
    assert stops == ["Here is w", "The room ", "The old m", "So the fi"]
    assert view.next_quote(-1)
    assert seen(view).startswith("The old")
    view.fold_all()
    view.move(-100)
    folds = 0
    while view.next_quote(1):
        folds += 1
    assert folds == 2


def test_next_quote_from_the_middle_of_a_wrapped_line_does_not_go_back_to_its_start(pages: Pages) -> None:
    """Down is down."""
    view = view_of(pages.page("> " + "word " * 40 + "\n\nYes.\n\n> two\n\nNo."), width=40)
    view.next_quote(1)
    view.move(2)
    view.next_quote(1)
    assert seen(view) == "two"
    view.next_quote(-1)
    assert seen(view).startswith("word")


def test_a_quote_of_two_sources_is_two_stops(pages: Pages) -> None:
    """Each link has its own source."""
    view = view_of(
        pages.page("> one\n> two\n> three\n\nYes.", {"one": pages.found, "two…three": pages.missing})
    )
    assert view.next_quote(1)
    assert view.link is not None
    assert view.link.resolution == pages.found
    assert view.next_quote(1)
    assert view.link is not None
    assert view.link.resolution == pages.missing
    assert not view.next_quote(1)


def test_the_walk_over_what_others_quote_stops_where_quoters_change(pages: Pages) -> None:
    """Two runs of lines: one quoted by two, one by one."""
    text = "Dear all,\n\nThe room is small.\nThe fund is empty.\n\nGood night."
    view = view_of(pages.page(text, quoted={"The room…empty.": 1, "The fund is empty.": 2}))
    stops = []
    while view.next_quoted(1):
        stops.append(seen(view))
    assert stops == ["The room is small.", "The fund is empty."]
    assert view.quoted_lines() == LineRange(3, 4)


def test_the_link_of_a_row_is_the_one_that_covers_most_of_it(pages: Pages) -> None:
    """On a blank line of a quote it is the nearest; off quotes there is none."""
    text = "> yes, one two three four\n>\n\nYes."
    view = view_of(pages.page(text, {"yes,": pages.missing, "one two three four": pages.found}))
    go_to(view, "yes")
    assert view.link is not None
    assert view.link.resolution == pages.found
    view.move(1)
    assert view.link is not None
    go_to(view, "Yes.")
    assert view.link is None


def test_scrolling_by_mouse_draws_the_cursor_along(pages: Pages) -> None:
    """It stays on the screen, at the edge that it met."""
    view = view_of(pages.page(LONG))
    assert view.scrolled(50)
    assert view.cursor == 50
    assert view.scrolled(20)
    assert view.cursor == 39
    assert not view.scrolled(21)


def test_pages_end_at_the_last_row(pages: Pages) -> None:
    """A page from there goes nowhere, and the pane knows that it is at the end."""
    view = view_of(pages.page(LONG))
    assert not view.at_end
    for _ in range(20):
        view.page(18)
    assert view.at_end
    assert view.cursor == len(view.layout.rows) - 1


def test_find_counts_hits_goes_round_and_says_so(pages: Pages) -> None:
    """Which of how many, from the cursor on."""
    view = view_of(pages.page("one\ntwo\none\nthree\nOne"))
    go_to(view, "two")
    assert (view.find("one", 0).current, view.find("one", 1).current) == (2, 3)
    state = view.find("one", 1)
    assert (state.current, state.total, state.wrapped) == (1, 3, True)
    state = view.find("one", -1)
    assert (state.current, state.wrapped) == (3, True)
    assert view.find("One", 0).total == 1
    assert view.find("nowhere", 1).total == 0


def test_a_hit_inside_a_fold_is_unfolded_when_it_is_visited(pages: Pages) -> None:
    """And only that fold."""
    view = view_of(pages.page("> one\n> two\n\nYes.\n\n> three\n> four\n\nNo."), policy=FoldPolicy.ALL)
    view.find("two", 1)
    assert seen(view) == "two"
    assert len(view.layout.folds) == 1


def test_find_goes_on_from_where_the_reader_went(pages: Pages) -> None:
    """Not from the last hit, if the cursor was moved since."""
    view = view_of(pages.page("\n".join(["hit", "miss"] * 5)))
    view.find("hit", 0)
    view.move(5)
    assert view.find("hit", 1).current == 4


def test_what_becomes_known_later_leaves_the_reader_where_they_are(pages: Pages) -> None:
    """Links fold a long quote only if nothing was touched yet."""
    quote = "\n".join(f"> line {n}" for n in range(12))
    text = f"Hello.\n\n{quote}\n\nYes."
    bare, linked = pages.page(text), pages.page(text, {"line 0…line 11": pages.found})
    view = view_of(bare, policy=FoldPolicy.SMART)
    view.update(linked)
    assert len(view.layout.folds) == 1
    view = view_of(bare, policy=FoldPolicy.SMART)
    go_to(view, "line 5")
    view.update(linked)
    assert seen(view) == "line 5"
    assert view.link == linked.links[0]


@pytest.fixture
def peek(pages: Pages) -> Peek:
    """Return a peek at one source."""
    text = "> The compilers have moved\n\nYes."
    source = pages.message("Hello.\n\nThe new compilers have moved away\n\nBye.")
    passage = Passage(source.envelope.key, LineRange(2, 3), (Span(8, 42),))
    return Peek(Link(Span(2, len(text) - 6), 1, pages.edited), (PeekSource(source, passage, 0.9),))


def test_a_peek_opens_under_its_quote_and_closes_without_a_trace(pages: Pages, peek: Peek) -> None:
    """Rows go in below the quote; the cursor stays."""
    view = view_of(
        pages.page("> The compilers have moved\n\nYes.", {"The compilers have moved": pages.edited})
    )
    go_to(view, "The compilers")
    before = (view.cursor, view.top, view.layout.rows)
    view.open_peek(peek)
    assert (view.cursor, view.top) == before[:2]
    view.move(1)
    assert view.passage() == peek.sources[0].passage
    assert view.close_peek()
    assert view.layout.rows == before[2]
    assert seen(view) == "The compilers have moved"
    assert not view.close_peek()


def test_closing_a_peek_from_within_leaves_the_cursor_at_the_end_of_the_quote(
    pages: Pages, peek: Peek
) -> None:
    """It goes to the row that the peek hung under."""
    view = view_of(pages.page("> The compilers have moved " + "on " * 9 + "\n\nYes."), width=24)
    view.open_peek(peek)
    view.go_to_row(view.layout.first_row(1) - 1)
    assert view.passage() is not None
    view.close_peek()
    assert view.cursor == view.layout.first_row(1) - 1


def test_a_peek_at_a_folded_quote_unfolds_it(pages: Pages, peek: Peek) -> None:
    """One wants to compare."""
    text = "> The compilers have moved\n> away\n\nYes."
    view = view_of(pages.page(text, {"The compilers have moved": pages.edited}), policy=FoldPolicy.ALL)
    view.next_quote(1)
    assert view.layout.folds
    view.open_peek(peek)
    assert not view.layout.folds
    assert view.peek_source is None
