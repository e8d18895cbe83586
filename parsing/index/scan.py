"""From paths to an index: every file sniffed, cut into messages, and a few fields of each read.

One pass, in the order of the paths; what is found comes as a stream of small values, so that it can be put
together here or sent from another process.
"""

from __future__ import annotations

import os
from itertools import chain, islice
from time import monotonic
from typing import TYPE_CHECKING, Final

from parsing.errors import NotFoundError
from parsing.formats import format_of
from parsing.formats.digests.digest_mail import may_be_digest, opened, wrapping_of
from parsing.formats.eml import EML
from parsing.formats.folders.folder import FileEntry, PartEntry, StreamEntry
from parsing.formats.format import Cut
from parsing.formats.looks import looks_like, unpacker_of
from parsing.formats.packed.archives import HEAD_BYTES, archive_of
from parsing.formats.packed.compressed import Meter, Unpacked
from parsing.formats.packed.packings import LONGEST_MAGIC, packing_of
from parsing.formats.pages.page_index import PAGE_INDEX
from parsing.formats.paths import list_entries, not_opened, quoted, walk
from parsing.formats.source import CHUNK, Files, FileSource, HeldSource, NotRegularError, chunks_of
from parsing.formats.spool import GrowingSource, Peeked, Plain, SpoolSource
from parsing.index.columns import Columns
from parsing.index.entries import row_of
from parsing.index.findings import Complaint, Rows, SourceFound, Total
from parsing.index.page_parents import PageLinks
from parsing.limits import HEADER_BLOCK_BYTES, MESSAGE_BYTES, PACKED_DEPTH, SNIFF_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.formats.digests.digest_mail import Opened
    from parsing.formats.folders.folder import Leaf, Stream
    from parsing.formats.format import Format
    from parsing.formats.packed.archives import Archive
    from parsing.formats.packed.packed import Tree
    from parsing.formats.source import Measured, Source
    from parsing.formats.spool import Spool
    from parsing.index.columns import Row
    from parsing.index.findings import Finding, PageParents

STDIN: Final = "-"
STDIN_NAME: Final = "standard input"
BATCH_SECONDS: Final = 0.05
BATCH_ROWS: Final = 4_000
COUNTED_AHEAD: Final = 20_000
"""Files that are listed before the first is read; of more, the sum of bytes is not known."""
SEEN_AT_ONCE: Final = 1_024
"""Bytes by which a stream's format may be seen while more of it is to come."""
BLANKS: Final = b"\0\r\n\t "
NAMED: Final = 3
"""Files that are named before the others are only counted."""


class Scan:
    """One pass over all that the user named."""

    def __init__(self, paths: Sequence[str], spool: Spool, stdin: int | None) -> None:
        self.paths = paths
        self.spool = spool
        self.stdin = stdin
        self.files = Files()
        self.sources = 0
        self.rows: list[Row] = []
        self.bytes_read = 0
        self.due = 0.0
        """When the rows gathered so far are to be given; the first one at once."""
        self.left_out: list[str] = []
        self.given = 0
        """Rows that were given before those in `rows`."""
        self.links = PageLinks()
        self.meter: Meter | None = None
        """Of the packed file whose members are being read."""
        self.depth = 0

    def run(self) -> Iterator[Finding]:
        """Give everything that is found, in order."""
        entries = chain.from_iterable(map(self.listed, self.paths))
        ahead = list(islice(entries, COUNTED_AHEAD))
        known = STDIN not in self.paths and len(ahead) < COUNTED_AHEAD
        yield Total(sum(entry.size for entry in ahead if not isinstance(entry, Complaint)) if known else None)
        try:
            for entry in chain(ahead, entries):
                yield from (entry,) if isinstance(entry, Complaint) else self.scan_entry(entry)
            yield from self.flush()
            yield from self.about_left_out()
        finally:
            self.files.close()

    def listed(self, path: str) -> Iterator[Leaf | Complaint]:
        """Give the files of a path, or the complaint about it."""
        if path == STDIN:
            yield FileEntry(STDIN, 0, found=False)
            return
        entry = None
        try:
            for entry in list_entries(path):
                yield entry
        except NotFoundError as error:
            yield Complaint(str(error))
            return
        if entry is None:
            yield Complaint(f"There are no files in the folder {quoted(path)}.")

    def scan_entry(self, entry: Leaf) -> Iterator[Finding]:
        """Scan one file, what a stream brings, or standard input."""
        name = STDIN_NAME if entry.path == STDIN else entry.path
        before = self.bytes_read
        try:
            source = self.source_of(entry, name)
            archive = archive_of(source.read(0, HEAD_BYTES)) if entry.form is None else None
            head, known = (b"", None) if archive is not None else self.known_format(source, entry)
        except NotRegularError:
            yield Complaint(f"{quoted(name)} is no file; only files, folders and standard input are read.")
        except OSError as error:
            yield Complaint(not_opened(name, error))
        else:
            if archive is not None:
                yield from self.scan_archive(source, archive)
            elif known is None:
                yield from self.no_mail(source, head, found=is_found(entry))
            else:
                yield SourceFound(name, known.name, source.base)
                yield from self.scan_source(source, known)
                if known is PAGE_INDEX and not is_found(entry):
                    yield Complaint(f"{quoted(name)} is an archive's index: open the folder of its pages.")
        if entry.path != STDIN:
            self.bytes_read = before + entry.size

    def source_of(self, entry: Leaf, name: str) -> Measured:
        """Give the bytes behind an entry, unpacked if they are packed; raises OSError."""
        match entry:
            case StreamEntry():
                return self.spooled(name, entry.open())
            case PartEntry(source=part):
                if part.base is not None:
                    return self.unpacked(part)
                return self.spooled(name, Plain(chunks_of(part)))
            case FileEntry(path=path) if path == STDIN:
                return self.spooled(name, Plain(self.counted(self.standard_input())))
            case FileEntry(path=path):
                held = self.files.held(path)
                return self.unpacked(FileSource(path, self.files) if held is None else HeldSource(path, held))

    def unpacked(self, source: Measured) -> Measured:
        """Give a source, or what it unpacks to if it is packed; raises OSError."""
        if packing_of(source.read(0, LONGEST_MAGIC)) is None:
            return source
        return self.spooled(source.name, Plain(self.counted(chunks_of(source))))

    def spooled(self, name: str, stream: Stream) -> Measured:
        """Give a source that is kept in the spool as it comes, unpacked if it is packed; raises OSError."""
        peeked = Peeked(stream, LONGEST_MAGIC)
        packing = packing_of(peeked.first)
        return GrowingSource(name, self.spool, Unpacked(packing, peeked, self.meter) if packing else peeked)

    def scan_archive(self, source: Measured, archive: Archive) -> Iterator[Finding]:
        """Scan the members of a packed file, as if they were files in a folder."""
        if self.depth >= PACKED_DEPTH:
            yield Complaint(f"{quoted(source.name)} lies in an archive that lies in another one.")
            return
        outermost, self.depth = self.meter, self.depth + 1
        before = self.given + len(self.rows)
        try:
            yield from self.arriving(source)
            self.meter = outermost or Meter(source.length())
            tree = archive.members(source, self.meter)
            yield from self.scan_members(source.name, tree)
            trouble = source.trouble or tree.trouble
        except OSError as error:
            trouble = f"cannot be read further: {error.strerror}"
        finally:
            self.meter, self.depth = outermost, self.depth - 1
        if trouble is not None:
            yield wrong_with(source, trouble, self.given + len(self.rows) - before)
        elif not tree.count:
            yield Complaint(f"There are no files in {quoted(source.name)}.")

    def arriving(self, source: Measured) -> Iterator[Finding]:
        """Wait for all of an archive that comes bit by bit, telling how far it is; raises OSError."""
        yield from self.flush()
        while isinstance(source, GrowingSource) and source.grow():
            if monotonic() >= self.due:
                self.due = monotonic() + BATCH_SECONDS
                yield Rows(Columns(), self.bytes_read)

    def scan_members(self, name: str, tree: Tree) -> Iterator[Finding]:
        """Scan the members of a packed file; where many are damaged, something is said of the first only."""
        said = 0
        for entry in walk(tree.top):
            if self.meter is not None and self.meter.runs_over:
                break
            for finding in self.scan_entry(entry):
                said += isinstance(finding, Complaint)
                if said <= NAMED or not isinstance(finding, Complaint):
                    yield finding
        if (more := said - NAMED) > 0:
            files = "file" if more == 1 else "files"
            yield Complaint(f"{more:,} more {files} in {quoted(name)} cannot be read to the end.")

    def known_format(self, source: Source, entry: Leaf) -> tuple[bytes, Format | None]:
        """Give the first bytes of a source, and its format; raises OSError."""
        if entry.form is not None and not is_blank(source):
            return b"", entry.form
        return self.sniffed(source, named=not is_found(entry))

    def sniffed(self, source: Source, *, named: bool) -> tuple[bytes, Format | None]:
        """Give the first bytes of a source and its format, as soon as it is seen; raises OSError."""
        head = b""
        known = None
        while known is None and len(head) < SNIFF_BYTES:
            place, chunk = source.after(len(head))
            if place > len(head):
                head += bytes(1)
            if not chunk or place > len(head):
                break
            head += chunk
            known = format_of(head[:SNIFF_BYTES]) if len(head) >= SEEN_AT_ONCE else None
        return head, known or format_of(head[:SNIFF_BYTES], named=named)

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """Keep count of what is read."""
        for chunk in chunks:
            self.bytes_read += len(chunk)
            yield chunk

    def standard_input(self) -> Iterator[bytes]:
        """Read standard input to its end."""
        while self.stdin is not None and (chunk := os.read(self.stdin, CHUNK)):
            yield chunk

    def scan_source(self, source: Source, known: Format) -> Iterator[Finding]:
        """Scan one container."""
        number, before, count = self.sources, self.bytes_read, 0
        if known.is_page:
            self.links.add_page(source.name, self.given + len(self.rows))
        self.sources += 1
        trouble = None
        try:
            for cut in known.cut(source):
                digest = self.opened_digest(cut, source, known) if may_be_digest(cut.head) else None
                if digest is not None:
                    yield from self.add_digest(digest, cut, source, known)
                    count += len(digest.messages)
                else:
                    self.rows.append(row_of(number, cut, source, known))
                count += 1
                if source.base is None:
                    self.bytes_read = before + cut.end
                if len(self.rows) >= BATCH_ROWS or monotonic() >= self.due:
                    yield from self.flush()
            if known.parents is not None:
                self.links.add_links(source.name, known.parents(source.read(0, MESSAGE_BYTES)))
        except OSError as error:
            trouble = f"cannot be read further: {error.strerror}"
        if (trouble := trouble or source.trouble) is not None:
            yield wrong_with(source, trouble, count)

    def opened_digest(self, cut: Cut, source: Source, known: Format) -> Opened | None:
        """Take a message apart if it is a digest, and there is room for what is in it; raises OSError."""
        if cut.end - cut.start > min(MESSAGE_BYTES, self.spool.room // 2):  # UTF-8 may be longer
            return None
        return opened(known.mail(source.read(cut.start, cut.end)))

    def add_digest(self, digest: Opened, cut: Cut, source: Source, known: Format) -> Iterator[SourceFound]:
        """Add the rows of a digest: one of what is around its messages, then its messages; raises OSError.

        These are kept in the spool, for in the digest they may be encoded.
        """
        kept = SpoolSource(source.name, self.spool, self.spool.put_aside(b"".join(digest.messages)))
        wrapping = wrapping_of(known)
        yield SourceFound(source.name, wrapping.name, source.base)
        yield SourceFound(source.name, EML.name, kept.base)
        self.rows.append(row_of(self.sources, cut, source, wrapping))
        place = 0
        for message in digest.messages:
            part = Cut(place, place + len(message), message[:HEADER_BLOCK_BYTES])
            self.rows.append(row_of(self.sources + 1, part, kept, EML))
            place = part.end
        self.sources += 2

    def flush(self) -> Iterator[Rows | PageParents]:
        """Give the rows gathered so far, if there are any, and who of them answers whom by its page."""
        if self.rows:
            rows, self.rows, self.due = self.rows, [], monotonic() + BATCH_SECONDS
            self.given += len(rows)
            yield Rows(Columns.of(rows), self.bytes_read)
        if (found := self.links.taken()) is not None:
            yield found

    def no_mail(self, source: Source, head: bytes, *, found: bool) -> Iterator[Complaint]:
        """Say of a file that it is no mail; of those met in a folder it is said at the end."""
        if source.trouble is not None:
            yield wrong_with(source, source.trouble, 0)
        elif (unpacker := unpacker_of(head)) is not None:
            yield Complaint(f"{quoted(source.name)} has to be unpacked first, with `{unpacker}`.")
        elif found:
            self.left_out.append(source.name)
        elif not head:
            yield Complaint(f"{quoted(source.name)} is empty.")
        elif not head.strip(BLANKS):
            yield Complaint(f"{quoted(source.name)} holds nothing but blanks.")
        else:
            yield Complaint(f"{quoted(source.name)} is no mail: it looks like {looks_like(head)}.")

    def about_left_out(self) -> Iterator[Complaint]:
        """Say which files of folders are no mail."""
        if self.left_out:
            are = "is" if len(self.left_out) == 1 else "are"
            yield Complaint(f"{names_of(self.left_out)} {are} no mail and left out.")


def is_found(entry: Leaf) -> bool:
    """Tell whether the user has not named it."""
    return not isinstance(entry, FileEntry) or entry.found


def is_blank(source: Source) -> bool:
    """Tell whether a file begins with nothing but blanks; raises OSError."""
    return not source.read(0, SEEN_AT_ONCE).strip(BLANKS)


def wrong_with(source: Source, trouble: str, rows: int) -> Complaint:
    """Say what is wrong with a source, and what is shown of it all the same if that is not said yet."""
    ending = "" if trouble.endswith(".") else f"; {showing(rows)}."
    return Complaint(f"{quoted(source.name)} {trouble}{ending}")


def names_of(names: Sequence[str]) -> str:
    """Name the first of some files, and count the others.

    >>> names_of(["a", "b"]), names_of(["a", "b", "c", "d"])
    ('“a” and “b”', '“a”, “b”, “c” and 1 more file')
    """
    words = [quoted(name) for name in names[:NAMED]]
    if (more := len(names) - NAMED) > 0:
        words.append(f"{more:,} more file{'s' if more > 1 else ''}")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def showing(rows: int) -> str:
    """Say how many messages are shown all the same.

    >>> showing(1), showing(1_812)
    ('showing the one message before it', 'showing the 1,812 messages before it')
    """
    if not rows:
        return "nothing before it can be shown"
    return "showing the one message before it" if rows == 1 else f"showing the {rows:,} messages before it"
