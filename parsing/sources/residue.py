"""Quotes that no likely message has, looked for in the own words of the whole archive, in one pass.

Three words in a row are the key. A key that many messages have is no evidence and is dropped; what shares
several rare keys with a quote is a candidate for it, and `align` decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.sources.missing import Opening
    from parsing.sources.squeeze import Squeezed

Key = tuple[str, str, str]
LEAST_CHARACTERS = 28
KEYS_OF_A_QUOTE = 60
FREQUENT = 24
"""Messages that may have a key before it is no evidence any more."""
SHARED_KEYS = 2
CANDIDATES = 4


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
        words: list[str] = []
        for line in text.split("\n"):
            if line[:1] not in {">", "|"}:
                words += line.split()
        lowered = " ".join(words).lower().split()
        for key in self.keys.intersection(zip(lowered, lowered[1:], lowered[2:], strict=False)):
            holders = self.holders[key]
            if len(holders) < FREQUENT:
                holders.append(row)
            else:
                self.keys.discard(key)
                del self.holders[key]

    def candidates(self) -> dict[int, list[int]]:
        """Give, by quoting row, the rows that share several rare keys with it, most first."""
        shared: dict[int, Counter[int]] = defaultdict(Counter)
        for key, holders in self.holders.items():
            for row in self.wanted[key]:
                shared[row].update(holder for holder in holders if holder != row)
        return {
            row: [holder for holder, count in counts.most_common(CANDIDATES) if count >= SHARED_KEYS]
            for row, counts in shared.items()
        }
