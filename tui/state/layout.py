"""Which panes show, and how large: by the size of the terminal, the chosen layout, and what is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SIDE_BY_SIDE_FROM: Final = 118
"""Columns from which threads and message stand side by side: 37 and the rest."""
THREE_FROM: Final = 200
THREADS_WIDTH: Final = 37
THREADS_AT_MOST: Final = 60
MESSAGE_WIDTH: Final = 85
"""What a message wants before the threads get more: mail is 72 to 80 columns wide, and has a gutter."""
STACKED_FROM: Final = 9
"""Rows of panes from which one can stand above the other."""
LINES_FROM: Final = 6
"""Rows of the terminal from which the lines at the top and the bottom are all shown."""


class Layout(StrEnum):
    """How the panes stand."""

    AUTO = "as wide as the terminal allows"
    STACKED = "threads above the message"
    SINGLE = "one pane at a time"

    @property
    def next(self) -> Layout:
        """The layout that comes after this one, round and round."""
        layouts = list(Layout)
        return layouts[(layouts.index(self) + 1) % len(layouts)]


@dataclass(frozen=True, slots=True)
class Panes:
    """How the screen is shared out; a size of 0 takes what is left, None is not shown."""

    threads: int | None
    message: int | None
    source: int | None
    stacked: bool = False
    """Sizes are rows, not columns."""
    trail: bool = True
    hints: bool = True
    status: bool = True

    @property
    def single(self) -> bool:
        """Whether the list and the message take turns."""
        return self.threads is None or self.message is None


def share(width: int, height: int, layout: Layout, reading: bool) -> Panes:
    """Share the terminal out; `reading` says that the message is wanted where only one pane fits.

    >>> share(120, 40, Layout.AUTO, reading=False).threads
    37
    >>> share(80, 24, Layout.AUTO, reading=True)
    Panes(threads=None, message=0, source=None, stacked=False, trail=True, hints=True, status=True)
    """
    trail, hints, status = height >= LINES_FROM, height >= LINES_FROM - 1, height >= 3
    rows = height - trail - hints - status
    if layout is Layout.STACKED and rows >= STACKED_FROM:
        return Panes(max(rows // 3, 3), 0, None, stacked=True, trail=trail, hints=hints, status=status)
    if layout is Layout.AUTO and width >= THREE_FROM:
        threads = min(max(width - 2 * MESSAGE_WIDTH, THREADS_WIDTH), THREADS_AT_MOST)
        message = MESSAGE_WIDTH if threads == THREADS_WIDTH else (width - threads) // 2
        return Panes(threads, message, 0, trail=trail, hints=hints, status=status)
    if layout is Layout.AUTO and width >= SIDE_BY_SIDE_FROM:
        threads = min(max(width - MESSAGE_WIDTH, THREADS_WIDTH), THREADS_AT_MOST)
        return Panes(threads, 0, None, trail=trail, hints=hints, status=status)
    if reading:
        return Panes(None, 0, None, trail=trail, hints=hints, status=status)
    return Panes(0, None, None, trail=trail, hints=hints, status=status)
