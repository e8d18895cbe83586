"""What is known of one message's quotes, and its key cut into own words, words of others, and open quotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsing.quotes.literal import in_plain_diff, is_neutral, is_session
from parsing.quotes.marks import split_line
from parsing.sources.alignment import JOINABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsing.sources.sections import Region, Section
    from parsing.sources.squeeze import Squeezed

Segment = tuple[int, int, int, int, int]
"""Start and end in the key, origin, place there, and how many times it is quoted here."""
OPEN = -1
"""The origin of quoted text whose source is not known."""
TAIL_CHARACTERS = 30
NEAR_LINES = 12
"""Lines between a command and the next one after the same prompt."""
EDIT = -2
"""The origin of a changed word inside a stretch whose source is known."""


@dataclass(slots=True, frozen=True)
class Piece:
    """A run of one message's quoted characters and the characters where they were first written."""

    start: int
    length: int
    origin: int
    """Row."""
    place: int
    via: int
    """The row that it was aligned with."""
    sure: float
    """How sure the choice of that row is: 1 the parent by its headers."""
    hops: int = 1
    """How many times it was quoted on its way here."""

    @property
    def end(self) -> int:
        """Where it ends in the quoting key."""
        return self.start + self.length


@dataclass(slots=True)
class Resolved:
    """What is known of one message's quotes."""

    squeezed: Squeezed
    sections: list[Section]
    pieces: list[Piece]
    """Ascending."""
    ends: list[int] = field(default_factory=list)
    """By piece: where it ends."""
    breaks: list[int] = field(default_factory=list)
    """Places in the quoting key over which no stretch may be joined: their source is not known."""
    unknown: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of the quoting key that the base quotes from an unknown source, half-open."""
    bases: list[int] = field(default_factory=list)
    """By section: the row that it quotes, or -1."""
    certain: list[bool] = field(default_factory=list)
    """By section: whether that row is what it quotes, for sure."""
    answered: list[bool] = field(default_factory=list)
    """By section: whether the message that its announcement and the headers name is stored."""
    fits: list[float] = field(default_factory=list)
    """By section: how much of it that row covers."""
    quoted: list[tuple[int, Region, int, int]] = field(default_factory=list)
    """What is a quote, source or not: the section's number, the region, the first line and the end."""
    segments: list[Segment] = field(default_factory=list)
    """The whole key: own words, pieces, and open quotes."""

    def cut(self, row: int) -> None:
        """Fill `ends`, `quoted` and `segments`."""
        self.ends = [piece.end for piece in self.pieces]
        self.quoted = [
            (number, region, low, high)
            for number, section in enumerate(self.sections)
            for region in section.regions
            for first, last in self.quoted_pieces(number, region)
            for low, high in self.quotes_in(number, region, first, last)
        ]
        starts = self.squeezed.starts
        quotes = sorted((*self.unknown, *((starts[low], starts[high]) for _, _, low, high in self.quoted)))
        self.segments = list(segments(len(self.squeezed.key), row, quotes, self.pieces, self.breaks))

    def quoted_pieces(self, section: int, region: Region) -> Iterator[tuple[int, int]]:
        """Give the lines of a region that are a quote, source or not: all, or those that bear marks."""
        if region.copied:
            return
        if self.is_quoted(section, region):
            yield from self.with_tails(region)
            return
        if region.optional:
            return
        depths = self.squeezed.depths
        for first, last in region.pieces:
            begin = -1
            for line in range(first, last + 1):
                marked = line < last and depths[line] > 0
                if marked and begin < 0:
                    begin = line
                elif not marked and begin >= 0:
                    yield begin, line
                    begin = -1

    def with_tails(self, region: Region) -> Iterator[tuple[int, int]]:
        """Give the pieces of a region, joined over the short tails of wrapped lines without a source."""
        tails = {line for line in region.tails if self.is_open_tail(line)}
        begin = end = -1
        for first, last in region.pieces:
            if end == first - 1 and end in tails:
                end = last
                continue
            if begin >= 0:
                yield begin, end
            begin, end = first, last
        if begin >= 0:
            yield begin, end

    def is_open_tail(self, line: int) -> bool:
        """Whether an unmarked line is the end of the quoted line above: short, and both without a source."""
        squeezed = self.squeezed
        if len(squeezed.raws[line]) > TAIL_CHARACTERS:
            return False
        at = bisect_right(self.ends, squeezed.starts[line - 1])
        return at == len(self.pieces) or self.pieces[at].start >= squeezed.starts[line + 1]

    def is_quoted(self, section: int, region: Region) -> bool:
        """Whether what has no source in a region is a quote all the same.

        Unmarked text is, below an announcement or a copied header whose message is not here; else somebody
        has written between the lines of the quote.
        """
        if self.answered[section] and self.squeezed.is_soft_line(region.first) and not self.has_piece(region):
            return False
        return not region.soft or (region.announced and not self.certain[section])

    def has_piece(self, region: Region) -> bool:
        """Whether anything of a region has a source."""
        starts = self.squeezed.starts
        at = bisect_right(self.ends, starts[region.first])
        return at < len(self.pieces) and self.pieces[at].start < starts[region.end]

    def quotes_in(self, section: int, region: Region, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Give the lines of a piece of a region without those that have no source and look like code.

        Where an announced source is not stored, code in the quote is as much a quote as the rest.
        """
        announced = region.announced and not self.answered[section]
        uncertain = self.sections[section].attribution is not None and not self.certain[section]
        if uncertain and not self.answered[section]:
            yield first, last
            return
        begin = line = first
        starts, pieces = self.squeezed.starts, self.pieces
        while line < last:
            at = bisect_right(self.ends, starts[line])
            if at < len(pieces) and pieces[at].start < starts[line + 1]:
                line = max(line + 1, self.squeezed.line_at(min(pieces[at].end, starts[last] - 1)))
                continue
            end = self.open_lines(line, last, at)
            if end > line and not (announced and line == region.first) and self.is_literal(line, end):
                if begin < line:
                    yield begin, line
                begin = end
            line = max(end, line + 1)
        if begin < last:
            yield begin, last

    def open_lines(self, first: int, last: int, at: int) -> int:
        """Give the line behind the lines from here on, of one depth, before the piece `at`."""
        squeezed, pieces = self.squeezed, self.pieces
        limit = pieces[at].start if at < len(pieces) else len(squeezed.key)
        if 0 < at < len(pieces) and is_edit(pieces[at - 1], pieces[at]):
            return first
        line = first
        while line < last and squeezed.starts[line + 1] <= limit:
            if squeezed.depths[line] != squeezed.depths[first] and squeezed.keys[line]:
                break
            line += 1
        return line

    def is_literal(self, first: int, end: int) -> bool:
        """Whether marked lines without a source look like prompts, code or a table: own words."""
        squeezed = self.squeezed
        lines = range(first, end)
        if all(squeezed.raws[line].lstrip()[:1] in {"|", ""} for line in lines):
            return True
        split = [split_line(squeezed.raws[line]) for line in lines]
        if in_plain_diff(squeezed.raws, first):
            return True
        if all(not line.text.strip() or is_neutral(line.text.strip()) for line in split):
            return self.is_among_commands(first, end)
        return is_session(split)

    def is_among_commands(self, first: int, end: int) -> bool:
        """Whether the marked lines shortly above or below a lone name are commands."""
        raws, mark = self.squeezed.raws, split_line(self.squeezed.raws[first]).mark
        above, below = range(max(0, first - NEAR_LINES), first), range(end, min(end + NEAR_LINES, len(raws)))
        near = [split_line(raws[line]) for line in (*above, *below)]
        return is_session([line for line in near if line.mark == mark])


def segments(
    length: int, row: int, quoted: list[tuple[int, int]], pieces: list[Piece], breaks: list[int]
) -> Iterator[Segment]:
    """Cut a key into own words, pieces and open quotes."""
    at, next_quote = 0, 0
    last: Piece | None = None
    for piece in [*pieces, None]:
        unknown = OPEN
        if last is not None and piece is not None and is_edit(last, piece):
            at_break = bisect_left(breaks, last.end)
            unknown = OPEN if at_break < len(breaks) and breaks[at_break] < piece.start else EDIT
        last = piece
        limit = piece.start if piece is not None else length
        while at < limit:
            while next_quote < len(quoted) and quoted[next_quote][1] <= at:
                next_quote += 1
            low, high = quoted[next_quote] if next_quote < len(quoted) else (length, length)
            if at < low:
                stop = min(low, limit)
                yield at, stop, row, at, 0
            else:
                stop = min(high, limit)
                yield at, stop, unknown, at, 0
            at = stop
        if piece is not None:
            yield piece.start, piece.end, piece.origin, piece.place, piece.hops
            at = piece.end


def is_edit(before: Piece, after: Piece) -> bool:
    """Whether what lies between two pieces is a changed word."""
    left_out = after.place - before.place - before.length
    return (
        before.origin == after.origin and after.start - before.end <= JOINABLE and 0 <= left_out <= JOINABLE
    )
