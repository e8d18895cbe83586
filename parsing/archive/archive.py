"""An archive of mail, opened: its threads, its messages, and where each quote was written.

`open_archive` reads all of it first; `begin_archive` returns with the first rows, and `Archive.follow` and
`Archive.study` do the rest in slices, so that a screen in the same process stays quick. Only here threads and
sources meet: parents that quotes suggest, and rebuilt messages in their places.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from parsing.archive.keeping import Kept
from parsing.archive.pacing import Pause, rested
from parsing.archive.results import load, place_of, save
from parsing.archive.standing import Places, Standing
from parsing.archive.stored import HeaderIds, Stored
from parsing.archive.studying import study_apart
from parsing.errors import UnknownMessageError
from parsing.messages.attached import attached_file
from parsing.messages.clean import clean_line
from parsing.messages.text import read_message
from parsing.model import Envelope, LineRange, Message, MessageKey, Progress, Span
from parsing.quotes.blocks import find_blocks
from parsing.quotes.marks import split_lines
from parsing.sources.engine import Engine
from parsing.threads.containers import Containers
from parsing.threads.jwz import Hints, thread, threading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from parsing.archive.pacing import Step
    from parsing.errors import Defect
    from parsing.index.reading import Reading
    from parsing.model import AttachedFile, Link, QuotedBy, ThreadTable
    from parsing.sources.rebuild import RebuiltMessage

GROWTH: Final = 2
"""Threads are made anew when there is so much more mail."""
MESSAGES_KEPT: Final = 64
ENVELOPES_KEPT: Final = 8_192


class Archive:
    """Mail, read-only. Any thread may ask; one at a time may walk `follow` and `study`."""

    def __init__(
        self,
        reading: Reading,
        name: str,
        *,
        folders: tuple[str, ...] = (),
        polite: bool = False,
        cache: Path | None = None,
    ) -> None:
        self.name = name
        self.folders = folders
        """The folders that it was opened from, as whole paths: nothing is ever written there."""
        self.cache = cache
        """The folder in which results are kept from one run to the next; None if they are not."""
        self.polite = polite
        """Whether a screen in the same process must stay quick."""
        self.closed = False
        self.ends_with: list[Callable[[], None]] = []
        """What ends the processes that this archive has started."""
        self.reading = reading
        self.stored = Stored(reading)
        self.engine = Engine(self.stored)
        self.containers: Containers | None = Containers()
        """Kept while more mail is read: only what is new has to be threaded from its headers."""
        self.places = Places(thread(HeaderIds(self.stored)))
        self.messages: Kept[MessageKey, Message] = Kept(MESSAGES_KEPT, self.read)
        self.envelopes: Kept[int, Envelope] = Kept(ENVELOPES_KEPT, self.look_up)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and of the reading process."""
        self.closed = True
        for end in self.ends_with:
            end()
        self.reading.close()

    # What is known so far

    @property
    def complaints(self) -> tuple[str, ...]:
        """Sentences about what could not be read."""
        return tuple(map(clean_line, self.reading.complaints))

    @property
    def progress(self) -> Progress:
        """How far the reading has come."""
        done = self.reading.progress
        return Progress(done.bytes_read, done.bytes_total, done.messages, done.finished, self.complaints)

    @property
    def threads(self) -> ThreadTable:
        """All threads as they are known now; it never changes, there is a new one when more is known."""
        return self.places.table

    # Reading on

    def follow(self) -> Iterator[Progress]:
        """Read the rest; `threads` has more of it each time, and all when the progress says finished."""
        pause = Pause()
        for progress in self.reading.follow():
            if progress.finished or len(self.stored.columns) >= GROWTH * len(self.stored) or pause.is_over:
                with pause:
                    for _ in self.paced(self.grow()):
                        pass
            yield self.progress
        self.containers = None
        if self.polite:  # so that nobody who follows a quote has to wait for it
            for _ in self.paced(self.stored.describe()):
                pass

    def paced(self, steps: Iterator[Step]) -> Iterator[Step]:
        """Take steps, at a pace that a screen in the same process does not feel if there is one."""
        return rested(steps) if self.polite else steps

    def grow(self) -> Iterator[None]:
        """Thread all the mail that was read so far."""
        changes = self.stored.twins.changes
        yield from self.stored.take_in()
        if self.stored.twins.changes != changes:  # some messages are shown in another form
            self.engine.forget_texts()
            self.messages.forget()
        yield from self.thread_again()

    def thread_again(self) -> Iterator[None]:
        """Make the threads of what is known now."""
        threads = yield from threading(HeaderIds(self.stored), self.hints(), self.containers)
        self.places = Places(threads)
        self.envelopes.forget()

    def hints(self) -> Hints:
        """Give what copies, pages and quotes tell of the threads."""
        twins = self.stored.twins.by_row
        copies = {row: twin.original for row, twin in twins.items() if twin.original != row}
        pages = self.reading.page_parents
        if not self.engine.studied:
            return Hints(copies=copies, page_parents=pages)
        standing = Standing(self.stored, self.places, self.engine.adopted)
        for message in self.engine.rebuilt.values():
            standing.add(message)
        return Hints(copies=copies, page_parents=pages, adopted=standing.adopted, rebuilt=standing.nodes)

    def study(self) -> Iterator[Progress]:
        """Go over all quotes: after it `threads` has rebuilt messages, and `quoted_by` is complete."""
        if not self.engine.studied:
            for done in self.study_quotes():
                yield self.studying(done, finished=False)
            if self.closed:
                return
            for _ in self.paced(self.thread_again()):
                pass
            self.messages.forget()
        yield self.studying(len(self.stored), finished=True)

    def study_quotes(self) -> Iterator[int]:
        """Take what an earlier run has kept; else study, apart if a screen shares this process."""
        place = place_of(self.stored, self.cache)
        if place is not None:
            for _ in self.paced(load(place, self.stored, self.engine)):
                yield 0
            if self.engine.studied:
                return
        if self.polite:
            try:
                yield from study_apart(self.stored, self.engine, self.ends_with.append, place)
            except (OSError, EOFError, ValueError):
                if self.closed:
                    return
        if not self.engine.studied:
            yield from self.paced(self.engine.study())
            if place is not None and not self.closed:
                save(place, self.stored, self.engine)

    def studying(self, done: int, *, finished: bool) -> Progress:
        """Say how many messages' quotes have been gone over."""
        read = self.reading.progress
        return Progress(read.bytes_read, read.bytes_total, done, finished, self.complaints)

    # By node and key

    def key(self, node: int) -> MessageKey:
        """Give the id of a node's message."""
        places = self.places
        if node < places.table.stored:
            return self.stored.key(node)
        return places.ghosts[node - places.table.stored]

    def node(self, key: MessageKey) -> int | None:
        """Give the node of a message, None if there is none."""
        row = self.stored.row_of(key)
        places = self.places
        return row if 0 <= row < places.table.stored else places.ghost_nodes.get(key)

    def defects(self, node: int) -> tuple[Defect, ...]:
        """Give what is wrong with a message, its text too; an envelope knows only of its header."""
        return self.stored.defects(node) if node < self.places.table.stored else ()

    def envelope(self, node: int) -> Envelope:
        """Give what a list shows of a message."""
        return self.envelopes.get(node)

    def look_up(self, node: int) -> Envelope:
        """Make an envelope."""
        places = self.places
        if node < places.table.stored:
            return self.stored.envelope(node)
        if node - places.table.stored >= len(places.ghosts):  # of a table that has been replaced
            return Envelope(MessageKey(""), None, ghost=True)
        return self.ghost(places.ghosts[node - places.table.stored])

    def ghost(self, key: MessageKey) -> Envelope:
        """Make the envelope of a message that is not stored."""
        rebuilt = self.rebuilt(key)
        if rebuilt is None:
            return Envelope(key, None, ghost=True)
        parent = rebuilt.parent
        return Envelope(
            key,
            None,
            subject=clean_line(rebuilt.subject) or None,
            sender=rebuilt.author,
            date=rebuilt.date,
            reply_to=self.stored.key(parent) if isinstance(parent, int) else parent,
            rebuilt=True,
        )

    def rebuilt(self, key: MessageKey) -> RebuiltMessage | None:
        """Give a message that was put together from its quotes."""
        return self.engine.rebuilt.get(key) if self.engine.studied else None

    def message(self, key: MessageKey) -> Message:
        """Read a message, rebuilt ones too; of one known only by reference nothing but its id is there.

        Raises UnknownMessageError.
        """
        return self.messages.get(key)

    def read(self, key: MessageKey) -> Message:
        """Read a message that is not kept."""
        row = self.stored.row_of(key)
        if row >= 0:
            return self.read_row(row)
        if (rebuilt := self.rebuilt(key)) is not None:
            return self.show_rebuilt(rebuilt)
        if key in self.places.ghost_nodes:
            return Message(self.ghost(key), (), "", (), ())
        raise UnknownMessageError(f"No message here has the id “{clean_line(key)}”.")

    def read_row(self, row: int) -> Message:
        """Read a stored message."""
        shown = self.stored.displayed(row)
        blocks = self.engine.blocks(row)
        return Message(
            envelope=self.envelope(row),
            headers=self.stored.headers(row),
            text=shown.text,
            lines=self.engine.lines(row, blocks),
            blocks=blocks,
            attachments=shown.attachments,
            defects=shown.defects,
            other_form=shown.other_form,
        )

    def other_form(self, key: MessageKey) -> Message | None:
        """Read a message in the form that is not shown of what was sent in two, None where it has no other.

        Links and what quotes it are of the shown form. Raises UnknownMessageError as `mail` does.
        """
        message = self.message(key)
        if not message.other_form:
            return None
        shown = read_message(self.mail(key), other=True)
        lines = split_lines(shown.text)
        return replace(message, text=shown.text, lines=lines, blocks=find_blocks(lines))

    def show_rebuilt(self, rebuilt: RebuiltMessage) -> Message:
        """Make a message of one that was put together."""
        envelope = self.ghost(rebuilt.key)
        known = (("From", envelope.sender), ("Date", envelope.date), ("Subject", envelope.subject))
        lines = split_lines(rebuilt.text)
        return Message(
            envelope=envelope,
            headers=tuple((name, str(value)) for name, value in known if value is not None),
            text=rebuilt.text,
            lines=lines,
            blocks=find_blocks(lines),
            gaps=rebuilt.gaps,
            witnesses=rebuilt.witnesses,
        )

    def raw(self, key: MessageKey) -> str:
        """Give a message as it lies in the archive, made showable; a rebuilt one as it was put together."""
        row = self.stored.row_of(key)
        return self.stored.raw(row) if row >= 0 else self.message(key).text

    def mail(self, key: MessageKey) -> bytes:
        """Give a message as it was sent, without what its container has put around it.

        Raises UnknownMessageError for a message that is not stored, and where its file has changed.
        """
        return self.stored.mail(self.stored_row(key))

    def attached(self, key: MessageKey, number: int) -> AttachedFile:
        """Take an attachment out of a message, by its place in `Message.attachments`.

        Raises UnknownMessageError where there is none: the file has changed, or the message is not stored.
        """
        found = attached_file(self.mail(key), number)
        if found is None:
            raise UnknownMessageError(f"The message “{clean_line(key)}” has no attachment {number + 1}.")
        return found

    def stored_row(self, key: MessageKey) -> int:
        """Give the row of a stored message; raises UnknownMessageError."""
        row = self.stored.row_of(key)
        if row < 0:
            raise UnknownMessageError(f"The message “{clean_line(key)}” is not in the archive.")
        return row

    # Quotes

    def links(self, key: MessageKey) -> tuple[Link, ...]:
        """Give where a message's quotes were written, in text order; raises UnknownMessageError."""
        row = self.stored.row_of(key)
        if row < 0:
            self.message(key)
            return ()
        return self.engine.links(row)

    def quoted_by(self, key: MessageKey, lines: LineRange | None = None) -> tuple[QuotedBy, ...]:
        """Give every stretch elsewhere that was first written here, complete after `study`."""
        text = self.message(key).text if lines is not None or self.stored.row_of(key) < 0 else ""
        return self.engine.quoted_by(key, None if lines is None else span_of(text, lines))


def span_of(text: str, lines: LineRange) -> Span:
    r"""Give the characters of some lines, without the newline after the last.

    >>> span_of("one\ntwo\nthree", LineRange(1, 2))
    Span(start=4, end=7)
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    last = len(starts) - 1
    start = min(starts[min(lines.first, last)], len(text))
    return Span(start, max(start, starts[min(lines.end, last)] - 1))
