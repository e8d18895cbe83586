"""What all our line-drawing widgets share: strips of runs, and widgets of one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.contrast import readable

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        "▾": "v",
        "“": '"',
        "”": '"',
        "’": "'",
        "◂": "<",
        "★": "!",
        "↶": "r",
        "▴": "^",
        "△": "?",
        "◌": "o",
        "↵": "Enter",
        "←": "Left",
        "→": "Right",
        "↑": "Up",
        "↓": "Down",
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


class Styled(Widget):
    """A widget that looks its component styles up once a theme, made readable."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._looks: dict[tuple[str, str], Style] = {}

    def notify_style_update(self) -> None:
        """Forget the styles: a theme may have changed."""
        super().notify_style_update()
        self._looks.clear()

    def look(self, part: str, over: str = "") -> Style:
        """Return the style of a component, another one over it; the empty name is the widget itself."""
        style = self._looks.get((part, over))
        if style is None:
            style = self.get_component_rich_style(part) if part else self.rich_style
            if over:
                style += self._overlay(over)
            style = self._looks[part, over] = readable(style)
        return style

    def _overlay(self, part: str) -> Style:
        """Return only what a component's own rules say, its shades blended with what lies beneath."""
        rules, whole = self.get_component_styles(part), self.get_component_rich_style(part)
        return rules.text_style + Style(
            color=whole.color if rules.has_rule("color") else None,
            bgcolor=whole.bgcolor if rules.has_rule("background") else None,
        )


class OneLine(Styled):
    """A widget of one line that is drawn from runs; no markup, no child."""

    DEFAULT_CSS = """
    OneLine { height: 1; }
    """

    only_ascii = False

    def runs(self, width: int) -> list[tuple[str, Style]]:
        """Return what to draw in a width."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw the line; the widget has no other."""
        width = self.size.width
        if y or width <= 0:
            return Strip.blank(max(width, 0), self.look(""))
        return strip_of(self.runs(width), width, self.look(""), only_ascii=self.only_ascii)
