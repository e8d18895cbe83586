"""Where an archive's bytes lie: files, and what was unpacked into a private temporary file.

Reads are `pread`s into buffers. No file is mapped: a mapped file that is truncated kills the process.
Paths are opened without blocking and only if they are regular files, so no pipe or device is ever read.
"""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from parsing.limits import OPEN_FILES, SPOOL_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK: Final = 1 << 20
OPEN_FLAGS: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class NotRegularError(OSError):
    """The path is a pipe, a socket or a device."""


class Source(Protocol):
    """Bytes that can be read at any place; safe to read from any thread."""

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    def read(self, start: int, end: int) -> bytes:
        """Read up to `end - start` bytes; fewer at the end, and where the file has changed or fails."""
        ...


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an opened file is known again."""

    device: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Identity:
        """Take it from what the system says of the file."""
        return cls(status.st_dev, status.st_ino)


def open_regular(path: str) -> int:
    """Open a regular file for reading; raises NotRegularError for anything else that is no folder."""
    descriptor = os.open(path, OPEN_FLAGS)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotRegularError(f"{path} is not a regular file")
    return descriptor


class Descriptors:
    """A few open files, the least recently read closed first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.open: OrderedDict[FileSource, int] = OrderedDict()

    def read(self, source: FileSource, start: int, count: int) -> bytes:
        """Read at a place of a file, opening it again if need be."""
        with self.lock:
            descriptor = self.open.pop(source, -1)
            if descriptor < 0:
                descriptor = source.opened()
            self.open[source] = descriptor
            while len(self.open) > OPEN_FILES:
                os.close(self.open.popitem(last=False)[1])
            return read_at(descriptor, start, count)

    def close(self) -> None:
        """Close them all."""
        with self.lock:
            while self.open:
                os.close(self.open.popitem()[1])


DESCRIPTORS: Final = Descriptors()


class FileSource:
    """A regular file. One that was replaced since it was first opened reads as empty, never as other text."""

    def __init__(self, path: str, identity: Identity) -> None:
        self.path = path
        self.identity = identity

    @property
    def name(self) -> str:
        """The path as it was given or found."""
        return self.path

    def opened(self) -> int:
        """Open the file, if it is still the same; raises OSError."""
        descriptor = open_regular(self.path)
        if Identity.of(os.fstat(descriptor)) != self.identity:
            os.close(descriptor)
            raise FileNotFoundError(f"{self.path} is another file now")
        return descriptor

    def read(self, start: int, end: int) -> bytes:
        """Read a range; what cannot be read is missing at the end."""
        try:
            return DESCRIPTORS.read(self, start, max(0, end - start))
        except OSError:
            return b""


def read_at(descriptor: int, start: int, count: int) -> bytes:
    """Read a range of a file, in as many calls as the system needs."""
    data = os.pread(descriptor, count, start)
    if len(data) == count or not data:
        return data
    parts = [data]
    got = len(data)
    while got < count and (data := os.pread(descriptor, count - got, start + got)):
        parts.append(data)
        got += len(data)
    return b"".join(parts)


class Spool:
    """One private, nameless temporary file for all that has to be unpacked."""

    def __init__(self, descriptor: int | None = None) -> None:
        self.descriptor = new_spool() if descriptor is None else descriptor
        self.end = 0
        """Where the next source begins; only the process that fills the spool knows it."""

    @property
    def full(self) -> bool:
        """Whether no more may be unpacked."""
        return self.end >= SPOOL_BYTES

    def add(self, data: bytes) -> None:
        """Append bytes; raises OSError when the disk is full."""
        view = memoryview(data)
        while view:
            written = os.pwrite(self.descriptor, view, self.end)
            self.end += written
            view = view[written:]

    def close(self) -> None:
        """Give the disk space back."""
        os.close(self.descriptor)


def new_spool() -> int:
    """Create a file that has no name and that nobody else can read."""
    with tempfile.TemporaryFile(prefix="wrote-") as file:
        return os.dup(file.fileno())


class SpoolSource:
    """A range of the spool: what was unpacked from a file, or read from standard input."""

    def __init__(self, name: str, spool: Spool, base: int) -> None:
        self.name = name
        self.spool = spool
        self.base = base
        self.length: int | None = None
        """None while it is still growing."""

    def read(self, start: int, end: int) -> bytes:
        """Read what is already there."""
        if self.length is not None:
            end = min(end, self.length)
        try:
            return read_at(self.spool.descriptor, self.base + start, max(0, end - start))
        except OSError:
            return b""


class GrowingSource:
    """A spooled source while it is being unpacked: reading on asks for more."""

    def __init__(self, source: SpoolSource, chunks: Iterator[bytes]) -> None:
        self.source = source
        self.chunks = chunks
        self.size = 0

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.source.name

    def read(self, start: int, end: int) -> bytes:
        """Read a range, unpacking up to its end."""
        while self.size < end and (chunk := next(self.chunks, b"")):
            self.source.spool.add(chunk)
            self.size += len(chunk)
        if self.size < end:
            self.source.length = self.size
        return self.source.read(start, min(end, self.size))
