"""The line in which one types what to find, or a file's path; above the status line while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from tui.state.cells import fit
from tui.state.line_edit import LineEdit
from tui.widgets.drawing import OneLine

if TYPE_CHECKING:
    from rich.style import Style


class FindBar(OneLine):
    """What is typed, what for, and how it stands."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"find--label", "find--typed", "find--caret", "find--state"}

    def __init__(self, sign: str = "/") -> None:
        super().__init__()
        self.display = False
        self.sign = sign
        """What stands between the label and what is typed."""
        self.label = ""
        self.edit = LineEdit()
        self.state = ""
        """How many hits there are, and at which of them we are."""

    @property
    def opened(self) -> bool:
        """Whether one is typing."""
        return self.display

    def open(self, label: str, text: str) -> None:
        """Begin to type; what was looked for last stands there already."""
        self.label, self.edit, self.state = label, LineEdit(text, len(text)), ""
        self.display = True
        self.refresh()

    def close(self) -> bool:
        """Go; False where it was not there."""
        was, self.display = self.display, False
        return was

    def type(self, edit: LineEdit) -> None:
        """Show what is typed."""
        self.edit = edit
        self.refresh()

    def tell(self, state: str) -> None:
        """Say how it stands."""
        if state != self.state:
            self.state = state
            self.refresh()

    def runs(self, width: int) -> list[tuple[str, Style]]:
        """Draw label, text with its caret, and state; a long text shows what is around the caret."""
        label = f" {self.label} {self.sign}"
        state = fit(self.state, max((width - 1) // 3, 0))
        room = max(width - cell_len(label) - cell_len(state) - 3, 1)
        before, after = self.edit.text[: self.edit.at], self.edit.text[self.edit.at :]
        while cell_len(before) > room - 1 and before:
            before = before[1:]
        under, rest = after[:1] or " ", fit(after[1:], max(room - cell_len(before) - 1, 0), "")
        used = cell_len(label) + cell_len(before) + cell_len(under) + cell_len(rest)
        typed = self.look("find--typed")
        return [
            (label, self.look("find--label")),
            (before, typed),
            (under, self.look("find--caret")),
            (rest + " " * max(width - used - cell_len(state) - 1, 0), typed),
            (state + " ", self.look("find--state")),
        ]
