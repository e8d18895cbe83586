"""Letters to type at whatever leads somewhere on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.geometry import Region

from parsing.model import LineRange
from tui.state.folds import FoldPolicy
from tui.widgets.message_pane import MessagePane

if TYPE_CHECKING:
    from conftest import Pages
    from textual.app import ComposeResult
    from textual.message import Message


class Host(App[None]):
    """An app that is nothing but the pane, and remembers what it says."""

    CSS = "MessagePane { width: 1fr; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.pane = MessagePane()
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        """Hold the pane."""
        yield self.pane

    def on_message_pane_quote_activated(self, event: MessagePane.QuoteActivated) -> None:
        self.heard.append(event)

    def on_message_pane_quoted_by_activated(self, event: MessagePane.QuotedByActivated) -> None:
        self.heard.append(event)

    def on_message_pane_link_activated(self, event: MessagePane.LinkActivated) -> None:
        self.heard.append(event)


def drawn(pane: MessagePane) -> list[str]:
    """Return the rows on the screen as text."""
    strips = pane.render_lines(Region(0, 0, pane.size.width, pane.size.height))
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


async def test_each_hint_leads_where_its_row_leads(pages: Pages, interleaved: str) -> None:
    """A quote to its source, a quoted passage to its quoters, a link out, a fold open."""
    page = pages.page(interleaved, {"Here is…wrong.": pages.found}, {"Good to hear of it early.": 2})
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.set_fold_policy(FoldPolicy.SMART)
        app.pane.show(page)
        await pilot.pause()
        app.pane.show_hints()
        signs = [row[1] for row in drawn(app.pane) if row[:1] == " " and row[1:2] in "fjdks"]
        assert signs == ["f", "j", "k", "s"]
        assert "    I do. See dttps://farm.example/plan for why." in drawn(app.pane)
        for letter in "fjdk":
            assert app.pane.show_hints()
            assert not app.pane.type_hint(letter)
        await pilot.pause()
        assert app.heard[0].link == page.links[0]
        assert app.heard[1].lines == LineRange(4, 5)
        assert app.heard[2].url == "https://farm.example/plan"
        assert any("The farm's keeper" in row for row in drawn(app.pane))
        assert not app.pane.hints


async def test_more_hints_than_letters_take_two(pages: Pages) -> None:
    """The first letter leaves those that begin with it; a wrong one ends it."""
    text = "\n\n".join(f"> quote {n}\n\nYes." for n in range(30))
    page = pages.page(text, {f"quote {n}": pages.found for n in range(10, 30)} | {"quote 1": pages.found})
    app = Host()
    async with app.run_test(size=(80, 200)) as pilot:
        app.pane.show(page)
        app.pane.show(pages.page(text, {f"quote {n}\n": pages.found for n in range(30)}))
        await pilot.pause()
        assert app.pane.show_hints()
        assert app.pane.type_hint("f")
        assert sum(" f " in row[:4] or " j " in row[:4] for row in drawn(app.pane)) == 2
        assert not app.pane.type_hint("j")
        assert app.pane.cursor_line == 4
        app.pane.show_hints()
        assert not app.pane.type_hint("#")
        assert app.pane.cursor_line == 4


async def test_moving_takes_the_hints_away(pages: Pages, interleaved: str) -> None:
    """They stand for what was on the screen."""
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.pane.show(pages.page(interleaved))
        await pilot.pause()
        assert app.pane.show_hints()
        app.pane.move(1)
        assert not app.pane.hints
        app.pane.show(pages.page("nothing leads anywhere"))
        assert not app.pane.show_hints()
