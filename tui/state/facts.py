"""What is worked out once for a page, whatever its width and folds: offsets, regions, signs, stops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from parsing.model import Ambiguous, BlockKind, Found, LineRange, Missing, Rebuilt, Span
from parsing.quotes.armor import armored
from tui.state.folds import RegionKind, find_regions, shown_depth
from tui.state.head import said_size
from tui.state.names import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from parsing.model import Block, Link, MessageKey, Resolution
    from tui.state.folds import Region
    from tui.state.page import Page

SURE = 0.85
"""A source is called certain from this confidence on."""
BEGINNING = 400
"""Characters of a line that a fold's summary looks at."""
BEGINNING_LINES = 6
ANNOUNCING = frozenset({BlockKind.ATTRIBUTION, BlockKind.FORWARDED_HEADER, BlockKind.SNIP})


class Sign(StrEnum):
    """What the gutter says of a quote's source; the names are those of `Glyphs`."""

    KNOWN = "known"
    UNCERTAIN = "uncertain"
    SEVERAL = "several"
    REBUILT = "rebuilt"
    MISSING = "missing"


def sign_of(resolution: Resolution) -> Sign:
    """Return how surely a quote's source is known."""
    match resolution:
        case Missing():
            return Sign.MISSING
        case Rebuilt():
            return Sign.REBUILT
        case Ambiguous():
            return Sign.SEVERAL
        case Found(confidence=confidence):
            return Sign.KNOWN if confidence >= SURE else Sign.UNCERTAIN


@dataclass(frozen=True, slots=True)
class QuotedRun:
    """Lines that the same messages quote."""

    lines: LineRange
    messages: tuple[MessageKey, ...]


@dataclass(frozen=True, slots=True)
class FoldSummary:
    """What a fold's one line says: how many lines, whose, and how they begin."""

    count: int
    whose: str
    begins: str


class Facts:
    """A page, and what follows from it alone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        message = page.message
        self.text = message.text
        self.lines = message.lines
        self.blocks = message.blocks
        sizes = (len(line.mark) + len(line.text) + 1 for line in self.lines)
        self.starts = list(accumulate(sizes, initial=0))
        """By line: the character it starts at; then where a line after the last would start."""
        self.regions = find_regions(message)
        self.links = tuple(sorted(page.links, key=lambda link: link.span))
        self.changes = sorted(page.changes)
        self.link_starts = [link.span.start for link in self.links]
        self.block_starts = [block.lines.first for block in self.blocks]
        self.link_by_line: dict[int, Link] = {}
        for link in self.links:
            self.link_by_line.setdefault(self.line_of(link.span.start), link)
        self.quoted = tuple(_quoted_runs(self))
        self.quoted_by_line = {run.lines.first: run for run in self.quoted}

    def line_of(self, character: int) -> int:
        """Return the line that holds a character."""
        return min(max(bisect_right(self.starts, character) - 1, 0), max(len(self.lines) - 1, 0))

    def lines_of(self, span: Span) -> LineRange:
        """Return the lines that a span touches."""
        return LineRange(self.line_of(span.start), self.line_of(max(span.end - 1, span.start)) + 1)

    def block_number(self, line: int) -> int:
        """Return the number of the block that holds a line."""
        return max(bisect_right(self.block_starts, line) - 1, 0)

    def block_at(self, line: int) -> Block | None:
        """Return the block that holds a line."""
        return self.blocks[self.block_number(line)] if self.blocks else None

    def depth_at(self, line: int) -> int:
        """Return the quote depth that a line is shown at."""
        block = self.block_at(line)
        return 0 if block is None else shown_depth(block)

    def shown_from(self, line: int) -> int:
        """Return the first character of a line that is shown: bars stand for its quote marks."""
        return self.starts[line] + (len(self.lines[line].mark) if self.depth_at(line) else 0)

    def shown_text(self, line: int) -> str:
        """Return a line without the marks that bars stand for."""
        return self.text[self.shown_from(line) : self.starts[line + 1] - 1]

    def links_between(self, start: int, end: int) -> Sequence[Link]:
        """Return the links that have a character between two offsets."""
        low = bisect_left(self.link_starts, start)
        while low > 0 and self.links[low - 1].span.end > start:
            low -= 1
        return self.links[low : bisect_left(self.link_starts, end)]

    def changes_between(self, start: int, end: int) -> Sequence[Span]:
        """Return what quoters changed between two offsets."""
        low = bisect_left(self.changes, start, key=lambda span: span.end)
        return self.changes[low : bisect_left(self.changes, end, key=lambda span: span.start)]

    def link_for(self, start: int, end: int) -> Link | None:
        """Return the link that covers most of a stretch; else the nearest one of the same block."""
        found = self.links_between(start, max(end, start + 1))
        if found:
            return max(found, key=lambda link: min(end, link.span.end) - max(start, link.span.start))
        block = self.block_at(self.line_of(start))
        if block is None or not shown_depth(block):
            return None
        low, high = self.starts[block.lines.first], self.starts[block.lines.end]
        near = self.links_between(low, high)
        return min(near, key=lambda link: max(link.span.start - start, start - link.span.end), default=None)

    def run_at(self, line: int) -> QuotedRun | None:
        """Return the passage at a line that others quote."""
        at = bisect_right(self.quoted, line, key=lambda run: run.lines.first) - 1
        return self.quoted[at] if at >= 0 and line in self.quoted[at].lines else None

    def quote_stops(self) -> list[int]:
        """Return the lines that one goes to from quote to quote: where quotes and links begin."""
        stops = set(self.link_by_line)
        for block in self.blocks:
            if block.kind not in ANNOUNCING and shown_depth(block):
                stops.add(self._first_words(block.lines))
        return sorted(stops)

    def _first_words(self, lines: LineRange) -> int:
        words = (n for n in range(lines.first, lines.end) if self.lines[n].text.strip())
        return next(words, lines.first)

    def summary(self, region: Region) -> FoldSummary:
        """Say what a fold hides."""
        count, line = self._written(region), self._beginning(region)
        if region.kind is RegionKind.FILE:
            lines = self.lines[region.lines.first : region.lines.end]
            what, size = armored([line.text for line in lines]) or ("", None)
            return FoldSummary(count, "", what if size is None else f"{what}, {said_size(size)}")
        if region.kind is not RegionKind.QUOTE:
            return FoldSummary(count, region.kind.value, self._words(line))
        block = self.block_at(line)
        end = min(
            region.lines.end, block.lines.end if block is not None else line + 1, line + BEGINNING_LINES
        )
        begins = " ".join(words for n in range(line, end) if (words := self._words(n)))
        return FoldSummary(count, self._author_at(line), begins)

    def _words(self, line: int) -> str:
        start = self.shown_from(line)
        return self.text[start : min(start + BEGINNING, self.starts[line + 1] - 1)].strip()

    def _written(self, region: Region) -> int:
        """Count the lines of a region without blank ones at its end."""
        end = region.lines.end
        while end - 1 > region.lines.first and not self.lines[end - 1].text.strip():
            end -= 1
        return end - region.lines.first

    def _beginning(self, region: Region) -> int:
        """Return the first line with words of its own: no separator, announcement or copied header."""
        for number in range(self.block_number(region.lines.first), len(self.blocks)):
            block = self.blocks[number]
            if block.lines.first >= region.lines.end:
                break
            if block.kind in ANNOUNCING:
                continue
            for line in range(block.lines.first, min(block.lines.end, region.lines.end)):
                if any(map(str.isalnum, self.lines[line].text)):
                    return line
        return region.lines.first

    def _author_at(self, line: int) -> str:
        """Return the short name of who wrote a quoted line, or nothing."""
        link = self.link_for(self.starts[line], self.starts[line + 1])
        if link is not None and isinstance(link.resolution, Found | Rebuilt):
            name = self.page.names.get(link.resolution.passage.message)
            if name:
                return name
        block = self.block_at(line)
        announced = block.attribution if block is not None else None
        return short_name(announced.author) if announced is not None and announced.author is not None else ""


def _quoted_runs(facts: Facts) -> Iterator[QuotedRun]:
    """Yield the runs of lines that the same messages quote; gaps part them, blank lines do not."""
    run: QuotedRun | None = None
    gaps = frozenset(facts.page.message.gaps)
    for stretch in _stretches(facts):
        lines = (n for n in range(stretch.lines.first, stretch.lines.end) if facts.lines[n].text.strip())
        first = next(lines, None)
        if first is None:
            continue
        parted = run is not None and any(line in gaps for line in range(run.lines.end, first + 1))
        if run is not None and stretch.messages == run.messages and not parted:
            run = QuotedRun(LineRange(run.lines.first, stretch.lines.end), run.messages)
            continue
        if run is not None and run.messages:
            yield run
        run = QuotedRun(LineRange(first, stretch.lines.end), stretch.messages)
    if run is not None and run.messages:
        yield run


def _stretches(facts: Facts) -> Iterator[QuotedRun]:
    """Yield stretches of lines with who quotes them, perhaps nobody, from where the first quote begins."""
    begins: dict[int, list[MessageKey]] = {}
    ends: dict[int, list[MessageKey]] = {}
    if facts.page.quoted_by:
        for quote in facts.page.quoted_by:
            lines = facts.lines_of(quote.source)
            begins.setdefault(lines.first, []).append(quote.message)
            ends.setdefault(lines.end, []).append(quote.message)
    else:
        for line, keys in enumerate(facts.page.message.witnesses):
            begins.setdefault(line, []).extend(keys)
            ends.setdefault(line + 1, []).extend(keys)
    quoting: Counter[MessageKey] = Counter()
    turns = sorted(begins.keys() | ends.keys())
    for first, end in pairwise([*turns, len(facts.lines)]):
        quoting.update(begins.get(first, ()))
        quoting.subtract(ends.get(first, ()))
        quoting = +quoting
        yield QuotedRun(LineRange(first, end), tuple(sorted(quoting)))
