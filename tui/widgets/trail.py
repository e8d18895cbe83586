"""The line at the top: the archive's name and size, and the way that the jumps took."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from tui.state.cells import fit
from tui.state.status import counted
from tui.widgets.drawing import OneLine, runs_width

if TYPE_CHECKING:
    from rich.style import Style

    from tui.state.jumps import JumpList

NAME_AT_LEAST = 12


class Trail(OneLine):
    """Name and count on the left, the stops of the jump list on the right, the one we are at marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "trail--program",
        "trail--name",
        "trail--count",
        "trail--stop",
        "trail--here",
        "trail--arrows",
    }

    def __init__(self, name: str) -> None:
        super().__init__()
        self.archive_name = name
        self.messages = 0
        self.jumps: JumpList | None = None

    def show(self, messages: int, jumps: JumpList) -> None:
        """Show how many messages there are, and the way."""
        if (messages, jumps) != (self.messages, self.jumps):
            self.messages, self.jumps = messages, jumps
            self.refresh()

    def runs(self, width: int) -> list[tuple[str, Style]]:
        """Draw the name, the count, and as many stops around ours as fit."""
        way = self.way(width * 2 // 3)
        count = counted(self.messages, "message")
        room = width - runs_width(way) - len(" wrote  ")
        if room < NAME_AT_LEAST + len(count) + 3:
            count = f"{self.messages:,}"
        name = fit(self.archive_name, max(room - len(count) - 3, 0))
        left = [
            (" wrote ", self.look("trail--program")),
            (f" {name}  ", self.look("trail--name")),
            (count, self.look("trail--count")),
        ]
        filler = max(width - runs_width(left) - runs_width(way) - 1, 1)
        return [*left, (" " * filler, self.look("")), *way]

    def way(self, room: int) -> list[tuple[str, Style]]:
        """Draw the stops of the jump list, as many around ours as there is room for."""
        if self.jumps is None or not self.jumps.stops:
            return []
        stops, at = self.jumps.stops, self.jumps.at
        then, here = " › ", "● "
        arrows = f"◂{at + 1}/{len(stops)}▸  "
        first, last = at, at
        room -= cell_len(arrows) + cell_len(here) + cell_len(stops[at].label)
        while True:  # widen to both sides in turn, the way we came first
            if first > 0 and cell_len(stops[first - 1].label) + 3 <= room:
                first -= 1
                room -= cell_len(stops[first].label) + 3
            elif last < len(stops) - 1 and cell_len(stops[last + 1].label) + 3 <= room:
                last += 1
                room -= cell_len(stops[last].label) + 3
            else:
                break
        runs: list[tuple[str, Style]] = [(arrows, self.look("trail--arrows"))]
        for index in range(first, last + 1):
            ours = index == at
            label = (here if ours else "") + stops[index].label
            runs.append((label, self.look("trail--here" if ours else "trail--stop")))
            if index < last:
                runs.append((then, self.look("trail--arrows")))
        return runs
