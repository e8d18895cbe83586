"""How a message stands on the screen: cursor, scrolling, folds, hits, marks. The pane draws it.

Rows are counted in the layout; the cursor's `place` is a character, so it outlives folds and widths.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from parsing.model import LineRange, Passage, Span
from tui.state import folds
from tui.state.facts import Facts
from tui.state.find import find_hits
from tui.state.folds import FoldPolicy, FoldState
from tui.state.page import Anchor, FindState, ViewState
from tui.state.peek import passage_lines, peek_line, peek_rows
from tui.state.rows import Format, Layout, RowKind, Wraps, lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parsing.model import Block, Link
    from tui.state.page import Page
    from tui.state.peek import Peek

HEAD = Anchor(-1, 0)
LANDING = 5
"""A jump lands one part of so many down the screen."""
MARGIN = 2
"""Rows that stay visible above and below the cursor."""


class View:
    """One page on a screen of so many rows and cells."""

    def __init__(self, page: Page, form: Format, height: int, policy: FoldPolicy = FoldPolicy.SMART) -> None:
        self.facts = Facts(page)
        self.wraps = Wraps(self.facts, form)
        self.height = max(height, 1)
        self.policy = policy
        self.folds = self._default_folds()
        self.peek: Peek | None = None
        self.marked: tuple[Span, ...] = ()
        self.needle = ""
        self.hits: Sequence[Span] = ()
        self.hit = -1
        self.place = HEAD
        self.cursor = 0
        self.top = 0
        self.touched = False
        """Whether the reader has moved or folded anything here."""
        self.layout = self._laid_out()

    # Layout

    @property
    def form(self) -> Format:
        """What the rows depend on."""
        return self.wraps.form

    def _default_folds(self) -> FoldState:
        return folds.default_folds(self.facts.regions, self.facts.links, self.facts.starts, self.policy)

    def _laid_out(self) -> Layout:
        layout = lay_out(self.wraps, self.folds)
        if self.peek is not None:
            line = peek_line(self.peek, self.facts)
            rows = peek_rows(self.peek, self.facts, self.form)
            first = len(layout.extras)
            at = layout.row_of_character(line, self.facts.starts[line + 1]) + 1 if layout.rows else 0
            layout.add_extras(layout.rows[at - 1].line if at else line, [row.pieces for row in rows], at)
            layout.peek_rows = {first + number: row.source for number, row in enumerate(rows)}
        return layout

    def lay_out(self) -> None:
        """Make all rows anew; the cursor stays on its text and at its height on the screen."""
        offset = self.cursor - self.top
        self.layout = self._laid_out()
        self.cursor = self.layout.row_of(self.place)
        self.top = self.cursor - min(offset, self.height - 1)
        self._settle()

    def resize(self, form: Format, height: int) -> None:
        """Fit the page into another width and height, or draw it another way."""
        self.height = max(height, 1)
        if form == self.form:
            self._settle()
            return
        at_top = self.top == 0
        self.wraps = Wraps(self.facts, form)
        self.lay_out()
        if at_top:
            self.top = 0
            self._settle()

    def update(self, page: Page) -> None:
        """Show the same message with more known of it; whatever the reader has done stays."""
        self.facts = Facts(page)
        self.wraps = Wraps(self.facts, self.form)
        if not self.touched:
            self.folds = self._default_folds()
        self.lay_out()

    def state(self) -> ViewState:
        """Return enough to come back to exactly this."""
        top = self.layout.anchor(self.top)
        return ViewState(top, self.place, self.folds, self.form.all_headers, self.marked)

    def restore(self, state: ViewState) -> None:
        """Come back to how it was."""
        self.folds, self.marked, self.place = state.folds, state.marked, state.cursor
        self.touched = True
        self.peek = None
        self.wraps = Wraps(self.facts, replace(self.form, all_headers=state.all_headers))
        self.layout = self._laid_out()
        self.cursor = self.layout.row_of(state.cursor)
        self.top = self.layout.row_of(state.top)
        self._settle()

    def _settle(self) -> None:
        """Keep the cursor on the page and the page on the screen."""
        last = max(len(self.layout.rows) - 1, 0)
        self.cursor = min(max(self.cursor, 0), last)
        self.top = min(max(self.top, self.cursor - self.height + 1, 0), self.cursor, self.last_top)

    @property
    def last_top(self) -> int:
        """The top row when the end is in sight."""
        return max(len(self.layout.rows) - self.height, 0)

    # The cursor

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row; the screen follows, no further than needed."""
        self.touched = True
        self.cursor = min(max(row, 0), max(len(self.layout.rows) - 1, 0))
        self.place = self.layout.anchor(self.cursor)
        margin = min(MARGIN, (self.height - 1) // 4)
        low, high = self.cursor - self.height + 1 + margin, self.cursor - margin
        self.top = min(max(self.top, low), high)
        self._settle()

    def go_to(self, line: int, character: int) -> None:
        """Put the cursor on a character; if that is off the screen it comes a fifth down."""
        row = self.layout.row_of_character(line, character)
        if not self.top <= row < self.top + self.height - 1:
            self.top = row - self.height // LANDING
        self.go_to_row(row)
        self.place = Anchor(line, character)

    def move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self.go_to_row(self.cursor + rows)

    def page(self, rows: int) -> None:
        """Move screen and cursor together."""
        if not (rows > 0 and self.at_end):
            self.top = min(max(self.top + rows, 0), self.last_top)
        self.go_to_row(self.cursor + rows)

    def scrolled(self, top: int) -> bool:
        """Take over a scroll position; the cursor is drawn along. Whether it moved."""
        self.top = min(max(top, 0), self.last_top)
        held = min(max(self.cursor, self.top), self.top + self.height - 1)
        held = min(held, max(len(self.layout.rows) - 1, 0))
        if held == self.cursor:
            return False
        self.cursor = held
        self.place = self.layout.anchor(held)
        return True

    @property
    def at_end(self) -> bool:
        """Whether the last row is on the screen."""
        return self.top >= self.last_top

    @property
    def line(self) -> int:
        """The line of the text at the cursor; in the head the first, below the text the last."""
        rows = self.layout.rows
        line = rows[self.cursor].line if rows else 0
        return min(max(line, 0), max(len(self.facts.lines) - 1, 0))

    @property
    def in_head(self) -> bool:
        """Whether the cursor stands above the text."""
        return self.cursor < self.layout.first_row(0)

    @property
    def characters(self) -> Span | None:
        """The characters that the cursor's row shows or hides; None where it is no text."""
        if not self.layout.rows:
            return None
        row = self.layout.rows[self.cursor]
        return None if row.kind is RowKind.EXTRA else Span(row.start, row.end)

    @property
    def peek_source(self) -> int | None:
        """The number of the peek's source that the cursor stands on; -1 where the source is missing."""
        if not self.layout.rows:
            return None
        row = self.layout.rows[self.cursor]
        return self.layout.peek_rows.get(row.start) if row.kind is RowKind.EXTRA else None

    @property
    def link(self) -> Link | None:
        """The link of the quote under the cursor."""
        if self.peek is not None and self.peek_source is not None:
            return self.peek.link
        return self.link_at(self.cursor)

    def link_at(self, number: int) -> Link | None:
        """Return the link of the quote on a row."""
        row = self.layout.rows[number] if number < len(self.layout.rows) else None
        return None if row is None or row.kind is RowKind.EXTRA else self.facts.link_for(row.start, row.end)

    @property
    def block(self) -> Block | None:
        """The block under the cursor."""
        return self.facts.block_at(self.line)

    def passage(self) -> Passage | None:
        """Return the passage that the cursor stands on in the peek."""
        number = self.peek_source
        if self.peek is None or number is None or number < 0:
            return None
        return self.peek.sources[number].passage

    # Jumps

    def land(self, passage: Passage) -> None:
        """Unfold at a passage, put its first line a fifth down the screen, mark its words."""
        lines = passage_lines(self.facts, passage)
        self.peek = None
        self.folds = folds.reveal(self.facts.regions, self.folds, range(lines.first, lines.end))
        self.marked = passage.spans
        start = passage.spans[0].start if passage.spans else self.facts.starts[lines.first]
        line = self.facts.line_of(start) if passage.spans else lines.first
        self.layout = self._laid_out()
        self.top = self.layout.row_of_character(line, start) - self.height // LANDING
        self.cursor = self.layout.row_of_character(line, start)
        self.place = Anchor(line, start)
        self.touched = True
        self._settle()

    def next_quote(self, step: int) -> bool:
        """Go to the next or previous quote; False where there is none."""
        return self._next_stop(self.facts.quote_stops(), step)

    def next_quoted(self, step: int) -> bool:
        """Go to the next or previous passage that others quote; False where there is none."""
        return self._next_stop([run.lines.first for run in self.facts.quoted], step)

    def _next_stop(self, stops: Sequence[int], step: int) -> bool:
        rows = self.layout.rows
        if not rows or not stops:
            return False
        here = rows[self.cursor].line
        candidates = (
            stops[bisect_left(stops, here) :] if step > 0 else stops[: bisect_right(stops, here)][::-1]
        )
        for line in candidates:
            start = self.facts.shown_from(line)
            row = self.layout.row_of_character(line, start)
            if row > self.cursor if step > 0 else row < self.cursor:
                self.go_to(line, start)
                return True
        return False

    # Folds

    def fold(self, change: Callable[[], FoldState]) -> bool:
        """Change the folds; False where nothing changed."""
        changed = change()
        if changed == self.folds:
            return False
        self.folds, self.touched = changed, True
        self.lay_out()
        return True

    def toggle_fold(self) -> bool:
        """Fold or unfold what is under the cursor."""
        return self._on_text() and self.fold(lambda: folds.toggle(self.facts.regions, self.folds, self.line))

    def open_fold(self) -> bool:
        """Unfold what is under the cursor."""
        return self._on_text() and self.fold(lambda: folds.open_at(self.facts.regions, self.folds, self.line))

    def close_fold(self) -> bool:
        """Fold what is under the cursor."""
        return self._on_text() and self.fold(
            lambda: folds.close_at(self.facts.regions, self.folds, self.line)
        )

    def _on_text(self) -> bool:
        return bool(self.facts.lines) and self.layout.rows[self.cursor].kind is not RowKind.EXTRA

    def fold_all(self) -> bool:
        """Fold whatever folds."""
        return self.fold(lambda: folds.fold_all(self.facts.regions))

    def unfold_all(self) -> bool:
        """Unfold everything."""
        return self.fold(FoldState)

    def fold_level(self, level: int) -> bool:
        """Show quotes down to a level."""
        return self.fold(lambda: folds.fold_level(self.facts.regions, self.folds, level))

    def fold_by(self, levels: int) -> bool:
        """Show so many levels more, or less."""
        regions = self.facts.regions
        deepest = max((region.depth for region in regions), default=0)
        level = folds.shown_level(regions, self.folds) + levels
        return self.fold_level(min(max(level, 0), deepest))

    def show_only_new(self, only_new: bool) -> bool:
        """Shrink each quote to one linked line, or go back to how messages open."""
        return self.fold(lambda: folds.only_new(self.facts.regions) if only_new else self._default_folds())

    # Find

    def find(self, text: str, step: int) -> FindState:
        """Go to the next hit (+1), the previous (-1), or the first from the cursor (0)."""
        if text != self.needle:
            self.needle, self.hits, self.hit = text, find_hits(self.facts.text, text), -1
        if not self.hits:
            return FindState(text, 0, 0)
        at, wrapped = self._wanted_hit(step)
        self.hit = at
        hit = self.hits[at]
        lines = self.facts.lines_of(hit)
        self.fold(lambda: folds.reveal(self.facts.regions, self.folds, range(lines.first, lines.end)))
        self.go_to(lines.first, hit.start)
        return FindState(text, at + 1, len(self.hits), wrapped)

    def _wanted_hit(self, step: int) -> tuple[int, bool]:
        """Return the number of the hit to go to, and whether that meant going round the end."""
        count = len(self.hits)
        here = self.characters
        start = here.start if here is not None else (0 if self.cursor < self.layout.first_row(0) else 1 << 62)
        if 0 <= self.hit < count and here is not None and here.start <= self.hits[self.hit].start <= here.end:
            at = self.hit + step
        elif step >= 0:
            at = bisect_left(self.hits, Span(start, 0))
        else:
            at = bisect_left(self.hits, Span(start, 0)) - 1
        return at % count, not 0 <= at < count

    def clear_find(self) -> None:
        """Forget the hits."""
        self.needle, self.hits, self.hit = "", (), -1

    # Peek

    def open_peek(self, peek: Peek) -> None:
        """Open a quote's source under it; the quote is unfolded, the cursor stays."""
        line = peek_line(peek, self.facts)
        self.peek = None
        revealed = folds.reveal(self.facts.regions, self.folds, [line])
        if revealed != self.folds and self.layout.rows[self.cursor].kind is RowKind.FOLD:
            self.place = Anchor(line, self.facts.starts[line + 1] - 1)
        self.folds = revealed
        self.peek = peek
        self.lay_out()
        bottom = self.layout.row_of_character(line, self.facts.starts[line + 1]) + len(self.layout.peek_rows)
        needed = bottom - self.height + 1
        if needed > self.top:
            self.top = min(needed, self.cursor)
        self._settle()

    def close_peek(self) -> bool:
        """Close the peek; False where none is open."""
        if self.peek is None:
            return False
        if self.peek_source is not None:
            line = peek_line(self.peek, self.facts)
            self.place = Anchor(line, self.facts.starts[line + 1] - 1)
        self.peek = None
        self.lay_out()
        return True

    # What the mouse selected

    def quoted_lines(self) -> LineRange:
        """Return the passage under the cursor that others quote; else its line."""
        run = self.facts.run_at(self.line)
        return run.lines if run is not None else LineRange(self.line, self.line + 1)
