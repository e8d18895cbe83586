"""How the message pane looks: its component classes, its default style sheet, and the styles looked up once.

Colour is never the only sign: quotes have bars, sources signs, diffs their + and -, links a line under them.
The terminal's own colours have no shades, so weight stands in there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.style import Style

from tui.state.pieces import Role
from tui.widgets.contrast import readable

if TYPE_CHECKING:
    from textual.widget import Widget

LEVELS: Final = 5
"""Quote levels have this many colours, then the first again."""
SIGNS: Final = ("known", "uncertain", "several", "rebuilt", "edited", "missing", "quoted-by")
OVERLAYS: Final = ("url", "changed", "marked", "lit", "hit", "hit-here", "cursor", "focus", "away", "hint")
"""These change only what their rule names of the style below."""
PARTS: Final = (
    *(role.value for role in Role),
    *(f"level-{level}" for level in range(1, LEVELS + 1)),
    *SIGNS,
    "witness",
)
COMPONENTS: Final = frozenset(f"message--{name}" for name in (*PARTS, *OVERLAYS))

CSS: Final = """
MessagePane {
    background: $background;
    color: $foreground;
    overflow-x: hidden;
    overflow-y: scroll;
    scrollbar-size-vertical: 1;
    scrollbar-size-horizontal: 1;

    & > .message--subject { text-style: bold; }
    & > .message--name { color: $text-primary; }
    & > .message--field { color: $text-secondary; }
    & > .message--note { color: $text-muted; text-style: italic; }
    & > .message--warning { color: $text-warning; text-style: bold; }
    & > .message--dim { color: $text-muted; }

    & > .message--text { color: $foreground; }
    & > .message--quote { color: $text-muted; }
    & > .message--announcement { color: $text-muted; text-style: italic; }
    & > .message--closing { color: $text-muted; }
    & > .message--literal { color: $foreground; }
    & > .message--added { color: $text-success; }
    & > .message--removed { color: $text-error; }
    & > .message--hunk { color: $text-secondary; }
    & > .message--fold { color: $text-muted; }
    & > .message--gap { color: $text-warning; }
    & > .message--witness { color: $text-muted; }

    & > .message--level-1 { color: $text-primary; }
    & > .message--level-2 { color: $text-success; }
    & > .message--level-3 { color: $text-warning; }
    & > .message--level-4 { color: $text-secondary; }
    & > .message--level-5 { color: $text-error; }

    & > .message--known { color: $text-success; }
    & > .message--uncertain, & > .message--several, & > .message--edited { color: $text-warning; }
    & > .message--rebuilt { color: $text-primary; }
    & > .message--missing { color: $text-error; }
    & > .message--quoted-by { color: $text-accent; }

    & > .message--peek-edge { color: $text-accent; }
    & > .message--peek-head { color: $text-accent; text-style: bold; }
    & > .message--peek-text { color: $foreground; }
    & > .message--peek-around { color: $text-muted; }
    & > .message--peek-dropped { color: $text-error; text-style: strike; }
    & > .message--peek-added { color: $text-success; text-style: underline; }

    & > .message--url { text-style: underline; }
    & > .message--changed { text-style: underline; color: $text-warning; }
    & > .message--marked { text-style: underline; background: $accent 20%; color: $foreground; }
    & > .message--lit { text-style: bold reverse; color: $text-accent; }
    & > .message--hit { text-style: bold underline; color: $text-warning; }
    & > .message--hit-here { text-style: bold reverse; color: $text-warning; }
    & > .message--hint { text-style: bold reverse; color: $text-accent; }
    & > .message--cursor { background: $foreground 5%; }
    & > .message--focus { color: $text-accent; text-style: bold; }
    & > .message--away { color: $text-muted; }

    &:ansi {
        & > .message--dim, & > .message--closing, & > .message--fold, & > .message--witness,
        & > .message--peek-around, & > .message--away { text-style: dim; }
        & > .message--note, & > .message--announcement { text-style: dim italic; }
        & > .message--marked { background: ansi_default; color: ansi_default; text-style: bold underline; }
        & > .message--hint { text-style: bold reverse; color: $text-accent; }
    & > .message--cursor { background: ansi_default; }
        & > .message--level-3, & > .message--uncertain, & > .message--several, & > .message--edited,
        & > .message--changed, & > .message--gap { color: ansi_magenta; }
        & > .message--hit, & > .message--hit-here, & > .message--lit { color: ansi_default; }
    }
}
"""


class Looks:
    """Every style of the pane, looked up once a theme."""

    def __init__(self, widget: Widget) -> None:
        self.base = widget.rich_style
        self.parts = {name: readable(widget.get_component_rich_style(f"message--{name}")) for name in PARTS}
        self.overlays = {name: _overlay(widget, f"message--{name}") for name in OVERLAYS}
        self.selected = _selection(widget)

    def level(self, level: int) -> Style:
        """Return the style of the bar of a quote level, from 1."""
        return self.parts[f"level-{(level - 1) % LEVELS + 1}"]


def _overlay(widget: Widget, name: str) -> Style:
    """Return only what a component's own rules say, its shades blended with what lies beneath."""
    styles = widget.get_component_styles(name)
    whole = readable(widget.get_component_rich_style(name))
    return styles.text_style + Style(
        color=whole.color if styles.has_rule("color") else None,
        bgcolor=whole.bgcolor if styles.has_rule("background") else None,
    )


def _selection(widget: Widget) -> Style:
    """Return what Textual draws selected text with; a transparent foreground is the pane's own."""
    styles = widget.screen.get_component_styles("screen--selection")
    background = widget.background_colors[1] + styles.background
    color = styles.color if styles.color.a else widget.styles.color
    return readable(Style(color=color.rich_color, bgcolor=background.rich_color))
