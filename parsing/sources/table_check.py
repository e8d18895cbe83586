"""Whether a table of links that was read from somewhere is one: every number within what it counts.

A link's place in a text is not held against the text, which is not read for this: whoever uses one cuts it to
what is there, for a mail may have changed on the disk as well.
"""

from __future__ import annotations

from operator import add, le
from typing import TYPE_CHECKING, Final

from parsing.limits import MESSAGE_BYTES, QUOTE_DEPTH
from parsing.sources.table import COLUMNS, MATCHES, REBUILT_ROWS, UNKNOWN

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

    from parsing.sources.table import LinkTable

LINKS_AT_ONCE: Final = 2_048
PAIRS: Final = ((0, 1), (2, 3), (6, 7), (8, 9))
"""Columns that are the beginning and the end of something: characters and lines, here and at the source."""
LARGEST: Final = 2 * MESSAGE_BYTES
DEEPEST: Final = 4 * QUOTE_DEPTH
"""Marks of several kinds on one line are counted apart."""
WRONG: Final = "this is no table of links"


def check_table(table: LinkTable, *, rows: int, rebuilt: int, ghosts: int) -> Iterator[None]:
    """Check a table of so many rows, rebuilt messages and ids of missing ones; raises ValueError."""
    links, rest = divmod(len(table.numbers), COLUMNS)
    if rest or len(table.first) != rows or len(table.count) != rows:
        raise ValueError(WRONG)
    if rows and (min(table.first) < 0 or max(map(add, table.first, table.count)) > links):
        raise ValueError(WRONG)
    yield
    for begin in range(0, links, LINKS_AT_ONCE):
        part = table.numbers[begin * COLUMNS : (begin + LINKS_AT_ONCE) * COLUMNS]
        if not (are_ordered(part, rows) and lead_somewhere(part, rows, rebuilt, ghosts)):
            raise ValueError(WRONG)
        yield


def are_ordered(part: array[int], rows: int) -> bool:
    """Whether some links stand in a row that there is, begin before they end, and are not too deep."""
    for start, end in PAIRS:
        if max(part[end::COLUMNS]) > LARGEST or not all(map(le, part[start::COLUMNS], part[end::COLUMNS])):
            return False
    return max(part[11::COLUMNS]) < rows and max(part[4::COLUMNS]) <= DEEPEST


def lead_somewhere(part: array[int], rows: int, rebuilt: int, ghosts: int) -> bool:
    """Whether some links lead to messages that there are, and say how well they match."""

    def is_message(row: int) -> bool:
        return row < rows or REBUILT_ROWS <= row < REBUILT_ROWS + rebuilt

    ends = set(zip(part[5::COLUMNS], part[10::COLUMNS], part[12::COLUMNS], strict=True))
    for origin, via, packed in ends:
        match, confidence = packed >> 16, packed & 0xFFFF
        if match > len(MATCHES) or confidence > 10_000:
            return False
        if origin == UNKNOWN:
            if via != UNKNOWN and via >= ghosts:
                return False
        elif not (match and is_message(origin) and (via == UNKNOWN or is_message(via))):
            return False
    return True
