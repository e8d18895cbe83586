"""What the mouse selects: characters of the message's lines, without gutter and bars.

A place is (character, line), as Textual counts selections; the head's rows are lines below 0, and what
follows the text goes on counting after its last line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from parsing.model import LineRange
from tui.state.rows import RowKind

if TYPE_CHECKING:
    from tui.state.rows import Row
    from tui.state.view import View

Place = tuple[int, int]
WORD = re.compile(r"[\w@.+\-/:%~]{1,500}|[^\w\s]|\s+")


def row_place(view: View, number: int) -> Place:
    """Return the place at which a row begins."""
    row = view.layout.rows[number]
    if row.kind is not RowKind.EXTRA:
        return row.start - view.facts.starts[row.line], row.line
    if row.line < 0:
        return 0, number - view.layout.first_row(0)
    if row.line >= len(view.facts.lines):
        return 0, row.line + number - view.layout.first_row(row.line)
    if row.start in view.layout.peek_rows:
        return view.facts.starts[row.line + 1] - 1 - view.facts.starts[row.line], row.line
    return 0, row.line


def is_selectable(view: View, row: Row) -> bool:
    """Whether a row that is no text can be selected: head and foot, not a peek or a gap."""
    return row.kind is RowKind.EXTRA and not 0 <= row.line < len(view.facts.lines)


def selected_text(view: View, start: Place | None, end: Place | None) -> str:
    """Return the text between two places; None means from the first line, or to the last."""
    first_x, first_y = start if start is not None else (0, 0)
    count = len(view.facts.lines)
    end_x, end_y = end if end is not None else (1 << 62, max(count - 1, 0))
    lines = []
    for y in range(max(first_y, -view.layout.first_row(0)), min(end_y, count + len(view.layout.rows)) + 1):
        text, hidden = _line(view, y)
        low = max(first_x, hidden) if y == first_y else hidden
        lines.append(text[low:end_x] if y == end_y else text[low:])
    return "\n".join(lines)


def _line(view: View, y: int) -> tuple[str, int]:
    """Return a line by its place, and how many of its first characters bars stand for."""
    facts, rows, count = view.facts, view.layout.rows, len(view.facts.lines)
    if 0 <= y < count:
        return facts.text[facts.starts[y] : facts.starts[y + 1] - 1], facts.shown_from(y) - facts.starts[y]
    number = view.layout.first_row(0) + y if y < 0 else view.layout.first_row(count) + y - count
    if not 0 <= number < len(rows) or rows[number].kind is not RowKind.EXTRA:
        return "", 0
    return "".join(piece.text for piece in view.layout.extras[rows[number].start]), 0


def selected_lines(view: View, start: Place | None, end: Place | None) -> LineRange:
    """Return the lines of the text that a selection touches."""
    last = max(len(view.facts.lines) - 1, 0)
    first = min(max(start[1] if start is not None else 0, 0), last)
    after = min(max(end[1] if end is not None else last, first), last) + 1
    return LineRange(first, after)


def word_at(view: View, place: Place) -> tuple[Place, Place]:
    """Return where the word at a place starts and ends."""
    x, y = place
    text, _ = _line(view, y)
    for match in WORD.finditer(text):
        if match.start() <= x < match.end():
            return (match.start(), y), (match.end(), y)
    return place, place
