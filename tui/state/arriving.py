"""How far a download has come, as the status line and a terminal say it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from parsing.model import Progress

WINDOW_SECONDS: Final = 5.0
"""The speed is that of the last few seconds."""
UNITS: Final = ("bytes", "kB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class Arriving(Progress):
    """A file that is being downloaded."""

    name: str = ""
    speed: float | None = None
    """Bytes a second; None while that is not known."""


class Pace:
    """Measures how fast bytes come."""

    def __init__(self) -> None:
        self.marks: deque[tuple[float, int]] = deque()

    def speed(self, now: float, size: int) -> float | None:
        """Give the speed at a time (in seconds) at which there are so many bytes.

        >>> pace = Pace()
        >>> pace.speed(0, 100), pace.speed(2, 500)
        (None, 200.0)
        """
        if self.marks and size < self.marks[-1][1]:  # begun anew
            self.marks.clear()
        if not self.marks or now > self.marks[-1][0]:
            self.marks.append((now, size))
        while len(self.marks) > 2 and self.marks[1][0] <= now - WINDOW_SECONDS:
            self.marks.popleft()
        began, had = self.marks[0]
        return (size - had) / (now - began) if now > began else None


def bytes_text(size: float) -> str:
    """Write a number of bytes so that it is easily read; a kB is 1,000 of them.

    >>> bytes_text(7), bytes_text(1_250), bytes_text(12_345_678), bytes_text(999_999_999_999_999)
    ('7 bytes', '1.2 kB', '12 MB', '999,999 GB')
    """
    unit = 0
    while size >= 1_000 and unit < len(UNITS) - 1:
        size /= 1_000
        unit += 1
    if unit and size < 10:
        return f"{int(size * 10) / 10:.1f} {UNITS[unit]}"
    return f"{int(size):,} {UNITS[unit]}"
