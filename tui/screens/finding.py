"""Finding: words in the message, or subjects and authors in the list."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual import on

from tui.keys import Where
from tui.screens.jumping import Jumping
from tui.screens.news import RowFound
from tui.screens.pace import rested
from tui.state.nodes import Nodes
from tui.state.threads import NO_ROW

if TYPE_CHECKING:
    from textual.worker import Worker

    from tui.state.line_edit import LineEdit
    from tui.state.page import FindState
    from tui.state.threads import Arrangement


class Finding(Jumping):
    """The find bar, and the keys that go from hit to hit."""

    _wanted = ""
    """What was looked for last."""
    _found_in = Where.MESSAGE
    """The pane that the bar was opened for."""

    def action_find_open(self) -> None:
        """Begin to type what to find in the pane that is active."""
        self._found_in = self.active
        label = "in the message" if self.active is Where.MESSAGE else "in the list"
        self.find_bar.open(label, "")

    def press_in_find(self, pressed: str, character: str | None) -> None:
        """Take a key while the bar is open."""
        match pressed:
            case "escape":
                self.end_find()
            case "enter":
                self._accept()
            case "down" | "ctrl+n":
                self.find(1)
            case "up" | "ctrl+p":
                self.find(-1)
            case _:
                if (edited := self.find_bar.edit.take(pressed, character)) is not None:
                    self.typed_in_find(edited)

    def typed_in_find(self, edit: LineEdit) -> None:
        """Show what was typed, and find it already."""
        changed = edit.text != self.find_bar.edit.text
        self.find_bar.type(edit)
        if changed and edit.text:
            self._wanted = edit.text
            self.find(0)
        elif changed:
            self.message_pane.clear_find()
            self.find_bar.tell("")

    def _accept(self) -> None:
        """Keep the hit and close the bar; with nothing typed find the last text again."""
        empty = not self.find_bar.edit.text
        self.find_bar.close()
        if empty and self._wanted:
            self.find(1)

    def end_find(self) -> bool:
        """Close the bar and take the marks away; False where there was none."""
        was = self.find_bar.close()
        if was:
            self.message_pane.clear_find()
        return was

    def action_find_next(self) -> None:
        """Go to the next hit."""
        self._again(1)

    def action_find_previous(self) -> None:
        """Go to the hit before."""
        self._again(-1)

    def _again(self, step: int) -> None:
        if not self._wanted:
            self.action_find_open()
            return
        self._found_in = self.active
        self.find(step)

    def find(self, step: int) -> None:
        """Find the text from where the cursor is: on (+1), back (-1), or from here (0)."""
        text = self._wanted
        if not text:
            return
        if self._found_in is Where.MESSAGE:
            self._tell_found(self.message_pane.find(text, step))
        else:
            number, node, arrangement = self.ask(), self.threads_pane.node, self.rows.arrangement
            self.work_on("find", lambda worker: self._find_row(worker, number, text, arrangement, node, step))

    def _tell_found(self, state: FindState) -> None:
        if not state.total:
            text = f"“{state.text}” is not in this message."
        else:
            text = f"{state.current} of {state.total}" + (", from the other end" if state.wrapped else "")
        if self.find_bar.opened:
            self.find_bar.tell(text if state.total else "not here")
        else:
            self.say(text if not state.total else f"“{state.text}”: {text}")

    def _find_row(
        self, worker: Worker[None], number: int, text: str, arrangement: Arrangement, node: int, step: int
    ) -> None:
        """Look through the list for a subject or an author; all lower case finds any case."""
        order, length = arrangement.order, len(arrangement.order)
        if not length:
            return
        fold = text == text.lower()
        start = arrangement.place[node] if node >= 0 else 0
        direction = -1 if step < 0 else 1
        first = 0 if step == 0 else 1
        nodes, began = Nodes(self.archive, arrangement), time.monotonic()
        for away in range(first, length + first):
            began = rested(began)
            if worker.is_cancelled:
                return
            index = start + direction * away
            candidate = order[index % length]
            if has(nodes, candidate, text, fold):
                self.post_message(RowFound(number, candidate, not 0 <= index < length))
                return
        self.post_message(RowFound(number, NO_ROW, wrapped=False))

    @on(RowFound)
    def row_found(self, event: RowFound) -> None:
        """Go to the row."""
        if event.number != self.asked:
            return
        if event.node == NO_ROW:
            text = f"No subject and no author has “{self._wanted}”."
            self.find_bar.tell("not here")
        else:
            self.threads_pane.go_to(event.node)
            text = "From the other end." if event.wrapped else ""
            self.find_bar.tell(text)
        if not self.find_bar.opened:
            self.say(text)


def has(nodes: Nodes, node: int, text: str, fold: bool) -> bool:
    """Say whether a message's subject or author has a text; `fold` finds any case."""
    envelope = nodes.envelope(node)
    said = f"{envelope.subject or ''}\n{envelope.sender or ''}"
    return text in (said.lower() if fold else said)
