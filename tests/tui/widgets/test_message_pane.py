"""The message pane in a running app: what it draws, and what keys, mouse and sizes do to it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.app import App
from textual.geometry import Offset, Region
from textual.selection import Selection
from textual.theme import BUILTIN_THEMES

from parsing.model import LineRange, MessageKey, Passage, Span
from tui.state.folds import FoldPolicy
from tui.state.page import raw_page
from tui.state.peek import Peek, PeekSource
from tui.widgets.contrast import ENOUGH, contrast
from tui.widgets.message_look import OVERLAYS, Looks
from tui.widgets.message_pane import MessagePane
from tui.widgets.source_pane import SourcePane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from conftest import Pages
    from rich.style import Style
    from textual.app import ComposeResult
    from textual.message import Message
    from textual.pilot import Pilot

HERE = MessageKey("reply@wick.example")


class Host(App[None]):
    """An app that is nothing but the pane, and remembers what it says."""

    CSS = "MessagePane { width: 1fr; height: 1fr; }"

    def __init__(self, pane: MessagePane) -> None:
        super().__init__()
        self.pane = pane
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        """Hold the pane."""
        yield self.pane

    def on_message_pane_quote_activated(self, event: MessagePane.QuoteActivated) -> None:
        self.heard.append(event)

    def on_message_pane_quoted_by_activated(self, event: MessagePane.QuotedByActivated) -> None:
        self.heard.append(event)

    def on_message_pane_peek_activated(self, event: MessagePane.PeekActivated) -> None:
        self.heard.append(event)


@asynccontextmanager
async def shown(
    page: object, size: tuple[int, int] = (80, 24), policy: FoldPolicy = FoldPolicy.NONE
) -> AsyncIterator[tuple[Host, MessagePane, Pilot[None]]]:
    """Run an app that shows a page."""
    app = Host(MessagePane())
    async with app.run_test(size=size) as pilot:
        app.pane.focus()
        app.pane.set_fold_policy(policy)
        app.pane.show(page)
        await pilot.pause()
        yield app, app.pane, pilot


def drawn(pane: MessagePane) -> list[str]:
    """Return the rows on the screen as text."""
    strips = pane.render_lines(Region(0, 0, pane.size.width, pane.size.height))
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def row_with(pane: MessagePane, words: str) -> int:
    """Return the first row of the screen that has these words."""
    return next(number for number, row in enumerate(drawn(pane)) if words in row)


def style_of(pane: MessagePane, words: str) -> Style:
    """Return the style that words are drawn in."""
    for strip in pane.render_lines(Region(0, 0, pane.size.width, pane.size.height)):
        for segment in strip:
            if words in segment.text and segment.style is not None:
                return segment.style
    raise AssertionError(words)


async def test_a_reply_is_drawn_with_signs_bars_and_folds(pages: Pages, interleaved: str) -> None:
    """The gutter says what is known of each quote; bars stand for its marks."""
    page = pages.page(
        interleaved,
        {"Here is…wrong.": pages.rebuilt, "The old…room.": pages.unsure, "So the first…them.": pages.missing},
        {"Good to hear of it early.": 2},
    )
    async with shown(page, policy=FoldPolicy.SMART) as (_, pane, _):
        assert drawn(pane)[:18] == [
            "▌Re: The build farm",
            " Tam Wick <tam@wick.example> · Fri 30 Nov 2007 19:44",
            "",
            "    On Thu, 29 Nov 2007, Dan Ashby wrote:",
            " ◌  │ Here is what we intend to do with the farm next year. Please say so if",
            "    │ you think that it is wrong.",
            "",
            " ◂2 Good to hear of it early.",
            "",
            "    │ │ │ The room is small.",
            " ▴~ │ │ The old machines were kept because",
            "    │ │ nobody had asked for the room.",
            " △  │ So the first thing is to find out who still needs them.",
            "",
            "    I do. See https://farm.example/plan for why.",
            "",
            "    ▸ 3 lines · signature: Tam Wick",
            "    ▸ 4 lines · footer: farm mailing list",
        ]


async def test_changed_words_are_underlined_and_the_gutter_says_so(pages: Pages) -> None:
    """One sees it without opening anything, on the fold of such a quote too."""
    text = "> The new wheel\n> turns slowly.\n\nYes.\n\n> The bread.\n\nWhich?"
    page = pages.page(text, {"The new…slowly.": pages.edited, "The bread.": pages.ambiguous})
    page = replace(page, changes=(pages.span(text, "new"),))
    async with shown(page) as (_, pane, _):
        assert drawn(pane)[3] == " ▴≠ │ The new wheel"
        assert drawn(pane)[8] == " ▴▴ │ The bread."
        assert style_of(pane, "new").underline
        assert not style_of(pane, "The ").underline
        pane.fold_all()
        assert drawn(pane)[3].startswith(" ▴≠ ▸ 2 lines")


async def test_signs_have_ascii_stand_ins(pages: Pages, interleaved: str) -> None:
    """For terminals that need them nothing but the mail itself is beyond ASCII."""
    page = pages.page(interleaved, {"Here is…wrong.": pages.rebuilt}, {"Good to": 2})
    async with shown(page, policy=FoldPolicy.ALL) as (_, pane, _):
        pane.set_ascii(True)
        assert all(row.isascii() for row in drawn(pane))


async def test_a_wrapped_quote_keeps_its_bars(pages: Pages) -> None:
    """On every row of the line; the sign stands at the first."""
    page = pages.page("> > " + "word " * 30, {"word…word": pages.found})
    async with shown(page, size=(41, 24)) as (_, pane, _):
        rows = [row for row in drawn(pane) if "word" in row]
        assert len(rows) > 4
        assert rows[0].startswith(" ▴  │ │ word")
        assert all(row.startswith("    │ │ word") for row in rows[1:])


async def test_the_pane_has_no_widget_for_a_row(pages: Pages) -> None:
    """A message of 50,000 lines is one widget and its scroll bars."""
    async with shown(pages.page("\n".join(["word"] * 50_000))) as (_, pane, _):
        assert list(pane.query("*")) == []
        pane.to_bottom()
        assert pane.at_end
        assert pane.cursor_line == 49_999


async def test_moving_draws_two_rows_and_makes_no_new_strips(pages: Pages) -> None:
    """The cursor lies over a strip that is kept."""
    async with shown(pages.page("\n".join(["word"] * 50))) as (_, pane, pilot):
        drawn(pane)
        kept = dict(pane._strips)
        redrawn: list[int] = []
        pane.refresh_line = redrawn.append  # type: ignore[method-assign]
        pane.move(1)
        await pilot.pause()
        assert redrawn == [0, 1]
        assert drawn(pane)[1].startswith("▌")
        assert pane._strips == kept


async def test_markup_and_control_characters_are_text(pages: Pages) -> None:
    """Brackets stay; whatever could steer a terminal is a visible mark."""
    text = "[bold]x[/bold] [@click=app.quit]y[/] :smile: \x1b[31mred\x07 \x9b \u202eback"
    async with shown(pages.page(text)) as (_, pane, _):
        row = next(row for row in drawn(pane) if "[bold]" in row)
        assert row == "    [bold]x[/bold] [@click=app.quit]y[/] :smile: ␛[31mred␇ � �back"


async def test_tabs_go_to_the_next_stop_of_eight(pages: Pages) -> None:
    """Counted from where the text begins, so columns in a quote stand as they were typed."""
    async with shown(pages.page("> a\tb\n> abcdefgh\tc")) as (_, pane, _):
        rows = [row[6:] for row in drawn(pane) if "│" in row]
        assert rows == ["a       b", "abcdefgh        c"]


# The mouse


async def test_a_click_on_a_bar_goes_to_the_source(pages: Pages, interleaved: str) -> None:
    """Bar or sign; the cursor goes there too."""
    page = pages.page(interleaved, {"Here is…wrong.": pages.found})
    async with shown(page) as (app, pane, pilot):
        await pilot.click(MessagePane, offset=(4, row_with(pane, "Here is")))
        await pilot.click(MessagePane, offset=(1, row_with(pane, "you think")))
        await pilot.pause()
        assert [event.link for event in app.heard] == [page.links[0], page.links[0]]
        assert pane.cursor_line == 2


async def test_a_click_on_the_quoted_sign_asks_who_quotes_it(pages: Pages, interleaved: str) -> None:
    """For the lines that the sign stands for."""
    async with shown(pages.page(interleaved, quoted={"Good to hear of it early.": 2})) as (app, pane, pilot):
        await pilot.click(MessagePane, offset=(2, row_with(pane, "Good to hear")))
        await pilot.pause()
        assert [event.lines for event in app.heard] == [LineRange(4, 5)]


async def test_a_click_on_a_fold_unfolds_it(pages: Pages, interleaved: str) -> None:
    """Anywhere on its line."""
    async with shown(pages.page(interleaved), policy=FoldPolicy.ALL) as (_, pane, pilot):
        await pilot.click(MessagePane, offset=(30, row_with(pane, "▸ 2 lines")))
        await pilot.pause()
        assert any("you think" in row for row in drawn(pane))


async def test_a_click_on_text_only_moves_the_cursor(pages: Pages, interleaved: str) -> None:
    """Nothing is told but that."""
    async with shown(pages.page(interleaved, {"Here is…wrong.": pages.found})) as (app, pane, pilot):
        await pilot.click(MessagePane, offset=(20, row_with(pane, "Here is")))
        await pilot.pause()
        assert pane.cursor_line == 1
        assert app.heard == []


async def test_dragging_selects_the_text_without_bars(pages: Pages, interleaved: str) -> None:
    """From the word under the pointer to the word under the pointer; the gutter counts as the row's start."""
    async with shown(pages.page(interleaved)) as (_, pane, pilot):
        first, last = row_with(pane, "Here is"), row_with(pane, "you think")
        await pilot.mouse_down(MessagePane, offset=(6 + len("Here is "), first))
        await pilot.hover(MessagePane, offset=(6 + len("you think") - 1, last))
        await pilot.mouse_up(MessagePane, offset=(6 + len("you think") - 1, last))
        await pilot.pause()
        text = "what we intend to do with the farm next year. Please say so if\nyou think"
        assert pane.screen.get_selected_text() == text
        assert pane.selection_lines == LineRange(1, 3)
        await pilot.mouse_down(MessagePane, offset=(5, last))
        await pilot.hover(MessagePane, offset=(6 + 2, last))
        await pilot.mouse_up(MessagePane, offset=(6 + 2, last))
        await pilot.pause()
        assert pane.screen.get_selected_text() == "you"


async def test_a_drag_is_no_click(pages: Pages, interleaved: str) -> None:
    """One that ends on a bar goes nowhere, though Textual makes a click of it."""
    async with shown(pages.page(interleaved, {"Here is…wrong.": pages.found})) as (app, pane, pilot):
        row = row_with(pane, "you think")
        pane.screen.selections = {pane: Selection(Offset(2, 2), Offset(9, 2))}
        pane.on_click(events.Click(pane, 4, row, 0, 0, 1, False, False, False))
        await pilot.pause()
        assert app.heard == []


async def test_a_double_click_selects_a_word_and_not_everything(pages: Pages, interleaved: str) -> None:
    """The whole link, where it is one."""
    async with shown(pages.page(interleaved)) as (_, pane, pilot):
        await pilot.click(MessagePane, offset=(20, row_with(pane, "I do. See")), times=2)
        await pilot.pause()
        assert pane.screen.get_selected_text() == "https://farm.example/plan"


# Jumps, hits, peeks


async def test_words_that_a_jump_lands_on_are_lit_and_then_marked(pages: Pages, interleaved: str) -> None:
    """Both are seen without colour: reversed, then underlined."""
    async with shown(pages.page(interleaved * 3), size=(80, 12), policy=FoldPolicy.ALL) as (_, pane, _):
        start = interleaved.index("nobody had")
        pane.land(Passage(HERE, LineRange(8, 9), (Span(start, start + 10),)))
        assert row_with(pane, "nobody had") == 12 // 5
        assert style_of(pane, "nobody had").reverse
        pane._unlight()
        assert style_of(pane, "nobody had").underline
        assert not style_of(pane, "nobody had").reverse


async def test_hits_are_underlined_and_the_one_visited_reversed(pages: Pages) -> None:
    """All of them, until the search is closed."""
    async with shown(pages.page("one old\n\nand another old")) as (_, pane, _):
        assert pane.find("old", 0).total == 2
        styles = [
            segment.style
            for strip in pane.render_lines(Region(0, 0, 80, 24))
            for segment in strip
            if segment.text == "old" and segment.style is not None
        ]
        assert [(bool(style.reverse), bool(style.underline)) for style in styles] == [
            (True, False),
            (False, True),
        ]
        pane.clear_find()
        assert not any(row.count("old") and style_of(pane, "one old").underline for row in drawn(pane))


async def test_enter_on_a_quote_a_fold_and_a_line(pages: Pages, interleaved: str) -> None:
    """A quote with a source goes there, a fold without one opens, a line does nothing."""
    page = pages.page(interleaved, {"Here is…wrong.": pages.found})
    async with shown(page, policy=FoldPolicy.ALL) as (app, pane, pilot):
        assert not pane.activate()
        pane.next_quote(1)
        assert pane.activate()
        pane.to_bottom()
        pane.move(-1)
        assert pane.activate()
        await pilot.pause()
        assert len(app.heard) == 1
        assert any("The farm's keeper" in row for row in drawn(pane))


async def test_enter_in_a_peek_goes_to_its_source(pages: Pages) -> None:
    """The row says which of the rivals."""
    text = "> one two\n\nYes."
    page = pages.page(text, {"one two": pages.ambiguous})
    source = pages.message("one two")
    places = [Passage(MessageKey(name), LineRange(0, 1), (Span(0, 7),)) for name in ("a@x", "b@x")]
    peek = Peek(page.links[0], tuple(PeekSource(source, place, 0.5) for place in places))
    async with shown(page) as (app, pane, pilot):
        pane.next_quote(1)
        pane.open_peek(peek)
        pane.move(3)
        assert pane.activate()
        await pilot.pause()
        assert [event.passage for event in app.heard] == [places[1]]
        assert pane.close_peek()
        assert pane.cursor_link == page.links[0]


# Sizes, themes, views


SIZES = [(1, 1), (2, 2), (3, 10), (10, 3), (20, 5), (44, 15), (80, 24), (118, 30), (200, 50), (500, 200)]


async def test_no_size_breaks_it_and_the_cursor_keeps_its_text(pages: Pages, interleaved: str) -> None:
    """From one cell to a wall of screens, and back."""
    page = pages.page(interleaved, {"Here is…wrong.": pages.found}, {"Good to": 2})
    async with shown(page) as (_, pane, pilot):
        pane.move(12)
        line = pane.cursor_line
        for size in [*SIZES, *reversed(SIZES)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert pane.cursor_line == line
            assert pane.view is not None
            assert pane.view.form.width == max(pane.scrollable_content_region.width, 1)
            assert pane.scroll_offset.y == pane.view.top
            drawn(pane)


async def test_the_terminals_cursor_stands_on_the_current_row(pages: Pages, interleaved: str) -> None:
    """A screen reader follows it; it stands where the words begin."""
    async with shown(pages.page(interleaved)) as (app, pane, _):
        pane.next_quote(1)
        assert app.cursor_position == (6, row_with(pane, "Here is"))


async def test_scrolling_with_the_wheel_draws_the_cursor_along(pages: Pages) -> None:
    """It stays on the screen."""
    async with shown(pages.page("\n".join(["word"] * 100)), size=(40, 10)) as (_, pane, pilot):
        pane.scroll_to(y=50, animate=False)
        await pilot.pause()
        assert pane.view is not None
        assert pane.view.cursor == 50


async def test_coming_back_to_a_view_shows_the_same_screen(pages: Pages, interleaved: str) -> None:
    """Rows, folds, headers."""
    page = pages.page(interleaved * 3)
    async with shown(page, size=(80, 10)) as (_, pane, pilot):
        pane.fold_level(1)
        pane.show_all_headers(True)
        pane.move(30)
        before, state = drawn(pane), pane.view_state()
        pane.show(pages.page("something else"))
        pane.show(page, state)
        await pilot.pause()
        assert drawn(pane) == before


async def test_closing_the_headers_comes_back_to_where_they_were_opened(
    pages: Pages, interleaved: str
) -> None:
    """They are looked up in the middle of reading."""
    async with shown(pages.page(interleaved * 3), size=(80, 10)) as (_, pane, _):
        pane.move(30)
        before = drawn(pane)
        pane.show_all_headers(True)
        assert row_with(pane, "Subject: Re: The build farm") < 5
        pane.show_all_headers(False)
        assert drawn(pane) == before


async def test_a_narrow_pane_keeps_a_sign_of_one_cell(pages: Pages, interleaved: str) -> None:
    """Room is for words; a wider gutter would take a quarter of it."""
    page = pages.page(interleaved, {"Here is…wrong.": pages.unsure}, {"Good to": 2})
    async with shown(page, size=(20, 40)) as (_, pane, _):
        assert drawn(pane)[row_with(pane, "Here is")].startswith(" ▴│ Here is")
        assert drawn(pane)[row_with(pane, "Good to")].startswith(" ◂Good to")


async def test_the_head_can_be_selected_with_the_mouse(pages: Pages) -> None:
    """The address, to write to it."""
    async with shown(pages.page("text")) as (_, pane, pilot):
        await pilot.mouse_down(MessagePane, offset=(11, 1))
        await pilot.hover(MessagePane, offset=(26, 1))
        await pilot.mouse_up(MessagePane, offset=(26, 1))
        await pilot.pause()
        assert pane.screen.get_selected_text() == "tam@wick.example"
        assert style_of(pane, "tam@wick.example").bgcolor != style_of(pane, "text").bgcolor


async def test_the_source_of_a_message_is_shown_as_it_stands(pages: Pages, interleaved: str) -> None:
    """Marks are marks there; going back comes to the same place."""
    page = pages.page(interleaved)
    async with shown(page) as (_, pane, _):
        pane.move(8)
        before = drawn(pane)
        pane.show_instead(raw_page(page, "From: Tam\nSubject: x\n\n> quoted"))
        assert drawn(pane)[:4] == ["▌   From: Tam", "    Subject: x", "", "    > quoted"]
        pane.show(page, pane.view_state())  # its links have come
        assert pane.is_raw
        pane.show_instead(None)
        assert drawn(pane) == before


async def test_lines_that_are_not_wrapped_are_seen_by_scrolling_sideways(pages: Pages) -> None:
    """The gutter stays."""
    async with shown(pages.page("word " * 30 + "end"), size=(40, 10)) as (_, pane, pilot):
        pane.set_wrap(False)
        await pilot.pause()
        pane.scroll_to(x=120, animate=False)
        await pilot.pause()
        row = drawn(pane)[row_with(pane, "word")]
        assert row == "    d word word word word word word end"
        pane.set_wrap(True)
        assert pane.scroll_offset.x == 0


@pytest.mark.parametrize("theme", [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi])
async def test_every_colour_is_readable(pages: Pages, theme: str) -> None:
    """WCAG asks for 4.5 to 1, of words and of what lies over them."""
    async with shown(pages.page("text")) as (app, pane, pilot):
        app.theme = theme
        await pilot.pause()
        looks = Looks(pane)
        styles = [
            *looks.parts.values(),
            *(looks.parts["text"] + looks.overlays[name] for name in OVERLAYS if name != "cursor"),
            looks.parts["quote"] + looks.selected,
        ]
        assert [style for style in styles if contrast(style.color, style.bgcolor) < ENOUGH] == []


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "nord"])
async def test_nothing_depends_on_colour_alone(pages: Pages, interleaved: str, theme: str) -> None:
    """Cursor, signs, folds and marked words are told apart by characters or weight in every theme."""
    async with shown(pages.page(interleaved, quoted={"Good to": 1}), policy=FoldPolicy.ALL) as (
        app,
        pane,
        pilot,
    ):
        app.theme = theme
        start = interleaved.index("I do.")
        pane.land(Passage(HERE, LineRange(11, 12), (Span(start, start + 5),)))
        pane._unlight()
        await pilot.pause()
        assert style_of(pane, "I do.").underline
        assert drawn(pane)[row_with(pane, "I do.")].startswith("▌")
        assert style_of(pane, "https://").underline


async def test_the_source_pane_follows_and_says_where_there_is_nothing(pages: Pages) -> None:
    """It shows the passage marked; it takes no focus."""
    app = Host(SourcePane())
    text = "\n".join(f"line {n}" for n in range(50))
    async with app.run_test(size=(60, 20)) as pilot:
        pane = app.pane
        assert isinstance(pane, SourcePane)
        pane.say("Go to a quote.")
        await pilot.pause()
        assert drawn(pane)[0].strip("▌ ") == "Go to a quote."
        start = text.index("line 40")
        pane.follow(pages.page(text), Passage(HERE, LineRange(40, 41), (Span(start, start + 7),)))
        await pilot.pause()
        assert style_of(pane, "line 40").underline
        assert not pane.can_focus
