"""Which lines are folded away: regions that can fold, the default, levels, and single toggles.

Folding never swallows new text: a region holds quotes and their announcements, a signature, or a list footer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FoldPolicy(StrEnum):
    """What is folded when a message opens."""

    SMART = "smart"
    """What the reader has just seen or can reach: long quotes whose source is known, tails, deep levels."""
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FoldState:
    """The regions that are closed, by number; nothing else decides what is drawn."""

    closed: frozenset[int] = frozenset()
    only_new: bool = False
    """Each quote with its announcement is one linked line."""
