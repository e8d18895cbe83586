"""Where a message's quoted text stands in another message: runs of equal characters.

Both texts are squeezed. Whole regions first, then lines that stand in one place only, then what lies between
(`fill`), last the unmarked tails of broken wraps. `alignment` holds what is found and counts what it costs.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from parsing.sources.alignment import LARGE, NEAR, SURE, Alignment, in_order
from parsing.sources.fill import fill_gaps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from parsing.sources.alignment import Run
    from parsing.sources.sections import Region
    from parsing.sources.squeeze import Squeezed


CRUMB = 4
"""Fewer equal characters of the line before or behind a run, and not all of it, are chance: a full stop."""


def align(quoting: Squeezed, regions: Sequence[Region], source: Squeezed) -> list[Run]:
    r"""Find the runs of a message's quoted regions in a source.

    >>> from parsing.sources.regions import find_sections
    >>> from parsing.sources.squeeze import Squeezed
    >>> reply = Squeezed("> Is it open on Sunday, and\n> when?\n\nIt is, from ten.")
    >>> regions = [region for section in find_sections(reply) for region in section.regions]
    >>> align(reply, regions, Squeezed("Good day!\nIs it open on Sunday, and when?"))
    [(0, 8, 25)]
    """
    work = Alignment(quoting, source)
    open_regions = [region for region in regions if not place_region(work, region)]
    if open_regions:
        fill_gaps(work, open_regions)
    extend_tails(work, regions)
    drop_turned_back(work, regions)
    return work.runs


def drop_turned_back(work: Alignment, regions: Sequence[Region]) -> None:
    """Drop what goes back in the source from regions that only the source makes a quote.

    Text without marks is quoted as it stands: what comes again behind it, a signature, is the writer's own.
    """
    starts = work.quoting.starts
    unmarked = [region for region in regions if region.soft and not region.optional]
    if not unmarked or len(work.runs) < 2:
        return
    begins = [starts[region.first] for region in unmarked]
    ends = [0, *(starts[region.end] for region in unmarked)]
    inside = [run for run in work.runs if run[0] < ends[bisect_right(begins, run[0])]]
    turned = set(inside).difference(in_order(inside))
    work.runs = [run for run in work.runs if run not in turned]


def place_region(work: Alignment, region: Region) -> bool:
    """Place a region as a whole, else the lines of it that settle their own place; False if gaps remain."""
    starts = work.quoting.starts
    start, end = starts[region.first], starts[region.end]
    if start == end or place_stretch(work, start, end, region.shift):
        return True
    whole = True
    for first, last in region.pieces:
        if len(region.pieces) > 1 and place_stretch(work, starts[first], starts[last], region.shift):
            continue
        whole = place_lines(work, first, last, region.shift) and whole
    return whole


def place_stretch(work: Alignment, start: int, end: int, shift: int) -> bool:
    """Place a stretch whole if its length and depth settle where."""
    length = end - start
    if length < SURE:
        return False
    places = work.places(work.quote_key[start:end])
    if len(places) > 1:
        wanted = work.wanted_depth(start, shift)
        places = [place for place in places if work.depth_at(place) == wanted] or places
    if len(places) != 1:
        return False
    work.add((start, places[0], length))
    return True


def place_lines(work: Alignment, first: int, last: int, shift: int) -> bool:
    """Place the lines of a stretch that stand in one place only, each as far as it reaches."""
    starts = work.quoting.starts
    low, limit = starts[first], starts[last]
    cursor, line = low, first
    whole = True
    while line < last:
        start, end = max(starts[line], cursor), starts[line + 1]
        run = settle(work, start, end, low, limit, shift) if end - start >= SURE else None
        if run is None:
            whole = whole and end <= cursor
            line += 1
            continue
        whole = whole and run[0] <= cursor
        work.add(run)
        cursor = low = run[0] + run[2]
        line = max(line + 1, bisect_right(starts, cursor) - 1)
        if line < last and cursor > starts[line] and starts[line + 1] - cursor < SURE:
            whole = False
            line += 1
    return whole and cursor >= limit


def settle(work: Alignment, start: int, end: int, low: int, limit: int, shift: int) -> Run | None:
    """Find the one place of a line, or of either half of it, and reach out from there."""
    near = near_place(work, start, end)
    if near >= 0:
        return reach(work, start, end, near, (low, limit))
    half = (end - start) // 2
    probes = [(start, end)]
    if half >= SURE:
        probes += [(start, start + half), (start + half, end)]
    for begin, stop in probes:
        places = work.places(work.quote_key[begin:stop])
        if len(places) > 1:
            wanted = work.wanted_depth(begin, shift)
            places = [place for place in places if work.depth_at(place) == wanted]
        if len(places) == 1:
            return reach(work, begin, stop, places[0], (low, limit))
    return None


def near_place(work: Alignment, start: int, end: int) -> int:
    """Give the place of a text shortly behind the run before it, or of a line that is nowhere else."""
    text = work.quote_key[start:end]
    before, _ = work.neighbours(start)
    if before is not None:
        low = before[1] + before[2]
        place = work.source_key.find(text, low, low + NEAR + len(text))
        work.budget.spend(NEAR)
        if place >= 0:
            return place
    if len(work.source_key) > LARGE:
        begin = work.quoting.starts[work.quoting.line_at(start)]
        lines = work.source.lines_by_key.get(work.quote_key[begin:end], ())
        if len(lines) == 1:
            return work.source.starts[lines[0]] + start - begin
    return -1


def reach(work: Alignment, start: int, end: int, place: int, bounds: tuple[int, int]) -> Run:
    """Give the run that a settled text belongs to, as far as the characters are equal on both sides."""
    left = work.length_left(start, place, bounds[0])
    right = max(work.length_right(start, place, bounds[1]), end - start)
    starts = work.quoting.starts
    begin, stop = start - left, start + right
    if 0 < (over := starts[bisect_left(starts, begin)] - begin) < CRUMB and begin + over <= start:
        left -= over
    if 0 < (over := stop - starts[bisect_right(starts, stop) - 1]) < CRUMB and stop - over >= end:
        right -= over
    return start - left, place - left, left + right


def extend_tails(work: Alignment, regions: Sequence[Region]) -> None:
    """Let runs reach over the unmarked tails of wrapped lines where the source goes on with these words."""
    starts = work.quoting.starts
    for region in regions:
        for line in region.tails:
            start, end = starts[line], starts[line + 1]
            before, _ = work.neighbours(start)
            if before is None or before[0] + before[2] != start or before[2] < SURE:
                continue
            place = before[1] + before[2]
            if work.source_key.startswith(work.quote_key[start:end], place):
                work.add((start, place, end - start))
