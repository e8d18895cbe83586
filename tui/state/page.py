"""What the message pane is given to show, and what it gives back: frozen values, no archive behind them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from parsing.model import Block, BlockKind, Envelope, Line, LineRange, Message, MessageKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from parsing.model import Link, QuotedBy, Span
    from tui.state.folds import FoldState


@dataclass(frozen=True, slots=True)
class Page:
    """One message with all that the pane shows of its surroundings."""

    message: Message
    links: tuple[Link, ...] = ()
    """Of its quotes, in text order."""
    quoted_by: tuple[QuotedBy, ...] = ()
    """Every stretch elsewhere whose words were first written here."""
    replies: int = 0
    parent: Envelope | None = None
    """What it hangs under in the thread; it may be a ghost or a rebuilt message."""
    parent_quotes: int = 0
    """Where the parent is rebuilt: from how many messages' quotes."""
    changes: tuple[Span, ...] = ()
    """Characters of its quotes where the words are not those of the source, in order."""
    names: Mapping[MessageKey, str] = field(default_factory=dict)
    """Short names of the authors of messages that links, witnesses and quoters name."""


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A row, named so that it is found again at another width and with other folds."""

    line: int
    """-1 in the head; the number of lines in what follows the text."""
    character: int
    """Of the displayed text; in the head and after the text, the row's number there."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """How a message stood on the screen: enough to come back to exactly that."""

    top: Anchor
    """The topmost row."""
    cursor: Anchor
    folds: FoldState
    all_headers: bool = False
    marked: tuple[Span, ...] = ()
    """The words that the last jump landed on."""


@dataclass(frozen=True, slots=True)
class FindState:
    """Where a search in the message stands: hit `current` (from 1) of `total`; 0 of 0 where nothing fits."""

    text: str
    current: int
    total: int
    wrapped: bool = False
    """The search went on from the other end."""


def raw_page(page: Page, text: str) -> Page:
    """Return a page whose text is the message as the archive has it: no quotes, no links, nothing folded."""
    return Page(replace(page.message, **_plain(text, BlockKind.LITERAL)))


def text_page(text: str, lines: tuple[Line, ...], blocks: tuple[Block, ...]) -> Page:
    """Return a page that shows a text, and is no message."""
    return Page(Message(Envelope(MessageKey(""), None), (), text, lines, blocks))


def sentence_page(sentence: str) -> Page:
    """Return a page that only says something."""
    return Page(replace(text_page("", (), ()).message, **_plain(sentence, BlockKind.SNIP)))


def _plain(text: str, kind: BlockKind) -> dict[str, Any]:
    lines = tuple(Line(0, "", line) for line in text.split("\n"))
    blocks = (Block(kind, LineRange(0, len(lines)), 0),)
    return {"text": text, "lines": lines, "blocks": blocks, "attachments": (), "gaps": (), "witnesses": ()}
