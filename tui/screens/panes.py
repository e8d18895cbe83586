"""Panes: which show and how large, which one keys go to, and moving about in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys import Where
from tui.screens.base import ReaderBase
from tui.state.layout import Panes, share

if TYPE_CHECKING:
    from textual import events
    from textual.widget import Widget

SIDEWAYS = 8
"""Columns that one key moves to the side."""


class PaneActions(ReaderBase):
    """Layout, focus, and the keys that move."""

    # Layout

    def lay_out(self) -> None:
        """Share the terminal out anew."""
        width, height = self.app.size
        panes = share(width, height, self.layout_wanted, self.active is Where.MESSAGE)
        source_comes = panes.source is not None and not self.source_pane.display
        if source_comes and not self.source_pane.is_attached:
            self.query_one("#panes").mount(self.source_pane)
        self.panes_shown = panes
        self.set_class(panes.stacked, "-stacked")
        self.set_class(panes.single, "-single")
        for pane, size in self._sizes(panes):
            pane.display = size is not None
            pane.styles.width = "1fr" if panes.stacked or not size else size
            pane.styles.height = size if panes.stacked and size else "1fr"
        self.trail.display, self.status.display = panes.trail, panes.status
        self.hints.display = panes.hints
        self._focus_active()
        if source_comes:
            self.follow_source()

    def _sizes(self, panes: Panes) -> list[tuple[Widget, int | None]]:
        return [
            (self.threads_pane, panes.threads),
            (self.message_pane, panes.message),
            (self.source_pane, panes.source),
        ]

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the panes to the terminal."""
        self.lay_out()

    def action_view_layout(self) -> None:
        """Choose the next layout."""
        self.layout_wanted = self.layout_wanted.next
        self.lay_out()
        self.say(f"Layout: {self.layout_wanted.value}.")

    # Which pane is active

    def activate(self, where: Where) -> None:
        """Make a pane the one that keys go to."""
        if where is not self.active:
            self.active = where
            self.hints.show(where)
            self.tell_place()
            if self.panes_shown.single:
                self.lay_out()
        self._focus_active()

    def _focus_active(self) -> None:
        pane = self.message_pane if self.active is Where.MESSAGE else self.threads_pane
        if pane.display and self.focused is not pane:
            self.set_focus(pane, scroll_visible=False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow a click into another pane."""
        if event.widget is self.message_pane:
            self.activate(Where.MESSAGE)
        elif event.widget is self.threads_pane:
            self.activate(Where.LIST)

    def action_pane_next(self) -> None:
        """Go to the other pane; what stands in the message is what the list's cursor is on."""
        if self.active is Where.MESSAGE:
            self.activate(Where.LIST)
        else:
            self.open_cursor()
            self.activate(Where.MESSAGE)

    def action_pane_previous(self) -> None:
        """Go to the other pane."""
        self.action_pane_next()

    # Moving

    def action_move_down(self) -> None:
        """Go down a row."""
        self.step(1)

    def action_move_up(self) -> None:
        """Go up a row."""
        self.step(-1)

    def step(self, rows: int) -> None:
        """Go by rows in the pane that is active."""
        if self.active is Where.MESSAGE:
            self.message_pane.move(rows)
        else:
            self.threads_pane.move(rows)

    def action_move_page_down(self) -> None:
        """Go down a page; from the end of a message on to the next one."""
        if self.active is Where.LIST:
            self.threads_pane.move(self.threads_pane.page_rows())
        elif self.message_pane.at_end:
            self.next_message(1)
        else:
            self.message_pane.page_by(1)

    def action_move_page_up(self) -> None:
        """Go up a page."""
        if self.active is Where.LIST:
            self.threads_pane.move(-self.threads_pane.page_rows())
        else:
            self.message_pane.page_by(-1)

    def action_move_half_down(self) -> None:
        """Go down half a page."""
        self._half(1)

    def action_move_half_up(self) -> None:
        """Go up half a page."""
        self._half(-1)

    def _half(self, halves: int) -> None:
        if self.active is Where.MESSAGE:
            self.message_pane.half(halves)
        else:
            self.threads_pane.move(halves * max(self.threads_pane.page_rows() // 2, 1))

    def action_move_top(self) -> None:
        """Go to the top."""
        if self.active is Where.MESSAGE:
            self.message_pane.to_top()
        else:
            self.threads_pane.move_to(0)

    def action_move_bottom(self) -> None:
        """Go to the end."""
        if self.active is Where.MESSAGE:
            self.message_pane.to_bottom()
        else:
            self.threads_pane.move_to(len(self.rows) - 1)

    def action_move_left(self) -> None:
        """Go to the left in lines that run out of the pane."""
        self.message_pane.scroll_relative(x=-SIDEWAYS, animate=False)

    def action_move_right(self) -> None:
        """Go to the right in lines that run out of the pane."""
        self.message_pane.scroll_relative(x=SIDEWAYS, animate=False)

    # Given by the other parts

    def next_message(self, step: int) -> None:
        """Go to the next message of the list."""
        raise NotImplementedError

    def open_cursor(self) -> None:
        """Show the message under the list's cursor."""
        raise NotImplementedError

    def tell_place(self) -> None:
        """Say in the status line where we are."""
        raise NotImplementedError

    def follow_source(self) -> None:
        """Show the source of the quote under the cursor in the third pane."""
        raise NotImplementedError
