"""An archive's index while it is read, in this process or in one of its own, and the messages behind it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from parsing.errors import Defect
from parsing.formats import format_named
from parsing.formats.source import FileSource, Spool, SpoolSource
from parsing.index.columns import Columns
from parsing.index.scan import Complaint, Rows, Scan, SourceFound, Total
from parsing.index.wire import read_findings
from parsing.limits import MESSAGE_BYTES
from parsing.model import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.formats.format import Format
    from parsing.formats.source import Source
    from parsing.index.scan import Finding

STOPPED: Final = "Reading stopped before the end: the reading process has died. Showing what was read."


class Reading:
    """What was read so far. One thread takes findings in; any may read."""

    def __init__(self, spool: Spool, findings: Iterator[Finding]) -> None:
        self.spool = spool
        self.findings = findings
        self.process: subprocess.Popen[bytes] | None = None
        self.columns = Columns()
        self.sources: list[tuple[Source, Format]] = []
        self.complaints: tuple[str, ...] = ()
        self.bytes_read = 0
        self.bytes_total: int | None = None
        self.finished = False

    @property
    def progress(self) -> Progress:
        """How far it has come."""
        return Progress(self.bytes_read, self.bytes_total, len(self.columns), self.finished, self.complaints)

    def follow(self) -> Iterator[Progress]:
        """Take in what is found, telling the progress after each part; ends when all is read."""
        try:
            for finding in self.findings:
                self.take(finding)
                if isinstance(finding, Rows):
                    yield self.progress
        except EOFError:
            self.complaints = (*self.complaints, STOPPED)
        self.finished = True
        yield self.progress

    def take(self, finding: Finding) -> None:
        """Take in one finding."""
        match finding:
            case Rows(columns, bytes_read):
                self.bytes_read = bytes_read
                self.columns.extend(columns)
            case SourceFound(name, known, identity, base):
                form = format_named(known)
                if form is None:
                    raise ValueError(f"no format is called {known}")
                source = (
                    SpoolSource(name, self.spool, base) if identity is None else FileSource(name, identity)
                )
                self.sources.append((source, form))
            case Complaint(sentence):
                self.complaints = (*self.complaints, sentence)
            case Total(size):
                self.bytes_total = size

    def mail(self, row: int) -> tuple[bytes, tuple[Defect, ...]]:
        """Give a message's RFC 5322 bytes, and what is wrong if not all of it is there any more."""
        number, start, end = self.columns.location(row)
        source, form = self.sources[number]
        end = min(end, start + MESSAGE_BYTES)
        raw = source.read(start, end)
        return form.mail(raw), (Defect.TRUNCATED,) if len(raw) < end - start else ()

    def source_name(self, row: int) -> str:
        """Give the name of the file or stream that a message lies in."""
        return self.sources[self.columns.source[row]][0].name

    def close(self) -> None:
        """Stop reading and give everything back."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()
            self.process = None
        self.spool.close()


def read_here(paths: Sequence[str], stdin: int | None = None) -> Reading:
    """Begin to read in this process: `follow` does the work."""
    spool = Spool()
    return Reading(spool, Scan(paths, spool, stdin).run())


def read_apart(paths: Sequence[str], stdin: int | None = None) -> Reading:
    """Begin to read in a process of its own, which a busy reader's keys do not feel."""
    spool = Spool()
    inherited = [spool.descriptor] if stdin is None else [spool.descriptor, stdin]
    process = subprocess.Popen(  # noqa: S603  our own interpreter and module; paths are words of their own
        [
            sys.executable,
            *interpreter_flags(),
            "-m",
            "parsing.index.worker",
            str(spool.descriptor),
            str(-1 if stdin is None else stdin),
            *paths,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=inherited,
        start_new_session=True,
        env=environment(),
    )
    pipe = process.stdout
    assert pipe is not None  # noqa: S101  PIPE was asked for
    reading = Reading(spool, findings_of(process, pipe))
    reading.process = process
    return reading


def interpreter_flags() -> tuple[str, ...]:
    """Give the flags that keep the current folder, which may be hostile, out of the import path."""
    return ("-P",)


def environment() -> dict[str, str]:
    """Give the environment in which the reading process finds this very package."""
    return {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def findings_of(process: subprocess.Popen[bytes], pipe: IO[bytes]) -> Iterator[Finding]:
    """Receive what the process finds; it is gone when the last finding is here."""
    try:
        yield from read_findings(pipe)
    finally:
        with contextlib.suppress(OSError):
            pipe.close()
        process.kill()
        process.wait()
