"""How long work beside a screen may go on, and when it should begin again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST_PAUSE: Final = 0.5
PAUSE_SHARE: Final = 5
BUSY_SECONDS: Final = 0.0025
REST_SECONDS: Final = 0.0005
Step = TypeVar("Step")


class Pause:
    """The time from one threading of a growing archive to the next: several times what the last one took."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.over = self.began + SHORTEST_PAUSE

    def __enter__(self) -> None:
        self.began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        now = time.monotonic()
        self.over = now + max(SHORTEST_PAUSE, PAUSE_SHARE * (now - self.began))

    @property
    def is_over(self) -> bool:
        """Whether what was read meanwhile should be shown."""
        return time.monotonic() > self.over


def rested(steps: Iterator[Step]) -> Iterator[Step]:
    """Take steps, with a moment's rest between them now and then for whoever else needs the processor."""
    started = time.monotonic()
    for step in steps:
        yield step
        if time.monotonic() - started > BUSY_SECONDS:
            time.sleep(REST_SECONDS)
            started = time.monotonic()
