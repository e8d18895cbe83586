"""A message as rows: nothing is shown twice, nothing is lost, at any width and with any folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tui.state.cells import text_cells
from tui.state.facts import Facts
from tui.state.folds import FoldState, closed_regions
from tui.state.glyphs import ASCII, UNICODE
from tui.state.pieces import pieces_cells
from tui.state.rows import Format, RowKind, Wraps, bars, lay_out

if TYPE_CHECKING:
    from conftest import Pages

    from tui.state.rows import Layout

LINES = st.sampled_from(
    [
        "",
        "new text that goes on for a while, as people do",
        "> once, and quite a bit longer than a phone is wide",
        "> > twice 漢字漢字漢字漢字漢字漢字漢字漢字漢字",
        "> > > > > > deep",
        ">\tcolumn\tcolumn\tcolumn",
        "On Monday Dan Ashby wrote:",
        "-- ",
        "e\u0301" * 30,
    ]
)
mails = st.lists(LINES, max_size=25).map("\n".join)


def laid_out(facts: Facts, width: int, state: FoldState, **more: bool) -> Layout:
    """Return the rows of a page."""
    return lay_out(Wraps(facts, Format(width, **more)), state)


@given(mails, st.integers(1, 120), st.sets(st.integers(0, 20)))
def test_each_line_is_shown_whole_and_once_or_is_folded(
    pages: Pages, text: str, width: int, closed: set[int]
) -> None:
    """At any width, whatever is closed: its rows go on from the first character to the last."""
    facts = Facts(pages.page(text))
    state = FoldState(frozenset(closed))
    hidden = {n for _, lines in closed_regions(facts.regions, state) for n in range(lines.first, lines.end)}
    layout = laid_out(facts, width, state)
    assert [row.line for row in layout.rows] == sorted(row.line for row in layout.rows)
    for line in range(len(facts.lines)):
        rows = [row for row in layout.rows if row.line == line and row.kind is RowKind.TEXT]
        if line in hidden:
            assert rows == []
            continue
        assert rows[0].start == facts.shown_from(line)
        assert [row.start for row in rows[1:]] == [row.end for row in rows[:-1]]
        assert rows[-1].end == facts.starts[line + 1] - 1


@given(mails, st.integers(1, 120))
def test_every_row_fits_the_screen(pages: Pages, text: str, width: int) -> None:
    """Gutter, bars and words take no more cells than there are, or one wide character more."""
    facts = Facts(pages.page(text))
    layout = laid_out(facts, width, FoldState())
    for row in layout.rows:
        if row.kind is RowKind.TEXT:
            beside = layout.form.gutter + len(bars(facts.depth_at(row.line), layout.form.room, UNICODE))
            words = text_cells(facts.text[row.start : row.end].rstrip(" \t"))
            assert beside + words <= max(width, beside + 2)
        elif row.kind is RowKind.EXTRA:
            assert pieces_cells(layout.extras[row.start]) <= max(width - 1, 2)


@given(mails, st.integers(1, 120), st.sets(st.integers(0, 20)))
def test_every_row_is_found_again_by_its_anchor(
    pages: Pages, text: str, width: int, closed: set[int]
) -> None:
    """That is how a view comes back to where it was."""
    layout = laid_out(Facts(pages.page(text)), width, FoldState(frozenset(closed)))
    for number in range(len(layout.rows)):
        assert layout.row_of(layout.anchor(number)) == number


def test_a_line_that_is_folded_away_is_found_at_its_fold(pages: Pages) -> None:
    """The cursor stays where its text went."""
    facts = Facts(pages.page("Hello.\n> one\n> two\n> three\nYes."))
    layout = laid_out(facts, 80, FoldState(frozenset({0})))
    row = layout.rows[layout.row_of_character(2, facts.starts[2])]
    assert (row.kind, row.line) == (RowKind.FOLD, 1)


def test_a_fold_is_one_line_that_says_how_many_whose_and_how_they_begin(pages: Pages) -> None:
    """Whose: the author of the source, else who is announced."""
    text = "On Monday Tam Wick wrote:\n> one\n> two\n\nYes."
    facts = Facts(pages.page(text, {"one…two": pages.found}))
    summary = facts.summary(facts.regions[0])
    assert (summary.count, summary.whose, summary.begins) == (2, "Ashby", "one two")
    facts = Facts(pages.page(text))
    assert facts.summary(facts.regions[0]).whose == "Wick"


def test_a_signature_says_it_is_one_and_how_it_begins(pages: Pages, interleaved: str) -> None:
    """Separators and rules are no beginning; blank lines at its end do not count."""
    facts = Facts(pages.page(interleaved))
    signature, footer = map(facts.summary, facts.regions[-2:])
    assert (signature.count, signature.whose, signature.begins) == (3, "signature", "Tam Wick")
    assert (footer.count, footer.whose, footer.begins) == (4, "footer", "farm mailing list")


def test_gaps_of_a_rebuilt_message_are_shown(pages: Pages) -> None:
    """Before the line where something is missing; at the end too."""
    facts = Facts(pages.rebuilt_page("one\ntwo", (1, 2), ((), ())))
    layout = laid_out(facts, 80, FoldState())
    shown = [
        "".join(piece.text for piece in layout.extras[row.start]).strip()
        if row.kind is RowKind.EXTRA
        else facts.text[row.start : row.end]
        for row in layout.rows[layout.first_row(0) :]
    ]
    assert shown == ["one", "⋯ something is missing here", "two", "⋯ something is missing here"]


def test_deep_quotes_have_a_number_instead_of_bars_where_room_is_short() -> None:
    """There is always room for words."""
    assert bars(3, 76, UNICODE) == "│ │ │ "
    assert bars(100, 76, UNICODE) == "100│ "
    assert bars(100, 4, ASCII) == "100"
    assert bars(100, 3, ASCII) == ""


def test_bare_pages_have_no_head_and_no_foot(pages: Pages) -> None:
    """The source of a message is shown as it stands."""
    layout = laid_out(Facts(pages.page("one\ntwo")), 80, FoldState(), bare=True)
    assert [row.line for row in layout.rows] == [0, 1]


def test_lines_that_do_not_wrap_have_one_row_each(pages: Pages) -> None:
    """They run out to the right."""
    text = "word " * 100 + "\nshort"
    layout = laid_out(Facts(pages.page(text)), 40, FoldState(), bare=True, wrapped=False)
    assert [row.line for row in layout.rows] == [0, 1]


def test_a_message_without_any_text_has_a_head(pages: Pages) -> None:
    """An empty body is no reason to fail."""
    layout = laid_out(Facts(pages.page("")), 80, FoldState())
    assert layout.rows[0].line == -1
