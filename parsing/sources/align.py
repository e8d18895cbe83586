"""Where a message's quoted text stands in another message: runs of equal characters.

Both texts are squeezed. Whole regions first, then lines that stand in one place only, then what lies between
(`fill`), last the unmarked tails of broken wraps. A run is `(quoting, source, length)`, offsets of the two
keys. All searching is counted; beyond the budget only what was found so far is given, so that no pair of
texts costs more than a fixed multiple of their length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.sources.regions import Region
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


def informative(text: str) -> bool:
    """Whether enough of a text is left for it to be told from others, where letters were lost."""
    return text.count("?") <= 0.4 * len(text)


def align(quoting: Squeezed, regions: Sequence[Region], source: Squeezed) -> list[Run]:
    r"""Find the runs of a message's quoted regions in a source.

    >>> from parsing.sources.regions import find_sections
    >>> from parsing.sources.squeeze import Squeezed
    >>> reply = Squeezed("> Is it open on Sunday, and\n> when?\n\nIt is, from ten.")
    >>> regions = [region for section in find_sections(reply) for region in section.regions]
    >>> align(reply, regions, Squeezed("Good day!\nIs it open on Sunday, and when?"))
    [(0, 8, 25)]
    """
    from parsing.sources.fill import fill_gaps  # noqa: PLC0415

    work = Alignment(quoting, source)
    open_regions = [region for region in regions if not place_region(work, region)]
    if open_regions:
        fill_gaps(work, open_regions)
    extend_tails(work, regions)
    return work.runs


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
    right = work.length_right(start, place, bounds[1])
    return start - left, place - left, left + max(right, end - start)


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
