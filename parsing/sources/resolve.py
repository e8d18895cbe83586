"""Where the quotes of one message were first written: align with the parent, compose along the chain.

A message's `>>` text is found in its parent's `>` text, and the parent's own resolution says where that was
written. Each message is a generator that asks for the resolutions it needs; one loop runs them, so that no
reply chain is too deep, and a cycle ends where it closes.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from parsing.sources.align import align
from parsing.sources.regions import Region, Section, find_sections
from parsing.sources.relate import Relations

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from parsing.sources.align import Run
    from parsing.sources.corpus import Corpus
    from parsing.sources.squeeze import Squeezed

OPEN = -1
"""The origin of quoted text whose source is not known."""
CHAIN = 200
"""Messages that one resolution may wait for at a time."""
PROBE = 14
PROBES = 5
GOOD_FIT = 0.5
SURE_FIT = 0.9
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
                if not region.soft:
                    quoted += [(starts[first], starts[last]) for first, last in region.pieces]
        self.segments = list(segments(len(self.squeezed.key), row, quoted, self.pieces))


def segments(
    length: int, row: int, quoted: list[tuple[int, int]], pieces: list[Piece]
) -> Iterator[tuple[int, int, int, int]]:
    """Cut a key into own words, pieces and open quotes."""
    at, next_quote = 0, 0
    for piece in [*pieces, None]:
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
                yield at, stop, OPEN, at
            at = stop
        if piece is not None:
            yield piece.start, piece.end, piece.origin, piece.place
            at = piece.end


Request = tuple[int, "Squeezed"]
Steps = "Generator[int, Resolved | None, Resolved]"


class Resolver:
    """Resolutions of an archive's messages, on demand."""

    def __init__(
        self,
        corpus: Corpus,
        prepared: Callable[[int], Squeezed],
        known: Callable[[int], Resolved | None],
        keep: Callable[[int, Resolved], None],
    ) -> None:
        self.corpus = corpus
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
            result.pieces += pieces
            result.bases.append(base)
            result.fits.append(fit)
        result.pieces.sort(key=lambda piece: piece.start)
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
            found = [run for run in align(squeezed, wanted, source) if run[2] >= STRONG]
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
        if not total:
            return -1, [], 0.0, 0.0
        for candidate, sure in self.bases(row, section):
            source = self.prepared(candidate)
            if sure < 1 and not any(has_probe(squeezed, region, source) for region in section.regions):
                continue
            runs = align(squeezed, section.regions, source)
            fit = fit_of(squeezed, source, runs, section) / total
            if sure < 1 and fit < GOOD_FIT and fit * total < STRONG:
                continue
            score = fit * (0.5 + 0.5 * sure)
            if score > best[0]:
                best = (score, candidate, runs, fit, sure)
            if fit >= SURE_FIT:
                break
        return best[1:]

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
        for candidate in self.relations.by_author(section.attribution, row):
            yield candidate, 0.5
        for candidate in self.relations.by_subject(row):
            yield candidate, 0.5

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
                if origin != OPEN and begin < stop:
                    pieces.append(
                        Piece(start + begin - place, stop - begin, origin, written + begin - low, base, sure)
                    )
                at += 1
        return pieces


def ink_of(squeezed: Squeezed, section: Section) -> int:
    """Count the characters of a section's regions."""
    starts = squeezed.starts
    return sum(starts[last] - starts[first] for region in section.regions for first, last in region.pieces)


def fit_of(squeezed: Squeezed, source: Squeezed, runs: list[Run], section: Section) -> float:
    """Count the characters that runs cover, those at a wrong depth for less."""
    shift = section.regions[0].shift if section.regions else 1
    return sum(
        length
        if source.depths[source.line_at(place)] == squeezed.depths[squeezed.line_at(start)] - shift
        else 0.6 * length
        for start, place, length in runs
    )


def has_probe(squeezed: Squeezed, region: Region, source: Squeezed) -> bool:
    """Whether one of a region's longest lines, or the whole of it, stands in a source."""
    keys = squeezed.keys[region.first : region.end]
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
                if line == last or covered[line]:
                    if starts[line] - starts[begin] >= STRONG:
                        left.append(Region(begin, line, region.soft, region.shift, [(begin, line)]))
                    begin = line + 1
    return left
