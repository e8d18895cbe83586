"""Moving about in a message and folding its quotes: the middle of the message pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import LineRange
from tui.state.selecting import selected_lines
from tui.widgets.message_canvas import MessageCanvas

if TYPE_CHECKING:
    from parsing.model import Block, Link


class MessageMoves(MessageCanvas):
    """Has the cursor and the folds of a view moved as the screen asks."""

    # The cursor

    def folds_changed(self) -> None:
        """Hear that something was folded or unfolded."""

    def moved(self) -> None:
        """Draw the cursor where it stands now, and tell of it."""
        self.follow_view(repaint=False)
        self.cursor_moved()

    def move(self, rows: int) -> None:
        """Move the cursor; the screen follows."""
        if self.view is not None:
            self.view.move(rows)
            self.moved()

    def page_by(self, pages: int) -> None:
        """Move by whole screens; a row or two stay in sight."""
        if self.view is not None:
            self.view.page(pages * max(self.rows_shown - 2, 1))
            self.moved()

    def half(self, halves: int) -> None:
        """Move by half screens."""
        if self.view is not None:
            self.view.page(halves * max(self.rows_shown // 2, 1))
            self.moved()

    def to_top(self) -> None:
        """Move to the first row."""
        self.move(-len(self.view.layout.rows) if self.view is not None else 0)

    def to_bottom(self) -> None:
        """Move to the last row."""
        self.move(len(self.view.layout.rows) if self.view is not None else 0)

    @property
    def at_end(self) -> bool:
        """Whether the last row is on the screen."""
        return self.view is None or self.view.at_end

    def next_quote(self, step: int) -> bool:
        """Move to the next (+1) or previous (-1) quote; False where there is none."""
        found = self.view is not None and self.view.next_quote(step)
        if found:
            self.moved()
        return found

    def next_quoted(self, step: int) -> bool:
        """Move to the next or previous passage that others quote; False where there is none."""
        found = self.view is not None and self.view.next_quoted(step)
        if found:
            self.moved()
        return found

    @property
    def cursor_link(self) -> Link | None:
        """The link of the quote under the cursor."""
        return self.view.link if self.view is not None else None

    @property
    def cursor_block(self) -> Block | None:
        """The block under the cursor."""
        return self.view.block if self.view is not None else None

    @property
    def cursor_block_number(self) -> int:
        """The number of that block, from 0."""
        return self.view.facts.block_number(self.view.line) if self.view is not None else 0

    @property
    def cursor_line(self) -> int:
        """The line of the displayed text under the cursor."""
        return self.view.line if self.view is not None else 0

    @property
    def selection_lines(self) -> LineRange:
        """The selected lines; else the passage under the cursor that others quote; else its line."""
        if self.view is None:
            return LineRange(0, 0)
        selection = self.text_selection
        if selection is None:
            return self.view.quoted_lines()
        start, end = (None if place is None else (place.x, place.y) for place in selection)
        return selected_lines(self.view, start, end)

    # Folds

    def _folded(self, changed: bool) -> bool:
        if changed:
            self.follow_view(repaint=True)
            self.folds_changed()
            self.cursor_moved()
        return changed

    def toggle_fold(self) -> bool:
        """Fold or unfold what is under the cursor; False where nothing folds."""
        return self.view is not None and self._folded(self.view.toggle_fold())

    def open_fold(self) -> bool:
        """Unfold what is under the cursor."""
        return self.view is not None and self._folded(self.view.open_fold())

    def close_fold(self) -> bool:
        """Fold what is under the cursor."""
        return self.view is not None and self._folded(self.view.close_fold())

    def fold_all(self) -> None:
        """Fold whatever folds."""
        if self.view is not None:
            self._folded(self.view.fold_all())

    def unfold_all(self) -> None:
        """Unfold everything."""
        if self.view is not None:
            self._folded(self.view.unfold_all())

    def toggle_all_folds(self) -> None:
        """Fold all if anything is open, else unfold all."""
        if self.view is not None and not self._folded(self.view.fold_all()):
            self._folded(self.view.unfold_all())

    def fold_level(self, level: int) -> None:
        """Show quotes up to this depth, fold deeper ones; 0 folds every quote."""
        if self.view is not None:
            self._folded(self.view.fold_level(level))

    def fold_more(self) -> None:
        """Show one level less."""
        if self.view is not None:
            self._folded(self.view.fold_by(-1))

    def fold_less(self) -> None:
        """Show one level more."""
        if self.view is not None:
            self._folded(self.view.fold_by(+1))

    def show_only_new(self, only_new: bool) -> None:
        """Shrink each quote to one linked line, or show the message as it opened."""
        if self.view is not None:
            self._folded(self.view.show_only_new(only_new))

    @property
    def only_new(self) -> bool:
        """Whether only new text is shown."""
        return self.view is not None and self.view.folds.only_new
