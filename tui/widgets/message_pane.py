"""The message pane: one message, its quotes barred, linked and folded. It draws; `tui.state` decides.

It is one `ScrollView` with the Line API, without a child widget a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import message
from textual.scroll_view import ScrollView

from parsing.model import LineRange
from tui.state.folds import FoldPolicy, FoldState
from tui.state.page import Anchor, FindState, ViewState

if TYPE_CHECKING:
    from parsing.model import Block, Link, Passage
    from tui.state.page import Page
    from tui.state.peek import Peek


class MessagePane(ScrollView, can_focus=True):
    """Shows a `Page`; the screen calls its methods and hears its messages."""

    @dataclass
    class CursorMoved(message.Message):
        """The cursor stands on another row, or another page is shown."""

        pane: MessagePane

    @dataclass
    class QuoteActivated(message.Message):
        """Enter on a quote, or a click on its bar: go to where it was written."""

        pane: MessagePane
        link: Link

    @dataclass
    class QuotedByActivated(message.Message):
        """A click on `◂2`: say who quotes these lines."""

        pane: MessagePane
        lines: LineRange

    @dataclass
    class PeekActivated(message.Message):
        """Enter or a click on a line of the peek: go there."""

        pane: MessagePane
        passage: Passage

    @dataclass
    class FoldChanged(message.Message):
        """Something was folded or unfolded."""

        pane: MessagePane

    # What is shown

    def show(self, page: Page, at: ViewState | None = None) -> None:
        """Show a message from its top, or as it stood before."""

    def clear(self) -> None:
        """Show nothing."""

    @property
    def page(self) -> Page | None:
        """What is shown."""
        return None

    def view_state(self) -> ViewState:
        """How the message stands on the screen now, for the jump list."""
        return ViewState(Anchor(-1, 0), Anchor(-1, 0), FoldState())

    def land(self, passage: Passage) -> None:
        """Unfold at the passage, scroll it a fifth down the screen, light its words, then mark them."""

    def show_all_headers(self, shown: bool) -> None:
        """Show every header field, or the short head."""

    @property
    def all_headers(self) -> bool:
        """Whether every header field is shown."""
        return False

    def show_raw(self, text: str | None) -> None:
        """Show the message as it stands in the archive, cleaned; None goes back."""

    def set_wrap(self, wrapped: bool) -> None:
        """Wrap long lines, or let them run out to the right."""

    def set_ascii(self, only_ascii: bool) -> None:
        """Draw signs in ASCII."""

    def set_fold_policy(self, policy: FoldPolicy) -> None:
        """Fold this way when a message opens."""

    # The cursor

    def move(self, rows: int) -> None:
        """Move the cursor; the screen follows."""

    def page_by(self, pages: int) -> None:
        """Move by whole screens."""

    def half(self, halves: int) -> None:
        """Move by half screens."""

    def to_top(self) -> None:
        """Move to the first row."""

    def to_bottom(self) -> None:
        """Move to the last row."""

    @property
    def at_end(self) -> bool:
        """Whether the last row is on the screen."""
        return True

    def next_quote(self, step: int) -> bool:
        """Move to the next (+1) or previous (-1) quote; False where there is none."""
        return False

    def next_quoted(self, step: int) -> bool:
        """Move to the next or previous passage that others quote; False where there is none."""
        return False

    def activate(self) -> bool:
        """Do what Enter does on this row; False where the row has nothing to do (then move down)."""
        return False

    @property
    def cursor_link(self) -> Link | None:
        """The link of the quote under the cursor."""
        return None

    @property
    def cursor_block(self) -> Block | None:
        """The block under the cursor."""
        return None

    @property
    def cursor_block_number(self) -> int:
        """The number of that block, from 0."""
        return 0

    @property
    def cursor_line(self) -> int:
        """The line of the displayed text under the cursor."""
        return 0

    @property
    def cursor_passage(self) -> Passage | None:
        """The passage that the cursor stands on in the peek."""
        return None

    @property
    def selection_lines(self) -> LineRange:
        """The selected lines; else the passage under the cursor that others quote; else its line."""
        return LineRange(0, 0)

    # Folds

    def toggle_fold(self) -> bool:
        """Fold or unfold what is under the cursor; False where nothing folds."""
        return False

    def open_fold(self) -> bool:
        """Unfold what is under the cursor."""
        return False

    def close_fold(self) -> bool:
        """Fold what is under the cursor."""
        return False

    def fold_all(self) -> None:
        """Fold whatever folds."""

    def unfold_all(self) -> None:
        """Unfold everything."""

    def toggle_all_folds(self) -> None:
        """Fold all if anything is open, else unfold all."""

    def fold_level(self, level: int) -> None:
        """Show quotes up to this depth, fold deeper ones; 0 folds every quote."""

    def fold_more(self) -> None:
        """One level less is shown."""

    def fold_less(self) -> None:
        """One level more is shown."""

    def show_only_new(self, only_new: bool) -> None:
        """Shrink each quote to one linked line, or show the message as it opened."""

    @property
    def only_new(self) -> bool:
        """Whether only new text is shown."""
        return False

    # Find

    def find(self, text: str, step: int) -> FindState:
        """Highlight every hit and go to the next (+1), the previous (-1), or the first from the cursor (0).

        All lower case finds any case.
        """
        return FindState(text, 0, 0)

    def clear_find(self) -> None:
        """Take the highlights away."""

    # Peek

    def open_peek(self, peek: Peek) -> None:
        """Open a quote's source in place, under the quote."""

    def close_peek(self) -> bool:
        """Close it; False where none is open."""
        return False
