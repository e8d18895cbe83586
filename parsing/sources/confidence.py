"""How sure a link is, as a probability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import Match

if TYPE_CHECKING:
    from parsing.sources.joining import Stretch


def confidence_of(stretch: Stretch, match: Match) -> float:
    """Give the probability that the words were first written there."""
    length = stretch.equal
    value = 0.995 if length >= 60 else 0.99 if length >= 20 else 0.97 if length >= 8 else 0.9
    if match is Match.EDITED:
        value -= 0.02
    return round(value * (0.6 + 0.4 * stretch.sure), 3)
