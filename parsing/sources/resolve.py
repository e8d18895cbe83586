"""Where the quotes of one message were first written: align with the parent, compose along the chain.

A message's `>>` text is found in its parent's `>` text, and the parent's own resolution says where that was
written. Each message is a generator that asks for the resolutions it needs; one loop runs them, so that no
reply chain is too deep, and a cycle ends where it closes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsing.model import Line
from parsing.quotes.attribution import read_attribution
from parsing.quotes.literal import is_session
from parsing.sources.align import JOINABLE, align
from parsing.sources.regions import Region, Section, find_sections, is_announcement
from parsing.sources.relate import Relations

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from parsing.model import Attribution
    from parsing.sources.align import Run
    from parsing.sources.corpus import Corpus
    from parsing.sources.squeeze import Squeezed

OPEN = -1
"""The origin of quoted text whose source is not known."""
EDIT = -2
"""The origin of a changed word inside a stretch whose source is known."""
CHAIN = 200
"""Messages that one resolution may wait for at a time."""
PROBE = 14
PROBES = 5
GOOD_FIT = 0.5
SURE_FIT = 0.9
WHOLE_FIT = 0.8
SHORT = 12
PARENT_FIT = 0.3
"""The parent by the headers is the base if it has this much of the quotes."""
SHARE_OF_LINE = 0.6
ABOVE = 60
"""Lines that an announcement is looked for above a quote."""
LONG = 60
STRONG = 24
"""Characters that are worth searching elsewhere for."""


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
    breaks: list[int] = field(default_factory=list)
    """Places in the quoting key over which no stretch may be joined: their source is not known."""
    bases: list[int] = field(default_factory=list)
    """By section: the row that it quotes, or -1."""
    fits: list[float] = field(default_factory=list)
    """By section: how much of it that row covers."""
    segments: list[tuple[int, int, int, int]] = field(default_factory=list)
    """The whole key as (start, end, origin, place): own words, pieces, and open quotes."""

    def cut(self, row: int) -> None:
        """Fill `segments`."""
        quoted: list[tuple[int, int]] = []
        starts = self.squeezed.starts
        for section in self.sections:
            for region in section.regions:
                if region.announced or not region.soft:
                    for first, last in region.pieces:
                        quoted += [(starts[low], starts[high]) for low, high in self.quotes_in(region, first, last)]
        self.segments = list(segments(len(self.squeezed.key), row, sorted(quoted), self.pieces, self.breaks))

    def quotes_in(self, region: Region, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Give the lines of a piece of a region without those that have no source and look like code."""
        begin = line = first
        while line < last:
            end = self.open_lines(line, last)
            if end > line and not (region.announced and line == region.first) and self.is_literal(line, end):
                if begin < line:
                    yield begin, line
                begin = end
            line = max(end, line + 1)
        if begin < last:
            yield begin, last

    def open_lines(self, first: int, last: int) -> int:
        """Give the line behind the lines from here on, of one depth, that no piece touches."""
        squeezed, pieces = self.squeezed, self.pieces
        start = squeezed.starts[first]
        at = bisect_right(pieces, start, key=lambda piece: piece.end - 1)
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
        """Whether marked lines without any source look like prompts, code or a table: then they are own words."""
        squeezed = self.squeezed
        lines = range(first, end)
        if all(squeezed.raws[line].lstrip()[:1] in {"|", ""} for line in lines):
            return True
        return is_session([Line(1, "", squeezed.raws[line][squeezed.leads[line] :]) for line in lines])


def segments(
    length: int, row: int, quoted: list[tuple[int, int]], pieces: list[Piece], breaks: list[int]
) -> Iterator[tuple[int, int, int, int]]:
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
                yield at, stop, row, at
            else:
                stop = min(high, limit)
                yield at, stop, unknown, at
            at = stop
        if piece is not None:
            yield piece.start, piece.end, piece.origin, piece.place
            at = piece.end


def is_edit(before: Piece, after: Piece) -> bool:
    """Whether what lies between two pieces is a changed word."""
    left_out = after.place - before.place - before.length
    return (
        before.origin == after.origin and after.start - before.end <= JOINABLE and 0 <= left_out <= JOINABLE
    )


class Resolver:
    """Resolutions of an archive's messages, on demand."""

    def __init__(
        self,
        corpus: Corpus,
        prepared: Callable[[int], Squeezed],
        known: Callable[[int], Resolved | None],
        keep: Callable[[int, Resolved], None],
        extra: Mapping[int, Sequence[int]],
    ) -> None:
        self.corpus = corpus
        self.extra = extra
        self.relations = Relations(corpus)
        self.prepared, self.known, self.keep = prepared, known, keep

    def resolve(self, row: int) -> Resolved:
        """Resolve one message and those that it needs."""
        found = self.known(row)
        if found is not None:
            return found
        stack = [(row, self.steps(row))]
        active = {row}
        value: Resolved | None = None
        while True:
            current, steps = stack[-1]
            try:
                wanted = steps.send(value)
            except StopIteration as done:
                value = done.value
                self.keep(current, done.value)
                stack.pop()
                active.discard(current)
                if not stack:
                    return done.value
                continue
            value = self.known(wanted)
            if value is None and wanted not in active and len(stack) < CHAIN:
                stack.append((wanted, self.steps(wanted)))
                active.add(wanted)

    def steps(self, row: int) -> Generator[int, Resolved | None, Resolved]:
        """Resolve one message; yields the rows whose resolution it needs."""
        squeezed = self.prepared(row)
        sections = find_sections(squeezed)
        result = Resolved(squeezed, sections, [])
        for section in sections:
            pieces, base, fit = yield from self.section_steps(row, squeezed, section)
            result.breaks += [piece.start for piece in pieces if piece.origin == OPEN]
            result.pieces += [piece for piece in pieces if piece.origin != OPEN]
            result.bases.append(base)
            result.fits.append(fit)
        result.pieces.sort(key=lambda piece: piece.start)
        result.breaks.sort()
        result.cut(row)
        return result

    def section_steps(
        self, row: int, squeezed: Squeezed, section: Section
    ) -> Generator[int, Resolved | None, tuple[list[Piece], int, float]]:
        """Resolve one section: its base first, then what the base does not have."""
        base, runs, fit, sure = self.base(row, squeezed, section)
        pieces: list[Piece] = []
        if base >= 0:
            pieces = yield from self.compose(base, runs, sure)
        left = open_regions(squeezed, section, runs)
        tried = {base, row}
        for candidate, sureness in self.others(row, section, base):
            if not left:
                break
            if candidate in tried:
                continue
            tried.add(candidate)
            source = self.prepared(candidate)
            wanted = [region for region in left if has_probe(squeezed, region, source)]
            if not wanted:
                continue
            found = whole_lines(squeezed, align(squeezed, wanted, source))
            found = [run for run in found if self.is_likely(squeezed, section, run, candidate)]
            if not found:
                continue
            pieces += yield from self.compose(candidate, found, sureness)
            runs = sorted(runs + found)
            left = open_regions(squeezed, section, runs)
        return pieces, base, fit

    def base(
        self, row: int, squeezed: Squeezed, section: Section
    ) -> tuple[int, list[Run], float, float]:
        """Choose the message that a section quotes; gives its row, the runs, their share and how sure it is."""
        best: tuple[float, int, list[Run], float, float] = (0.0, -1, [], 0.0, 0.0)
        total = ink_of(squeezed, section)
        whole = sum(squeezed.starts[region.end] - squeezed.starts[region.first] for region in section.regions)
        soft = all(region.soft for region in section.regions)
        for candidate, sure in self.bases(row, section):
            source = self.prepared(candidate)
            if sure < 1 and not any(has_probe(squeezed, region, source) for region in section.regions):
                continue
            runs = align(squeezed, section.regions, source)
            if sure < 1:
                runs = whole_lines(squeezed, runs)
            covered = fit_of(squeezed, source, runs, section) if total else ink_in(runs)
            fit = min(1.0, covered / (total or whole or 1))
            if sure < 1 and not self.is_enough(row, section, candidate, fit, covered):
                continue
            score = fit * (0.6 + 0.4 * sure)
            if score > best[0]:
                best = (score, candidate, runs, fit, settled(sure, fit, covered))
            named = sure == 1 and self.relations.sender_matches(section.attribution, candidate)
            if fit >= SURE_FIT or (sure == 1 and covered and (fit >= PARENT_FIT or soft or named)):
                break
        return best[1:]

    def is_enough(self, row: int, section: Section, candidate: int, fit: float, covered: float) -> bool:
        """Whether so much of a section makes a message its base that the headers do not name."""
        relations = self.relations
        author = relations.sender_matches(section.attribution, candidate)
        day = relations.day_matches(section.attribution, candidate)
        if day and (author or relations.minute_matches(section.attribution, candidate)):
            return fit >= GOOD_FIT or covered >= STRONG
        if author and day is None and fit >= WHOLE_FIT:
            unheaded = not self.corpus.references(row)
            return covered >= (1 if unheaded and self.same_subject(row, candidate) else SHORT)
        if candidate == self.corpus.parent(row) and fit >= WHOLE_FIT:
            return covered >= SHORT or not relations.by_author(section.attribution, row)
        if author is False or day is False or self.corpus.parent(row) >= 0:
            return covered >= 2 * STRONG
        return covered >= STRONG

    def same_subject(self, row: int, candidate: int) -> bool:
        """Whether two messages have the same base subject."""
        return self.corpus.base_subject(row) == self.corpus.base_subject(candidate)

    def bases(self, row: int, section: Section) -> Iterable[tuple[int, float]]:
        """Give the messages that a section may quote, likeliest first, each with how sure it is."""
        corpus, relations = self.corpus, self.relations
        attribution = section.attribution
        seen = {row}
        if attribution is not None and attribution.message_id:
            named = corpus.row_of(attribution.message_id)
            if named >= 0 and named not in seen:
                seen.add(named)
                yield named, 1.0
        parent = corpus.parent(row)
        if parent >= 0 and relations.sender_matches(attribution, parent) is not False and parent not in seen:
            seen.add(parent)
            yield parent, 1.0
        for candidate in relations.by_author(attribution, row):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate, 0.9 if relations.day_matches(attribution, candidate) else 0.7
        if parent >= 0 and parent not in seen:
            seen.add(parent)
            yield parent, 0.9
        for candidate in relations.ancestors(row):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate, 0.7
        for candidate in relations.by_subject(row):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate, 0.6

    def others(self, row: int, section: Section, base: int) -> Iterable[tuple[int, float]]:
        """Give the messages that may have what the base of a section does not have."""
        parent = self.corpus.parent(row)
        if parent >= 0 and parent != base:
            yield parent, 0.8
        for candidate in self.relations.ancestors(row):
            yield candidate, 0.7
        for candidate in self.extra.get(row, ()):
            yield candidate, 0.6
        for candidate in self.relations.by_author(section.attribution, row):
            yield candidate, 0.5
        for candidate in self.relations.by_subject(row):
            yield candidate, 0.5

    def is_likely(self, squeezed: Squeezed, section: Section, run: Run, candidate: int) -> bool:
        """Whether a stretch that the base does not have may come from this message."""
        if run[2] < STRONG:
            return False
        if run[2] >= LONG:
            return True
        line = squeezed.line_at(run[0])
        named = announced_above(squeezed, section, line)
        author = self.relations.sender_matches(named, candidate)
        if is_announcement(squeezed, line) and squeezed.starts[line + 1] >= run[0] + run[2]:
            return author is True and squeezed.starts[line + 1] - squeezed.starts[line] == run[2]
        return author is not False

    def compose(self, base: int, runs: list[Run], sure: float) -> Generator[int, Resolved | None, list[Piece]]:
        """Say where runs of a message were first written, by its base's own resolution."""
        source = self.prepared(base)
        quoted = any(source.depths) or bool(find_sections(source))
        resolved = (yield base) if quoted else None
        pieces: list[Piece] = []
        for start, place, length in runs:
            if resolved is None:
                if not quoted:
                    pieces.append(Piece(start, length, base, place, base, sure))
                continue
            cuts = resolved.segments
            at = bisect_right(cuts, (place, len(source.key) + 1)) - 1
            while at < len(cuts) and cuts[at][0] < place + length:
                low, high, origin, written = cuts[at]
                begin, stop = max(low, place), min(high, place + length)
                if origin != EDIT and begin < stop:
                    pieces.append(
                        Piece(start + begin - place, stop - begin, origin, written + begin - low, base, sure)
                    )
                at += 1
        return pieces


def ink_in(runs: list[Run]) -> int:
    """Count the characters of runs."""
    return sum(length for _, _, length in runs)


def settled(sure: float, fit: float, covered: float) -> float:
    """Say how sure a base is, now that it is known how much of the section it has."""
    if sure < 1 and (fit >= SURE_FIT or (fit >= WHOLE_FIT and covered >= LONG)):
        return max(sure, 0.96)
    return sure


def ink_of(squeezed: Squeezed, section: Section) -> int:
    """Count the characters of a section's regions, signatures and footers left out."""
    starts = squeezed.starts
    total = sum(starts[last] - starts[first] for region in section.regions for first, last in region.pieces)
    return total - sum(len(squeezed.keys[line]) for region in section.regions for line in region.common)


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


def announced_above(squeezed: Squeezed, section: Section, line: int) -> Attribution | None:
    """Give the announcement that a quoted line stands under: a shallower line above, or the section's."""
    depths = squeezed.depths
    depth = depths[line]
    for above in range(line - 1, max(-1, line - ABOVE), -1):
        if depths[above] < depth - 1:
            break
        if depths[above] == depth - 1 and depths[above] and is_announcement(squeezed, above):
            text = squeezed.raws[above][squeezed.leads[above] :].strip()
            return read_attribution(text)
    return section.attribution if depth <= 1 else None


def has_probe(squeezed: Squeezed, region: Region, source: Squeezed) -> bool:
    """Whether one of a region's longest lines, or the whole of it, stands in a source."""
    starts, key = squeezed.starts, squeezed.key
    lines = [line for line in range(region.first, region.end) if squeezed.keys[line]]
    lines = [line for line in lines if line not in region.common] or lines
    keys = [key[starts[line] : starts[line + 1]] for line in lines]
    longest = sorted((key for key in keys if len(key) >= PROBE), key=len, reverse=True)[:PROBES]
    if not longest:
        whole = "".join(keys)
        return bool(whole) and whole in source.key
    return any(key[:30] in source.key or key[-20:] in source.key for key in longest)


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
                        left.append(Region(begin, line, region.soft, shift=region.shift, pieces=[(begin, line)]))
                    begin = line + 1
    return left
