"""How sure a link is: a probability, so that of the links that say 0.9 nine in ten are right.

Counted on the labelled archives, where the truth is known: how often a link of that length is right, by how
sure its source was chosen. `tests/bench` prints the table anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsing.model import Match

if TYPE_CHECKING:
    from parsing.sources.joining import Stretch

LENGTHS = (8, 20, 60)
SURE = 0.95
WHEN_SURE = (0.983, 0.993, 0.998, 0.999)
"""Shorter than 8 characters, than 20, than 60, longer: the parent, or a message that has nearly all of it."""
ELSE = (0.8, 0.85, 0.9, 0.985)
EDITED = 0.99
"""An edited stretch is right a little less often."""


def confidence_of(stretch: Stretch, match: Match) -> float:
    """Give the probability that the words were first written there."""
    rank = sum(stretch.equal >= length for length in LENGTHS)
    value = (WHEN_SURE if stretch.sure >= SURE else ELSE)[rank]
    if match is Match.EDITED:
        value *= EDITED
    return round(value, 3)
