"""Objects of a git repository, read through the program `git` and nothing else.

The repository may be hostile: its configuration and files are not trusted. Only plumbing is called that runs
no hook, pager, filter or signature check; no configuration of the user or the machine is read, nothing is
asked for, replaced or fetched (in a partial clone what is not there is missing), and nothing is written.
Requests are a file that git reads and answers come through a pipe, so neither waits for the other, and git
ends with whoever reads it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from parsing.formats.source import CHUNK
from parsing.formats.spool import spool_folder
from parsing.limits import GIT_OBJECT_BYTES, GIT_RESTARTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOT_INSTALLED: Final = "it is a git repository, and the program git, which reads those, is not installed"
OBJECT_ID: Final = rb"[0-9a-f]{40,64}"
ANSWER: Final = re.compile(rb"(" + OBJECT_ID + rb") [a-z]+ (\d{1,18})\n")
LINE_BYTES: Final = 4_000
TREE_ENTRY: Final = re.compile(rb"([0-7]{5,6}) ([^\0/]{1,255})\0", re.DOTALL)
ENTRIES: Final = 300
"""Names in a tree that are looked at."""
OPTIONS: Final = (
    "--no-pager",
    "--no-replace-objects",
    *("-c", "safe.directory=*"),
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
)
SURROUNDINGS: Final = {
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",  # older ones do not know the word above: they may ask for nothing by any way
}


@dataclass(slots=True)
class Object:
    """An object whose content comes next."""

    line: bytes
    """How git says so."""
    id: bytes
    """In hexadecimal; nothing if there is no such object."""
    size: int
    pipe: IO[bytes]
    is_broken: bool = False
    """Whether not all of its content has come: git has died of it."""

    def pieces(self) -> Iterator[bytes]:
        """Give the line, the content and the end of line behind it, a piece at a time.

        Nothing if the first piece is not all there; if a later one is not, NULs, for the size has been said.
        """
        before, left = self.line, self.size + 1
        while left > 0:
            wanted = min(left, CHUNK)
            piece = b"" if self.is_broken else self.pipe.read(wanted)
            if len(piece) < wanted:
                self.is_broken = True
                if before:
                    return
                piece = piece.ljust(wanted, b"\0")
            left -= wanted
            yield before + piece
            before = b""

    def content(self) -> bytes | None:
        """Give the content, None if it is not all there."""
        whole = b"".join(self.pieces())
        return None if self.is_broken else whole[len(self.line) : -1]


class TreeEntry(NamedTuple):
    """One name in a tree."""

    mode: bytes
    name: bytes
    id: bytes


class Repository:
    """One repository, bare or the hidden part of another; raises OSError where git is not installed."""

    def __init__(self, folder: str) -> None:
        program = installed()
        if program is None:
            raise OSError(0, NOT_INSTALLED)
        self.program = program
        self.folder = str(Path(folder).absolute())

    @contextmanager
    def running(self, *words: str, requests: Sequence[bytes] = ()) -> Iterator[subprocess.Popen[bytes]]:
        """Run git, giving it one request a line; raises OSError if it cannot be started."""
        with tempfile.TemporaryFile(prefix="wrote-", dir=spool_folder()) as asked:
            asked.writelines(request + b"\n" for request in requests)
            asked.seek(0)
            process = subprocess.Popen(  # noqa: S603  words are ours; what is asked for is in a file
                [self.program, *OPTIONS, *words],
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env={**SURROUNDINGS, "GIT_DIR": self.folder, "PATH": search_path()},
            )
        try:
            yield process
        finally:
            if process.stdout is not None:
                process.stdout.close()
            process.kill()
            process.wait()

    def lines(self, *words: str, requests: Sequence[bytes] = ()) -> tuple[list[bytes], bool]:
        """Give the lines that git prints, and whether it came to its end; raises OSError."""
        with self.running(*words, requests=requests) as process:
            output, _ = process.communicate()
        return output.split(b"\n")[:-1], process.returncode == 0

    def objects(self, names: Sequence[bytes]) -> Iterator[Object | None]:
        """Give objects by their names (ids, or `COMMIT^{tree}`), None for what is lost; raises OSError.

        The content must be read before the next is asked for. What is far larger than any mail is lost.
        """
        for _ in range(GIT_RESTARTS):
            done = 0
            with self.running("cat-file", "--batch", requests=names) as process:
                while done < len(names):
                    found = next_object(process.stdout)
                    done += 1
                    yield found if found and found.id and found.size <= GIT_OBJECT_BYTES else None
                    if found is None or found.is_broken or found.size > GIT_OBJECT_BYTES:
                        break  # git has died of this one, or must be ended
            names = names[done:]
            if not names:
                return
        yield from (None for _ in names)

    def all_of_type(self, kind: bytes) -> list[bytes]:
        """Give the ids of all objects of a type that are in it, in no order that means anything."""
        form = "--batch-check=%(objecttype) %(objectname)"
        found, _ = self.lines("cat-file", "--batch-all-objects", "--unordered", form)
        return [line[len(kind) + 1 :] for line in found if line.startswith(kind + b" ")]


def next_object(pipe: IO[bytes] | None) -> Object | None:
    """Read the line in which git says what comes, or that it is missing; None where git has ended."""
    line = b"" if pipe is None else pipe.readline(LINE_BYTES)
    if pipe is None or not line:
        return None
    found = ANSWER.fullmatch(line)
    return Object(line, found[1], int(found[2]), pipe) if found else Object(line, b"", 0, pipe)


def installed() -> str | None:
    """Give the path of git, None if there is none."""
    return shutil.which("git", path=search_path())


def search_path() -> str:
    """Give the folders in which programs are looked for, never the current one."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if Path(folder).is_absolute())


def tree_entries(tree: bytes, id_bytes: int, most: int = ENTRIES) -> list[TreeEntry]:
    """Read the beginning of a tree: modes, names and ids of so many bytes.

    >>> tree_entries(b"100644 m" + bytes(21), 20)
    [TreeEntry(mode=b'100644', name=b'm', id=b'0000000000000000000000000000000000000000')]
    """
    entries: list[TreeEntry] = []
    place = 0
    while len(entries) < most and (entry := TREE_ENTRY.match(tree, place)) is not None:
        place = entry.end() + id_bytes
        entries.append(TreeEntry(entry[1], entry[2], tree[entry.end() : place].hex().encode()))
    return entries
