"""The folder in which what was found out is kept for the next run: `wrote` in the user's cache folder.

What lies there has words of private mail: the folder and its files are the owner's alone. A file is written
under another name and then renamed, so nobody ever reads half of one; what cannot be read or written is as if
it were not there, and nobody is told. All files together stay under a cap, the longest unused go first.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from parsing.limits import CACHE_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SUFFIX: Final = ".results"
UNFINISHED: Final = ".unfinished"
"""Files that a killed process has left."""
UNFINISHED_SECONDS: Final = 3_600
READ_FLAGS: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
WRITE_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def cache_folder(environ: Mapping[str, str], platform: str) -> Path | None:
    """Give the folder, there or not: `$XDG_CACHE_HOME/wrote`, else the usual place; None without one.

    >>> str(cache_folder({"XDG_CACHE_HOME": "/var/c", "HOME": "/home/dan"}, "linux"))
    '/var/c/wrote'
    >>> str(cache_folder({"HOME": "/home/dan"}, "darwin"))
    '/home/dan/Library/Caches/wrote'
    >>> cache_folder({"XDG_CACHE_HOME": "relative"}, "linux") is None
    True
    """
    asked, home = (Path(environ.get(name, "")) for name in ("XDG_CACHE_HOME", "HOME"))
    if asked.is_absolute():
        return asked / "wrote"
    if not home.is_absolute():
        return None
    return (home / "Library" / "Caches" if platform == "darwin" else home / ".cache") / "wrote"


def read_file(path: Path) -> bytes | None:
    """Give what a file holds, and note that it was used; None if it cannot be read or is no file of ours."""
    try:
        descriptor = os.open(path, READ_FLAGS)
    except OSError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_size > CACHE_BYTES:
            return None
        with contextlib.suppress(OSError):
            os.utime(descriptor)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(CACHE_BYTES + 1)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def write_file(path: Path, parts: Sequence[bytes]) -> None:
    """Put a file there, whole or not at all; what was there before is replaced."""
    if sum(map(len, parts)) > CACHE_BYTES // 2:
        return
    unfinished = path.with_name(f"{path.stem}-{secrets.token_hex(8)}{UNFINISHED}")
    with contextlib.suppress(OSError):
        make_private(path.parent)
        try:
            write_new(unfinished, parts)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        remove_oldest(path.parent)


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter; raises OSError if it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise PermissionError(f"{folder} is not ours")
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)


def write_new(path: Path, parts: Sequence[bytes]) -> None:
    """Write a file that was not there; raises OSError."""
    descriptor = os.open(path, WRITE_FLAGS, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.writelines(parts)


def remove_oldest(folder: Path) -> None:
    """Remove the longest unused files until the rest is within the cap, and what was never finished."""
    kept: list[tuple[float, int, Path]] = []
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            found = path.lstat()
            if path.suffix == SUFFIX:
                kept.append((found.st_mtime, found.st_size, path))
            elif path.suffix == UNFINISHED and found.st_mtime < time.time() - UNFINISHED_SECONDS:
                path.unlink()
    total = sum(size for _, size, _ in kept)
    for _, size, path in sorted(kept):
        if total <= CACHE_BYTES:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            total -= size
