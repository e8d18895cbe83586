"""The signs that the reader draws, each with an ASCII stand-in for terminals that need it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One sign for each thing that is shown by a sign."""

    focus: str = "▌"
    bar: str = "│"
    known: str = "▴"
    uncertain: str = "▴~"
    several: str = "▴▴"
    missing: str = "△"
    rebuilt: str = "◌"
    edited: str = "≠"
    """Behind the sign of a source: the quote has other words than it."""
    quoted_by: str = "◂"
    folded: str = "▸"
    unfolded: str = "▾"
    parent: str = "↑"
    dot: str = "·"
    ellipsis: str = "…"
    gap: str = "⋯"
    enter: str = "↵"
    top: str = "╭"
    bottom: str = "╰"
    attachment: str = "◆"
    flagged: str = "★"
    unread: str = "●"
    answered: str = "↶"


UNICODE = Glyphs()
ASCII = Glyphs(
    focus=">",
    bar="|",
    known="^",
    uncertain="^~",
    several="^^",
    missing="?",
    rebuilt="o",
    edited="!",
    quoted_by="<",
    folded="+",
    unfolded="-",
    parent="^",
    dot="-",
    ellipsis="...",
    gap="...",
    enter="Enter",
    top=",",
    bottom="`",
    attachment="*",
    flagged="!",
    unread="*",
    answered="r",
)
