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
MONTH_NAMES: Final = "January February March April May June July August September October November December"
MONTHS: Final = {
    name: number
    for number, month in enumerate(MONTH_NAMES.lower().split(), start=1)
    for name in (month, month[:3])
}
MONTH_AND_YEAR: Final = re.compile(
    rf"(?<![^\W\d_])({'|'.join(sorted(MONTHS, reverse=True))})([\W_]{{0,3}})(\d{{4}})(?!\d)", re.IGNORECASE
)
MAILDIR: Final = {"cur", "new"}
UNFINISHED: Final = "tmp"
"""The folder of a Maildir in which mail lies that is still being delivered."""
NO_TEXT: Final = re.compile("[\ud800-\udfff]")
"""How Python gives bytes of a name that are no text."""
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
    """Give a key by which names sort as people count, months by date.

    >>> sorted(["2007-October.txt", "2007-April.txt", "2007-November.txt", "10", "9"], key=natural_key)
    ['9', '10', '2007-April.txt', '2007-October.txt', '2007-November.txt']
    >>> sorted(["November-2006", "April-2007", "May-2006"], key=natural_key)
    ['May-2006', 'November-2006', 'April-2007']
    """
    key = []
    for piece in PIECE.findall(MONTH_AND_YEAR.sub(r"\3\2\1", name[:500])):
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


def walk(top: str) -> Iterator[FileEntry]:
    """Give the regular files of a tree in natural order, as deep and as many as the caps allow."""
    waiting = [iter(in_order(top))]
    count = 0
    while waiting and count < FOLDER_FILES:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif is_folder(entry):
            if len(waiting) < FOLDER_DEPTH:
                waiting.append(iter(in_order(entry.path)))
        elif (found := regular(entry, top)) is not None:
            count += 1
            yield found


def in_order(folder: str) -> list[os.DirEntry[str]]:
    """Give what is to be seen in a folder; one that cannot be read is empty."""
    try:
        with os.scandir(folder) as entries:
            seen = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []
    if {entry.name for entry in seen} >= MAILDIR:
        seen = [entry for entry in seen if entry.name != UNFINISHED]
    return sorted(seen, key=lambda entry: natural_key(entry.name))


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder and no link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def regular(entry: os.DirEntry[str], top: str) -> FileEntry | None:
    """Give a folder's entry if it is a regular file, or a link to one that is met in no other way."""
    try:
        if not entry.is_file() or (entry.is_symlink() and not leads_to_hidden(entry.path, top)):
            return None
        return FileEntry(entry.path, entry.stat().st_size, found=True)
    except (OSError, ValueError):
        return None


def leads_to_hidden(link: str, top: str) -> bool:
    """Tell whether a link leads to a hidden place in the tree, as git-annex's do; never out of it."""
    real, root = Path(os.path.realpath(link)), Path(os.path.realpath(top))
    return real.is_relative_to(root) and any(name.startswith(".") for name in real.relative_to(root).parts)
