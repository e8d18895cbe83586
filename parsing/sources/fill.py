"""What lies between the settled runs: short lines, edited lines, words that stand in several places.

The neighbours settle them: a quote goes through its source from top to bottom, so what stands between two
runs stands between them in the source too, at the depth that the marks say.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from parsing.sources.alignment import JOINABLE, SEED, SEED_STRIDE, SURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.sources.alignment import Alignment
    from parsing.sources.sections import Region

DOTS_BEFORE = re.compile(r"\[?(?:\.{3,6}|…)\]?")
DOTS_BEHIND = re.compile(r"(?:[\[(<](?:\.{2,6}|…|snip|\.{3}snip\.{3}|cut)[\])>]|\.{3,6}|…)$")
ALIKE = 0.72
"""How alike a short edited line is to the line it was."""
MORE_ALIKE = 0.87
"""The same where the depth is not the one that the marks say."""
FUZZY_LINES = 24
FUZZY_CHARACTERS = 160
SEEDED_CHARACTERS = 4_000


def fill_gaps(work: Alignment, regions: Sequence[Region]) -> None:
    """Place what is still open in these regions: the exact first, then the lines, then what is alike."""
    for region in regions:
        starts = work.quoting.starts
        for first, last in region.pieces:
            for start, end in work.gaps(starts[first], starts[last]):
                fill_gap(work, start, end, region)


def fill_gap(work: Alignment, start: int, end: int, region: Region) -> None:
    """Place one gap: as a whole, by its lines, by seeds."""
    if is_edit(work, start, end):
        return
    first, last = without_dots(work.quote_key, start, end)
    dotted = (first, last) != (start, end)
    start, end = first, last
    if place_near(work, start, end, region, dotted=dotted):
        return
    lines = list(lines_of(work, start, end))
    if len(lines) > 1:
        for begin, stop in lines:
            place_near(work, begin, stop, region)
    for begin, stop in work.gaps(start, end):
        if not is_edit(work, begin, stop):
            place_seeds(work, begin, stop)
    for begin, stop in work.gaps(start, end):
        if not is_edit(work, begin, stop):
            place_alike(work, begin, stop, region)


def without_dots(key: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the dots that stand for what was left out before or behind.

    >>> without_dots("...isit.[...]", 0, 13)
    (3, 8)
    """
    text = key[start:end]
    if len(text) > 400:
        text = f"{text[:200]}{text[-200:]}"
    before, behind = DOTS_BEFORE.match(text), DOTS_BEHIND.search(text)
    first = start + (before.end() if before else 0)
    last = end - (len(text) - behind.start() if behind else 0)
    return (first, last) if first < last else (start, end)


def is_edit(work: Alignment, start: int, end: int) -> bool:
    """Whether a gap is no more than a changed word within a stretch: both sides go on close by."""
    if end - start > JOINABLE:
        return False
    before, after = work.neighbours(start)
    if before is None or after is None or before[0] + before[2] != start or after[0] != end:
        return False
    return 0 <= after[1] - before[1] - before[2] <= JOINABLE


def lines_of(work: Alignment, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the parts of a gap by line."""
    starts = work.quoting.starts
    line = work.quoting.line_at(start)
    while start < end:
        stop = min(end, starts[line + 1])
        if stop > start:
            yield start, stop
        start, line = max(start, stop), line + 1


def place_near(work: Alignment, start: int, end: int, region: Region, *, dotted: bool = False) -> bool:
    """Place an exact text at the best of its places, if that one is good enough for its length."""
    text = work.quote_key[start:end]
    low, high = work.window(start)
    places = work.places(text, low, high)
    inside = bool(places)
    if not places:
        places = work.places(text)
    if not places:
        return False
    wanted = work.wanted_depth(start, region.shift)
    length = end - start
    best, best_score = -1, -1.0
    for place in places:
        touching = touches(work, start, end, place)
        on_lines = work.on_lines(place, length)
        if (
            length < SURE
            and on_lines < 2
            and not touching
            and not (dotted and length > 3 and len(places) == 1)
        ):
            continue
        score = 4 * (work.depth_at(place) == wanted) + on_lines + 2 * touching
        if score > best_score:
            best, best_score = place, score
    if best < 0:
        return False
    if not inside and length < SURE and (len(places) > 1 or best_score < 4):
        return False
    work.add((start, best, length))
    return True


def touches(work: Alignment, start: int, end: int, place: int) -> bool:
    """Whether a run that goes on without a break lies before or behind."""
    before, after = work.neighbours(start)
    if before is not None and before[0] + before[2] == start and before[1] + before[2] == place:
        return True
    return after is not None and after[0] == end and after[1] == place + end - start


def place_seeds(work: Alignment, start: int, end: int) -> None:
    """Place a changed text by short equal stretches inside the window, the longest reach first come."""
    if end - start < SEED or end - start > SEEDED_CHARACTERS:
        return
    low, high = work.window(start)
    cursor = at = start
    key, source = work.quote_key, work.source_key
    while at + SEED <= end:
        place = source.find(key[at : at + SEED], low, high)
        if not work.budget.spend((place if place >= 0 else high) - low + SEED):
            return
        if place < 0:
            at += SEED_STRIDE
            continue
        left = work.length_left(at, place, cursor)
        right = work.length_right(at, place, end)
        run = (at - left, place - left, left + right)
        if (
            run[2] < SURE
            and work.on_lines(run[1], run[2]) == 0
            and not touches(work, run[0], run[0] + run[2], run[1])
        ):
            at += SEED_STRIDE
            continue
        work.add(run)
        cursor = at = at + right
        low = max(low, place + right) if place + right < high else low


def place_alike(work: Alignment, start: int, end: int, region: Region) -> None:
    """Place a short edited text on the line of the window that is most like it."""
    text = work.quote_key[start:end]
    if not 4 <= len(text) <= FUZZY_CHARACTERS or region.soft:
        return
    low, high = work.window(start)
    wanted = work.wanted_depth(start, region.shift)
    source = work.source
    first = source.line_at(low)
    best: tuple[float, int, SequenceMatcher[str]] | None = None
    tried = 0
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(text)
    letters = Counter(text)
    for line in range(first, len(source.keys)):
        if source.starts[line] >= high or tried >= FUZZY_LINES:
            break
        candidate = source.keys[line]
        if not 0.6 <= (len(candidate) + 1) / (len(text) + 1) <= 1.7:
            continue
        if source.starts[line] < low:
            continue
        candidate = work.source_key[source.starts[line] : source.starts[line + 1]]
        tried += 1
        work.budget.spend(len(candidate) * 4)
        if at_most_alike(letters, candidate, len(text)) < ALIKE:
            continue
        matcher.set_seq1(candidate)
        ratio = matcher.ratio()
        if ratio >= (ALIKE if source.depths[line] == wanted else MORE_ALIKE) and (
            best is None or ratio > best[0]
        ):
            best = (ratio, line, matcher)
    if best is not None:
        line = best[1]
        matcher.set_seq1(work.source_key[source.starts[line] : source.starts[line + 1]])
        for place, begin, length in matcher.get_matching_blocks():
            if length:
                work.add((start + begin, source.starts[best[1]] + place, length))


def at_most_alike(letters: Counter[str], candidate: str, length: int) -> float:
    """Give what two texts' likeness cannot exceed, by the letters that they share in whatever order.

    >>> at_most_alike(Counter("abc"), "cab", 3), at_most_alike(Counter("abc"), "xyzc", 3)
    (1.0, 0.2857142857142857)
    """
    shared = sum([min(count, candidate.count(letter)) for letter, count in letters.items()])
    return 2 * shared / ((length + len(candidate)) or 1)
