"""Packed files that hold many: their members as a tree of folders, which is walked as one on disk is.

Names in them are only names: `..`, a leading `/` or a drive lead nowhere, links and devices are left out.
Of two members with one name the later one counts, as it would if they were unpacked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsing.formats.folders.folder import Folder, Names, PartEntry, StreamEntry
from parsing.limits import FOLDER_DEPTH, FOLDER_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from parsing.formats.folders.folder import Entry

NOWHERE: Final = frozenset(("", ".", ".."))


class PackedFolder(Folder):
    """A folder within a packed file."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.inside: dict[str, Entry] = {}

    def listed(self) -> Names:
        """Give the names."""
        return Names.of(self.inside)

    def entry(self, name: str) -> Entry | None:
        """Give a member or a folder."""
        return self.inside.get(name)

    def read(self, name: str, count: int) -> bytes:
        """Give a member's first bytes."""
        try:
            match self.inside.get(name):
                case PartEntry(source=source):
                    return source.read(0, count)
                case StreamEntry(open=opened):
                    return first_bytes(iter(opened()), count)
        except OSError:
            pass
        return b""


def first_bytes(chunks: Iterator[bytes], count: int) -> bytes:
    """Give the first bytes of a stream; raises OSError."""
    first = b""
    while len(first) < count and (chunk := next(chunks, b"")):
        first += chunk
    return first[:count]


@dataclass(slots=True)
class Tree:
    """The members of a packed file, while they are listed."""

    top: PackedFolder
    count: int = 0
    """Members and folders."""
    trouble: str | None = None
    """Half a sentence: what is wrong with the list."""

    @property
    def is_full(self) -> bool:
        """Whether there is no room for more."""
        return self.count >= FOLDER_FILES

    def add(self, name: str, member: Callable[[str], Entry]) -> None:
        """Add a member, made of its path, in the folder where its name says it lies."""
        *folders, last = [part for part in name.split("/", FOLDER_DEPTH) if part not in NOWHERE] or [""]
        if not last or self.is_full:
            return
        folder = self.top
        for part in folders:
            within = folder.inside.get(part)
            if not isinstance(within, PackedFolder):
                key = part if within is None else part + "/"  # a file has that name too
                within = folder.inside.setdefault(key, PackedFolder(f"{folder.path}/{part}"))
                self.count += 1
            assert isinstance(within, PackedFolder)  # noqa: S101  no name of a member ends in a slash
            folder = within
        if isinstance(folder.inside.get(last), PackedFolder):
            last += " "
        folder.inside[last] = member(f"{folder.path}/{last}")
        self.count += 1
