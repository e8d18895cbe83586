"""Quotes that no likely message has, looked for in the own words of the whole archive, in one pass.

Three words in a row are the key. A key that many messages have is no evidence and is dropped; what shares
several rare keys with a quote is a candidate for it, and `align` decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from parsing.sources.missing import Opening
    from parsing.sources.squeeze import Squeezed

Key = tuple[str, str, str]
LEAST_CHARACTERS = 28
KEYS_OF_A_QUOTE = 60
FREQUENT = 24
"""Messages that may have a key before it is no evidence any more."""
SHARED_KEYS = 2
CANDIDATES = 4


def anybody(row: int, holder: int) -> bool:  # noqa: ARG001 - the shape that is asked for
    """Say that whoever has the words may have been quoted."""
    return True


class Residue:
    """The keys of quotes without a source, and which messages have them."""

    def __init__(self) -> None:
        self.wanted: dict[Key, list[int]] = defaultdict(list)
        self.holders: dict[Key, list[int]] = defaultdict(list)
        self.keys: set[Key] = set()

    def add(self, row: int, squeezed: Squeezed, openings: Sequence[Opening]) -> None:
        """Take in the openings of one message."""
        for opening in openings:
            words: list[str] = []
            for line in range(opening.first, opening.end):
                words += squeezed.raws[line][squeezed.leads[line] :].lower().split()
            if sum(map(len, words)) < LEAST_CHARACTERS:
                continue
            for key in list(zip(words, words[1:], words[2:], strict=False))[:KEYS_OF_A_QUOTE]:
                rows = self.wanted[key]
                if not rows or rows[-1] != row:
                    rows.append(row)

    def close(self) -> bool:
        """Begin the pass; False if there is nothing to look for."""
        self.keys = set(self.wanted)
        return bool(self.keys)

    def look(self, row: int, text: str) -> None:
        """Look for the keys in one message's own words."""
        own = [line for line in text.split("\n") if line[:1] not in {">", "|"}]
        lowered = "\n".join(own).lower().split()
        for key in self.keys.intersection(zip(lowered, lowered[1:], lowered[2:], strict=False)):
            holders = self.holders[key]
            if len(holders) < FREQUENT:
                holders.append(row)
            else:
                self.keys.discard(key)
                del self.holders[key]

    def candidates(self, may_have: Callable[[int, int], bool] = anybody) -> dict[int, list[int]]:
        """Give, by quoting row, the rows that share several rare keys with it, most first.

        `may_have` says of a quoting row and another whether that may have been quoted at all.
        """
        shared: dict[int, Counter[int]] = defaultdict(Counter)
        for key, holders in self.holders.items():
            for row in self.wanted[key]:
                shared[row].update(holder for holder in holders if holder != row and may_have(row, holder))
        return {row: most_shared(row, counts) for row, counts in shared.items()}


def most_shared(row: int, counts: Counter[int]) -> list[int]:
    """Give the rows that share enough keys, most first, of equals the nearest: the same in every process.

    >>> most_shared(9, Counter({7: 2, 3: 2, 5: 4, 8: 1}))
    [5, 7, 3]
    """
    enough = [holder for holder, count in counts.items() if count >= SHARED_KEYS]
    return sorted(enough, key=lambda holder: (-counts[holder], abs(row - holder), holder))[:CANDIDATES]
