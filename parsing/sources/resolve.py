"""Where the quotes of one message were first written: align with the parent, compose along the chain.

A message's `>>` text is found in its parent's `>` text, and the parent's own resolution says where that was
written. Each message is a generator that asks for the resolutions it needs; one loop runs them, so that no
reply chain is too deep, and a cycle ends where it closes.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from parsing.sources.align import align
from parsing.sources.evidence import (
    LONG,
    STRONG,
    SURE_FIT,
    WHOLE_FIT,
    Base,
    announced_above,
    fit_of,
    has_probe,
    ink_in,
    ink_of,
    open_regions,
    own_ink,
    region_length,
    settled,
    settled_run,
    touches_quotes,
    whole_lines,
    without_chance,
)
from parsing.sources.line_kinds import is_announcement
from parsing.sources.regions import find_sections
from parsing.sources.relate import Relations, has_time
from parsing.sources.resolved import EDIT, OPEN, Piece, Resolved

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from parsing.sources.alignment import Run
    from parsing.sources.corpus import Corpus
    from parsing.sources.sections import Section
    from parsing.sources.squeeze import Squeezed

CHAIN = 200
"""Messages that one resolution may wait for at a time."""
GOOD_FIT = 0.5
SHORT = 12
NAMED = 0.9
"""How sure a message is whose author and day an announcement names."""
VERY_LONG = 300
HALF = 0.5
"""Of a region, where another than the announced author seems to have written it."""
NEAR = 40
"""Characters that need no other evidence in a message of the same subject."""
OTHER_DAY = 0.1
"""What a message counts for that is of another day than the announcement names."""
PARENT_FIT = 0.3
"""The parent by the headers is the base if it has this much of the quotes."""


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
                finished: Resolved = done.value
                self.keep(current, finished)
                stack.pop()
                active.discard(current)
                if not stack:
                    return finished
                value = finished
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
            holder = self.holder(row, squeezed, section, result.bases)
            pieces, base, fit = yield from self.section_steps(row, squeezed, section, holder)
            result.certain.append(base == holder >= 0 or self.is_certain(row, section, base, fit))
            result.answered.append(self.is_answered(row, section))
            result.breaks += [piece.start for piece in pieces if piece.origin == OPEN]
            result.unknown += [(piece.start, piece.end) for piece in pieces if piece.origin == OPEN]
            result.pieces += [piece for piece in pieces if piece.origin != OPEN]
            result.bases.append(base)
            result.fits.append(fit)
        result.pieces.sort(key=lambda piece: piece.start)
        result.breaks.sort()
        result.cut(row)
        return result

    def section_steps(
        self, row: int, squeezed: Squeezed, section: Section, holder: int
    ) -> Generator[int, Resolved | None, tuple[list[Piece], int, float]]:
        """Resolve one section: its base first, then what the base does not have."""
        base, runs, fit, sure = self.base(row, squeezed, section, holder)
        pieces: list[Piece] = []
        if base >= 0:
            pieces = yield from self.compose(base, runs, sure)
            if sure < 1 and not self.is_named(section, base):
                pieces = without_chance(squeezed, section, pieces, base)
        left = open_regions(squeezed, section, runs)
        tried = {base, row}
        for candidate, sureness in self.others(row, section, base) if left else ():
            if candidate in tried:
                continue
            tried.add(candidate)
            source = self.prepared(candidate)
            wanted = [region for region in left if has_probe(squeezed, region, source)]
            if not wanted:
                continue
            found = whole_lines(squeezed, align(squeezed, wanted, source))
            found = [run for run in found if self.is_likely(row, squeezed, section, run, candidate)]
            if not found:
                continue
            pieces += yield from self.compose(candidate, found, sureness)
            runs = sorted(runs + found)
            left = open_regions(squeezed, section, runs)
            if not left:
                break
        return pieces, base, fit

    def holder(self, row: int, squeezed: Squeezed, section: Section, bases: Sequence[int]) -> int:
        """Give the message that has a quoted copied header, and so what stands below it too; -1 if none."""
        first, end = section.header
        text = squeezed.key[squeezed.starts[first] : squeezed.starts[end]]
        if text:
            for candidate in (*bases[-1:], self.corpus.parent(row)):
                if candidate >= 0 and text in self.prepared(candidate).key:
                    return candidate
        return -1

    def base(
        self, row: int, squeezed: Squeezed, section: Section, holder: int
    ) -> tuple[int, list[Run], float, float]:
        """Choose the message that a section quotes: its row, the runs, their share, how sure it is."""
        best = Base()
        total = ink_of(squeezed, section)
        whole = sum(squeezed.starts[region.end] - squeezed.starts[region.first] for region in section.regions)
        soft = all(region.soft for region in section.regions)
        for candidate, sure in self.bases(row, section, holder):
            source = self.prepared(candidate)
            if sure < NAMED and not any(has_probe(squeezed, region, source) for region in section.regions):
                continue
            if not total and sure < 1 and not self.relations.day_matches(section.attribution, candidate):
                continue
            runs = align(squeezed, section.regions, source)
            if sure < 1:
                runs = whole_lines(squeezed, runs)
            covered = fit_of(squeezed, source, runs, section) if total else ink_in(runs)
            fit = min(1.0, covered / (total or whole or 1))
            if sure < 1 and not self.is_enough(row, section, candidate, fit, covered):
                continue
            author = self.relations.sender_matches(section.attribution, candidate)
            score = fit * (0.6 + 0.4 * sure)
            other_day = self.relations.day_matches(section.attribution, candidate) is False
            if sure < 1 and other_day:
                score *= OTHER_DAY
            own = own_ink(squeezed, source, runs)
            sure_now = settled(sure, fit, covered)
            found = Base(
                candidate, runs, fit, sure_now, score, ink_in(runs), own, author is False or other_day
            )
            if found.is_better(best):
                best = found
            named = sure == 1 and author
            if fit >= SURE_FIT or (sure == 1 and covered and (fit >= PARENT_FIT or soft or named)):
                break
        return best.row, best.runs, best.fit, best.sure

    def is_certain(self, row: int, section: Section, base: int, fit: float) -> bool:
        """Whether a base is what the section quotes, or the section is the writer's own text after all."""
        matches = self.relations.sender_matches
        if base < 0:
            return matches(section.attribution, row) is True
        return matches(section.attribution, base) is not False and (
            fit >= GOOD_FIT or base == self.corpus.parent(row)
        )

    def is_answered(self, row: int, section: Section) -> bool:
        """Whether the parent by the headers is stored and is what the announcement names."""
        parent, relations = self.corpus.parent(row), self.relations
        if parent < 0 or not self.prepared(parent).key:
            return False
        return (
            relations.sender_matches(section.attribution, parent) is True
            and relations.day_matches(section.attribution, parent) is not False
        )

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

    def is_named(self, section: Section, candidate: int) -> bool:
        """Whether a section's announcement names the author and day of a message, and its minute if any."""
        relations, named = self.relations, section.attribution
        if not (relations.sender_matches(named, candidate) and relations.day_matches(named, candidate)):
            return False
        return relations.minute_matches(named, candidate) or not has_time(named)

    def same_subject(self, row: int, candidate: int) -> bool:
        """Whether two messages have the same base subject."""
        return self.corpus.base_subject(row) == self.corpus.base_subject(candidate)

    def bases(self, row: int, section: Section, holder: int) -> Iterable[tuple[int, float]]:
        """Give the messages that a section may quote, likeliest first, each with how sure it is."""
        corpus, relations = self.corpus, self.relations
        attribution = section.attribution
        seen = {row}
        if holder >= 0:
            seen.add(holder)
            yield holder, 1.0
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
                yield candidate, NAMED if relations.day_matches(attribution, candidate) else 0.7
        if parent >= 0 and parent not in seen:
            seen.add(parent)
            yield parent, 0.9
        for candidate in relations.ancestors(row):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate, 0.7
        by_subject = relations.by_subject(row)
        for candidate in sorted(by_subject, key=lambda one: relations.day_matches(attribution, one) is False):
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

    def is_likely(self, row: int, squeezed: Squeezed, section: Section, run: Run, candidate: int) -> bool:
        """Whether a stretch that the base does not have may come from this message."""
        if run[2] < STRONG:
            return False
        line = squeezed.line_at(run[0])
        named = announced_above(squeezed, section, line)
        author = self.relations.sender_matches(named, candidate)
        if is_announcement(squeezed, line) and squeezed.starts[line + 1] >= run[0] + run[2]:
            return author is True and squeezed.starts[line + 1] - squeezed.starts[line] == run[2]
        if author is False and run[2] < VERY_LONG:
            enough = NEAR if self.same_subject(row, candidate) else LONG
            return run[2] >= max(enough, HALF * region_length(squeezed, section, line))
        return True

    def compose(
        self, base: int, runs: list[Run], certainty: float
    ) -> Generator[int, Resolved | None, list[Piece]]:
        """Say where runs of a message were first written, by its base's own resolution.

        Where the base has them in its own words, nothing above it in the thread need be read.
        """
        source = self.prepared(base)
        quoted = touches_quotes(source, runs)
        resolved = (yield base) if quoted else None
        pieces: list[Piece] = []
        for start, place, length in runs:
            sure = settled_run(certainty, length)
            if resolved is None:
                if not quoted or source.depths[source.line_at(place)] == 0:
                    pieces.append(Piece(start, length, base, place, base, sure))
                continue
            cuts = resolved.segments
            at = bisect_right(cuts, (place, len(source.key) + 1)) - 1
            while at < len(cuts) and cuts[at][0] < place + length:
                low, high, origin, written, hops = cuts[at]
                begin, stop = max(low, place), min(high, place + length)
                if origin != EDIT and begin < stop:
                    here, there = start + begin - place, written + begin - low
                    pieces.append(Piece(here, stop - begin, origin, there, base, sure, hops + 1))
                at += 1
        return pieces
