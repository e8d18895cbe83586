"""From paths to an index: every file sniffed, cut into messages, and a few fields of each read.

One pass, in the order of the paths; what is found comes as a stream of small values, so that it can be put
together here or sent from another process.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect, NotFoundError
from parsing.formats import format_of
from parsing.formats.compressed import Unpacking, gunzip, is_gzip
from parsing.formats.looks import looks_like
from parsing.formats.paths import FileEntry, list_files, not_opened
from parsing.formats.source import (
    CHUNK,
    FileSource,
    GrowingSource,
    Identity,
    NotRegularError,
    Spool,
    SpoolSource,
    open_regular,
)
from parsing.headers.addresses import parse_mailbox
from parsing.headers.dates import parse_date
from parsing.headers.fields import decoded_text, field_text, scan_fields
from parsing.headers.message_ids import find_ids, made_id
from parsing.index.columns import Columns, Entry
from parsing.limits import MESSAGE_BYTES, SNIFF_BYTES

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from parsing.formats.format import Cut, Format
    from parsing.formats.source import Source

STDIN: Final = "-"
STDIN_NAME: Final = "standard input"
BATCH_SECONDS: Final = 0.05
BATCH_ROWS: Final = 4_000
NAMED_LEFT_OUT: Final = 3


@dataclass(frozen=True, slots=True)
class SourceFound:
    """A container whose messages come next."""

    name: str
    format: str
    identity: Identity | None
    """Of a file that is read where it lies; None for one that is spooled."""
    base: int
    """Where it begins in the spool."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A sentence about something that could not be read, whole or in part."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Some messages, and how many bytes of the files are read so far."""

    columns: Columns
    bytes_read: int


@dataclass(frozen=True, slots=True)
class Total:
    """How many bytes there are to read; None where that is not known."""

    size: int | None


Finding = SourceFound | Complaint | Rows | Total


class Scan:
    """One pass over all that the user named."""

    def __init__(self, paths: Sequence[str], spool: Spool, stdin: int | None) -> None:
        self.paths = paths
        self.spool = spool
        self.stdin = stdin
        self.sources = 0
        self.columns = Columns()
        self.bytes_read = 0
        self.flushed = time.monotonic()
        self.left_out: list[str] = []

    def run(self) -> Iterator[Finding]:
        """Give everything that is found, in order."""
        entries: list[FileEntry | Complaint] = []
        for path in self.paths:
            entries.extend([FileEntry(STDIN, 0, found=False)] if path == STDIN else self.listed(path))
        sizes = [entry.size for entry in entries if isinstance(entry, FileEntry)]
        yield Total(None if STDIN in self.paths else sum(sizes))
        for entry in entries:
            if isinstance(entry, Complaint):
                yield entry
            elif entry.path == STDIN:
                yield from self.scan_stdin()
            else:
                yield from self.scan_file(entry)
        yield from self.flush()
        if self.left_out:
            yield Complaint(self.about_left_out())

    def listed(self, path: str) -> Iterator[FileEntry | Complaint]:
        """Give the files of a path, or the complaint about it."""
        count = 0
        try:
            for entry in list_files(path):
                count += 1
                yield entry
        except NotFoundError as error:
            yield Complaint(str(error))
            return
        if not count:
            yield Complaint(f"The folder “{path}” is empty.")

    def scan_file(self, entry: FileEntry) -> Iterator[Finding]:
        """Scan one file."""
        try:
            descriptor = open_regular(entry.path)
        except NotRegularError:
            yield Complaint(
                f"“{entry.path}” is a pipe, a socket or a device; only files and folders are opened."
            )
            return
        except OSError as error:
            yield Complaint(not_opened(entry.path, error))
            return
        try:
            identity = Identity.of(os.fstat(descriptor))
        finally:
            os.close(descriptor)
        source = FileSource(entry.path, identity)
        head = source.read(0, SNIFF_BYTES)
        before = self.bytes_read
        if is_gzip(head):
            yield from self.scan_spooled(entry.path, chunks_of(source), gzipped=True, found=entry.found)
        else:
            known = format_of(head)
            if known is None:
                yield from self.no_mail(entry.path, head, found=entry.found)
            else:
                yield SourceFound(entry.path, known.name, identity, 0)
                yield from self.scan_source(source, known, counted=True)
        self.bytes_read = before + entry.size

    def scan_stdin(self) -> Iterator[Finding]:
        """Scan standard input, spooling it."""
        if self.stdin is None:
            yield Complaint("Nothing came on standard input.")
            return
        chunks = counted_chunks(self, self.stdin)
        head = b""
        while len(head) < SNIFF_BYTES and (chunk := next(chunks, b"")):
            head += chunk
        yield from self.scan_spooled(STDIN_NAME, chain(head, chunks), gzipped=is_gzip(head), found=False)

    def scan_spooled(
        self, name: str, chunks: Iterator[bytes], *, gzipped: bool, found: bool
    ) -> Iterator[Finding]:
        """Scan what has to be unpacked or kept first."""
        state = Unpacking()
        if gzipped:
            chunks = gunzip(chunks, state)
        base = self.spool.end
        source = GrowingSource(SpoolSource(name, self.spool, base), chunks)
        try:
            head = source.read(0, SNIFF_BYTES)
            known = format_of(head)
            if known is None:
                yield from self.no_mail(name, head, found=found, trouble=state.trouble)
                return
            yield SourceFound(name, known.name, None, base)
            rows = yield from self.scan_source(source, known, counted=False)
        except OSError as error:
            yield Complaint(f"“{name}” could not be unpacked further: {error.strerror}.")
            return
        if state.trouble is not None:
            yield Complaint(f"“{name}” {state.trouble}; showing the {rows:,} messages before it.")
        elif self.spool.full:
            yield Complaint(
                f"“{name}” is larger than what may be unpacked; showing the {rows:,} messages before."
            )

    def no_mail(
        self, name: str, head: bytes, *, found: bool, trouble: str | None = None
    ) -> Iterator[Finding]:
        """Say of a file that it is no mail, unless it was only met in a folder."""
        if found:
            self.left_out.append(name)
        elif not head.strip(b"\x00\r\n\t "):
            why = "is empty" if not head else "holds nothing but blanks"
            yield Complaint(f"“{name}” {trouble or why}.")
        else:
            yield Complaint(f"“{name}” is no mail: it looks like {looks_like(head)}.")

    def about_left_out(self) -> str:
        """Say which files of folders are no mail."""
        names = ", ".join(f"“{name}”" for name in self.left_out[:NAMED_LEFT_OUT])
        more = len(self.left_out) - NAMED_LEFT_OUT
        if more > 0:
            return f"{names} and {more:,} more files are no mail and were left out."
        return f"{names} {'is' if len(self.left_out) == 1 else 'are'} no mail and left out."

    def scan_source(self, source: Source, known: Format, *, counted: bool) -> Generator[Finding, None, int]:
        """Scan one container; returns how many messages it holds."""
        number = self.sources
        self.sources += 1
        before = self.bytes_read
        rows = 0
        for cut in known.cut(source):
            self.columns.add(entry_of(number, cut, source, known))
            rows += 1
            if counted:
                self.bytes_read = before + cut.end
            if len(self.columns) >= BATCH_ROWS or not len(self.columns) % 64:
                yield from self.flush(late_only=len(self.columns) < BATCH_ROWS)
        return rows

    def flush(self, *, late_only: bool = False) -> Iterator[Rows]:
        """Give the rows gathered so far, if there are any and it is time."""
        now = time.monotonic()
        if not len(self.columns) or (late_only and now - self.flushed < BATCH_SECONDS):
            return
        rows, self.columns, self.flushed = self.columns, Columns(), now
        yield Rows(rows, self.bytes_read)


def chunks_of(source: Source) -> Iterator[bytes]:
    """Read a source from beginning to end."""
    place = 0
    while chunk := source.read(place, place + CHUNK):
        place += len(chunk)
        yield chunk


def counted_chunks(scan: Scan, descriptor: int) -> Iterator[bytes]:
    """Read a pipe to its end, keeping count."""
    while chunk := os.read(descriptor, CHUNK):
        scan.bytes_read += len(chunk)
        yield chunk


def chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """Put what was read already before what follows."""
    yield head
    yield from rest


def entry_of(number: int, cut: Cut, source: Source, known: Format) -> Entry:
    """Read what the index keeps of one message."""
    fields = scan_fields(known.header(cut.head))
    defects = list(cut.defects)
    ids = find_ids(fields.message_id) if fields.message_id else ()
    if ids:
        message_id = ids[0]
    else:
        defects.append(Defect.NO_MESSAGE_ID)
        message_id = made_id(whole(cut, source, known))
    sender = parse_mailbox(field_text(fields.sender)) if fields.sender else None
    if sender is None:
        defects.append(Defect.NO_FROM)
    day = parse_date(field_text(fields.date)) if fields.date else None
    if day is None:
        defects.append(Defect.BAD_DATE if fields.date and fields.date.strip() else Defect.NO_DATE)
    return Entry(
        source=number,
        start=cut.start,
        end=cut.end,
        message_id=message_id,
        in_reply_to=find_ids(fields.in_reply_to) if fields.in_reply_to else (),
        references=find_ids(fields.references) if fields.references else (),
        subject=None if fields.subject is None else decoded_text(fields.subject),
        sender=sender,
        date=day,
        defects=defects,
    )


def whole(cut: Cut, source: Source, known: Format) -> bytes:
    """Give a message's bytes as far as they are ever read, for a hash that is the same in every container."""
    raw = cut.head
    if len(raw) < cut.end - cut.start:
        raw = source.read(cut.start, min(cut.end, cut.start + MESSAGE_BYTES))
    return known.mail(raw).rstrip(b"\r\n")
