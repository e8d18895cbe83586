"""The frozen values that cross from parsing to whoever shows them.

Every number is 0-based and every range half-open. Lines and characters are those of the *displayed text*
of a message: decoded, CRLF turned to LF, format=flowed joined, quote marks kept, cleaned one character for
one. Nothing here reads, decodes or decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence
    from datetime import date

    from parsing.errors import Defect

MessageKey = NewType("MessageKey", str)
"""A message's public id, without angle brackets; `ID#2` is another text under a known id."""


@dataclass(frozen=True, slots=True, order=True)
class LineRange:
    """Lines of the displayed text, half-open."""

    first: int
    end: int

    def __len__(self) -> int:
        return self.end - self.first

    def __contains__(self, line: int) -> bool:
        return self.first <= line < self.end


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters (code points) of the displayed text, half-open."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One sender or recipient: RFC 5322 display-name and addr-spec, either may be empty."""

    name: str
    address: str

    def __str__(self) -> str:
        if not self.address:
            return self.name
        return f"{self.name} <{self.address}>" if self.name else f"<{self.address}>"


class Flag(StrEnum):
    """What somebody did with a message, as a Maildir keeps it."""

    UNREAD = "unread"
    FLAGGED = "flagged"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a list of messages shows of one: a stored message, a ghost, or a rebuilt message."""

    key: MessageKey
    row: int | None
    """Place in the archive's order; None for a ghost and a rebuilt message."""
    subject: str | None = None
    sender: Mailbox | None = None
    date: date | None = None
    """An aware `datetime`; a bare `date` where only the day is known; None where nothing is."""
    reply_to: str | None = None
    """The id that its headers name as its parent, whether it is present or not."""
    duplicate_of: MessageKey | None = None
    ghost: bool = False
    """Known only by reference: nothing of it is in the archive."""
    rebuilt: bool = False
    """Not in the archive; put together from the quotes of it."""
    defects: tuple[Defect, ...] = ()
    flags: tuple[Flag, ...] = ()
    """Unread only where the archive tells it from what was read."""


class ParentBy(StrEnum):
    """How a message's parent was found."""

    REFERENCES = "references"
    IN_REPLY_TO = "in-reply-to"
    SUBJECT = "subject"
    QUOTES = "quotes"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class ThreadTable:
    """All threads of an archive at one moment, as columns over *nodes*.

    Nodes `0 … stored-1` are the stored messages by row; `stored … len-1` are ghosts and rebuilt messages.
    The table never changes: a fuller archive has a new one.
    """

    stored: int
    parent: array[int]
    """By node: the node it hangs under, -1 at a root."""
    parent_by: Sequence[ParentBy | None]
    """By node."""
    depth: array[int]
    """By node: 0 at a root, ghosts counted."""
    order: array[int]
    """Nodes as they stand in the thread pane: threads by date, replies under their parent by date.

    Copies of a message and ghosts that JWZ prunes do not stand in it."""
    size: array[int]
    """By node: how many nodes stand below it in `order`."""
    root: array[int]
    """By node: the root of its thread."""

    def __len__(self) -> int:
        return len(self.parent)


class BlockKind(StrEnum):
    """What a run of lines is."""

    TEXT = "text"
    QUOTE = "quote"
    ATTRIBUTION = "attribution"
    FORWARDED_HEADER = "forwarded-header"
    SIGNATURE = "signature"
    FOOTER = "footer"
    DIFF = "diff"
    LITERAL = "literal"
    """Prompts, tables, sessions that only look quoted."""
    SNIP = "snip"


@dataclass(frozen=True, slots=True)
class Attribution:
    """The line that announces a quote: `On …, … wrote:`."""

    text: str
    author: Mailbox | None
    date: date | None
    message_id: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the displayed text: `mark + text` is the line as it stands."""

    depth: int
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines of one kind and quote depth; blocks are flat and every line is in exactly one."""

    kind: BlockKind
    lines: LineRange
    depth: int
    attribution: Attribution | None = None
    """For a quote: the announcement it stands under. For an attribution: itself."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A body part that is not shown, or a message that is; sizes in bytes as decoded."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment, taken out of its message."""

    name: str
    type: str
    data: bytes
    """As decoded."""
    text: str | None
    """What can be read of it, showable; None where it is no text."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, read: its displayed text as a string, as lines, and as blocks."""

    envelope: Envelope
    headers: tuple[tuple[str, str], ...]
    text: str
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[Defect, ...] = ()
    gaps: tuple[int, ...] = ()
    """Rebuilt messages only: lines before which something is missing."""
    witnesses: tuple[tuple[MessageKey, ...], ...] = ()
    """Rebuilt messages only, by line: the messages that quote it."""
    other_form: str = ""
    """The media type of the form that is not shown of what was sent in two, "" where there is one only."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a message: the exact place a jump lands on."""

    message: MessageKey
    lines: LineRange
    spans: tuple[Span, ...]
    """The words themselves; a jump lights them."""


class Match(StrEnum):
    """How the quoted words compare with the words at the source."""

    EXACT = "exact"
    REWRAPPED = "re-wrapped"
    TRIMMED = "trimmed"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several places a quote may come from; `confidence` is a probability, 0 to 1."""

    passage: Passage
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """The words stand in a stored message."""

    passage: Passage
    match: Match
    confidence: float


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The words stand in a message that is not in the archive and was rebuilt from its quotes."""

    passage: Passage
    match: Match
    confidence: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places fit equally well; best first."""

    rivals: tuple[Rival, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """The words are a quote, and their source is not here; `message_id` where it is known."""

    message_id: MessageKey | None


Resolution = Found | Rebuilt | Ambiguous | Missing


@dataclass(frozen=True, slots=True)
class Link:
    """One stretch of quoted words and where they were written."""

    span: Span
    depth: int
    resolution: Resolution
    via: MessageKey | None = None
    """The message that the words were copied from, where that is not the one they were written in."""


@dataclass(frozen=True, slots=True)
class QuotedBy:
    """One stretch elsewhere whose words were first written in the passage that was asked about."""

    message: MessageKey
    span: Span
    lines: LineRange
    depth: int
    via: MessageKey | None
    """The message it was copied from, where that is not the origin."""
    source: Span
    match: Match
    confidence: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of an archive has come; bytes are those on disk."""

    bytes_read: int
    bytes_total: int | None
    """None while it is not known (standard input)."""
    messages: int
    finished: bool
    complaints: tuple[str, ...] = field(default=())
    """Sentences about paths that could not be read, whole or in part."""
