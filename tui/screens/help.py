"""The help screen: every key and what it does, made from the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView

from tui.state.cells import fit
from tui.state.keymap import typed
from tui.state.keytext import by_group, caps, sentence
from tui.widgets.drawing import strip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget

    from tui.keys import Key

TWO_COLUMNS_FROM: Final = 110
SIGNS: Final = (
    ("▴", "the source of this quote is known: Enter goes there"),
    ("▴~", "the source is uncertain: i says why"),
    ("△", "the source is not in this archive"),
    ("◌", "the source, or the message, is not in this archive and was rebuilt from quotes"),
    ("◂2", "two replies quote these words: r goes to them, R lists them"),
    ("▸ ▾", "folded, unfolded"),
)

Line = tuple[tuple[str, str], ...]
"""Runs of (part, text)."""


def help_lines(keys: Sequence[Key], width: int) -> list[Line]:
    """Lay the help out for a width: a group after the other, in two columns where there is room."""
    groups = [group_lines(group, table) for group, table in by_group(keys) if table]
    groups.append(sign_lines())
    if width < TWO_COLUMNS_FROM:
        return [line for group in groups for line in (*group, ())]
    half = (width - 2) // 2
    total = sum(len(group) + 1 for group in groups)
    left: list[Line] = []
    right: list[Line] = []
    for group in groups:
        side = left if len(left) + len(group) // 2 < total / 2 else right
        side += [*group, ()]
    rows = max(len(left), len(right))
    left += [()] * (rows - len(left))
    right += [()] * (rows - len(right))
    return [(*filled(one, half), *other) for one, other in zip(left, right, strict=True)]


def group_lines(group: str, keys: Sequence[Key]) -> list[Line]:
    """Lay out one group."""
    wide = max(cell_len(caps(key)) for key in keys)
    lines: list[Line] = [(("title", f"  {group}"),)]
    for key in keys:
        pressed = caps(key)
        lines.append(
            (("key", f"  {pressed}{' ' * (wide - cell_len(pressed))}"), ("text", f"  {sentence(key)}"))
        )
    return lines


def sign_lines() -> list[Line]:
    """Say what the signs in the margins mean."""
    lines: list[Line] = [(("title", "  Signs"),)]
    return [*lines, *((("key", f"  {sign:<4}"), ("text", f"  {said}")) for sign, said in SIGNS)]


def filled(line: Line, width: int) -> Line:
    """Cut or fill a line to a width."""
    runs: list[tuple[str, str]] = []
    room = width
    for part, text in line:
        shown = fit(text, room)
        room -= cell_len(shown)
        runs.append((part, shown))
    return (*runs, ("text", " " * room))


class HelpText(ScrollView, can_focus=False):
    """Draws the lines; nothing in it comes from a mail."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--title", "help--key", "help--text"}

    def __init__(self, keys: Sequence[Key], *, only_ascii: bool) -> None:
        super().__init__()
        self.keys = keys
        self.only_ascii = only_ascii
        self.lines: list[Line] = []

    def on_resize(self) -> None:
        """Lay out for the new width."""
        width = self.scrollable_content_region.width
        self.lines = help_lines(self.keys, width)
        self.virtual_size = Size(width, len(self.lines))
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines that are in sight."""
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = self.render_line(y).crop(crop.x, crop.right)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            strips.append(strip)
        return strips

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        width, base = self.scrollable_content_region.width, self.rich_style
        index = self.scroll_offset.y + y
        line = self.lines[index] if 0 <= index < len(self.lines) else ()
        runs = [(text, self._style(part)) for part, text in line]
        return strip_of(runs, width, base, only_ascii=self.only_ascii)

    def _style(self, part: str) -> Style:
        return self.get_component_rich_style(f"help--{part}")


class HelpScreen(Screen[None]):
    """Scrolls; any key that does not scroll closes it."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, keys: Sequence[Key], *, only_ascii: bool = False) -> None:
        super().__init__()
        self.text = HelpText(keys, only_ascii=only_ascii)

    def compose(self) -> Iterable[Widget]:
        """Put the screen together."""
        yield self.text

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        pressed = typed(event.key, event.character)
        if pressed in {"ctrl+q", "ctrl+c"}:
            return
        event.stop()
        event.prevent_default()
        page = max(self.text.size.height - 1, 1)
        match pressed:
            case "j" | "down":
                self._scroll(1)
            case "k" | "up":
                self._scroll(-1)
            case "space" | "pagedown" | "ctrl+f" | "ctrl+d":
                self._scroll(page)
            case "-" | "b" | "pageup" | "ctrl+b" | "ctrl+u":
                self._scroll(-page)
            case "home" | "g":
                self.text.scroll_to(y=0, animate=False)
            case "end" | "G":
                self.text.scroll_to(y=len(self.text.lines), animate=False)
            case "Q":
                self.app.exit()
            case _:
                if self.is_current:
                    self.dismiss()

    def _scroll(self, rows: int) -> None:
        self.text.scroll_relative(y=rows, animate=False)
