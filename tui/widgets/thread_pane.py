"""The thread pane: every message of the archive, a row each, as a tree that folds; `tui.state` decides.

It is one `ScrollView` with the Line API: only rows on the screen are ever laid out, and each is kept as a
strip until something that it shows changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from textual import message
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.state.cells import fit
from tui.state.glyphs import ASCII, UNICODE
from tui.state.thread_row import (
    ASCII_LINES,
    LINES,
    Part,
    RowFacts,
    columns,
    levels_shown,
    row_runs,
    tree_text,
)
from tui.state.threads import NO_ROW, ThreadRows
from tui.widgets.drawing import Styled, strip_of

if TYPE_CHECKING:
    from textual import events

    from parsing.model import Envelope

STRIPS_KEPT: Final = 4_000
FIRST_ROWS: Final = 3
"""Rows that stay in sight above and below the cursor."""


class Threads(Protocol):
    """What the pane asks of an archive; every answer is quick."""

    def envelope(self, node: int) -> Envelope:
        """Return what is known of a message."""
        ...

    def changed_subject(self, node: int) -> str:
        """Return the subject, empty where it is the parent's."""
        ...

    def quoted(self, node: int) -> int:
        """Count the messages that quote it; 0 where that is not known."""
        ...


class ThreadPane(Styled, ScrollView, can_focus=True):
    """Shows `ThreadRows`; the screen calls its methods and hears its messages."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"threads--{part}" for part in Part),
        "threads--cursor",
        "threads--cursor-away",
        "threads--lit",
        "threads--focus",
    }

    @dataclass
    class CursorMoved(message.Message):
        """The cursor stands on another message."""

        pane: ThreadPane
        node: int

    @dataclass
    class Opened(message.Message):
        """A row was clicked that the cursor stood on already, or twice."""

        pane: ThreadPane
        node: int

    def __init__(self, threads: Threads, rows: ThreadRows, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.threads = threads
        self.rows = rows
        self.years = False
        """Whether dates need their year."""
        self.cursor = 0 if len(rows) else NO_ROW
        """The row of the cursor."""
        self.lit = NO_ROW
        """The node whose row is lit: where the quote under the other pane's cursor comes from."""
        self._ascii = False
        self._strips: dict[int, Strip] = {}

    # What is shown

    @property
    def node(self) -> int:
        """The message under the cursor, -1 where there is none."""
        return self.rows.node(self.cursor) if 0 <= self.cursor < len(self.rows) else NO_ROW

    def show(self, rows: ThreadRows, node: int, years: bool) -> None:
        """Show other rows, the cursor on a message; it stays as far down the screen as it was."""
        offset = self.cursor - self.scroll_offset.y
        self.rows, self.years = rows, years
        found = rows.row(node)
        self.cursor = found if found != NO_ROW else min(max(self.cursor, 0), len(rows) - 1)
        self.changed()
        self.scroll_to(y=self.cursor - offset, animate=False)
        self._keep_in_sight()

    def changed(self) -> None:
        """Draw every row anew; the number of rows may be another."""
        self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self.refresh()

    def light(self, node: int) -> None:
        """Light the row of a message, or of the fold that it is in; -1 lights none."""
        if node != self.lit:
            before, self.lit = self.lit, node
            for each in (before, node):
                self._redraw(self.rows.row(each))

    def set_ascii(self, only_ascii: bool) -> None:
        """Draw signs in ASCII."""
        self._ascii = only_ascii
        self.changed()

    # The cursor

    def move(self, rows: int) -> None:
        """Move the cursor by rows, as far as there are any."""
        self.move_to(self.cursor + rows)

    def move_to(self, row: int) -> None:
        """Move the cursor to a row, and the screen after it."""
        row = min(max(row, 0), len(self.rows) - 1)
        if row != self.cursor:
            before, self.cursor = self.cursor, row
            self._redraw(before)
            self._redraw(row)
            self.post_message(self.CursorMoved(self, self.node))
        self._keep_in_sight()

    def page_rows(self) -> int:
        """Return how many rows a page is: one row stays in sight."""
        return max(self.scrollable_content_region.height - 1, 1)

    def go_to(self, node: int) -> bool:
        """Move to a message, unfolding what hides it; False where it stands in no thread."""
        if self.rows.row(node) == NO_ROW:
            return False
        if self.rows.reveal(node):
            self.changed()
        row = self.rows.row(node)
        if row == self.cursor:
            self._keep_in_sight()
        else:
            self.move_to(row)
        return True

    def _keep_in_sight(self) -> None:
        """Scroll as little as brings the cursor into sight, with some rows around it."""
        height = self.scrollable_content_region.height
        margin = min(FIRST_ROWS, max((height - 1) // 2, 0))
        top, y = self.scroll_offset.y, self.cursor
        if y < top + margin:
            top = y - margin
        elif y > top + height - 1 - margin:
            top = y - height + 1 + margin
        self.scroll_to(y=max(top, 0), animate=False)

    # Folds

    def fold(self, node: int, folded: bool) -> bool:
        """Fold or unfold a message's replies; False where that changes nothing."""
        done = self.rows.fold(node) if folded else self.rows.unfold(node)
        if done:
            self._folds_changed(node)
        return done

    def fold_all(self, folded: bool) -> None:
        """Fold or unfold every thread; the cursor stays on its message, or on its thread."""
        node = self.node
        if folded:
            self.rows.fold_all()
        else:
            self.rows.unfold_all()
        self._folds_changed(node)

    def _folds_changed(self, node: int) -> None:
        before = self.node
        self.cursor = max(self.rows.row(node), 0) if len(self.rows) else NO_ROW
        self.changed()
        self._keep_in_sight()
        if self.node != before:
            self.post_message(self.CursorMoved(self, self.node))

    # Drawing

    def notify_style_update(self) -> None:
        """Forget styles and strips: a theme may have changed."""
        super().notify_style_update()
        self._strips.clear()

    def on_resize(self) -> None:
        """Lay rows out anew, and keep the cursor in sight."""
        self.changed()
        self._keep_in_sight()

    def _redraw(self, row: int) -> None:
        if row >= 0:
            self._strips.pop(row, None)
            self.refresh_lines(row)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows that are in sight."""
        width = self.scrollable_content_region.width
        top = self.scroll_offset.y
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self._strip(top + y, width).crop(crop.x, crop.right)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip)
        return strips

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        return self._strip(self.scroll_offset.y + y, self.scrollable_content_region.width)

    def _strip(self, row: int, width: int) -> Strip:
        if not 0 <= row < len(self.rows):
            return Strip.blank(width, self.look(""))
        strip = self._strips.get(row)
        if strip is None or strip.cell_length != width:
            strip = self._draw(row, width)
            if len(self._strips) >= STRIPS_KEPT:
                self._strips.clear()
            self._strips[row] = strip
        return strip

    def _draw(self, row: int, width: int) -> Strip:
        node = self.rows.node(row)
        glyphs, signs = (ASCII, ASCII_LINES) if self._ascii else (UNICODE, LINES)
        over = ""
        if row == self.cursor:
            over = "threads--cursor" if self.has_focus else "threads--cursor-away"
        elif self.lit >= 0 and row == self.rows.row(self.lit):
            over = "threads--lit"
        mark = glyphs.focus if row == self.cursor else glyphs.known if over else " "
        runs: list[tuple[Part | str, str]] = [("focus", mark)]
        runs += row_runs(self._facts(node, width), columns(width - 1, self.years), glyphs, signs)
        drawn = [(text, self.look(f"threads--{part}", over)) for part, text in runs]
        return strip_of(drawn, width, self.look("", over))

    def _facts(self, node: int, width: int) -> RowFacts:
        """Gather what a row says."""
        rows, shares = self.rows, columns(width - 1, self.years)
        return RowFacts(
            envelope=self.threads.envelope(node),
            subject=self.threads.changed_subject(node),
            branches=rows.branches(node, levels_shown(shares.subject)),
            depth=rows.table.depth[node],
            below=rows.table.size[node],
            folded=node in rows.folded,
            quoted=self.threads.quoted(node),
        )

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Move to the row; on its arrow fold it, on the row of the cursor or twice open it."""
        row = self.scroll_offset.y + event.y
        if not 0 <= row < len(self.rows) or event.x >= self.scrollable_content_region.width:
            return
        event.stop()
        node, there = self.rows.node(row), row == self.cursor
        self.move_to(row)
        if self._is_arrow(node, event.x):
            self.fold(node, node not in self.rows.folded)
        elif there or event.chain > 1:
            self.post_message(self.Opened(self, node))

    def _is_arrow(self, node: int, x: int) -> bool:
        width = self.scrollable_content_region.width
        shares = columns(width - 1, self.years)
        facts = self._facts(node, width)
        glyphs, signs = (ASCII, ASCII_LINES) if self._ascii else (UNICODE, LINES)
        end = (
            1 + shares.tree_at + len(fit(tree_text(facts, shares.subject, glyphs, signs), shares.subject, ""))
        )
        return bool(facts.below) and end - 2 <= x < end

    def watch_has_focus(self, value: bool) -> None:
        """Draw the cursor as that of the pane with the focus, or not."""
        super().watch_has_focus(value)
        self._redraw(self.cursor)
