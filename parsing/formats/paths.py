"""The files that the user's words name: paths as given, folders walked in natural order.

Months are in the order of the calendar (`2007-November` after `2007-October`), numbers by value. Hidden
files, links out of the tree, pipes, sockets and devices are passed over; nothing is opened here.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.errors import NotFoundError
from parsing.limits import FOLDER_DEPTH, FOLDER_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECE: Final = re.compile(r"\d+|[^\W\d_]+|[\W_]+")
ENGLISH_MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
MONTHS: Final = {
    name: number
    for number, month in enumerate(ENGLISH_MONTHS, 1)
    for name in (month.lower(), month[:3].lower())
}
NUMBER: Final = 0
WORD: Final = 1


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file to read."""

    path: str
    size: int
    found: bool
    """Found in a folder, not named by the user: no complaint if it is no mail."""


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Give a key by which names sort as people count.

    >>> sorted(["2007-October.txt", "2007-April.txt", "2007-November.txt", "10", "9"], key=natural_key)
    ['9', '10', '2007-April.txt', '2007-October.txt', '2007-November.txt']
    """
    key = []
    for piece in PIECE.findall(name[:500]):
        month = MONTHS.get(piece.lower())
        if piece.isdecimal():
            key.append((NUMBER, int(piece), ""))
        elif month is not None:
            key.append((NUMBER, month, ""))
        else:
            key.append((WORD, 0, piece.casefold()))
    return (*key, (WORD, 0, name))


def list_files(path: str) -> Iterator[FileEntry]:
    """Give the file that a path names, or the files in the folder; raises NotFoundError."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError) as error:
        raise NotFoundError(not_opened(path, error)) from error
    if not stat.S_ISDIR(status.st_mode):
        yield FileEntry(path, status.st_size, found=False)
        return
    if not os.access(path, os.R_OK | os.X_OK):
        raise NotFoundError(not_opened(path, PermissionError()))
    yield from walk(path)


def not_opened(path: str, error: OSError | ValueError) -> str:
    """Say why a path cannot be opened."""
    match error:
        case FileNotFoundError() if Path(path).is_symlink():
            return f"“{path}” is a link to a file that is not there."
        case FileNotFoundError() | NotADirectoryError():
            return f"“{path}” is not there."
        case PermissionError():
            return f"“{path}” may not be read."
        case OSError(strerror=str(reason)):
            return f"“{path}” cannot be opened: {reason}."
        case _:
            return f"“{path}” cannot be opened: it is no path."


def walk(top: str) -> Iterator[FileEntry]:
    """Give the regular files of a tree in natural order, as deep and as many as the caps allow."""
    waiting: list[tuple[str, int]] = [(top, 0)]
    count = 0
    while waiting and count < FOLDER_FILES:
        folder, depth = waiting.pop()
        entries = sorted(scan(folder), key=lambda entry: natural_key(entry.name))
        folders: list[tuple[str, int]] = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < FOLDER_DEPTH:
                    folders.append((entry.path, depth + 1))
            elif count < FOLDER_FILES and (found := regular(entry, top)) is not None:
                count += 1
                yield found
        waiting.extend(reversed(folders))


def scan(folder: str) -> list[os.DirEntry[str]]:
    """List a folder; one that cannot be read is empty."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def regular(entry: os.DirEntry[str], top: str) -> FileEntry | None:
    """Give a folder's entry if it is a regular file, or a link to one within the tree."""
    try:
        if entry.is_symlink():
            real, root = os.path.realpath(entry.path), os.path.realpath(top)
            if os.path.commonpath([real, root]) != root:
                return None
        if not entry.is_file():
            return None
        return FileEntry(entry.path, entry.stat().st_size, found=True)
    except (OSError, ValueError):
        return None
