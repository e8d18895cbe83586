"""How much of a section another message has, and whether that is enough to go by."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from parsing.sources.line_kinds import announcement_to, is_announcement
from parsing.sources.regions import find_sections
from parsing.sources.sections import Region, Section

if TYPE_CHECKING:
    from parsing.model import Attribution
    from parsing.sources.alignment import Run
    from parsing.sources.resolved import Piece
    from parsing.sources.squeeze import Squeezed

PROBE = 14
"""A line of so many characters is looked for before a message is aligned."""
PROBES = 5
PROBED_DEPTHS = 4
SURE_FIT = 0.9
"""A message that has this share of a section is its base without a look at others."""
WHOLE_FIT = 0.8
SHARE_OF_LINE = 0.6
"""Of a line that is partly found elsewhere, this much must be."""
ABOVE = 60
"""Lines that an announcement is looked for above a quote."""
LONG = 60
"""Characters that need no other evidence."""
OWN_SHARE = 0.2
"""Of what a base's author seems to have written, this much must stand in it."""
STRONG = 24
"""Characters that are worth searching elsewhere for."""


@dataclass(slots=True)
class Base:
    """A message that a section may quote, and how much speaks for it."""

    row: int = -1
    runs: list[Run] = field(default_factory=list)
    fit: float = 0.0
    """The share of the section that it has."""
    sure: float = 0.0
    score: float = 0.0
    ink: int = 0
    """Characters that it has, whoever wrote them."""
    own: int = 0
    """Those that stand there at the depth at which its author wrote them."""
    denied: bool = False
    """Whether the announcement names another author or another day."""

    def is_better(self, best: Base) -> bool:
        """Whether to choose this message rather than the best so far.

        Who answers a mail and quotes it whole has its author's own words and, of all that he quotes, what he
        took from it: such a message has more of the section than the one that it quotes itself.
        """
        if best.row < 0:
            return self.score > 0
        if self.says_more(best):
            return True
        return self.score > best.score and not best.says_more(self)

    def says_more(self, other: Base) -> bool:
        """Whether this message has so much more that it can only be the one that is answered."""
        return not self.denied and self.ink >= other.ink + STRONG and self.own >= STRONG


def ink_in(runs: list[Run]) -> int:
    """Count the characters of runs."""
    return sum(length for _, _, length in runs)


def settled(sure: float, fit: float, covered: float) -> float:
    """Say how sure a base is, now that it is known how much of the section it has."""
    if sure < 1 and (fit >= SURE_FIT or (fit >= WHOLE_FIT and covered >= LONG)):
        return max(sure, 0.96)
    return sure


def region_of(section: Section, line: int) -> Region | None:
    """Give the region of a section in which a line stands."""
    return next((region for region in section.regions if region.first <= line < region.end), None)


def region_length(squeezed: Squeezed, section: Section, line: int) -> int:
    """Count the characters of the region in which a line stands."""
    region = region_of(section, line)
    return squeezed.starts[region.end] - squeezed.starts[region.first] if region is not None else 0


def settled_run(sure: float, length: int) -> float:
    """Say how sure a run is by its own length: a long one needs no other evidence."""
    return max(sure, 0.96) if length >= LONG else sure


def ink_of(squeezed: Squeezed, section: Section) -> int:
    """Count the characters of a section's regions: without signatures, footers, and what may be no quote."""
    starts = squeezed.starts
    regions = [region for region in section.regions if not region.optional] or section.regions
    total = sum(starts[last] - starts[first] for region in regions for first, last in region.pieces)
    total -= sum(len(squeezed.keys[line]) for region in regions for line in region.common)
    return total - sum(unmarked_ink(squeezed, region) for region in regions if region.soft and region.shift)


def unmarked_ink(squeezed: Squeezed, region: Region) -> int:
    """Count the characters of a region's unmarked lines: own words, where others bear marks."""
    lines = (line for first, last in region.pieces for line in range(first, last))
    return sum(
        len(squeezed.keys[line]) for line in lines if not squeezed.depths[line] and line not in region.common
    )


def fit_of(squeezed: Squeezed, source: Squeezed, runs: list[Run], section: Section) -> float:
    """Count the characters that runs cover, those at a wrong depth for less."""
    shift = section.regions[0].shift if section.regions else 1
    common = {line for region in section.regions for line in region.common}
    total = 0.0
    for start, place, length in runs:
        line = squeezed.line_at(start)
        right = source.depths[source.line_at(place)] == squeezed.depths[line] - shift
        while common and length > 0 and line < len(squeezed.keys) and squeezed.starts[line] < start + length:
            if line in common:
                low, high = max(start, squeezed.starts[line]), min(start + length, squeezed.starts[line + 1])
                total -= (high - low) * (1 if right else 0.6)
            line += 1
        total += length if right else 0.6 * length
    return total


def own_ink(squeezed: Squeezed, source: Squeezed, runs: list[Run]) -> int:
    """Count the characters of runs that are quoted one level deep and bear no mark in the source."""
    return sum(
        length
        for start, place, length in runs
        if squeezed.depths[squeezed.line_at(start)] <= 1 and not source.depths[source.line_at(place)]
    )


def touches_quotes(source: Squeezed, runs: list[Run]) -> bool:
    """Whether any of these runs lies where the source itself quotes, or may quote."""
    line_at = source.line_at
    if any(any(source.depths[line_at(place) : line_at(place + length - 1) + 1]) for _, place, length in runs):
        return True
    spans = sorted(
        (source.starts[region.first], source.starts[region.end])
        for section in find_sections(source)
        for region in section.regions
    )
    begins = [begin for begin, _ in spans]
    ends = list(accumulate((end for _, end in spans), max, initial=0))
    return any(ends[bisect_left(begins, place + length)] > place for _, place, length in runs)


def whole_lines(squeezed: Squeezed, runs: list[Run]) -> list[Run]:
    """Cut from runs the small parts of lines at their ends: too little for an uncertain source."""
    starts = squeezed.starts
    covered: dict[int, int] = {}
    for start, _, length in runs:
        line = squeezed.line_at(start)
        while starts[line] < start + length:
            low, high = max(start, starts[line]), min(start + length, starts[line + 1])
            covered[line] = covered.get(line, 0) + high - low
            line += 1
    for line, count in covered.items():
        if count < starts[line + 1] - starts[line] and is_announcement(squeezed, line):
            covered[line] = 0
    kept: list[Run] = []
    for start, place, length in runs:
        begin, stop = start, start + length
        line = squeezed.line_at(begin)
        if covered[line] < SHARE_OF_LINE * (starts[line + 1] - starts[line]):
            begin = min(starts[line + 1], stop)
        line = squeezed.line_at(stop - 1)
        if covered[line] < SHARE_OF_LINE * (starts[line + 1] - starts[line]):
            stop = starts[line]
        if stop > begin:
            kept.append((begin, place + begin - start, stop - begin))
    return kept


def without_chance(squeezed: Squeezed, section: Section, pieces: list[Piece], base: int) -> list[Piece]:
    """Leave out what a base that only its words name has itself written, where that is next to nothing.

    Who answers the same mail as the one that is quoted has the same quotes, signature and announcement.
    """
    starts, depths = squeezed.starts, squeezed.depths
    top = section.regions[0].shift
    common = {line for region in section.regions for line in region.common}

    def is_own(piece: Piece) -> bool:
        return piece.origin == base and depths[squeezed.line_at(piece.start)] == top

    own = [piece for piece in pieces if is_own(piece)]
    total = sum(telling_ink(squeezed, piece, common) for piece in own)
    if total >= LONG or not own:
        return pieces
    written = sum(
        starts[line + 1] - starts[line]
        for region in section.regions
        if not region.optional
        for first, last in region.pieces
        for line in range(first, last)
        if depths[line] == top and line not in region.common
    )
    if total >= OWN_SHARE * written:
        return pieces
    return [piece for piece in pieces if not is_own(piece)]


def telling_ink(squeezed: Squeezed, piece: Piece, common: set[int]) -> int:
    """Count the characters of a piece that do not stand in a signature or a footer."""
    starts, line, total = squeezed.starts, squeezed.line_at(piece.start), piece.length
    while starts[line] < piece.end:
        if line in common:
            total -= min(piece.end, starts[line + 1]) - max(piece.start, starts[line])
        line += 1
    return total


def announced_above(squeezed: Squeezed, section: Section, line: int) -> Attribution | None:
    """Give the announcement that a quoted line stands under: a shallower line above, or the section's."""
    depths = squeezed.depths
    depth = depths[line]
    region = region_of(section, line)
    top, first = (region.shift, region.first) if region is not None else (1, line)
    for above in range(line - 1, max(first, line - ABOVE) - 1, -1):
        if depths[above] < depth - 1:
            break
        if depths[above] == depth - 1 >= top and (found := announcement_to(squeezed, above)) is not None:
            return found
    return section.attribution if depth <= top else None


def has_probe(squeezed: Squeezed, region: Region, source: Squeezed) -> bool:
    """Whether one of a region's longest lines of any depth, or the whole of it, stands in a source."""
    if region.probes is None:
        region.probes = probes_of(squeezed, region)
    key = source.key
    return any(probe in key for probe in region.probes)


def probes_of(squeezed: Squeezed, region: Region) -> tuple[str, ...]:
    """Give the beginnings and ends of a region's longest lines, or where all are short the whole of it.

    Of each depth some, for each may have another author.
    """
    starts, key, depths = squeezed.starts, squeezed.key, squeezed.depths
    lines = [line for line in range(region.first, region.end) if squeezed.keys[line]]
    lines = [line for line in lines if line not in region.common] or lines
    keys = [(depths[line], key[starts[line] : starts[line + 1]]) for line in lines]
    longest: dict[int, list[str]] = {}
    for depth, text in sorted(keys, key=lambda line: -len(line[1])):
        if len(text) < PROBE or (depth not in longest and len(longest) == PROBED_DEPTHS):
            continue
        if len(of_depth := longest.setdefault(depth, [])) < PROBES:
            of_depth.append(text)
    if not longest:
        whole = "".join(text for _, text in keys)
        return (whole,) if whole else ()
    return tuple(probe for texts in longest.values() for text in texts for probe in (text[:30], text[-20:]))


def open_regions(squeezed: Squeezed, section: Section, runs: list[Run]) -> list[Region]:
    """Give the lines of a section that no run covers, as regions, if they are worth a search."""
    left: list[Region] = []
    starts = squeezed.starts
    covered = bytearray(len(squeezed.keys))
    for start, _, length in runs:
        line = squeezed.line_at(start)
        while line < len(covered) and starts[line] < start + length:
            covered[line] = 1
            line += 1
    for region in section.regions:
        for first, last in region.pieces:
            begin = first
            for line in range(first, last + 1):
                if line == last or covered[line] or line in region.common:
                    if starts[line] - starts[begin] >= STRONG:
                        left.append(
                            Region(begin, line, region.soft, shift=region.shift, pieces=[(begin, line)])
                        )
                    begin = line + 1
    return left
