"""The line of hints at the bottom: the active pane's keys, from the table; a click presses them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import message

from tui.state.keytext import hints
from tui.widgets.drawing import OneLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    from tui.keys import Key, Where

ALWAYS = ("help", "quit")
"""Shown however narrow the line is."""


class KeyHints(OneLine):
    """As many hints as fit; never less than how to get help."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key", "hints--label"}

    @dataclass
    class Clicked(message.Message):
        """A hint was clicked."""

        key: Key

    def __init__(self, keys: Sequence[Key], active: Where) -> None:
        super().__init__()
        self.keys = keys
        self.active = active
        self.pending = ""
        """The first key of a sequence, while the second is awaited."""

    def show(self, active: Where, pending: str = "") -> None:
        """Show the hints of a pane."""
        if (active, pending) != (self.active, self.pending):
            self.active, self.pending = active, pending
            self.refresh()

    def shown(self, width: int) -> list[tuple[Key, str, str]]:
        """Choose what fits: the table's order, but help and quit come in before all others."""
        every = hints(self.active, self.keys)
        chosen = {key.id for key, _, _ in every if key.id in ALWAYS}
        room = width - sum(self._cells(hint) for hint in every if hint[0].id in chosen)
        for hint in every:
            if hint[0].id not in chosen and self._cells(hint) <= room:
                chosen.add(hint[0].id)
                room -= self._cells(hint)
        return [hint for hint in every if hint[0].id in chosen]

    @staticmethod
    def _cells(hint: tuple[Key, str, str]) -> int:
        return cell_len(hint[1]) + cell_len(hint[2]) + 3

    def runs(self, width: int) -> list[tuple[str, Style]]:
        """Draw keys and words."""
        cap, label = self.look("hints--key"), self.look("hints--label")
        if self.pending:
            return [(f" {self.pending} …", cap)]
        runs: list[tuple[str, Style]] = []
        for _, key, word in self.shown(width):
            runs += [(f" {key}", cap), (f" {word} ", label)]
        return runs

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        event.stop()
        end = 0
        for hint in self.shown(self.size.width):
            end += self._cells(hint)
            if event.x < end:
                self.post_message(self.Clicked(hint[0]))
                return
