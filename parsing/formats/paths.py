"""What the user's words name: paths as given, folders walked each in the order of its kind.

Hidden files, links out of the tree, pipes, sockets and devices are passed over.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.errors import NotFoundError
from parsing.formats import kind_of
from parsing.formats.folders.folder import FileEntry, Folder, Names
from parsing.formats.source import first_bytes
from parsing.limits import FOLDER_DEPTH, FOLDER_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.formats.folders.folder import Entry, Leaf

NO_TEXT: Final = re.compile("[\ud800-\udfff]")
"""How Python gives bytes of a name that are no text."""


def list_entries(path: str) -> Iterator[Leaf]:
    """Give the file that a path names, or what is to be read in the folder; raises NotFoundError."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:
        raise NotFoundError(not_opened(path, error)) from error
    if not stat.S_ISDIR(status.st_mode):
        yield FileEntry(path, status.st_size, found=False)
        return
    if not os.access(path, os.R_OK | os.X_OK):
        raise NotFoundError(not_opened(path, PermissionError()))
    yield from walk(DiskFolder(path, path))


def not_opened(path: str, error: OSError | ValueError) -> str:
    """Say why a path cannot be opened."""
    if not path:
        return "An empty name is no path."
    match error:
        case FileNotFoundError() if Path(path).is_symlink():
            return f"{quoted(path)} is a link to a file that is not there."
        case FileNotFoundError() | NotADirectoryError():
            return f"{quoted(path)} is not there."
        case PermissionError():
            return f"{quoted(path)} may not be read."
        case OSError(strerror=str(reason)):
            return f"{quoted(path)} cannot be opened: {reason}."
        case _:
            return f"{quoted(path)} cannot be opened: it is no path."


def quoted(path: str) -> str:
    """Give a path in quotation marks; bytes in it that are no text cannot be shown."""
    return f"“{NO_TEXT.sub('�', path)}”"


class DiskFolder(Folder):
    """A folder on disk."""

    def __init__(self, path: str, top: str) -> None:
        super().__init__(path)
        self.top = top
        """The folder that the user named: no link leads out of it."""
        self.found: dict[str, os.DirEntry[str]] = {}

    @property
    def on_disk(self) -> str:
        """Where it is."""
        return self.path

    def listed(self) -> Names:
        """List the names."""
        try:
            with os.scandir(self.path) as entries:
                self.found = {entry.name: entry for entry in entries}
        except OSError:
            return Names((), ())
        return Names.of(self.found)

    def entry(self, name: str) -> Entry | None:
        """Give a regular file, a link to one that is met in no other way, or a folder that is no link."""
        entry = self.found.get(name) if name in self.known else None
        if entry is None:
            return None
        try:
            if entry.is_dir(follow_symlinks=False):
                return DiskFolder(entry.path, self.top)
            if not entry.is_file() or (entry.is_symlink() and not leads_to_hidden(entry.path, self.top)):
                return None
            return FileEntry(entry.path, entry.stat().st_size, found=True)
        except (OSError, ValueError):
            return None

    def read(self, name: str, count: int) -> bytes:
        """Give a file's first bytes."""
        entry = self.entry(name)
        return first_bytes(entry.path, count) if isinstance(entry, FileEntry) else b""


def walk(top: Folder) -> Iterator[Leaf]:
    """Give what is to be read of a tree, as deep and as much as the caps allow."""
    waiting = [kind_of(top).entries(top)]
    count = 0
    while waiting and count < FOLDER_FILES:
        try:
            entry = next(waiting[-1])
        except StopIteration:
            waiting.pop()
            continue
        if isinstance(entry, Folder):
            if len(waiting) < FOLDER_DEPTH:
                waiting.append(kind_of(entry).entries(entry))
        elif entry is not None:
            count += 1
            yield entry


def leads_to_hidden(link: str, top: str) -> bool:
    """Tell whether a link leads to a hidden place in the tree, as git-annex's do; never out of it."""
    real, root = Path(os.path.realpath(link)), Path(os.path.realpath(top))
    return real.is_relative_to(root) and any(name.startswith(".") for name in real.relative_to(root).parts)
