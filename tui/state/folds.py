"""Which lines are folded away: regions that can fold, the default, levels, and single toggles.

Folding never swallows new text: a region holds quotes and their announcements, a signature, a list footer, or
a file written out as text, with blank lines and snip marks in between. Regions nest as quote levels do.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from parsing.model import Block, BlockKind, Found, LineRange, Match, Rebuilt
from parsing.quotes.armor import armored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from parsing.model import Line, Link, Message

LONG = 10
"""A quote of more lines is folded where its source is known."""
DEEP = 3
"""Quotes of this level and deeper are folded where their source is known."""
OPEN_SHARE = 0.25
"""A quote stays open if more of it than this was edited or has no source."""


class FoldPolicy(StrEnum):
    """What is folded when a message opens."""

    SMART = "smart"
    """What the reader has just seen or can reach: long quotes whose source is known, tails, deep levels."""
    ALL = "all"
    NONE = "none"


class RegionKind(StrEnum):
    """Why a region can fold."""

    QUOTE = "quote"
    SIGNATURE = "signature"
    FOOTER = "footer"
    FILE = "file"
    """A file, or a frame of signed text, that stands in the text."""


@dataclass(frozen=True, slots=True)
class Region:
    """Lines that fold into one; its number is its place among the message's regions, outer ones first."""

    number: int
    kind: RegionKind
    lines: LineRange
    depth: int
    """The quote depth that it holds, at least."""
    announced: LineRange
    """The lines with the attribution above them."""
    outermost: bool = True
    tail: bool = False
    """Nothing new stands below it, and something above."""


@dataclass(frozen=True, slots=True)
class FoldState:
    """The regions that are closed, by number; nothing else decides what is drawn."""

    closed: frozenset[int] = frozenset()
    only_new: bool = False
    """Each quote with its announcement is one linked line."""


def find_regions(message: Message) -> tuple[Region, ...]:
    """Return all that can fold in a message, outer regions before those within."""
    blocks = message.blocks
    depths = _region_depths(message)
    found = [*_quote_regions(blocks, depths), *_closing_regions(blocks, message.lines)]
    found.sort(key=lambda region: (region.lines.first, -region.lines.end, region.depth))
    new_text = [i for i, block in enumerate(blocks) if _is_new(block, depths[i], message.lines)]
    first_new = blocks[new_text[0]].lines.first if new_text else len(message.lines)
    last_new = blocks[new_text[-1]].lines.end if new_text else len(message.lines)
    regions, outer_end = [], -1
    for number, region in enumerate(found):
        outermost = region.lines.first >= outer_end
        outer_end = max(outer_end, region.lines.end)
        quote, first = region.kind is RegionKind.QUOTE, region.lines.first
        tail = quote and first >= last_new and first > first_new
        regions.append(replace(region, number=number, outermost=outermost, tail=tail))
    return tuple(regions)


def shown_depth(block: Block) -> int:
    """Return the quote depth that a block is shown at; what only looks quoted is not."""
    return 0 if block.kind is BlockKind.LITERAL else block.depth


def _is_blank(block: Block, lines: Sequence[Line]) -> bool:
    return not any(lines[n].text.strip() for n in range(block.lines.first, block.lines.end))


def _is_new(block: Block, depth: int, lines: Sequence[Line]) -> bool:
    """Whether a block is the author's own: not quoted, announced or closing matter, and not blank."""
    if depth or block.kind not in (BlockKind.TEXT, BlockKind.DIFF, BlockKind.LITERAL):
        return False
    return not _is_blank(block, lines)


def _region_depths(message: Message) -> list[int]:
    """Return by block the depth it folds with; -1 for what may lie between two quotes of one region."""
    blocks, lines = message.blocks, message.lines
    depths = []
    following = 0
    for block in reversed(blocks):
        depth = shown_depth(block)
        between = block.kind is BlockKind.SNIP or (block.kind is BlockKind.TEXT and _is_blank(block, lines))
        if between and not depth:
            depth = -1
        elif block.kind is BlockKind.FORWARDED_HEADER:
            depth = max(depth, following)
        if depth >= 0:
            following = depth
        depths.append(depth)
    depths.reverse()
    return depths


def _quote_regions(blocks: Sequence[Block], depths: Sequence[int]) -> Iterator[Region]:
    """Yield a region for each maximal run of quoted lines at a depth or deeper."""
    open_regions: list[tuple[int, int]] = []
    end = 0
    for number, (block, depth) in enumerate(zip(blocks, depths, strict=True)):
        if depth < 0:
            continue
        start = number
        while open_regions and open_regions[-1][1] > depth:
            start, closing = open_regions.pop()
            yield _quote_region(blocks, depths, start, closing, end)
        if depth and not (open_regions and open_regions[-1][1] == depth):
            open_regions.append((start, depth))
        end = block.lines.end
    while open_regions:
        start, closing = open_regions.pop()
        yield _quote_region(blocks, depths, start, closing, end)


def _quote_region(blocks: Sequence[Block], depths: Sequence[int], start: int, depth: int, end: int) -> Region:
    lines = LineRange(blocks[start].lines.first, end)
    above = start - 1
    while above >= 0 and depths[above] == -1 and blocks[above].kind is BlockKind.TEXT:
        above -= 1
    first = lines.first
    if above >= 0 and blocks[above].kind is BlockKind.ATTRIBUTION:
        first = blocks[above].lines.first
    return Region(0, RegionKind.QUOTE, lines, depth, LineRange(first, end))


def _closing_regions(blocks: Sequence[Block], lines: Sequence[Line]) -> Iterator[Region]:
    """Yield the author's own signatures, list footers, and files written out as text."""
    for block in blocks:
        framed = block.kind is BlockKind.LITERAL and block.depth == 0
        if framed and armored([lines[block.lines.first].text]) is not None:
            yield Region(0, RegionKind.FILE, block.lines, 1, block.lines)
        if block.depth == 0 and block.kind in (BlockKind.SIGNATURE, BlockKind.FOOTER):
            yield Region(0, RegionKind(block.kind.value), block.lines, 1, block.lines)


def default_folds(
    regions: Sequence[Region],
    links: Sequence[Link],
    starts: Sequence[int],
    policy: FoldPolicy = FoldPolicy.SMART,
) -> FoldState:
    """Return how a message opens; `starts` are the offsets of its lines, and of its end."""
    if policy is FoldPolicy.NONE:
        return FoldState()
    if policy is FoldPolicy.ALL:
        return fold_all(regions)
    reach = _Reach(links, starts)
    return FoldState(frozenset(region.number for region in regions if _folds_at_first(region, reach)))


def _folds_at_first(region: Region, reach: _Reach) -> bool:
    if len(region.lines) < 2:
        return False
    if region.kind is not RegionKind.QUOTE:
        return True
    if not (region.tail or region.depth >= DEEP or len(region.lines) > LONG):
        return False
    return reach.covers(region.lines)


class _Reach:
    """How much of a stretch has a source that the reader can go to, unchanged."""

    def __init__(self, links: Sequence[Link], starts: Sequence[int]) -> None:
        self.starts = starts
        self.known, self.lost = [0], [0]
        self.begins = []
        for link in sorted(links, key=lambda link: link.span):
            good = isinstance(link.resolution, Found | Rebuilt) and link.resolution.match is not Match.EDITED
            self.begins.append(link.span.start)
            self.known.append(self.known[-1] + (len(link.span) if good else 0))
            self.lost.append(self.lost[-1] + (0 if good else len(link.span)))

    def covers(self, lines: LineRange) -> bool:
        """Whether hardly anything of the quote would be out of reach if it were folded."""
        start, end = self.starts[lines.first], self.starts[lines.end]
        low, high = bisect_left(self.begins, start), bisect_left(self.begins, end)
        known = self.known[high] - self.known[low]
        lost = self.lost[high] - self.lost[low]
        return known > 0 and lost <= OPEN_SHARE * (known + lost)


def closed_regions(regions: Iterable[Region], state: FoldState) -> Iterator[tuple[Region, LineRange]]:
    """Yield each fold as it is drawn, with the lines it hides: closed regions that no other hides."""
    end = -1
    for region in regions:
        if region.number not in state.closed or region.lines.first < end:
            continue
        lines = region.announced if state.only_new and region.outermost else region.lines
        yield region, lines
        end = region.lines.end


def region_at(regions: Iterable[Region], line: int) -> Region | None:
    """Return the innermost region that holds a line; at an attribution, the quote it announces."""
    best = None
    for region in regions:
        if region.announced.first > line:
            break
        if line in region.lines or (best is None and line in region.announced):
            best = region
    return best


def fold_at(regions: Sequence[Region], state: FoldState, line: int) -> Region | None:
    """Return the fold that hides a line, or that an attribution on it announces."""
    return next((region for region, _ in closed_regions(regions, state) if line in region.announced), None)


def toggle(regions: Sequence[Region], state: FoldState, line: int) -> FoldState:
    """Unfold the fold at a line, or fold the innermost region there."""
    opened = open_at(regions, state, line)
    return opened if opened != state else close_at(regions, state, line)


def open_at(regions: Sequence[Region], state: FoldState, line: int) -> FoldState:
    """Unfold the fold at a line; what is folded within stays so."""
    fold = fold_at(regions, state, line)
    return state if fold is None else replace(state, closed=state.closed - {fold.number})


def close_at(regions: Sequence[Region], state: FoldState, line: int) -> FoldState:
    """Fold the innermost region at a line; where that is folded, the one around it."""
    around = [region for region in regions if line in region.lines and region.number not in state.closed]
    if not around:
        region = region_at(regions, line)
        around = [region] if region is not None else []
    return replace(state, closed=state.closed | {around[-1].number}) if around else state


def reveal(regions: Sequence[Region], state: FoldState, lines: Iterable[int]) -> FoldState:
    """Unfold whatever hides any of the lines."""
    shown = sorted(set(lines))
    hiding = set()
    for region in regions:
        if region.number in state.closed:
            hidden = region.announced if state.only_new else region.lines
            at = bisect_left(shown, hidden.first)
            if at < len(shown) and shown[at] < hidden.end:
                hiding.add(region.number)
    return replace(state, closed=state.closed - hiding)


def fold_all(regions: Iterable[Region]) -> FoldState:
    """Fold whatever is more than a line."""
    return FoldState(frozenset(region.number for region in regions if len(region.lines) > 1))


def only_new(regions: Iterable[Region]) -> FoldState:
    """Shrink each quote, however short, with its announcement to one line."""
    return FoldState(frozenset(region.number for region in regions), only_new=True)


def fold_level(regions: Iterable[Region], state: FoldState, level: int) -> FoldState:
    """Show quotes down to a level and fold deeper ones; signatures and footers stay as they are."""
    closed = set()
    for region in regions:
        if region.kind is not RegionKind.QUOTE:
            if region.number in state.closed:
                closed.add(region.number)
        elif region.depth > level and len(region.lines) > 1:
            closed.add(region.number)
    return FoldState(frozenset(closed))


def shown_level(regions: Iterable[Region], state: FoldState) -> int:
    """Return the level that is shown whole: one less than the shallowest fold, or the deepest there is."""
    quotes = [region for region in regions if region.kind is RegionKind.QUOTE]
    closed = [region.depth for region in quotes if region.number in state.closed]
    if closed:
        return min(closed) - 1
    return max((region.depth for region in quotes), default=0)
