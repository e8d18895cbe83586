"""What has to be unpacked, or comes through a pipe, is kept in one private, nameless temporary file."""

from __future__ import annotations

import fcntl
import os
import tempfile
from typing import TYPE_CHECKING, Final

from parsing.formats.source import CHUNK, read_at
from parsing.limits import SPOOL_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parsing.formats.folders.folder import Stream

NOWHERE: Final = -1
"""Instead of a descriptor: no temporary file could be made, or it is closed."""
ASIDE: Final = 1 << 40
"""Far behind all that is appended; what lies between takes no place on disk."""


class Spool:
    """One temporary file for all of an archive that is not a file itself."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.end = 0
        """Where the next source begins; only the process that fills the spool knows it."""
        self.aside = ASIDE
        """Where the next bytes go that come while a source still grows."""
        self.limit = SPOOL_BYTES
        if descriptor != NOWHERE:
            disk = os.fstatvfs(descriptor)
            self.limit = min(SPOOL_BYTES, disk.f_bavail * disk.f_frsize * 9 // 10)

    @classmethod
    def create(cls) -> Spool:
        """Make a file that has no name and that nobody else can read; a spool without one holds nothing."""
        try:
            with tempfile.TemporaryFile(prefix="wrote-", dir=spool_folder()) as file:
                return cls(fcntl.fcntl(file, fcntl.F_DUPFD_CLOEXEC, 3))
        except OSError:
            return cls(NOWHERE)

    @property
    def room(self) -> int:
        """How many bytes may still be added."""
        return max(0, self.limit - self.end - (self.aside - ASIDE))

    def add(self, data: bytes) -> None:
        """Append bytes; raises OSError when there is no place for them."""
        self.write(data, self.end)
        self.end += len(data)

    def put_aside(self, data: bytes) -> int:
        """Keep bytes that are no part of what is being appended; give where; raises OSError."""
        if len(data) > self.room:
            raise OSError(0, "there is no room for more temporary files")
        place = self.aside
        self.write(data, place)
        self.aside += len(data)
        return place

    def write(self, data: bytes, place: int) -> None:
        """Write at a place; raises OSError when there is none."""
        if self.descriptor == NOWHERE:
            raise OSError(0, "there is no folder for temporary files")
        view = memoryview(data)
        while view:
            written = os.pwrite(self.descriptor, view, place)
            place += written
            view = view[written:]

    def read(self, start: int, end: int) -> bytes:
        """Read a range; raises OSError."""
        if self.descriptor == NOWHERE:
            return b""
        return read_at(self.descriptor, start, max(0, end - start))

    def close(self) -> None:
        """Give the disk space back."""
        if self.descriptor != NOWHERE:
            descriptor, self.descriptor = self.descriptor, NOWHERE
            os.close(descriptor)


def spool_folder() -> str | None:
    """Give a folder for large files: the one that is asked for, else not /tmp, which is often memory."""
    large = "/var/tmp"  # noqa: S108  the file has no name there
    return None if "TMPDIR" in os.environ or not os.access(large, os.W_OK | os.X_OK) else large


class SpoolSource:
    """What begins at a place of the spool: an unpacked file, or standard input."""

    trouble: Final = None

    def __init__(self, name: str, spool: Spool, base: int) -> None:
        self.name = name
        self.spool = spool
        self.base = base

    def read(self, start: int, end: int) -> bytes:
        """Read a range of what is already there; raises OSError."""
        return self.spool.read(self.base + start, self.base + end)

    def after(self, place: int) -> tuple[int, bytes]:
        """Read on from a place; raises OSError."""
        return place, self.read(place, place + CHUNK)


class Plain:
    """A stream that has no trouble of its own."""

    trouble: Final = None

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        """Give what comes."""
        return iter(self.chunks)


class Peeked:
    """A stream whose first bytes are known."""

    def __init__(self, stream: Stream, count: int) -> None:
        self.stream = stream
        self.chunks = iter(stream)
        self.first = b""
        while len(self.first) < count and (chunk := next(self.chunks, b"")):
            self.first += chunk

    @property
    def trouble(self) -> str | None:
        """What is wrong with it."""
        return self.stream.trouble

    def __iter__(self) -> Iterator[bytes]:
        """Give all of it, once."""
        if self.first:
            yield self.first
        yield from self.chunks


class GrowingSource:
    """A source while it is put into the spool: reading on asks for more."""

    def __init__(self, name: str, spool: Spool, stream: Stream) -> None:
        self.name = name
        self.spool = spool
        self.base = spool.end
        self.stream = stream
        self.chunks = iter(stream)
        self.size = 0
        self.too_large = False

    @property
    def trouble(self) -> str | None:
        """What is wrong with it as a whole: half a sentence."""
        if self.too_large:
            return "is larger than what there is room for"
        return self.stream.trouble

    def read(self, start: int, end: int) -> bytes:
        """Read a range, unpacking up to its end; raises OSError."""
        while self.size < end and self.grow():
            pass
        return self.spool.read(self.base + start, self.base + min(end, self.size))

    def after(self, place: int) -> tuple[int, bytes]:
        """Read on from a place, waiting only if nothing of it is there yet; raises OSError."""
        while self.size <= place and self.grow():
            pass
        return place, self.spool.read(self.base + place, self.base + min(place + CHUNK, self.size))

    def length(self) -> int:
        """Unpack all of it, and give how much that is; raises OSError."""
        while self.grow():
            pass
        return self.size

    def grow(self) -> bool:
        """Unpack some more, if there is any and it may be."""
        chunk = b"" if self.too_large else next(self.chunks, b"")
        self.too_large = self.too_large or len(chunk) > self.spool.room
        chunk = chunk[: self.spool.room]
        self.spool.add(chunk)
        self.size += len(chunk)
        return bool(chunk)
