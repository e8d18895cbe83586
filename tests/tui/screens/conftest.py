"""An archive on a shelf: a few mails in memory that answer what the reader asks, with no file behind them."""

from __future__ import annotations

import unicodedata
from array import array
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from textual import events

from parsing.errors import UnknownMessageError
from parsing.model import (
    Ambiguous,
    AttachedFile,
    Attachment,
    Block,
    BlockKind,
    Envelope,
    Found,
    LineRange,
    Link,
    Mailbox,
    Match,
    Message,
    MessageKey,
    Missing,
    ParentBy,
    Passage,
    Progress,
    QuotedBy,
    Resolution,
    Rival,
    Span,
    ThreadTable,
)
from parsing.quotes.blocks import find_blocks, split_lines
from tui.app import ReaderApp
from tui.config import Settings
from tui.screens.reader import ReaderScreen

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from textual.pilot import Pilot


@dataclass(frozen=True)
class Mail:
    """One mail of the shelf."""

    author: str
    day: int
    subject: str
    text: str
    parent: int = -1
    files: tuple[AttachedFile, ...] = ()


WATER = """\
We shall move the mill wheel to the lower weir before the frost comes.
It needs four people and a dry day.

Who can bring a rope?
"""
ROPE = """\
Hetty Brook wrote:
> We shall move the mill wheel to the lower weir before the frost comes.
> It needs four people and a dry day.

Saturday is dry, they say.

> Who can bring a rope?

I have two ropes of thirty ells each.
"""
DOUBT = """\
Odo Fenn wrote:
> Hetty Brook wrote:
>> We shall move the mill wheel to the lower weir before the frost comes.
> Saturday is dry, they say.

They said that last week.

--\x20
Ivo
"""
COPY = """\
> Who can bring a rope?

Me too.

> The bread is in the oven since morning.

Which bread?
"""
MILLS: tuple[Mail, ...] = (
    Mail("Hetty Brook <hetty@brook.example>", 1, "The mill wheel", WATER),
    Mail("Odo Fenn <odo@fenn.example>", 2, "Re: The mill wheel", ROPE, 0),
    Mail("Ivo Sedge <ivo@sedge.example>", 3, "Re: The mill wheel", DOUBT, 1),
    Mail("Una Marsh <una@marsh.example>", 4, "Ropes (was: The mill wheel)", COPY, 0),
    Mail("Hetty Brook <hetty@brook.example>", 5, "[ANN] [/b] market day", "The market is on Monday.\n"),
    Mail(
        "Odo Fenn <odo@fenn.example>",
        6,
        "Re: [ANN] [/b] market day",
        "> The market is on Monday.\n\nGood.\n",
        4,
    ),
)


class Shelf:
    """A `Service` over mails in memory; quotes are found by their lines, in whoever wrote them first."""

    def __init__(self, mails: tuple[Mail, ...], late: int = 0) -> None:
        self.name = "mill.mbox"
        self.complaints: tuple[str, ...] = ()
        self.folders: tuple[str, ...] = ()
        self.mails = mails
        self.late = late
        """How many mails only come while the archive is followed."""
        self.threads = table(mails[: len(mails) - late])
        self.closed = False
        self.reads = 0

    def follow(self) -> Iterator[Progress]:
        for count in range(len(self.mails) - self.late + 1, len(self.mails) + 1):
            self.threads = table(self.mails[:count])
            yield Progress(count, len(self.mails), count, finished=False)
        yield Progress(len(self.mails), len(self.mails), len(self.mails), finished=True)

    def study(self) -> Iterator[Progress]:
        yield Progress(len(self.mails), len(self.mails), len(self.mails), finished=True)

    def key(self, node: int) -> MessageKey:
        return MessageKey(f"{node}@shelf.example")

    def node(self, key: MessageKey) -> int | None:
        number = key.partition("@")[0]
        return int(number) if number.isdecimal() and int(number) < len(self.threads) else None

    def envelope(self, node: int) -> Envelope:
        mail = self.mails[node]
        name, _, address = mail.author.partition(" <")
        return Envelope(
            key=self.key(node),
            row=node,
            subject=mail.subject,
            sender=Mailbox(name, address.rstrip(">")),
            date=datetime(2007, 11, mail.day % 28 + 1, 9, 30, tzinfo=UTC),
            reply_to=self.key(mail.parent) if mail.parent >= 0 else None,
        )

    def message(self, key: MessageKey) -> Message:
        self.reads += 1
        node = self.node(key)
        if node is None:
            raise UnknownMessageError(f"No message has the id {key}.")
        text = self.mails[node].text.rstrip("\n")
        lines = split_lines(text)
        envelope = self.envelope(node)
        headers = (
            ("From", str(envelope.sender)),
            ("Subject", envelope.subject or ""),
            ("X-Mill", "[b]wheel"),
        )
        files = tuple(Attachment(file.name, file.type, len(file.data)) for file in self.mails[node].files)
        return Message(envelope, headers, text, lines, find_blocks(lines), files)

    def mail(self, key: MessageKey) -> bytes:
        return self.raw(key).encode()

    def attached(self, key: MessageKey, number: int) -> AttachedFile:
        files = self.mails[self.node(key) or 0].files
        if not 0 <= number < len(files):
            raise UnknownMessageError(f"No attachment {number + 1}.")
        return files[number]

    def raw(self, key: MessageKey) -> str:
        node = self.node(key)
        return f"X-Raw: yes\n\n{self.mails[node or 0].text}"

    def other_form(self, key: MessageKey) -> Message | None:
        message = self.message(key)
        lines = split_lines("As it was drawn.")
        return replace(message, text="As it was drawn.", lines=lines, blocks=find_blocks(lines))

    def links(self, key: MessageKey) -> tuple[Link, ...]:
        message = self.message(key)
        return tuple(
            Link(span_of(message, block), block.depth, self.source(key, message, block))
            for block in message.blocks
            if block.kind is BlockKind.QUOTE
        )

    def source(self, key: MessageKey, message: Message, block: Block) -> Resolution:
        """Find the first line of a quote as somebody's own words, in earlier mails."""
        words = message.lines[block.lines.first].text
        places = [place for node in range(self.node(key) or 0) for place in self.own(node, words, block)]
        if not places:
            return Missing(None)
        if len(places) > 1:
            return Ambiguous(tuple(Rival(place, 0.5) for place in places))
        return Found(places[0], Match.EXACT if block.depth == 1 else Match.REWRAPPED, 0.72)

    def own(self, node: int, words: str, block: Block) -> Iterator[Passage]:
        text = self.mails[node].text.rstrip("\n")
        for number, line in enumerate(split_lines(text)):
            if line.depth == 0 and line.text == words:
                lines = LineRange(number, number + len(block.lines))
                start = sum(len(each) + 1 for each in text.split("\n")[:number])
                end = start - 1 + sum(len(each) + 1 for each in text.split("\n")[number : lines.end])
                yield Passage(self.key(node), lines, (Span(start, end),))

    def quoted_by(self, key: MessageKey, lines: LineRange | None = None) -> tuple[QuotedBy, ...]:
        found = []
        for node in range(len(self.threads)):
            for link in self.links(self.key(node)):
                match link.resolution:
                    case Found(passage, how, confidence) if passage.message == key and overlap(
                        passage.lines, lines
                    ):
                        quoted = lines_of(self.message(self.key(node)), link.span)
                        found.append(
                            QuotedBy(
                                self.key(node),
                                link.span,
                                quoted,
                                link.depth,
                                None,
                                passage.spans[0],
                                how,
                                confidence,
                            )
                        )
                    case _:
                        pass
        return tuple(found)

    def close(self) -> None:
        self.closed = True


def overlap(one: LineRange, other: LineRange | None) -> bool:
    return other is None or (one.first < other.end and other.first < one.end)


def span_of(message: Message, block: Block) -> Span:
    lines = message.text.split("\n")
    start = sum(len(line) + 1 for line in lines[: block.lines.first])
    return Span(start, start - 1 + sum(len(line) + 1 for line in lines[block.lines.first : block.lines.end]))


def lines_of(message: Message, span: Span) -> LineRange:
    before = message.text[: span.start].count("\n")
    return LineRange(before, before + message.text[span.start : span.end].count("\n") + 1)


def table(mails: tuple[Mail, ...]) -> ThreadTable:
    """Make the threads of mails whose parents stand before them."""
    parent = array("i", [mail.parent for mail in mails])
    children: dict[int, list[int]] = {}
    for node, above in enumerate(parent):
        children.setdefault(above, []).append(node)
    depth, size = array("i", [0]) * len(mails), array("i", [0]) * len(mails)
    root = array("i", range(len(mails)))
    for node, above in enumerate(parent):
        if above >= 0:
            depth[node], root[node] = depth[above] + 1, root[above]
    for node in reversed(range(len(mails))):
        if parent[node] >= 0:
            size[parent[node]] += size[node] + 1
    order, stack = array("i"), list(reversed(children.get(-1, [])))
    while stack:
        node = stack.pop()
        order.append(node)
        stack += reversed(children.get(node, []))
    by = [ParentBy.REFERENCES if above >= 0 else None for above in parent]
    return ThreadTable(len(mails), parent, by, depth, order, size, root)


ROUNDS = 4
"""A message brings forth another, and that one another, and so on: no chain of the reader is longer."""


def event_of(key: str) -> events.Key:
    """Make the event of a key that is written as the table writes it."""
    if key == "ctrl+]":
        return events.Key("ctrl+right_square_bracket", "\x1d")
    if len(key) > 1:
        return events.Key(key, " " if key == "space" else None)
    return events.Key(key if key.isalnum() else unicodedata.name(key).lower().replace(" ", "_"), key)


class Driver:
    """Presses keys of the reader and waits until all that they asked for is there."""

    def __init__(self, app: ReaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def reader(self) -> ReaderScreen:
        """The reader's screen, whatever lies over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        return screen

    @property
    def shown(self) -> str:
        """The id of the message that is shown."""
        page = self.reader.page
        return page.message.envelope.key if page is not None else ""

    @property
    def screen(self) -> list[str]:
        """The screen's text, line by line."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return [strip.text for strip in strips]

    async def settle(self) -> None:
        """Wait until nothing is under way, nor comes of what was."""
        await self._rounds()
        while self.reader.busy:
            while self.reader.busy:
                await self.pilot.pause(0.002)
            await self._rounds()

    async def click(self, x: int, y: int) -> None:
        """Click on a cell of the screen."""
        await self.pilot.click(offset=(x, y))
        await self.settle()

    def event(self, key: str) -> events.Key:
        """Make the event of a key."""
        return event_of(key)

    async def press_at_once(self, *pressed: str) -> None:
        """Press keys faster than anything can come of them."""
        for key in pressed:
            self.app.post_message(event_of(key))
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, blanks too."""
        for character in text:
            await self.press("space" if character == " " else character)

    async def _rounds(self) -> None:
        """Let every message be handled, and those that they bring forth."""
        for _ in range(ROUNDS):
            await self.pilot.pause(0)

    async def press(self, *pressed: str) -> None:
        """Press keys as the table writes them, one after the other."""
        for each in pressed:
            for key in each.split(" "):
                self.app.post_message(event_of(key))
                await self.pilot.pause(0)
            await self.settle()


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder that is home too, without other programs: keys at random save and open."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("BROWSER", raising=False)
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def key_event() -> Callable[[str], events.Key]:
    """Return what makes the event of a key that is written as the table writes it."""
    return event_of


@pytest.fixture
def reading() -> Callable[..., AbstractAsyncContextManager[Driver]]:
    """Return what opens the reader over an archive."""

    @asynccontextmanager
    async def opened(
        archive: Shelf, size: tuple[int, int] = (120, 30), settings: Settings | None = None
    ) -> AsyncIterator[Driver]:
        app = ReaderApp(archive, settings or Settings())
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver

    return opened


@pytest.fixture
def mills() -> tuple[Mail, ...]:
    """Return six mails in two threads."""
    return MILLS


@pytest.fixture
def shelf() -> Shelf:
    """Return an archive of six mails, read whole."""
    return Shelf(MILLS)


@pytest.fixture
def make_shelf() -> Callable[..., Shelf]:
    """Return what makes an archive of other mails."""
    return Shelf


@pytest.fixture
def mail() -> type[Mail]:
    """Return what makes a mail."""
    return Mail


@pytest.fixture
def many_mails() -> Callable[[int], tuple[Mail, ...]]:
    """Return what makes a lot of mails, in threads of ten."""

    def make(count: int) -> tuple[Mail, ...]:
        one = replace(MILLS[4], subject="Market")
        return tuple(
            replace(
                one,
                day=number // 10,
                subject=f"Market {number // 10}",
                parent=number - 1 if number % 10 else -1,
            )
            for number in range(count)
        )

    return make
