"""Where an archive's bytes lie: files, read at any place.

Reads are `pread`s into buffers. No file is mapped: a mapped file that is truncated kills the process.
Paths are opened without blocking and only if they are regular files, so no pipe or device is ever read.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from parsing.limits import OPEN_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK: Final = 1 << 20
BLOCK: Final = 64 << 10
OPEN_FLAGS: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


class NotRegularError(OSError):
    """The path is a pipe, a socket, a device or a folder."""


class Source(Protocol):
    """Bytes that can be read at any place, from any thread."""

    @property
    def name(self) -> str:
        """What the user calls it."""
        ...

    @property
    def base(self) -> int | None:
        """Where it begins in the spool; None for a file that is read where it lies."""
        ...

    @property
    def trouble(self) -> str | None:
        """What is wrong with it as a whole, once it is read: half a sentence."""
        ...

    def read(self, start: int, end: int) -> bytes:
        """Read up to `end - start` bytes, fewer only at the end; raises OSError."""
        ...

    def after(self, place: int) -> tuple[int, bytes]:
        """Read on from a place, as much as is at hand; give where the bytes are, and them.

        They are farther on only if there is a hole in the file before them, which reads as NULs; at the end
        there are none. Raises OSError.
        """
        ...


class Measured(Source, Protocol):
    """A source whose end can be found."""

    def length(self) -> int:
        """Give how many bytes there are, waiting for all of them to come; raises OSError."""
        ...


class Files:
    """A few open files, the least recently read closed first."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.open: OrderedDict[str, int] = OrderedDict()
        self.closed = False

    def read(self, path: str, start: int, count: int) -> bytes:
        """Read at a place of a file, opening it if need be; raises OSError."""
        with self.lock:
            if self.closed:
                return b""
            descriptor = self.open.pop(path, -1)
            if descriptor < 0:
                descriptor = open_regular(path)
            self.open[path] = descriptor
            while len(self.open) > OPEN_FILES:
                os.close(self.open.popitem(last=False)[1])
            return read_at(descriptor, start, count)

    def held(self, path: str) -> bytes | None:
        """Give all of a file that is small and is not kept open, None if it is larger; raises OSError."""
        descriptor, size = open_sized(path)
        try:
            if size >= CHUNK:
                return None
            data = os.pread(descriptor, size + 1, 0)
        finally:
            os.close(descriptor)
        return data if len(data) == size else None  # it is being written, or comes from elsewhere

    def data_after(self, path: str, place: int) -> int:
        """Give where after a place of a file, which is open, there is more than a hole."""
        with self.lock:
            descriptor = self.open.get(path)
            return place if descriptor is None else max(place, seek_data(descriptor, place))

    def close(self) -> None:
        """Close them all, for good."""
        with self.lock:
            self.closed = True
            while self.open:
                os.close(self.open.popitem()[1])


class FileSource:
    """A regular file."""

    base: Final = None
    trouble: Final = None

    def __init__(self, name: str, files: Files) -> None:
        self.name = name
        self.files = files

    def read(self, start: int, end: int) -> bytes:
        """Read a range; raises OSError."""
        return self.files.read(self.name, start, max(0, end - start))

    def after(self, place: int) -> tuple[int, bytes]:
        """Read on from a place, passing over a hole; raises OSError."""
        chunk = self.read(place, place + CHUNK)
        if chunk and not chunk[0] and not chunk.strip(b"\0"):
            beyond = self.files.data_after(self.name, place)
            if beyond > place:
                return beyond, self.read(beyond, beyond + CHUNK)
        return place, chunk

    def length(self) -> int:
        """Give the size of the file; raises OSError."""
        return Path(self.name).stat().st_size


class HeldSource:
    """A small file that is in memory."""

    base: Final = None
    trouble: Final = None

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    def read(self, start: int, end: int) -> bytes:
        """Give a range."""
        return self.data[start : max(start, end)]

    def after(self, place: int) -> tuple[int, bytes]:
        """Give all from a place on."""
        return place, self.data[place:]

    def length(self) -> int:
        """Give how many bytes there are."""
        return len(self.data)


class PartSource:
    """A stretch of another source."""

    trouble: Final = None

    def __init__(self, name: str, whole: Source, start: int, end: int) -> None:
        self.name = name
        self.whole = whole
        self.start = start
        self.end = end

    @property
    def base(self) -> int | None:
        """Where it begins in the spool, if it lies there."""
        return None if self.whole.base is None else self.whole.base + self.start

    def read(self, start: int, end: int) -> bytes:
        """Read a range; raises OSError."""
        first, last = self.start + start, min(self.start + end, self.end)
        return self.whole.read(first, last) if first < last else b""

    def after(self, place: int) -> tuple[int, bytes]:
        """Read on from a place; raises OSError."""
        if self.end - self.start - place <= CHUNK:  # no more than is wanted
            return place, self.read(place, place + CHUNK)
        found, chunk = self.whole.after(self.start + place)
        return min(found, self.end) - self.start, chunk[: max(0, self.end - found)]

    def length(self) -> int:
        """Give how many bytes there are, if the whole does not end before."""
        return self.end - self.start


class Blocks:
    """A source of which many short stretches are read, one after the other."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.start = 0
        self.block = b""

    def read(self, start: int, end: int) -> bytes:
        """Read a short range, fewer bytes only at the end; raises OSError."""
        if start < self.start or end > self.start + len(self.block):
            self.start, self.block = start, self.source.read(start, max(end, start + BLOCK))
        return self.block[start - self.start : end - self.start]


def open_regular(path: str) -> int:
    """Open a regular file for reading; raises NotRegularError for anything else, and OSError."""
    return open_sized(path)[0]


def open_sized(path: str) -> tuple[int, int]:
    """Open a regular file for reading, and give its size too; raises NotRegularError and OSError."""
    try:
        descriptor = os.open(path, OPEN_FLAGS)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket, or a device without a driver
            raise NotRegularError(f"{path} is not a regular file") from error
        raise
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise NotRegularError(f"{path} is not a regular file")
    return descriptor, status.st_size


def first_bytes(path: str, count: int) -> bytes:
    """Give the first bytes of a regular file; none if it cannot be read."""
    try:
        descriptor = open_regular(path)
    except (OSError, ValueError):
        return b""
    try:
        return read_at(descriptor, 0, count)
    except OSError:
        return b""
    finally:
        os.close(descriptor)


def seek_data(descriptor: int, place: int) -> int:
    """Give where a file has data at or after a place; its end if it has none."""
    try:
        return os.lseek(descriptor, place, os.SEEK_DATA)
    except OSError as error:
        return os.fstat(descriptor).st_size if error.errno == errno.ENXIO else place


def read_at(descriptor: int, start: int, count: int) -> bytes:
    """Read a range of a file, in as many calls as the system needs."""
    size = os.fstat(descriptor).st_size
    if start >= size:  # and perhaps beyond what the system can be asked for
        return b""
    count = min(count, size - start)  # no buffer larger than what there is
    data = os.pread(descriptor, count, start)
    if len(data) == count or not data:
        return data
    parts = [data]
    got = len(data)
    while got < count and (data := os.pread(descriptor, count - got, start + got)):
        parts.append(data)
        got += len(data)
    return b"".join(parts)


def chunks_of(source: Source) -> Iterator[bytes]:
    """Read a source from beginning to end."""
    place, chunk = source.after(0)
    while chunk:
        yield chunk
        place, chunk = source.after(place + len(chunk))
