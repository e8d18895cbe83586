"""What a folder is to its kind: names in natural order, and the files and folders behind them.

A kind of folder says by the names (and what little it reads of the files) whether a folder is one of it, and
then gives what is in it, in the order of the archive: files, streams, and folders, whose kinds are seen by
themselves. Where the folder lies, on disk or in a packed file, is all the same to it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from parsing.formats.natural import in_natural_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from parsing.formats.format import Format
    from parsing.formats.source import Measured


class Stream(Protocol):
    """Bytes that come piece by piece and only once; after them it is known what was wrong with them."""

    @property
    def trouble(self) -> str | None:
        """Half a sentence, such as `ends early at byte 140`; with a full stop if nothing is to be added."""
        ...

    def __iter__(self) -> Iterator[bytes]:
        """Give the next piece, never an empty one; raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file to read where it lies."""

    path: str
    size: int
    found: bool
    """Found in a folder, not named by the user: no complaint if it is no mail."""
    form: Format | None = None
    """Its format, where the folder tells it: whatever lies in a Maildir is one message."""


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """One container that is no file, but comes from a program or is unpacked; it is kept in the spool."""

    path: str
    """What the user calls it."""
    size: int
    """How many bytes of progress it is."""
    open: Callable[[], Stream]
    form: Format | None = None
    """Its format; None where its first bytes are to tell it."""


@dataclass(frozen=True, slots=True)
class PartEntry:
    """One file that lies whole in another one."""

    path: str
    """What the user calls it."""
    size: int
    """How many bytes of progress it is."""
    source: Measured
    form: Format | None = None


class Names(NamedTuple):
    """The names in a folder, in natural order."""

    shown: Sequence[str]
    hidden: Sequence[str]
    """Those that begin with a dot."""

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """Put names in order.

        >>> Names.of(["b", ".sent", "a"])
        Names(shown=['a', 'b'], hidden=['.sent'])
        """
        shown: list[str] = []
        hidden: list[str] = []
        for name in names:
            (hidden if name.startswith(".") else shown).append(name)
        return cls(in_natural_order(shown), in_natural_order(hidden))


class Folder(ABC):
    """A folder whose names are listed when they are first asked for."""

    def __init__(self, path: str) -> None:
        self.path = path
        """What the user calls it."""

    @cached_property
    def names(self) -> Names:
        """The names in it; none if it cannot be read."""
        return self.listed()

    @cached_property
    def known(self) -> frozenset[str]:
        """All the names, for looking one up."""
        return frozenset((*self.names.shown, *self.names.hidden))

    @property
    def on_disk(self) -> str | None:
        """Where a program that reads folders finds it; None if it is in a packed file."""
        return None

    @abstractmethod
    def listed(self) -> Names:
        """List the names."""

    @abstractmethod
    def entry(self, name: str) -> Entry | None:
        """Give what a name stands for; None for a link out of the tree, a pipe, a device, and no name."""

    @abstractmethod
    def read(self, name: str, count: int) -> bytes:
        """Give a file's first bytes; none if it is no file or cannot be read."""


Leaf = FileEntry | StreamEntry | PartEntry
Entry = Leaf | Folder


@dataclass(frozen=True, slots=True)
class FolderKind:
    """One kind of folder."""

    name: str
    knows: Callable[[Folder], bool]
    """Whether a folder is of this kind."""
    entries: Callable[[Folder], Iterator[Entry | None]]
    """Give what is to be read of it, in order; None is passed over."""
