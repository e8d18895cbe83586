"""The source of a quote, opened in place: what the quoter changed, word by word; or the rivals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parsing.model import Link, Match, Message, Passage


@dataclass(frozen=True, slots=True)
class PeekSource:
    """One place that the quoted words may come from."""

    message: Message
    passage: Passage
    confidence: float
    match: Match | None = None


@dataclass(frozen=True, slots=True)
class Peek:
    """A quote's source or sources; the pane opens it under the quote."""

    link: Link
    sources: tuple[PeekSource, ...]
    """Best first; empty where the source is missing."""
