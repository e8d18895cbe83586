"""Rows by a key, in eight bytes a row: a sorted column of hashes and rows instead of a dictionary of strings.

Python's hash of a string is keyed anew in every process, so no mail can be made to collide. A few bits of it
are kept; who must be sure compares the row's own key.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from heapq import merge
from typing import TYPE_CHECKING, Final, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

ROW_BITS: Final = 28
ROW_MASK: Final = (1 << ROW_BITS) - 1
RUN_ENTRIES: Final = 1 << 16
"""Sorting more at once would need more memory than all the runs."""
HASH_MASK: Final = (1 << (64 - ROW_BITS)) - 1


class RowsByKey:
    """Rows by string keys; a row may have several. One thread adds, rows ascending, and any may look up."""

    def __init__(self) -> None:
        self.runs: tuple[array[int], ...] = ()
        """Hashes and rows, each run sorted; the rows of a later run come after those of an earlier one."""
        self.added: list[int] = []

    def add(self, key: str, row: int) -> None:
        """Take down a key of a row; it is found after the next `settle`."""
        self.added.append((hash(key) & HASH_MASK) << ROW_BITS | row)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was added is found."""
        return not self.added

    @property
    def is_full(self) -> bool:
        """Whether so much was added that it is time to settle."""
        return len(self.added) >= RUN_ENTRIES

    def settle(self) -> None:
        """Put in order what was added."""
        if self.added:
            runs = self.runs
            entries, self.added = self.added, []
            if runs and len(runs[-1]) < RUN_ENTRIES:
                entries += runs[-1]
                runs = runs[:-1]
            entries.sort()
            self.runs = (*runs, array("Q", entries))

    def rows(self, key: str) -> list[int]:
        """Give the rows of a key, ascending; once in a hundred thousand times one more than there are."""
        found: list[int] = []
        for run, first, end in self.parts(key):
            found += [entry & ROW_MASK for entry in run[first:end]]
        return found

    def sequence(self, key: str) -> RowsOfKey:
        """Give the same rows, each looked up when it is asked for: a key may have as many as there are."""
        return RowsOfKey(list(self.parts(key)))

    def parts(self, key: str) -> Iterator[tuple[array[int], int, int]]:
        """Give the stretches of the runs that have a key."""
        low = (hash(key) & HASH_MASK) << ROW_BITS
        for run in self.runs:
            first = bisect_left(run, low)
            if first < len(run) and run[first] <= low | ROW_MASK:
                yield run, first, bisect_right(run, low | ROW_MASK, lo=first)

    def shared(self, since: int) -> Iterator[list[int]]:
        """Give the groups of rows that seem to share a key, ascending, if one is `since` or later."""
        group: list[int] = []
        last = -1
        for entry in merge(*self.runs):
            if entry >> ROW_BITS != last:
                if len(group) > 1 and group[-1] >= since:
                    yield group
                last, group = entry >> ROW_BITS, []
            group.append(entry & ROW_MASK)
        if len(group) > 1 and group[-1] >= since:
            yield group


class RowsOfKey(Sequence[int]):
    """The rows of one key, ascending, where they lie."""

    def __init__(self, parts: list[tuple[array[int], int, int]]) -> None:
        self.parts = parts
        self.size = sum(end - first for _, first, end in parts)

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> list[int]: ...

    def __getitem__(self, place: int | slice) -> int | list[int]:
        """Give one row, or the rows of a stretch."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(self.size))]
        if place < 0:
            place += self.size
        if place >= 0:
            for run, first, end in self.parts:
                if place < end - first:
                    return run[first + place] & ROW_MASK
                place -= end - first
        raise IndexError("a key has no more rows")
