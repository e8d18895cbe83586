"""Messages and references as small integers, and the forest that they form.

A container (JWZ's word) stands for an id: a stored message's or one that is only referred to. Parents are
set once and never changed, strongest evidence first, so that a new link always hangs the root of one tree
into another: one look-up of a root, near-constant with compressed paths, tells whether it would close a loop.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from parsing.model import ParentBy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

STEPS: Final = 2_000
"""Rows between two yields: about a millisecond."""
NOBODY: Final = -1
RECENT: Final = 1 << 14

WAYS: Final[tuple[ParentBy | None, ...]] = (None, *ParentBy)
NUMBER_OF: Final = {way: number for number, way in enumerate(WAYS)}


class Ids(NamedTuple):
    """The ids of one message's header."""

    own: str
    """As stored or made."""
    references: Sequence[str]
    """Of References, oldest first."""
    in_reply_to: Sequence[str]


class ThreadedMail(Protocol):
    """What threading needs to know of an archive; rows are its stored messages in archive order."""

    def __len__(self) -> int:
        """Count the stored messages."""
        ...

    def ids(self, row: int) -> Ids:
        """Give its own id and those that it refers to."""
        ...

    def row_of(self, message_id: str) -> int:
        """Give the first row that has this id, or -1."""
        ...

    def is_first(self, row: int) -> bool:
        """Tell whether no earlier row has the same id."""
        ...

    def subject(self, row: int) -> str | None:
        """Give the subject, decoded."""
        ...

    def sort_key(self, row: int) -> int:
        """Give the date in seconds since 1970; a neighbour's where it is not known."""
        ...


class Containers:
    """All containers of an archive, as columns."""

    def __init__(self) -> None:
        self.ghosts: dict[str, int] = {}
        """Containers by id, of the ids that no message gathered so far has."""
        self.recent: dict[str, int] = {}
        """Containers by id, of those that were asked for last: replies name the same ids again."""
        self.row: array[int] = array("i")
        """By container: the row of its message, NOBODY for a ghost."""
        self.parent: array[int] = array("i")
        self.way = bytearray()
        """By container: how its parent was found, an index into WAYS."""
        self.root: array[int] = array("i")
        """By container: itself at a root, else somebody above it."""
        self.of_row: array[int] = array("i")
        self.time: array[int] = array("q")
        """By row: seconds since 1970."""
        self.by_time: array[int] = array("i")
        """Rows in the order of time: what is decided in it does not depend on the order of files."""
        self.references: array[int] = array("i")
        """Rows one after the other; `references_end` tells them apart."""
        self.references_end: array[int] = array("q")
        self.in_reply_to: dict[int, tuple[int, ...]] = {}
        """By row: containers, only where the last of the references is another."""

    def new(self) -> int:
        """Add a container that nothing refers to by id."""
        number = len(self.row)
        self.row.append(NOBODY)
        self.parent.append(NOBODY)
        self.way.append(0)
        self.root.append(number)
        return number

    def named(self, message_id: str, mail: ThreadedMail) -> int:
        """Give the container of an id, a new ghost if it has none.

        There is no dictionary of all ids, which would be the largest thing in memory: `mail` looks them up.
        """
        number = self.recent.get(message_id)
        if number is None:
            number = self.ghosts.get(message_id)
            if number is None:
                row = mail.row_of(message_id)
                if 0 <= row < len(self.of_row):
                    number = self.of_row[row]
                else:
                    number = self.ghosts[message_id] = self.new()
            if len(self.recent) >= RECENT:
                self.recent.clear()
            self.recent[message_id] = number
        return number

    def gather(self, mail: ThreadedMail, copies: Mapping[int, int]) -> Iterator[None]:
        """Put every new row in its container, and take down what its headers refer to.

        A copy (`copies`: row to original) shares the original's; another text under a known id has its own,
        and references by that id mean the first. Afterwards everything hangs loose.
        """
        for row in range(len(self.of_row), len(mail)):
            own, references, answered = mail.ids(row)
            original = copies.get(row)
            if original is None:
                self.of_row.append(self.container_for(row, own, first=mail.is_first(row)))
            else:
                self.of_row.append(self.of_row[original])
            self.time.append(mail.sort_key(row))
            self.references.extend([self.named(message_id, mail) for message_id in references])
            self.references_end.append(len(self.references))
            if answered and (not references or answered != references[-1:]):
                self.in_reply_to[row] = tuple(self.named(message_id, mail) for message_id in answered)
            if not row % STEPS:
                yield
        self.by_time = array("i", sorted(range(len(self.time)), key=self.time.__getitem__))
        self.parent = array("i", [NOBODY]) * len(self.row)
        self.way = bytearray(len(self.row))
        self.root = array("i", range(len(self.row)))
        yield

    def container_for(self, row: int, message_id: str, *, first: bool) -> int:
        """Give the container that a row belongs in: the ghost that waits for it, or a new one."""
        number = self.ghosts.pop(message_id, NOBODY) if first else NOBODY
        if number == NOBODY:
            number = self.new()
            if first:
                self.recent[message_id] = number
        self.row[number] = row
        return number

    def references_of(self, row: int) -> array[int]:
        """Give the containers that a row's References name, oldest first."""
        start = self.references_end[row - 1] if row else 0
        return self.references[start : self.references_end[row]]

    def root_of(self, number: int) -> int:
        """Find the top of the tree that a container stands in, and shorten the way for the next time."""
        root = self.root
        while (above := root[number]) != number:
            root[number] = number = root[above]
        return number

    def hang(self, child: int, parent: int, way: ParentBy) -> bool:
        """Hang a root under a parent; False if it has one already or would become its own ancestor."""
        if self.parent[child] != NOBODY or self.root_of(parent) == child:
            return False
        self.parent[child] = self.root[child] = parent
        self.way[child] = NUMBER_OF[way]
        return True
