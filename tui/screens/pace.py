"""Work behind the reader's back that its keys do not feel: a busy thread would treble their time."""

from __future__ import annotations

import time
from typing import Final

BUSY: Final = 0.0025
REST: Final = 0.0005
"""Seconds that a worker works, and then rests."""


def rested(began: float) -> float:
    """Rest for a moment if the work that began then has lasted long enough; return when it begins again."""
    if time.monotonic() - began < BUSY:
        return began
    time.sleep(REST)
    return time.monotonic()
