"""From runs of equal characters to links: stretches of quoted words, each with its stretch of the source.

Runs with the same origin are one link where what differs between them is no more than an edit. Words left out
on purpose end a link. Ends that were edited are taken in when the source has a text of that length there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsing.model import Match
from parsing.quotes.blocks import is_snip

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsing.sources.resolved import Piece, Resolved
    from parsing.sources.squeeze import Squeezed

JOINED = 40
"""A difference of up to this many characters inside a stretch is an edit."""
EDGE = 30
"""And at its end, where the stretch is longer than the edit."""
LEAST = 2
WEAK = 12
WEAK_SHARE = 0.4
OMISSION_CHARACTERS = 24
OMISSION_STARTS = frozenset("[({<*（【〔［-.…")


@dataclass(slots=True)
class Stretch:
    """A link in the making, in offsets of the two keys, half-open."""

    start: int
    end: int
    origin: int
    first: int
    last: int
    via: int
    sure: float
    region: int
    equal: int
    """Characters that are the same."""
    hops: int = 1
    """How many times it was quoted on its way here."""
    inner: bool = False
    """Whether something differs inside."""


def stretches(resolved: Resolved, prepared: Callable[[int], Squeezed]) -> list[Stretch]:
    """Join a message's pieces to stretches, in text order."""
    starts = resolved.squeezed.starts
    bounds = sorted(
        (starts[first], starts[last])
        for section in resolved.sections
        for region in section.regions
        for first, last in region.pieces
    )
    begins = [start for start, _ in bounds]
    found: list[Stretch] = []
    for piece in resolved.pieces:
        region = bisect_right(begins, piece.start) - 1
        last = found[-1] if found else None
        broken = last is not None and is_broken(resolved.breaks, last.end, piece.start)
        broken = broken or (last is not None and is_inserted(resolved.squeezed, last, piece))
        if last is None or broken or not joins(last, piece, region):
            found.append(new_stretch(piece, region))
        else:
            last.inner = last.inner or piece.start > last.end or piece.place > last.last
            last.end, last.last = piece.end, piece.place + piece.length
            last.equal += piece.length
            last.sure = min(last.sure, piece.sure)
    for number, stretch in enumerate(found):
        low, high = bounds[stretch.region] if stretch.region >= 0 else (stretch.start, stretch.end)
        high = max(high, stretch.end)
        low = max(low, found[number - 1].end) if number else low
        high = min(high, found[number + 1].start) if number + 1 < len(found) else high
        take_edges(stretch, low, high, resolved.squeezed, prepared(stretch.origin))
    doubtful = {
        starts[region.first] for section in resolved.sections for region in section.regions if region.optional
    }
    return [
        stretch
        for number, stretch in enumerate(found)
        if is_worth(stretch, bounds, resolved.squeezed, found[max(0, number - 1) : number + 2])
        and not is_omission(stretch, resolved.squeezed)
        and not (bounds[stretch.region][0] in doubtful and is_drawn(stretch, resolved.squeezed))
    ]


def is_drawn(stretch: Stretch, quoting: Squeezed) -> bool:
    """Whether a stretch has no letter: a rule, which anybody draws."""
    return not any(letter.isalnum() for letter in quoting.key[stretch.start : stretch.end])


def is_omission(stretch: Stretch, quoting: Squeezed) -> bool:
    """Whether a stretch only says that something was left out, behind words that were wrapped anew."""
    text = quoting.cased[stretch.start : stretch.end + 2]
    if len(text) > OMISSION_CHARACTERS or text[0] not in OMISSION_STARTS:
        return False
    text = quoting.text[quoting.first_character(stretch.start) : quoting.end_character(stretch.end) + 1]
    return is_snip(text) or is_snip(text[:-1])


def new_stretch(piece: Piece, region: int) -> Stretch:
    """Begin a stretch."""
    return Stretch(
        piece.start,
        piece.end,
        piece.origin,
        piece.place,
        piece.place + piece.length,
        piece.via,
        piece.sure,
        region,
        piece.length,
        piece.hops,
    )


def is_inserted(quoting: Squeezed, last: Stretch, piece: Piece) -> bool:
    """Whether a whole line between two runs is at another depth, or has nothing like it in the source."""
    if piece.start <= last.end:
        return False
    starts, depths = quoting.starts, quoting.depths
    depth = depths[quoting.line_at(last.end - 1)]
    line = bisect_left(starts, last.end)
    like = piece.place - last.last >= 0.3 * (piece.start - last.end)
    while line < len(depths) and starts[line + 1] <= piece.start:
        if starts[line + 1] > starts[line] and (depths[line] != depth or not like):
            return True
        line += 1
    return False


def is_broken(breaks: list[int], start: int, end: int) -> bool:
    """Whether a quote of unknown source lies between two places."""
    at = bisect_left(breaks, start)
    return at < len(breaks) and breaks[at] < end


def joins(last: Stretch, piece: Piece, region: int) -> bool:
    """Whether a piece goes on with a stretch."""
    if piece.origin != last.origin or (region != last.region and piece.start > last.end):
        return False
    return goes_on(last, piece.start, piece.place)


def goes_on(last: Stretch, start: int, place: int) -> bool:
    """Whether what begins here goes on with a stretch, but for an edit."""
    between, left_out = start - last.end, place - last.last
    return 0 <= left_out <= JOINED and between <= JOINED


def take_edges(stretch: Stretch, low: int, high: int, quoting: Squeezed, source: Squeezed) -> None:
    """Take in edited words at either end: up to the line's end on both sides, if these are about as long."""
    line = quoting.line_at(stretch.start)
    before = stretch.start - max(low, quoting.starts[line])
    there = stretch.first - source.starts[source.line_at(stretch.first)]
    if 0 < before <= min(EDGE, stretch.equal) and alike(before, there):
        stretch.start -= before
        stretch.first -= there
        stretch.inner = True
    end = quoting.starts[quoting.line_at(stretch.end - 1) + 1]
    after = min(high, end) - stretch.end
    there = source.starts[source.line_at(max(stretch.last - 1, 0)) + 1] - stretch.last
    if 0 < after <= min(EDGE, stretch.equal) and alike(after, there):
        stretch.end += after
        stretch.last += there
        stretch.inner = True


def alike(one: int, other: int) -> bool:
    """Whether two lengths are about the same."""
    return other > 0 and abs(one - other) <= 3 + 0.4 * max(one, other)


def is_worth(
    stretch: Stretch, bounds: list[tuple[int, int]], quoting: Squeezed, around: list[Stretch]
) -> bool:
    """Whether a stretch is enough of its line, and of its region where its source is not sure.

    Between longer ones (`around`) that come from the same message whole lines need no more.
    """
    if stretch.equal < LEAST:
        return False
    if stretch.equal < WEAK:
        line = quoting.line_at(stretch.start)
        low, high = quoting.starts[line], quoting.starts[line + 1]
        if low < stretch.start and stretch.end < high:
            return False
    if stretch.sure < 0.95 and stretch.equal < WEAK and stretch.region >= 0:
        low, high = bounds[stretch.region]
        if stretch.end - stretch.start >= WEAK_SHARE * (high - low):
            return True
        first, last = quoting.line_at(stretch.start), quoting.line_at(stretch.end - 1)
        whole = quoting.starts[first] == stretch.start and quoting.starts[last + 1] == stretch.end
        return whole and any(near.via == stretch.via and near.equal >= WEAK for near in around)
    return True


def match_of(stretch: Stretch, quoting: Squeezed, source: Squeezed) -> Match:
    """Say how the quoted words compare with the source's."""
    if stretch.inner or stretch.end - stretch.start != stretch.last - stretch.first:
        return Match.EDITED
    if quoting.cased[stretch.start : stretch.end] != source.cased[stretch.first : stretch.last]:
        return Match.EDITED
    if not (is_edge(source, stretch.first) and is_edge(source, stretch.last)):
        return Match.TRIMMED
    first, last = quoting.line_at(stretch.start), quoting.line_at(stretch.end - 1)
    here = [quoting.starts[line] - stretch.start for line in range(first + 1, last + 1)]
    first, last = source.line_at(stretch.first), source.line_at(stretch.last - 1)
    there = [source.starts[line] - stretch.first for line in range(first + 1, last + 1)]
    return Match.EXACT if set(here) == set(there) else Match.REWRAPPED


def is_edge(source: Squeezed, place: int) -> bool:
    """Whether a line of the source begins or ends here."""
    return source.starts[bisect_left(source.starts, place)] == place
