"""A message as rows: its head, each line wrapped, one row a fold, what is opened in between, what follows.

A row names characters of the displayed text; how it looks is the widget's. Rows of a block are made once for
a width, so folding a message of 50,000 lines costs no more than its blocks.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from tui.state.cells import wrap
from tui.state.folds import closed_regions, shown_depth
from tui.state.glyphs import UNICODE, Glyphs
from tui.state.head import foot, head
from tui.state.page import Anchor
from tui.state.pieces import Piece, Pieces, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import Block, LineRange
    from tui.state.facts import Facts
    from tui.state.folds import FoldState, Region

GUTTER = 4
NARROW = 24
"""A pane of fewer cells has a gutter of two, the focus bar and a sign; of a third of that, only the bar."""
UNWRAPPED = 4_000
"""Where long lines run out to the right, they do so this far."""


class RowKind(IntEnum):
    """What a row shows."""

    TEXT = 0
    """Characters `start` to `end` of a line."""
    FOLD = 1
    """The fold that begins at a line; `start` to `end` is what it hides."""
    EXTRA = 2
    """No part of the text: `start` is the number of its pieces in the layout."""


class Row(NamedTuple):
    """One row of the screen; ordered by line, -1 for the head, the count of lines for what follows."""

    line: int
    kind: RowKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Format:
    """What the rows of a page depend on, besides its folds."""

    width: int
    wrapped: bool = True
    all_headers: bool = False
    bare: bool = False
    """Only the text: no head, nothing after it."""
    glyphs: Glyphs = UNICODE

    def with_width(self, width: int) -> Format:
        """Return the same at another width."""
        return replace(self, width=max(width, 1))

    def only_text(self) -> Format:
        """Return the same without head and foot."""
        return replace(self, bare=True)

    @property
    def gutter(self) -> int:
        """How many cells stand left of the text."""
        if self.width >= NARROW:
            return GUTTER
        return 2 if self.width >= NARROW // 3 else 1

    @property
    def room(self) -> int:
        """How many cells are there for the text and its bars."""
        return max(self.width - self.gutter, 1)


def bars(depth: int, room: int, glyphs: Glyphs) -> str:
    """Return what stands for the quote marks: a bar a level, or the level as a number where room is short.

    >>> bars(2, 76, UNICODE), bars(40, 76, UNICODE), bars(2, 5, UNICODE), bars(9, 3, UNICODE)
    ('│ │ ', '40│ ', '2', '9')
    """
    if not depth:
        return ""
    for drawn in (f"{glyphs.bar} " * depth, f"{depth}{glyphs.bar} ", f"{depth}"):
        if len(drawn) <= max(room // 3, 2) or drawn == f"{depth}":
            return drawn if len(drawn) < room else ""
    return ""


class Wraps:
    """The rows of each block at one width, made when first asked for."""

    def __init__(self, facts: Facts, form: Format) -> None:
        self.facts = facts
        self.form = form
        self.blocks: dict[int, list[Row]] = {}

    def block_rows(self, number: int) -> list[Row]:
        """Return the rows of a block."""
        rows = self.blocks.get(number)
        if rows is None:
            rows = self.blocks[number] = self._wrapped(self.facts.blocks[number])
        return rows

    def _wrapped(self, block: Block) -> list[Row]:
        facts, depth = self.facts, shown_depth(block)
        room = self.form.room
        width = max(room - len(bars(depth, room, self.form.glyphs)), 1) if self.form.wrapped else UNWRAPPED
        rows: list[Row] = []
        for line in range(block.lines.first, block.lines.end):
            end = facts.starts[line + 1] - 1
            start = facts.starts[line] + (len(facts.lines[line].mark) if depth else 0)
            if end - start <= width and (text := facts.text[start:end]).isascii() and "\t" not in text:
                rows.append(Row(line, RowKind.TEXT, start, end))
                continue
            cuts = [start + cut for cut in wrap(facts.text[start:end], width)]
            for first, after in zip(cuts, [*cuts[1:], end], strict=True):
                rows.append(Row(line, RowKind.TEXT, first, after))
        return rows


@dataclass(slots=True)
class Layout:
    """All rows of a page as they stand now."""

    form: Format
    rows: list[Row] = field(default_factory=list)
    extras: list[Pieces] = field(default_factory=list)
    folds: dict[int, tuple[Region, LineRange]] = field(default_factory=dict)
    """By the line that a fold begins at."""
    peek_rows: dict[int, int] = field(default_factory=dict)
    """By the number of an extra that belongs to the peek: which of its sources it shows."""

    def add_extras(self, line: int, rows: Sequence[Pieces], at: int | None = None) -> None:
        """Put rows that are no text at a line; at the end, or before a row."""
        first = len(self.extras)
        self.extras.extend(rows)
        added = [Row(line, RowKind.EXTRA, first + n, first + n) for n in range(len(rows))]
        where = len(self.rows) if at is None else at
        self.rows[where:where] = added

    def anchor(self, number: int) -> Anchor:
        """Return a name for a row that outlives this layout."""
        if not self.rows:
            return Anchor(-1, 0)
        row = self.rows[min(max(number, 0), len(self.rows) - 1)]
        if row.kind is not RowKind.EXTRA:
            return Anchor(row.line, row.start)
        return Anchor(row.line, number - self.first_row(row.line))

    def first_row(self, line: int) -> int:
        """Return the number of the first row at a line or after it."""
        return bisect_left(self.rows, line, key=lambda row: row.line)

    def row_of(self, anchor: Anchor) -> int:
        """Return the row that an anchor names; where that is folded away, the fold."""
        first = self.first_row(anchor.line)
        end = bisect_right(self.rows, anchor.line, key=lambda row: row.line)
        if first == end:
            return self._fold_before(first, anchor.line)
        if self.rows[first].kind is RowKind.EXTRA and self.rows[end - 1].kind is RowKind.EXTRA:
            return min(first + anchor.character, end - 1)
        return self.row_of_character(anchor.line, anchor.character)

    def row_of_character(self, line: int, character: int) -> int:
        """Return the row of a line that shows a character; where that is folded away, the fold."""
        first = self.first_row(line)
        best = None
        for number in range(first, len(self.rows)):
            row = self.rows[number]
            if row.line != line:
                break
            if row.kind is RowKind.EXTRA:
                continue
            if best is not None and row.start > character:
                break
            best = number
        return self._fold_before(first, line) if best is None else best

    def _fold_before(self, number: int, line: int) -> int:
        """Return the row of the fold that hides a line: the last row above it."""
        last = max(len(self.rows) - 1, 0)
        at = min(max(number - 1, 0), last)
        fold = self.folds.get(self.rows[at].line) if self.rows else None
        return at if fold is not None and line in fold[1] else min(number, last)


def lay_out(wraps: Wraps, state: FoldState) -> Layout:
    """Return all rows of a page."""
    facts, form = wraps.facts, wraps.form
    layout = Layout(form)
    if not form.bare:
        layout.add_extras(-1, head(facts.page, form.width - 1, form.glyphs, all_headers=form.all_headers))
    folds = {lines.first: (region, lines) for region, lines in closed_regions(facts.regions, state)}
    layout.folds = folds
    hidden_to = 0
    for number, block in enumerate(facts.blocks):
        first = block.lines.first
        if first in folds:
            hidden = folds[first][1]
            start, end = facts.starts[hidden.first], facts.starts[hidden.end] - 1
            layout.rows.append(Row(first, RowKind.FOLD, start, end))
            hidden_to = hidden.end
        if first >= hidden_to:
            layout.rows.extend(wraps.block_rows(number))
    _add_gaps(layout, facts)
    if not form.bare:
        layout.add_extras(len(facts.lines), foot(facts.page, form.width - 1, form.glyphs))
    return layout


def _add_gaps(layout: Layout, facts: Facts) -> None:
    """Say where something is missing from a rebuilt message."""
    indent = " " * (layout.form.gutter - 1)
    said = Piece(f"{indent}{layout.form.glyphs.gap} something is missing here", Role.GAP)
    for line in sorted(set(facts.page.message.gaps), reverse=True):
        if 0 <= line <= len(facts.lines):
            layout.add_extras(line, [(said,)], layout.first_row(line))
