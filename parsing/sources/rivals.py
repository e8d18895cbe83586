"""Short quotes that several messages have word for word: each is offered, none is chosen.

Only where nothing decides: no parent has the words, no announcement names who wrote them, and they are too
few to tell by themselves. What merely quotes the words itself is no rival.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from parsing.model import LineRange, Passage, Rival, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parsing.model import MessageKey
    from parsing.sources.squeeze import Squeezed
    from parsing.sources.table import Entry

LEAST_CHARACTERS = 8
TRIED = 16
"""Messages that are looked into."""
OFFERED = 6
TOGETHER = 0.8
"""How likely it is that one of them is the source."""


def rivals_of(
    entry: Entry,
    rows: Iterable[int],
    prepared: Callable[[int], Squeezed],
    key: Callable[[int], MessageKey],
) -> tuple[Rival, ...]:
    """Give the passages of these messages that may be the source of a quote; none if there are not two."""
    quoting = prepared(entry.row)
    text = quoting.key[quoting.starts[entry.first_line] : quoting.starts[entry.end_line]]
    if len(text) < LEAST_CHARACTERS:
        return ()
    found: list[Passage] = []
    for _, row in zip(range(TRIED), rows, strict=False):
        source = prepared(row)
        place = own_place(source, text)
        if place >= 0 and len(found) < OFFERED:
            found.append(passage_at(key(row), source, place, place + len(text)))
    if len(found) < 2:
        return ()
    return tuple(Rival(passage, round(TOGETHER / len(found), 3)) for passage in found)


def own_place(source: Squeezed, text: str) -> int:
    """Give where these words stand as whole own lines of a message, -1 where they do not."""
    place = source.key.find(text)
    if place < 0:
        return -1
    starts, end = source.starts, place + len(text)
    first, last = source.line_at(place), source.line_at(end - 1)
    whole = starts[bisect_left(starts, place)] == place and starts[bisect_left(starts, end)] == end
    return place if whole and not any(source.depths[first : last + 1]) else -1


def passage_at(message: MessageKey, source: Squeezed, start: int, end: int) -> Passage:
    """Make a passage of a stretch of a message's key."""
    lines = LineRange(source.line_at(start), source.line_at(end - 1) + 1)
    return Passage(message, lines, (Span(source.first_character(start), source.end_character(end)),))
