"""The jump list: where the reader has been, as in a browser; back comes to the same rows and folds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsing.model import MessageKey
    from tui.state.page import ViewState

STOPS_KEPT = 500


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on the way: which message, how it stood on the screen, and what the trail calls it."""

    message: MessageKey
    label: str
    view: ViewState | None = None


@dataclass(frozen=True, slots=True)
class JumpList:
    """The stops so far and the one we are at; every step returns a new list."""

    stops: tuple[Stop, ...] = ()
    at: int = -1
    """-1 while there was no jump yet."""

    @property
    def current(self) -> Stop | None:
        """The stop that the list stands at."""
        return self.stops[self.at] if self.stops else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a stop before this one."""
        return self.at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a stop after this one."""
        return self.at < len(self.stops) - 1

    def jump(self, leaving: Stop, arriving: Stop) -> JumpList:
        """Leave one place for another; what lay ahead is forgotten, as in a browser."""
        kept = (*self.stops[: max(self.at, 0)], leaving, arriving)[-STOPS_KEPT:]
        return JumpList(kept, len(kept) - 1)

    def back(self, leaving: Stop) -> JumpList:
        """Go to the stop before; `leaving` remembers how the place looked that is left."""
        return self._moved(leaving, -1) if self.can_go_back else self

    def forward(self, leaving: Stop) -> JumpList:
        """Go to the stop after."""
        return self._moved(leaving, +1) if self.can_go_forward else self

    def _moved(self, leaving: Stop, step: int) -> JumpList:
        stops = (*self.stops[: self.at], leaving, *self.stops[self.at + 1 :])
        return replace(self, stops=stops, at=self.at + step)
