"""A short list to choose from, at the foot of the panes: sources, replies, commands. Nothing waits for it.

Textual's OptionList dies below five columns and its command palette under random keys; this one draws lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len
from textual import message
from textual.strip import Strip

from tui.state.cells import fit
from tui.state.choices import MARGIN, Choice, ChoiceRow, Meaning, choice_rows, matching
from tui.state.line_edit import LineEdit
from tui.widgets.drawing import Styled, strip_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

MOST_ROWS: Final = 18
KEYS: Final = "↑ ↓  Enter  Esc"


class Chooser(Styled):
    """A title, the choices, and, where many are offered, a line of typed words that they must have."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chooser--title",
        "chooser--typed",
        "chooser--choice",
        "chooser--aside",
        "chooser--cursor",
        "chooser--caret",
    }

    @dataclass
    class Chosen(message.Message):
        """A line was chosen."""

        meaning: Meaning

    @dataclass
    class Closed(message.Message):
        """It was closed without a choice."""

    def __init__(self) -> None:
        super().__init__()
        self.display = False
        self.title = ""
        self.offered: Sequence[Choice] = ()
        self.choices: Sequence[Choice] = ()
        """Those that are offered and have what was typed."""
        self.typed: LineEdit | None = None
        """None where nothing can be typed."""
        self.numbered = False
        """Whether choices have numbers, which go to them as they are typed."""
        self.number = 0
        """The number that is being typed."""
        self.cursor = 0
        self.only_ascii = False
        self._rows: list[ChoiceRow] = []
        self._top = 0

    @property
    def opened(self) -> bool:
        """Whether it is on the screen."""
        return self.display

    def open(
        self, title: str, choices: Sequence[Choice], *, typing: bool = False, numbered: bool = False
    ) -> None:
        """Offer choices."""
        self.title, self.offered, self.choices = title, choices, list(choices)
        self.typed = LineEdit() if typing else None
        self.numbered, self.number = numbered, 0
        self.cursor = self._top = 0
        self.display = True
        self._lay_out()
        self._fit_height()

    def close(self) -> bool:
        """Go; False where it was not there."""
        was, self.display = self.display, False
        self.offered = self.choices = ()
        self._rows = []
        return was

    def _fit_height(self) -> None:
        most = max(self.screen.size.height // 2, 1)
        rows = len(choice_rows(self.offered, self._width()))
        self.styles.height = min(rows + 1, MOST_ROWS, most)
        self.refresh(layout=True)

    # Keys

    def press(self, pressed: str, character: str | None) -> bool:
        """Take a key; False for one that means nothing here."""
        if self.typed is not None and self._type(pressed, character):
            return True
        if self.typed is None and self._press_own(pressed):
            return True
        page = max(self._list_rows() * len(self.choices) // max(len(self._rows), 1) - 1, 1)
        match pressed:
            case "escape":
                self.close()
                self.post_message(self.Closed())
            case "q" | "?" if self.typed is None:
                self.close()
                self.post_message(self.Closed())
            case "enter":
                self.choose()
            case "down" | "j" | "ctrl+n" | "tab" | "R":
                self.move_to((self.cursor + 1) % max(len(self.choices), 1))
            case "up" | "k" | "ctrl+p" | "shift+tab":
                self.move_to((self.cursor - 1) % max(len(self.choices), 1))
            case "pagedown" | "space":
                self.move_to(self.cursor + page)
            case "pageup" | "-" | "b":
                self.move_to(self.cursor - page)
            case "home" | "g":
                self.move_to(0)
            case "end" | "G":
                self.move_to(len(self.choices) - 1)
            case _:
                return self.typed is not None
        return True

    def _press_own(self, pressed: str) -> bool:
        """Take a key that means something on the line under the cursor, or a digit of a line's number."""
        if 0 <= self.cursor < len(self.choices):
            keys = dict(self.choices[self.cursor].keys)
            if pressed in keys:
                self._end_with(keys[pressed])
                return True
        if not (self.numbered and pressed.isdecimal() and pressed.isascii()):
            self.number = 0
            return False
        digit = int(pressed)
        longer = self.number * 10 + digit
        self.number = longer if 0 < longer <= len(self.choices) else digit
        if 0 < self.number <= len(self.choices):
            self.move_to(self.number - 1)
        return True

    def _type(self, pressed: str, character: str | None) -> bool:
        """Put a key into the typed words; False for one that does not belong there."""
        if self.typed is None or pressed in {"home", "end"}:
            return False
        edited = self.typed.take(pressed, character)
        if edited is None:
            return False
        self._typed(edited)
        return True

    def type(self, text: str) -> None:
        """Put characters into the typed words."""
        if self.typed is not None:
            self._typed(self.typed.insert(text))

    def _typed(self, typed: LineEdit) -> None:
        self.typed = typed
        self.choices = matching(self.offered, typed.text)
        self.cursor = self._top = 0
        self._lay_out()
        self.refresh()

    def _width(self) -> int:
        return self.size.width or self.screen.size.width

    def _lay_out(self) -> None:
        self._rows = choice_rows(self.choices, self._width(), numbered=self.numbered)

    def move_to(self, row: int) -> None:
        """Move the cursor, as far as there are choices."""
        self.cursor = min(max(row, 0), max(len(self.choices) - 1, 0))
        room = max(self._list_rows(), 1)
        first = bisect_left(self._rows, self.cursor, key=lambda row: row.number)
        end = bisect_right(self._rows, self.cursor, key=lambda row: row.number)
        self._top = min(max(self._top, end - room), first)
        self.refresh()

    def choose(self) -> None:
        """Choose the line under the cursor and go."""
        if not 0 <= self.cursor < len(self.choices):
            return
        self._end_with(self.choices[self.cursor].meaning)

    def _end_with(self, meaning: Meaning | None) -> None:
        """Go, with a choice or without."""
        self.close()
        self.post_message(self.Closed() if meaning is None else self.Chosen(meaning))

    # Drawing and the mouse

    def _list_rows(self) -> int:
        return self.size.height - 1

    def render_line(self, y: int) -> Strip:
        """Draw the title, or a choice."""
        width, base = self.size.width, self.look("")
        if y == 0:
            return strip_of(
                self._title_runs(width), width, self.look("chooser--title"), only_ascii=self.only_ascii
            )
        index = self._top + y - 1
        if not 0 <= index < len(self._rows):
            return Strip.blank(width, base)
        row = self._rows[index]
        over = "chooser--cursor" if row.number == self.cursor else ""
        text, aside = self.look("chooser--choice", over), self.look("chooser--aside", over)
        gap = max(width - MARGIN - 1 - cell_len(row.text) - cell_len(row.aside), 0)
        runs = [
            (" " * MARGIN + row.text, aside if row.is_detail else text),
            (" " * gap, text),
            (row.aside + " ", aside),
        ]
        return strip_of(runs, width, text, only_ascii=self.only_ascii)

    def _title_runs(self, width: int) -> list[tuple[str, Style]]:
        style = self.look("chooser--title")
        if self.typed is None:
            said = " " + fit(self.title, max(width - 1, 0))
            gap = width - cell_len(said) - len(KEYS) - 1
            return (
                [(said, style), (" " * gap + KEYS + " ", self.look("chooser--typed"))]
                if gap > 1
                else [(said, style)]
            )
        before, after = self.typed.text[: self.typed.at], self.typed.text[self.typed.at :]
        typed = self.look("chooser--typed")
        caret = self.look("chooser--typed", "chooser--caret")
        under, rest = after[:1] or " ", after[1:]
        return [(f" {self.title} ", style), (before, typed), (under, caret), (rest, typed)]

    def on_resize(self) -> None:
        """Lay the choices out for the width; keep the cursor in sight."""
        self._lay_out()
        self.move_to(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        event.stop()
        index = self._top + event.y - 1
        if event.y >= 1 and 0 <= index < len(self._rows):
            self.cursor = self._rows[index].number
            self.choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down."""
        event.stop()
        self.move_to(self.cursor + 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up."""
        event.stop()
        self.move_to(self.cursor - 1)
