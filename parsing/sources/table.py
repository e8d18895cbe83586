"""All links of an archive, as columns: what the study leaves behind, and what answers "quoted by".

A link takes about fifty bytes. Rows beyond the stored messages are the rebuilt ones.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MATCHES = tuple(Match)
COLUMNS = 13
UNKNOWN = 0xFFFFFFFF
REBUILT_ROWS = 1 << 30
"""Rebuilt messages have rows from here on."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One link, in characters and lines of the two texts, half-open."""

    row: int
    start: int
    end: int
    first_line: int
    end_line: int
    depth: int
    origin: int
    """The row where the words were written; -1 where that is not known."""
    source_start: int = 0
    source_end: int = 0
    source_line: int = 0
    source_end_line: int = 0
    via: int = -1
    """The row it was copied from."""
    match: Match | None = None
    confidence: float = 0.0


class LinkTable:
    """Links by the message that quotes, and by the message that is quoted."""

    def __init__(self) -> None:
        self.numbers = array("I")
        self.first = array("q")
        """By row: the place of its first link; -1 where the row is not done."""
        self.count = array("H")
        self.by_origin: array[int] | None = None
        """Links ordered by origin, made when it is asked for."""

    def put(self, row: int, entries: Iterable[Entry]) -> None:
        """Set the links of a row; earlier ones of the same row are forgotten."""
        while len(self.first) <= row:
            self.first.append(-1)
            self.count.append(0)
        self.first[row] = len(self.numbers) // COLUMNS
        number = 0
        for entry in entries:
            if number == 0xFFFF:
                break
            self.numbers.extend(packed(entry))
            number += 1
        self.count[row] = number
        self.by_origin = None

    def has(self, row: int) -> bool:
        """Whether the row is done."""
        return row < len(self.first) and self.first[row] >= 0

    def of(self, row: int) -> list[Entry]:
        """Give the links of a row, in text order."""
        if not self.has(row):
            return []
        begin = self.first[row]
        return [self.entry(row, number) for number in range(begin, begin + self.count[row])]

    def entry(self, row: int, number: int) -> Entry:
        """Unpack one link."""
        at = number * COLUMNS
        values = self.numbers[at : at + COLUMNS]
        match, confidence = values[12] >> 16, (values[12] & 0xFFFF) / 10_000
        signed = [-1 if value == UNKNOWN else value for value in values[:12]]
        return Entry(
            row,
            signed[0],
            signed[1],
            signed[2],
            signed[3],
            signed[4],
            signed[5],
            signed[6],
            signed[7],
            signed[8],
            signed[9],
            signed[10],
            MATCHES[match - 1] if match else None,
            confidence,
        )

    def quoting(self, origin: int) -> Iterator[Entry]:
        """Give the links whose words were written in this row, by quoting row."""
        order = self.ordered()
        origins = self.origin_of
        at = bisect_left(order, origin, key=origins)
        while at < len(order) and origins(order[at]) == origin:
            number = order[at]
            yield self.entry(self.numbers[number * COLUMNS + 11], number)
            at += 1

    def origin_of(self, number: int) -> int:
        """Give the origin of a link."""
        return self.numbers[number * COLUMNS + 5]

    def ordered(self) -> array[int]:
        """Give the links that have an origin, ordered by it."""
        if self.by_origin is None:
            live = (
                number
                for row in range(len(self.first))
                if self.first[row] >= 0
                for number in range(self.first[row], self.first[row] + self.count[row])
                if self.origin_of(number) != UNKNOWN
            )
            self.by_origin = array("I", sorted(live, key=self.origin_of))
        return self.by_origin


def disjoint(entries: Iterable[Entry]) -> list[Entry]:
    """Put links in text order, and leave out those that overlap another: those with a source go first."""
    ordered = sorted(entries, key=lambda entry: (entry.origin < 0, entry.start, -entry.end))
    kept: list[Entry] = []
    for entry in ordered:
        at = bisect_left(kept, entry.start, key=lambda one: one.start)
        before = kept[at - 1].end if at else 0
        after = kept[at].start if at < len(kept) else entry.end
        if before <= entry.start < entry.end <= after:
            kept.insert(at, entry)
    return kept


def packed(entry: Entry) -> tuple[int, ...]:
    """Pack a link into its numbers."""
    match = MATCHES.index(entry.match) + 1 if entry.match is not None else 0
    return (
        entry.start,
        entry.end,
        entry.first_line,
        entry.end_line,
        entry.depth,
        entry.origin & UNKNOWN,
        entry.source_start,
        entry.source_end,
        entry.source_line,
        entry.source_end_line,
        entry.via & UNKNOWN,
        entry.row,
        match << 16 | round(entry.confidence * 10_000),
    )
