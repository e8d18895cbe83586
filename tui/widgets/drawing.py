"""What all our line-drawing widgets share: strips of runs, and widgets of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style


PLAIN_SIGNS: Final = str.maketrans(
    {

            "·": "-",
            "–": "-",
            "…": "~",
            "›": ">",
            "●": "*",
            "¶": "#",
            "━": "=",
            "─": "-",
            "▸": ">",
            "▾": "v"
        ,
        "“": '"', "”": '"', "’": "'", "◂": "<", "▴": "^", "△": "?", "◌": "o",
        "↵": "Enter", "←": "Left", "→": "Right", "↑": "Up", "↓": "Down",
    }
)
"""What stands for our signs in a terminal that has only ASCII."""


def strip_of(
    runs: Iterable[tuple[str, Style]], width: int, base: Style, *, only_ascii: bool = False
) -> Strip:
    """Make a strip of exactly this width: cut, or filled with blanks in the base style."""
    if only_ascii:
        runs = [(text.translate(PLAIN_SIGNS), style) for text, style in runs]
    segments = [Segment(text, style) for text, style in runs if text]
    return Strip(segments).adjust_cell_length(max(width, 0), base)


def runs_width(runs: Iterable[tuple[str, Style]]) -> int:
    """Return how many cells runs take."""
    return sum(cell_len(text) for text, _ in runs)


class OneLine(Widget):
    """A widget of one line that is drawn from runs; no markup, no child."""

    DEFAULT_CSS = """
    OneLine { height: 1; }
    """

    only_ascii = False

    def runs(self, width: int) -> list[tuple[str, Style]]:
        """Return what to draw in a width."""
        raise NotImplementedError

    def style_of(self, part: str) -> Style:
        """Look up the style of a part, by its component class."""
        return self.get_component_rich_style(part)

    def render_line(self, y: int) -> Strip:
        """Draw the line; the widget has no other."""
        width = self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), self.rich_style)
        base = self.rich_style
        return strip_of(self.runs(width), width, base, only_ascii=self.only_ascii)
