"""An archive's index while it is read, in this process or in one of its own, and the messages behind it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import zlib
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.formats import format_named
from parsing.formats.folders.maildir import flags_of, is_read
from parsing.formats.source import Files, FileSource
from parsing.formats.spool import NOWHERE, Spool, SpoolSource
from parsing.index.columns import Columns
from parsing.index.findings import Complaint, PageParents, Rows, SourceFound, Total
from parsing.index.scan import Scan
from parsing.index.wire import read_findings
from parsing.limits import MESSAGE_BYTES
from parsing.model import Flag, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from parsing.formats.format import Format
    from parsing.formats.source import Source
    from parsing.index.findings import Finding

NO_PARENT: Final = -1
STOPPED: Final = "Reading stopped before the end: the reading process has died. Showing what was read."
PROGRAM: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv.pop(1))
from parsing.index.worker import main
main(sys.argv[1:])
"""
"""Run in a bare interpreter: modules come from where this process has them, never from the current folder."""


class Reading:
    """What was read so far. One thread takes findings in; any may read."""

    def __init__(
        self, spool: Spool, findings: Iterator[Finding], stop: Callable[[], None] = lambda: None
    ) -> None:
        self.spool = spool
        self.stop = stop
        self.files = Files()
        self.findings = findings
        self.columns = Columns()
        self.sources: list[tuple[Source, Format]] = []
        self.page_parents: array[int] = array("i")
        """By row, up to the last that has one: the row of its parent by the archive's own pages, or -1."""
        self.complaints: tuple[str, ...] = ()
        self.tells_read = False
        """Whether the archive says of any message that it was read."""
        self.bytes_read = 0
        self.bytes_total: int | None = None
        self.finished = False
        self.closed = False

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self.bytes_read, self.bytes_total, len(self.columns), self.finished, self.complaints)

    def follow(self) -> Iterator[Progress]:
        """Take in what is found, telling the progress after each part; ends when all is read."""
        try:
            for finding in self.findings:
                if self.closed:
                    break
                self.take(finding)
                if isinstance(finding, Rows):
                    yield self.progress
            self.bytes_read = self.bytes_total or self.bytes_read
        except (EOFError, ValueError):  # it wrote half of something, or was closed
            if not self.closed:
                self.complaints = (*self.complaints, STOPPED)
        self.finished = True
        yield self.progress

    def take(self, finding: Finding) -> None:
        """Take in one finding."""
        match finding:
            case Rows(columns, bytes_read):
                self.bytes_read = bytes_read
                self.columns.extend(columns)
            case PageParents(children, parents):
                self.take_parents(children, parents)
            case SourceFound(name, known, base):
                self.tells_read = self.tells_read or is_read(name)
                self.sources.append((self.source_at(name, base), format_named(known)))
            case Complaint(sentence):
                self.complaints = (*self.complaints, sentence)
            case Total(size):
                self.bytes_total = size

    def take_parents(self, children: Sequence[int], parents: Sequence[int]) -> None:
        """Take in who answers whom; the first word counts."""
        known = self.page_parents
        known.extend([NO_PARENT] * (max(children, default=-1) + 1 - len(known)))
        for child, parent in zip(children, parents, strict=True):
            if known[child] == NO_PARENT:
                known[child] = parent

    def page_parent(self, row: int) -> int:
        """Give the row of a message's parent by the archive's own pages, or -1."""
        return self.page_parents[row] if row < len(self.page_parents) else NO_PARENT

    def source_at(self, name: str, base: int | None) -> Source:
        """Give a source that was found."""
        return FileSource(name, self.files) if base is None else SpoolSource(name, self.spool, base)

    def mail(self, row: int) -> tuple[bytes, tuple[Defect, ...]]:
        """Give a message's RFC 5322 bytes; none, and a defect, if they are no longer what was indexed."""
        raw, defects = self.stored_bytes(row)
        form = self.sources[self.columns.source[row]][1]
        return (form.mail(raw) if raw else b""), defects

    def stored_bytes(self, row: int) -> tuple[bytes, tuple[Defect, ...]]:
        """Give a message's bytes as they lie in its container; none, and a defect, if they have changed."""
        number, start, end = self.columns.location(row)
        source = self.sources[number][0]
        read_end = min(end, start + MESSAGE_BYTES)
        try:
            raw = source.read(start, read_end)
        except OSError:
            raw = b""
        if len(raw) < read_end - start or zlib.crc32(raw) != self.columns.checksum[row]:
            return b"", (Defect.CHANGED_ON_DISK,)
        return raw, (Defect.TRUNCATED,) if read_end < end else ()

    def flags(self, row: int) -> tuple[Flag, ...]:
        """Give what the archive says that was done with a message."""
        flags = flags_of(self.source_name(row))
        return flags if self.tells_read else tuple(flag for flag in flags if flag != Flag.UNREAD)

    def source_name(self, row: int) -> str:
        """Give the name of the file or stream that a message lies in."""
        return self.sources[self.columns.source[row]][0].name

    def close(self) -> None:
        """Stop reading and give everything back."""
        self.closed = True
        self.stop()
        self.files.close()
        self.spool.close()


def read_here(paths: Sequence[str], stdin: int | None = None) -> Reading:
    """Begin to read in this process: `follow` does the work."""
    spool = Spool.create()
    return Reading(spool, Scan(paths, spool, stdin).run())


def read_apart(paths: Sequence[str], stdin: int | None = None) -> Reading:
    """Begin to read in a process of its own, which a busy reader's keys do not feel."""
    spool = Spool.create()
    piped = [] if stdin is None else [fcntl.fcntl(stdin, fcntl.F_DUPFD_CLOEXEC, 3)]
    try:
        process = started(spool, piped, paths)
    except OSError:  # no memory, no processes left: then it is read here, and slower
        return Reading(spool, Scan(paths, spool, stdin).run())
    finally:
        for descriptor in piped:
            os.close(descriptor)
    return Reading(spool, findings_of(process), lambda: end(process))


def started(spool: Spool, piped: Sequence[int], paths: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start the reading process; raises OSError."""
    inherited = [descriptor for descriptor in (spool.descriptor, *piped) if descriptor != NOWHERE]
    words = [str(spool.descriptor), str(piped[0] if piped else NOWHERE), *paths]
    return subprocess.Popen(  # noqa: S603  our own interpreter and module; paths are words of their own
        [sys.executable, *interpreter_flags(), "-c", PROGRAM, json.dumps(import_path()), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=inherited,
        start_new_session=True,
    )


def interpreter_flags() -> tuple[str, ...]:
    """Give the flags by which an interpreter ignores its surroundings and reads file names as this one."""
    bytecode = ("-B",) if sys.dont_write_bytecode else ()
    return ("-I", "-X", f"utf8={sys.flags.utf8_mode}", *bytecode)


def import_path() -> list[str]:
    """Give the folders that this process has its modules from; the current one may be hostile."""
    here = str(Path(__file__).parents[2].absolute())
    path = [folder for folder in sys.path if Path(folder).is_absolute()]
    return path if here in path else [here, *path]


def findings_of(process: subprocess.Popen[bytes]) -> Iterator[Finding]:
    """Receive what the process finds; it is gone when the last finding is here."""
    assert process.stdout is not None  # noqa: S101  a pipe was asked for
    try:
        yield from read_findings(process.stdout)
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and leave nothing of it behind."""
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
