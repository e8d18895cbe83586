"""The status line: where the reader is, what is under the cursor, and how far the reading has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from tui.state.cells import fit
from tui.state.status import Fact, fitted
from tui.widgets.drawing import OneLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style


class StatusBar(OneLine):
    """Facts on the left, or a notice instead of them; progress on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--facts", "status--notice", "status--progress"}

    def __init__(self) -> None:
        super().__init__()
        self.facts: Sequence[Fact] = ()
        self.notice = ""
        """A sentence that stands instead of the facts until the next key."""
        self.progress = ""

    def tell(self, facts: Sequence[Fact]) -> None:
        """Say where the reader is."""
        if facts != self.facts:
            self.facts = facts
            self.refresh()

    def say(self, notice: str) -> None:
        """Say a sentence, or with none take the last one away."""
        if notice != self.notice:
            self.notice = notice
            self.refresh()

    def show_progress(self, progress: str) -> None:
        """Say how far the reading is; nothing when it is done."""
        if progress != self.progress:
            self.progress = progress
            self.refresh()

    def runs(self, width: int) -> list[tuple[str, Style]]:
        """Draw the notice or the facts, and the progress as far as there is room."""
        progress = f" {self.progress} " if self.progress else ""
        room = width - 2
        if (progress and cell_len(progress) <= room // 2) or not (self.notice or self.facts):
            room -= cell_len(progress)
        else:
            progress = ""
        text = fit(self.notice, max(room, 0)) if self.notice else fitted(self.facts, max(room, 0))
        style = self.look("status--notice" if self.notice else "status--facts")
        filler = " " * max(width - 1 - cell_len(text) - cell_len(progress), 0)
        return [(f" {text}{filler}", style), (progress, self.look("status--progress"))]
