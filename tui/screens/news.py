"""What workers tell the reader: frozen values in messages; only the reader's handlers change anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.model import LineRange, MessageKey, Passage, Progress, ThreadTable
    from tui.state.choices import Attached, Choice
    from tui.state.jumps import JumpList, Stop
    from tui.state.page import Page, ViewState
    from tui.state.peek import Peek
    from tui.state.threads import Arrangement


@dataclass(frozen=True, slots=True)
class Request:
    """A message that was asked for, and what is to happen when it is there."""

    number: int
    key: MessageKey
    view: ViewState | None = None
    """How it stood when it was left."""
    passage: Passage | None = None
    """Where to land."""
    notice: str = ""
    """What to say then."""
    leaving: Stop | None = None
    """A jump: the place that is left."""
    jumps: JumpList | None = None
    """A step along the jump list: what the list is then."""


@dataclass
class Grew(Message):
    """More of the archive is read, or known."""

    progress: Progress
    arrangement: Arrangement | None
    """None where the threads are as before."""
    what: str
    """`reading` or `quotes`."""


@dataclass
class Unopened(Message):
    """There is nothing to read, and never will be."""


@dataclass
class Counted(Message):
    """How many messages quote each one, by node of a table."""

    table: ThreadTable
    counts: Sequence[int]


@dataclass
class Arranged(Message):
    """The threads stand in the order that was asked for."""

    arrangement: Arrangement


@dataclass
class PageRead(Message):
    """A message was read; its links come with a second message of this kind."""

    request: Request
    page: Page
    linked: bool


@dataclass
class SourceRead(Message):
    """The message that the quote under the cursor comes from, for the third pane."""

    number: int
    page: Page
    passage: Passage


@dataclass
class PeekRead(Message):
    """The source, or the sources, of the quote under the cursor."""

    number: int
    peek: Peek


@dataclass(frozen=True, slots=True)
class Quoter:
    """A reply that quotes a passage."""

    passage: Passage
    choice: Choice


@dataclass
class QuotersRead(Message):
    """Who quotes a passage."""

    number: int
    message: MessageKey
    lines: LineRange
    quoters: tuple[Quoter, ...]
    listed: bool
    """A list was asked for, not the next one."""


@dataclass
class ChoicesRead(Message):
    """What a chooser is to offer."""

    number: int
    title: str
    choices: tuple[Choice, ...]


@dataclass
class RowFound(Message):
    """The list has, or has not, a row with what is looked for."""

    number: int
    node: int
    """-1: none has."""
    wrapped: bool


@dataclass
class InsteadRead(Message):
    """A message in another form than it is shown in: as it lies in the archive, or as it was sent too."""

    key: MessageKey
    page: Page
    notice: str
    """What to say then."""


@dataclass
class LinksRead(Message):
    """The links of a message, to choose from."""

    message: MessageKey
    choices: tuple[Choice, ...]


@dataclass
class FileRead(Message):
    """An attachment that was looked at."""

    file: Attached
    page: Page | None
    """None where it is no text."""
    cut: bool = False
    """Whether the page is only its beginning."""


@dataclass
class Said(Message):
    """What came of something that a worker did."""

    sentence: str


@dataclass
class Trouble(Message):
    """A worker could not do what it was asked; the sentence says why."""

    sentence: str
    group: str
    """What kind of work it was."""
