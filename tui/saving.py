"""Files that the reader writes where its user says: new ones only, private, and never through a link.

A file that is there keeps its name and its bytes: the new one gets a number. What could not be written whole
is taken away again. Nothing is written into a folder that was opened as an archive.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.messages.clean import clean_line
from tui.state.file_names import numbered_name

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NUMBERS: Final = 1_000
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
SENTENCES: Final = {
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "nothing can be written there",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the file would be too large",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "that is no folder",
    errno.ELOOP: "its links lead in a circle",
    errno.EIO: "the disk cannot be written",
}


class SaveError(Exception):
    """A file could not be written; the message is a sentence that says why."""


def start_folder() -> Path:
    """Return the folder that the program was started in; the home folder if that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def proposed_path(name: str, archives: Iterable[str]) -> Path:
    """Return where to save a file if nobody says otherwise: not in a folder that is an archive."""
    start = start_folder()
    folder = Path.home() if is_inside(start, archives) else start
    return folder / name


def is_inside(folder: Path, archives: Iterable[str]) -> bool:
    """Tell whether a folder is one of these, or in one."""
    whole = Path(os.path.realpath(folder))
    return any(whole.is_relative_to(archive) for archive in archives)


def chosen_path(typed: str, name: str) -> Path:
    """Return the path that somebody has typed; where that is a folder, a file of this name in it.

    Raises SaveError where there is nothing to make a path of.
    """
    text = typed.strip()
    if not text:
        raise SaveError("Not saved: there is no name.")
    try:
        path = Path(text).expanduser()
    except RuntimeError:
        raise SaveError(f"Not saved: nobody here is called {clean_line(text.split('/')[0])}.") from None
    path = start_folder() / path
    return path / name if text.endswith("/") or path.is_dir() else path


def save(path: Path, data: bytes, archives: Iterable[str] = ()) -> Path:
    """Write a new file, with a number in its name if one of that name is there; return its path.

    Raises SaveError.
    """
    if is_inside(path.parent, archives):
        raise SaveError(
            f"Not saved: {shown(path.parent)} is the archive itself, and wrote never writes to it."
        )
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise SaveError(f"Not saved in {shown(path.parent)}: {why(error)}.") from None
    try:
        return path.parent / write_new(folder, path.name, data)
    except OSError as error:
        raise SaveError(f"Not saved as {shown(path)}: {why(error)}.") from None
    finally:
        os.close(folder)


def write_new(folder: int, name: str, data: bytes) -> str:
    """Write a file into an open folder under the first name that is free; return the name."""
    for number in range(1, MOST_NUMBERS):
        free = numbered_name(name, number)
        try:
            descriptor = os.open(free, NEW, 0o600, dir_fd=folder)
        except FileExistsError:
            continue
        try:
            write_all(descriptor, data)
        except OSError:
            os.unlink(free, dir_fd=folder)
            raise
        finally:
            os.close(descriptor)
        return free
    raise FileExistsError(errno.EEXIST, "all numbers are taken")


def write_all(descriptor: int, data: bytes) -> None:
    """Write all bytes and have them on the disk."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.fsync(descriptor)


def why(error: OSError) -> str:
    """Say in words why something could not be written."""
    if error.errno == errno.EEXIST:
        return f"{MOST_NUMBERS} files have that name already"
    return SENTENCES.get(error.errno or 0, clean_line(error.strerror or "it could not be written"))


def shown(path: Path) -> str:
    """Return a path as it is shown: the home folder as `~`."""
    text = str(path)
    home = str(Path.home())
    inside = text == home or text.startswith(f"{home}/")
    return clean_line("~" + text[len(home) :] if inside and home != "/" else text)
