"""Draws a view of a message and hears the mouse: the lower half of the message pane.

It is one `ScrollView` with the Line API, without a child widget a row. Rows are kept as strips until
something they show changes; the cursor is laid over a strip, so moving it draws two rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from tui.state.rows import UNWRAPPED, Format, RowKind, bars
from tui.state.selecting import selected_text, word_at
from tui.widgets.message_look import Looks
from tui.widgets.strips import Painter, places

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Region

    from tui.state.hints import Hint
    from tui.state.view import View

STRIPS_KEPT: Final = 2_000
FIRST_SIZE: Final = Size(80, 24)
"""Taken for the size until there is one."""


class MessageCanvas(ScrollView, can_focus=True):
    """Shows a `View`: what of it changed is drawn anew, and the screen is scrolled where it says."""

    ALLOW_SELECT = True

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.view: View | None = None
        self.form = Format(FIRST_SIZE.width)
        self.lit = False
        """Whether the words that a jump landed on are lit; else they are marked."""
        self.hints: tuple[Hint, ...] = ()
        """Letters to type, drawn over the rows; none while nobody asked for them."""
        self.hint_typed = ""
        self._looks: Looks | None = None
        self._painter: Painter | None = None
        self._strips: dict[int, Strip] = {}
        self._drawn_cursor = -1
        self._following = False

    # What the subclass hears

    def cursor_moved(self) -> None:
        """Hear that the cursor stands on another row."""

    def clicked(self, number: int, x: int) -> bool:
        """Do what a click on a row does; False to put the cursor there."""
        return number < 0 or x < 0

    # Following the view

    @property
    def rows_shown(self) -> int:
        """How many rows are on the screen."""
        return max(self.scrollable_content_region.height or FIRST_SIZE.height, 1)

    def follow_view(self, *, repaint: bool) -> None:
        """Draw what the view decided: all of it, or only the cursor; and scroll there."""
        view = self.view
        if self.hints:
            self.hints, repaint = (), True
        if repaint:
            self._forget_strips()
            if view is not None:
                across = self.scrollable_content_region.width
                wide = across if view.form.wrapped else max(across, self._widest(view))
                self.virtual_size = Size(wide, len(view.layout.rows))
            else:
                self.virtual_size = Size(0, 0)
            self.refresh()
        if view is None:
            return
        self._following = True
        self.scroll_to(y=view.top, animate=False)
        self._following = False
        if not repaint and self._drawn_cursor != view.cursor:
            self.refresh_line(self._drawn_cursor)
            self.refresh_line(view.cursor)
        self._drawn_cursor = view.cursor
        self._place_cursor()

    def _widest(self, view: View) -> int:
        """Return the cells that the longest unwrapped row may take."""
        widest = max((row.end - row.start for row in view.layout.rows if row.kind is RowKind.TEXT), default=0)
        return min(widest, UNWRAPPED) + view.form.gutter

    def _place_cursor(self) -> None:
        """Put the terminal's own cursor on the row, for screen readers that follow it."""
        view = self.view
        if view is None or not self.has_focus or not view.layout.rows:
            return
        row, form = view.layout.rows[view.cursor], view.form
        x = 1
        if row.kind is RowKind.TEXT:
            x = form.gutter + len(bars(view.facts.depth_at(row.line), form.room, form.glyphs))
        region = self.scrollable_content_region
        x = min(x, max(region.width - 1, 0))
        self.app.cursor_position = region.offset + Offset(x, view.cursor - self.scroll_offset.y)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw the cursor along when it is scrolled by mouse."""
        super().watch_scroll_y(old_value, new_value)
        top = round(new_value)
        if self.view is None or self._following or top == self.view.top or not self.is_mounted:
            return
        if self.view.scrolled(top):
            self.cursor_moved()
        self._drawn_cursor = self.view.cursor
        self._place_cursor()

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Draw every row anew."""
        self._forget_strips()
        super().watch_scroll_x(old_value, new_value)

    def on_resize(self) -> None:
        """Lay the page out for the new size."""
        self.fit()

    def fit(self) -> None:
        """Lay the page out for the size and the format there are now."""
        width = max(self.scrollable_content_region.width, 1)
        self.form = self.form.with_width(width)
        if self.view is not None:
            self.view.resize(replace(self.form, bare=self.view.form.bare), self.rows_shown)
            self.follow_view(repaint=True)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw the cursor as that of the pane with the focus, or not."""
        super().watch_has_focus(has_focus)
        if self.view is not None:
            self.refresh_line(self.view.cursor)
            self._place_cursor()

    # Drawing

    def notify_style_update(self) -> None:
        """Forget what was looked up: a theme may have changed."""
        super().notify_style_update()
        self._looks = None
        self._forget_strips()

    def _forget_strips(self) -> None:
        self._strips.clear()
        self._painter = None

    @property
    def painter(self) -> Painter | None:
        """What draws the rows, as things stand."""
        if self._painter is None and self.view is not None:
            if self._looks is None:
                self._looks = Looks(self)
            self._painter = Painter(
                self.view,
                self._looks,
                lit=self.lit,
                selection=self.text_selection,
                scroll_x=0 if self.view.form.wrapped else self.scroll_offset.x,
            )
        return self._painter

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows that are in sight, from those kept where they are."""
        if self.styles.gutter.height or self.styles.gutter.width:
            return super().render_lines(crop)
        width, top = self.size.width, self.scroll_offset.y
        filters, background = self.get_line_filters(), self.background_colors[1]
        across = crop.column_span
        strips = []
        for y in crop.line_range:
            strip = self._strip(top + y, width)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip if across == (0, width) else strip.crop(*across))
        return strips

    def _strip(self, number: int, width: int) -> Strip:
        painter, view = self.painter, self.view
        if painter is None or view is None or not 0 <= number < len(view.layout.rows):
            return Strip.blank(width, self.rich_style)
        strip = self._strips.get(number)
        if strip is None or strip.cell_length != width:
            if len(self._strips) >= STRIPS_KEPT:
                self._strips.clear()
            strip = self._strips[number] = painter.paint(number, width)
        if number == view.cursor:
            strip = painter.with_cursor(strip, self.has_focus)
        for hint in self.hints:
            if hint.row == number and hint.letters.startswith(self.hint_typed):
                strip = painter.with_hint(strip, hint, self.hint_typed)
        return strip

    def render_line(self, y: int) -> Strip:
        """Draw a row for the mouse: Textual asks here which character lies under the pointer."""
        number = self.scroll_offset.y + y
        if self.view is None or not 0 <= number < len(self.view.layout.rows):
            return Strip.blank(self.size.width, self.rich_style)
        return places(self.view, number, 0 if self.view.form.wrapped else self.scroll_offset.x)

    # The mouse

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text: lines as they were written, without gutter and bars."""
        if self.view is None:
            return None
        start, end = (None if place is None else (place.x, place.y) for place in selection)
        return selected_text(self.view, start, end), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw what is selected."""
        del selection
        self._forget_strips()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go where a click points to: a source, the quoters, a fold, or just that row."""
        event.prevent_default()  # Textual's own selects everything on a double click
        if self.view is None or event.x >= self.scrollable_content_region.width:
            return
        number = self.scroll_offset.y + event.y
        if event.chain > 1:
            self._select_word(event)
        elif self.text_selection is None and number < len(self.view.layout.rows):
            self.view.go_to_row(number)
            self.follow_view(repaint=False)
            self.clicked(number, event.x)
            self.cursor_moved()

    def _select_word(self, event: events.Click) -> None:
        widget, place = self.screen.get_widget_and_offset_at(*event.screen_offset)
        if self.view is None or widget is not self or place is None:
            return
        start, end = word_at(self.view, (place.x, place.y))
        self.screen.selections = {self: Selection(Offset(*start), Offset(*end))}
