"""A message that is not stored, put together from the quotes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from parsing.model import Mailbox, MessageKey


@dataclass(frozen=True, slots=True)
class RebuiltMessage:
    """What is known of a message that is not stored."""

    key: MessageKey
    subject: str
    """The base subject of those who quote it."""
    author: Mailbox | None
    date: date | None
    text: str
    parent: int | MessageKey | None
    """The message that it answers: a row, a ghost's id or another rebuilt message's, or None where it is not known."""
    replies: tuple[int, ...]
    """The rows that answer it (those whose own parent it is), in archive order."""
    gaps: tuple[int, ...]
    """Lines before which something is missing."""
    witnesses: tuple[tuple[MessageKey, ...], ...]
    """By line: the messages that quote it."""
