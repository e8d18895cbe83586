"""Where downloads lie: a private folder for each URL, with the file and what the server said of it.

What is not complete lies in `.part`, and goes on from there the next time: bytes are only ever added to it,
so a killed process leaves nothing wrong. A complete file is renamed to its place. What cannot be read, or is
not what it says, is as if it were not there.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import stat
import time
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from parsing.archive.shelf import make_private, read_file, write_new
from parsing.limits import DOWNLOADS_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from tui.download.address import Address

PART: Final = ".part"
ABOUT_PART: Final = ".part.json"
ABOUT_KEPT: Final = ".kept.json"
FORGOTTEN_SECONDS: Final = 30 * 86_400
"""After so long a part is not gone on with."""
ALONE_SECONDS: Final = 3_600
"""What was used so lately may be open elsewhere, and stays."""
PART_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
LONGEST_FIELD: Final = 1_000


@dataclass(frozen=True, slots=True)
class Stated:
    """What a server says of a file, by which it is known again (RFC 9110, 8.8)."""

    etag: str = ""
    modified: str = ""
    """As in `Last-Modified`."""
    encoding: str = ""
    size: int = -1
    """Bytes as they are sent; -1 where it does not say."""

    @property
    def strong(self) -> str:
        """What to name when only the rest is asked for; empty if nothing says that it is still the same.

        >>> Stated('W/"x"').strong, Stated('"x"', "Sat, 1 Dec 2007 03:10:00 GMT").strong
        ('', '"x"')
        """
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified

    @classmethod
    def read(cls, path: Path) -> Stated | None:
        """Read what was written down; None if that is not there or is something else."""
        try:
            found = json.loads(read_file(path) or b"")
            said = cls(**found)
        except (ValueError, TypeError, RecursionError):
            return None
        texts = (said.etag, said.modified, said.encoding)
        if not all(isinstance(text, str) and is_field(text) for text in texts):
            return None
        return said if isinstance(said.size, int) else None

    def write(self, path: Path) -> None:
        """Write it down, whole or not at all; raises OSError."""
        new = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
        try:
            write_new(new, (json.dumps(asdict(self)).encode(),))
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def is_field(text: str) -> bool:
    """Tell whether a text may be sent back in a header field."""
    return len(text) <= LONGEST_FIELD and text.isascii() and (text == "" or text.isprintable())


class Entry:
    """The folder of one URL."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.path = folder / name
        """The complete file."""

    @classmethod
    def of(cls, address: Address, downloads: Path) -> Entry:
        """Give the folder of a URL, made if it is not there; raises OSError."""
        secret = address.secret or ""
        name = blake2b(f"{address.url}\0{secret}".encode(), digest_size=16).hexdigest()
        make_private(downloads.parent)
        make_private(downloads)
        make_private(downloads / name)
        return cls(downloads / name, address.file_name)

    def kept(self) -> Stated | None:
        """Give what was said of the file, if all of it is here."""
        said = Stated.read(self.folder / ABOUT_KEPT)
        if said is None:
            return None
        try:
            found = self.path.lstat()
        except OSError:
            return None
        return said if stat.S_ISREG(found.st_mode) and found.st_size else None

    def used(self) -> float:
        """Note that the file is used; give the time at which the server last had it like this."""
        try:
            return self.path.stat().st_mtime
        finally:
            with contextlib.suppress(OSError):
                os.utime(self.folder / ABOUT_KEPT)

    def current(self) -> None:
        """Note that the server has it like this now."""
        with contextlib.suppress(OSError):
            os.utime(self.path)

    def keep(self, part: Part) -> None:
        """Put a part that is complete in its place; raises OSError."""
        about = self.folder / ABOUT_KEPT
        about.unlink(missing_ok=True)
        part.path.replace(self.path)
        if part.said is not None:
            part.said.write(about)
        if part.is_shared:
            (self.folder / ABOUT_PART).unlink(missing_ok=True)


class Part:
    """A file that is not complete; only one process at a time adds to it. Everything raises OSError."""

    def __init__(self, path: Path, descriptor: int, said: Stated | None) -> None:
        self.path = path
        self.descriptor = descriptor
        self.said = said
        """What the server said of the whole file."""
        self.size = os.fstat(descriptor).st_size

    @classmethod
    def open(cls, entry: Entry) -> Part:
        """Open what there is; another file of its own, if another process is adding to it."""
        path = entry.folder / PART
        descriptor = os.open(path, PART_FLAGS, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(descriptor), path.lstat()):
                return cls(path, descriptor, Stated.read(entry.folder / ABOUT_PART))
        except OSError:  # another process has it, or has just completed it
            pass
        os.close(descriptor)
        path = entry.folder / f"{PART}-{secrets.token_hex(8)}"
        return cls(path, os.open(path, PART_FLAGS | os.O_EXCL, 0o600), None)

    @property
    def is_shared(self) -> bool:
        """Whether the next process may go on with it."""
        return self.path.name == PART

    @property
    def asked_from(self) -> str:
        """What to name when the rest is asked for; empty if it has to be begun anew."""
        return self.said.strong if self.said is not None and self.size else ""

    def begin(self, said: Stated) -> None:
        """Begin anew."""
        os.ftruncate(self.descriptor, 0)
        self.size = 0
        self.said = said
        if self.is_shared:
            said.write(self.path.with_name(ABOUT_PART))

    def add(self, piece: bytes) -> None:
        """Add bytes."""
        view = memoryview(piece)
        while view:
            written = os.pwrite(self.descriptor, view, self.size)
            self.size += written
            view = view[written:]

    def room(self) -> int:
        """Give how many bytes the disk has left."""
        return shutil.disk_usage(self.path.parent).free

    def close(self) -> None:
        """Let go of it; what no other process could go on with is removed."""
        os.close(self.descriptor)
        if not self.is_shared or not self.size:
            self.path.unlink(missing_ok=True)


def remove_oldest(downloads: Path, used: set[Path]) -> None:
    """Remove the longest unused downloads until the rest is within the cap, and parts that were forgotten."""
    now = time.time()
    found: list[tuple[float, int, Path]] = []
    with contextlib.suppress(OSError):
        for folder in downloads.iterdir():
            last, size = use_of(folder)
            if folder not in used and now - last > ALONE_SECONDS:
                found.append((last, size, folder))
    total = sum(size for _, size, _ in found)
    for last, size, folder in sorted(found):
        complete = (folder / ABOUT_KEPT).exists()
        if total > DOWNLOADS_BYTES or (not complete and now - last > FORGOTTEN_SECONDS):
            shutil.rmtree(folder, ignore_errors=True)
            total -= size


def use_of(folder: Path) -> tuple[float, int]:
    """Give when a download was last used, and how many bytes it takes."""
    last, size = 0.0, 0
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            found = path.lstat()
            last, size = max(last, found.st_mtime), size + found.st_size
    return last, size
