"""The help screen: every key and what it does, made from the table."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView

from tui.state.cells import fit, wrap
from tui.state.keymap import typed
from tui.state.keytext import by_group, caps, sentence
from tui.state.thread_row import padded
from tui.widgets.drawing import Styled, strip_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    ("▴▴", "several places have these words: Enter lists them"),
    ("▴≠", "the quoter changed words; they are underlined, and p shows what they were"),
    ("△", "the source is not in this archive"),
    ("◌", "the source, or the message, is not in this archive and was rebuilt from quotes"),
    ("◂2", "two replies quote these words: r goes to them, R lists them"),
    ("▸ ▾", "folded, unfolded"),
    ("★ ● ↶", "flagged, not read, answered, by the word of a Maildir"),
)

Line = tuple[tuple[str, str], ...]
"""Runs of (part, text)."""


def help_lines(keys: Sequence[Key], width: int) -> list[Line]:
    """Lay the help out for a width: a group after the other, in two columns where there is room."""
    two = width >= TWO_COLUMNS_FROM
    room = (width - 2) // 2 if two else width
    tables = [
        (group, [(caps(key), sentence(key)) for key in table]) for group, table in by_group(keys) if table
    ]
    groups = [group_lines(title, rows, room) for title, rows in (*tables, ("Signs", SIGNS))]
    if not two:
        return [line for group in groups for line in (*group, ())]
    left: list[Line] = []
    right: list[Line] = []
    total = sum(len(group) + 1 for group in groups)
    for group in groups:
        side = left if not right and len(left) + len(group) // 2 < total / 2 else right
        side += [*group, ()]
    rows = max(len(left), len(right))
    left += [()] * (rows - len(left))
    right += [()] * (rows - len(right))
    return [(*filled(one, room + 2), *other) for one, other in zip(left, right, strict=True)]


def group_lines(title: str, rows: Iterable[tuple[str, str]], width: int) -> list[Line]:
    """Lay out one group: keys on the left, what they do beside them, wrapped."""
    table = list(rows)
    wide = min(max(cell_len(pressed) for pressed, _ in table), max(width // 2, 1))
    room = max(width - wide - 5, 8)
    lines: list[Line] = [(("title", f"  {title}"),)]
    for pressed, said in table:
        starts = [*wrap(said, room), len(said)]
        lines += [
            (("key", f"  {padded(pressed if first == 0 else '', wide)}  "), ("text", said[first:end]))
            for first, end in pairwise(starts)
        ]
    return lines


def filled(line: Line, width: int) -> Line:
    """Cut or fill a line to a width."""
    runs: list[tuple[str, str]] = []
    room = width
    for part, text in line:
        shown = fit(text, room)
        room -= cell_len(shown)
        runs.append((part, shown))
    return (*runs, ("text", " " * room))


class HelpText(Styled, ScrollView, can_focus=False):
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
        width, base = self.scrollable_content_region.width, self.look("")
        index = self.scroll_offset.y + y
        line = self.lines[index] if 0 <= index < len(self.lines) else ()
        runs = [(text, self.look(f"help--{part}")) for part, text in line]
        return strip_of(runs, width, base, only_ascii=self.only_ascii)


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
