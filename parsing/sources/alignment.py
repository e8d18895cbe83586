"""The runs of equal characters between one quoting message and one source, while they are being found.

A run is `(quoting, source, length)`, offsets of the two squeezed keys. All searching is counted; beyond the
budget only what was found so far is given, so that no pair of texts costs more than a fixed multiple of their
length. `align` and `fill` do the finding.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.sources.squeeze import Squeezed

Run = tuple[int, int, int]
"""Where a run begins in the quoting key and in the source's key, and its length."""

SURE = 12
"""Characters that, where they stand in one place only, settle that place."""
PLACES = 12
"""Places looked at for one text; more are no better."""
STEPS_PER_CHARACTER = 60
STEPS_AT_LEAST = 400_000
CHUNK = 64
NEAR = 400
"""Characters behind a run in which the next line is looked for first."""
LARGE = 20_000
"""Characters from which on whole lines are looked up before they are searched for."""
SEED = 9
"""Equal characters that begin a run where lines differ."""
SEED_STRIDE = 3
JOINABLE = 40
"""A difference no longer than this inside a stretch is an edit and is left to joining."""


class Budget:
    """Characters that may still be scanned."""

    def __init__(self, characters: int) -> None:
        self.left = STEPS_AT_LEAST + STEPS_PER_CHARACTER * characters
        self.spent = 0

    def spend(self, characters: int) -> bool:
        """Take from the budget; False when there is no more."""
        self.spent += characters
        return self.spent < self.left


class Alignment:
    """The runs between one quoting message and one source, while they are being found."""

    def __init__(self, quoting: Squeezed, source: Squeezed) -> None:
        self.quoting, self.source = quoting, source
        self.quote_key, self.source_key = quoting.key, source.key
        self.runs: list[Run] = []
        """Ascending, without overlaps in the quoting text."""
        self.budget = Budget(len(self.quote_key) + len(self.source_key))

    # -- runs ---------------------------------------------------------------------------------------------

    def add(self, run: Run) -> None:
        """Add a run, cut to what no other run has."""
        runs = self.runs
        if not runs or run[0] >= runs[-1][0] + runs[-1][2]:
            runs.append(run)
            return
        at = bisect_left(runs, run)
        start, place, length = run
        if at and (over := runs[at - 1][0] + runs[at - 1][2] - start) > 0:
            start, place, length = start + over, place + over, length - over
        if at < len(runs) and (over := start + length - runs[at][0]) > 0:
            length -= over
        if length > 0:
            runs.insert(at, (start, place, length))

    def neighbours(self, start: int) -> tuple[Run | None, Run | None]:
        """Give the runs before and after this place of the quoting text."""
        at = bisect_left(self.runs, (start,))
        return (self.runs[at - 1] if at else None), (self.runs[at] if at < len(self.runs) else None)

    def window(self, start: int) -> tuple[int, int]:
        """Give the stretch of the source that a text here should stand in, going by its neighbours."""
        before, after = self.neighbours(start)
        low = before[1] + before[2] if before else 0
        high = after[1] if after else len(self.source_key)
        return (low, high) if low <= high else (low, len(self.source_key))

    def gaps(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give what no run covers between two places of the quoting text."""
        found: list[tuple[int, int]] = []
        at = bisect_left(self.runs, (start,))
        if at and self.runs[at - 1][0] + self.runs[at - 1][2] > start:
            start = self.runs[at - 1][0] + self.runs[at - 1][2]
        while at < len(self.runs) and self.runs[at][0] < end:
            if self.runs[at][0] > start:
                found.append((start, self.runs[at][0]))
            start = self.runs[at][0] + self.runs[at][2]
            at += 1
        if start < end:
            found.append((start, end))
        return found

    # -- searching ----------------------------------------------------------------------------------------

    def places(self, text: str, low: int = 0, high: int | None = None) -> list[int]:
        """Give the places of a text in the source, a dozen at most; `?` may stand for a lost letter."""
        found = list(self.exact_places(self.source_key, text, low, high))
        if found or (text.isascii() and "?" not in text) or not informative(text):
            return found
        if text.isascii() and self.source_key.isascii():
            return found
        folded = "".join(letter if letter < "\x80" else "?" for letter in text)
        return list(self.exact_places(self.source.folded, folded, low, high))

    def exact_places(self, key: str, text: str, low: int, high: int | None) -> Iterator[int]:
        """Find a text in a key, from left to right."""
        end = len(key) if high is None else high
        if self.budget.spent >= self.budget.left:
            return
        for _ in range(PLACES):
            at = key.find(text, low, end)
            if not self.budget.spend((at if at >= 0 else end) - low + len(text)):
                return
            if at < 0:
                return
            yield at
            low = at + 1

    def length_right(self, start: int, place: int, limit: int) -> int:
        """Count the equal characters from here on, no further than `limit` in the quoting text."""
        quote, source = self.quote_key, self.source_key
        limit = min(limit - start, len(source) - place)
        length = 0
        while (
            length < limit
            and quote[start + length : start + min(length + CHUNK, limit)]
            == source[place + length : place + min(length + CHUNK, limit)]
        ):
            length += CHUNK
        if length >= limit:
            return max(limit, 0)
        while length < limit and quote[start + length] == source[place + length]:
            length += 1
        self.budget.spend(length + 1)
        return length

    def length_left(self, start: int, place: int, limit: int) -> int:
        """Count the equal characters before here, no further than `limit` in the quoting text."""
        quote, source = self.quote_key, self.source_key
        length, most = 0, min(start - limit, place)
        while length < most and quote[start - length - 1] == source[place - length - 1]:
            length += 1
        self.budget.spend(length + 1)
        return length

    def wanted_depth(self, start: int, shift: int) -> int:
        """Give the depth at which the source should have what stands here."""
        return self.quoting.depths[self.quoting.line_at(start)] - shift

    def depth_at(self, place: int) -> int:
        """Give the depth of the source at this place."""
        return self.source.depths[self.source.line_at(place)]

    def on_lines(self, place: int, length: int) -> int:
        """Count how many ends of a stretch of the source are ends of lines: 0, 1, 2."""
        starts = self.source.starts
        return (starts[bisect_left(starts, place)] == place) + (
            starts[bisect_left(starts, place + length)] == place + length
        )


def in_order(runs: Sequence[Run]) -> list[Run]:
    """Give those runs that stand in the source in the order of the quote, the longest of them before others.

    >>> in_order([(0, 50, 9), (10, 60, 30), (40, 5, 6)])
    [(0, 50, 9), (10, 60, 30)]
    """
    kept: list[Run] = []
    for run in sorted(runs, key=lambda run: -run[2]):
        at = bisect_left(kept, run)
        before, after = (kept[at - 1] if at else None), (kept[at] if at < len(kept) else None)
        if (before is None or before[1] + before[2] <= run[1]) and (
            after is None or run[1] + run[2] <= after[1]
        ):
            kept.insert(at, run)
    return kept


def informative(text: str) -> bool:
    """Whether enough of a text is left for it to be told from others, where letters were lost."""
    return text.count("?") <= 0.4 * len(text)
