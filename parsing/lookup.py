"""Rows by a key, in eight bytes a row: a sorted column of hashes and rows instead of a dictionary of strings.

Python's hash of a string is keyed anew in every process, so no mail can be made to collide. A few bits of it
are kept; who must be sure compares the row's own key.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROW_BITS: Final = 28
ROW_MASK: Final = (1 << ROW_BITS) - 1
HASH_MASK: Final = (1 << (64 - ROW_BITS)) - 1


class RowsByKey:
    """Rows by string keys; a row may have several. One thread adds, any may look up."""

    def __init__(self) -> None:
        self.entries: array[int] = array("Q")
        """Hashes and rows, sorted; replaced as a whole."""
        self.added: list[int] = []

    def add(self, key: str, row: int) -> None:
        """Take down a key of a row; it is found after the next `settle`."""
        self.added.append((hash(key) & HASH_MASK) << ROW_BITS | row)

    def settle(self) -> None:
        """Put in order what was added."""
        if self.added:
            entries = self.entries.tolist()
            entries += self.added
            entries.sort()
            self.entries, self.added = array("Q", entries), []

    def rows(self, key: str) -> array[int]:
        """Give the rows of a key, ascending; once in a hundred thousand times one more than there are."""
        low = (hash(key) & HASH_MASK) << ROW_BITS
        entries = self.entries
        first = bisect_left(entries, low)
        end = bisect_left(entries, low + ROW_MASK + 1, lo=first)
        return array("i", [entry & ROW_MASK for entry in entries[first:end]])

    def shared(self, since: int) -> Iterator[list[int]]:
        """Give the groups of rows that seem to share a key, ascending, if one is `since` or later."""
        group: list[int] = []
        last = -1
        for entry in self.entries:
            if entry >> ROW_BITS != last:
                if len(group) > 1 and group[-1] >= since:
                    yield group
                last, group = entry >> ROW_BITS, []
            group.append(entry & ROW_MASK)
        if len(group) > 1 and group[-1] >= since:
            yield group
